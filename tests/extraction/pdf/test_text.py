"""Bytes that are no letter are named, each with a sentence that says what it is and what to do."""

import io
import zlib
from collections.abc import Callable

import pypdf
import pytest

from ofsted_watch.errors import EmptyFile, Encrypted, LetterProblem, NotAPdf, NoText, Truncated
from ofsted_watch.extraction.pdf import read_text
from tests.extraction.pdf.made import MadePdf, page_of, pdf_of

A_LETTER = pdf_of(
    [page_of(["Leaders know their services well.", "Children are safe."], top=700 - 20 * page) for page in range(3)]
)


def test_a_file_without_bytes_is_named_empty() -> None:
    with pytest.raises(EmptyFile, match="nothing in it"):
        read_text(b"")


def test_a_file_of_zeros_is_named_empty() -> None:
    with pytest.raises(EmptyFile):
        read_text(b"\0" * 4096)


def test_bytes_that_begin_like_no_pdf_are_named_so() -> None:
    with pytest.raises(NotAPdf, match="does not begin like one"):
        read_text(b"PK\x03\x04 some other file")


@pytest.mark.parametrize("says", ["Report not found", "Page not found", "403 Forbidden", "Just a moment..."])
def test_an_error_page_is_no_letter_and_its_own_words_are_given(says: str) -> None:
    with pytest.raises(NotAPdf, match="web page that says"):
        read_text(f"<!DOCTYPE html><html><head><title>{says}</title></head><body><h1>{says}</h1></body></html>".encode())


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_a_pdf_that_stops_before_its_end_is_truncated(share: float) -> None:
    with pytest.raises(Truncated, match="cut off"):
        read_text(A_LETTER[: int(len(A_LETTER) * share)])


def test_a_pdf_whose_end_is_padded_with_zeros_is_read() -> None:
    assert "Children are safe." in read_text(A_LETTER + b"\0" * 10_000).plain


def test_a_pdf_with_bytes_before_its_head_is_read() -> None:
    assert len(read_text(b"\r\n\r\n" + A_LETTER).pages) == 3


def test_a_pdf_without_its_end_mark_is_read_when_its_last_words_point_at_its_table() -> None:
    assert len(read_text(A_LETTER.removesuffix(b"%%EOF\n")).pages) == 3


def test_a_page_whose_packed_text_stops_early_is_truncated_and_never_half_a_letter() -> None:
    with pytest.raises(Truncated, match="page 1 stops before its end"):
        read_text(with_content(zlib.compress(page_of([f"Line {line}." for line in range(40)]))[:-60]))


def test_a_page_that_only_lacks_a_right_check_sum_is_read_whole() -> None:
    packed = zlib.compress(page_of(["Only the check sum is wrong."]))
    assert read_text(with_content(packed[:-4] + b"\0\0\0\0")).plain == "Only the check sum is wrong."


def test_a_pdf_that_lacks_a_page_it_should_have_is_truncated() -> None:
    with pytest.raises(Truncated, match="should have 4 pages, 3 can be found"):
        read_text(A_LETTER.replace(b"/Count 3", b"/Count 4"))


def test_a_page_whose_content_is_not_in_the_file_is_truncated() -> None:
    with pytest.raises(Truncated, match="content of page 1 is not in it"):
        read_text(A_LETTER.replace(b"/Contents 5 0 R", b"/Contents 0 0 R"))


def with_content(packed: bytes) -> bytes:
    made = MadePdf()
    root, tree, page = made.reserve(), made.reserve(), made.reserve()
    font = made.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    stream = made.raw_stream(packed, "/Filter /FlateDecode")
    made.put(root, f"<< /Type /Catalog /Pages {tree} 0 R >>")
    made.put(tree, f"<< /Type /Pages /Kids [{page} 0 R] /Count 1 >>")
    fonts = f"/Resources << /Font << /F1 {font} 0 R >> >>"
    made.put(page, f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] /Contents {stream} 0 R {fonts} >>")
    return made.bytes(root)


def encrypted(user_password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(A_LETTER))
    writer.encrypt(user_password, "owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_that_asks_for_a_password_is_named_encrypted() -> None:
    with pytest.raises(Encrypted, match="asks for a password"):
        read_text(encrypted("secret"))


def test_a_pdf_protected_against_changes_only_is_read() -> None:
    assert "Leaders know their services well." in read_text(encrypted("")).plain


def scanned(text: str) -> bytes:
    made = MadePdf()
    root, tree, page = made.reserve(), made.reserve(), made.reserve()
    font = made.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    picture = made.stream(
        b"\xff" * 64, "/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8"
    )
    stream = made.stream(b"q 595 0 0 842 0 0 cm /I1 Do Q\n" + page_of([text]))
    made.put(root, f"<< /Type /Catalog /Pages {tree} 0 R >>")
    made.put(tree, f"<< /Type /Pages /Kids [{page} 0 R] /Count 1 >>")
    resources = f"/Resources << /Font << /F1 {font} 0 R >> /XObject << /I1 {picture} 0 R >> >>"
    made.put(page, f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] /Contents {stream} 0 R {resources} >>")
    return made.bytes(root)


@pytest.mark.parametrize("stamp", ["", "Scanned on a machine"])
def test_pictures_of_pages_are_named_even_with_the_scanners_stamp(stamp: str) -> None:
    with pytest.raises(NoText, match="scanned"):
        read_text(scanned(stamp))


def test_a_letter_with_a_crest_is_no_scan() -> None:
    text = "Leaders have made much progress since the last visit and they know what they must do next for children here."
    assert read_text(scanned(text)).plain == text


@pytest.mark.parametrize("make", [lambda: b"", lambda: A_LETTER[:900], lambda: encrypted("secret"), lambda: scanned("")])
def test_every_bad_file_has_a_sentence_that_says_what_to_do(make: Callable[[], bytes]) -> None:
    with pytest.raises(LetterProblem) as raised:
        read_text(make())
    assert str(raised.value).count(". ") >= 1
    assert str(raised.value).endswith(".")
