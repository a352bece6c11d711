"""Files are read in a process of their own: a bad one is named, and the others go on."""

import os
import signal
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ofsted_watch.adapters.pdf_reader import Reader
from ofsted_watch.domain.authorities import ENGLAND, AuthorityRegister
from ofsted_watch.domain.model import Authority, Letter
from ofsted_watch.errors import OfstedWatchError, WrongUse
from tests.extraction.pdf.made import MadePdf, page_of, pdf_of, printed

MISBEHAVING = "tests.adapters.letters_that_misbehave:letter_of"


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader(ENGLAND, seconds=3, megabytes=400, workers=2, letter_of=MISBEHAVING) as reader:
        yield reader


def a_page_that_says(text: str) -> bytes:
    return f"<!DOCTYPE html><html><body><p>{text}</p></body></html>".encode()


def test_a_file_comes_back_as_the_letter_that_was_read_with_its_hash(reader: Reader) -> None:
    letter = reader.read(pdf_of([page_of(["A letter of one line."])]), "one.pdf")
    assert (letter.file, letter.pages, letter.text, letter.problem) == ("one.pdf", 1, "A letter of one line.", None)
    assert len(letter.sha256) == 64


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("loop", "too_slow", "longer than 3 seconds"),
        ("sleep", "too_slow", "longer than 3 seconds"),
        ("die", "reader_died", "ended without an answer"),
        ("leave", "reader_died", "ended without an answer"),
        ("hoard", "too_big", "too much memory"),
        ("fault", "reader_died", "RuntimeError"),
        ("grade", "unlisted_grade", "'fair'"),
    ],
)
def test_what_goes_wrong_is_named_and_the_next_file_is_read(reader: Reader, text: str, code: str, says: str) -> None:
    letter = reader.read(a_page_that_says(text), "bad.html")
    assert letter.problem is not None
    assert (letter.problem.code, letter.kind, letter.judgements) == (code, "other", ())
    assert says in letter.problem.message
    assert reader.read(a_page_that_says("all is well"), "good.html").problem is None


def test_what_a_library_prints_does_not_spoil_the_answer(reader: Reader) -> None:
    assert reader.read(a_page_that_says("chatter"), "loud.html").problem is None


def test_a_worker_reads_one_file_after_the_other(reader: Reader) -> None:
    assert len({reader.read(a_page_that_says(f"file {number}"), "f").title for number in range(6)}) == 1


def test_a_worker_that_ran_out_of_memory_is_replaced() -> None:
    with Reader(ENGLAND, workers=1, megabytes=400, letter_of=MISBEHAVING) as reader:
        before = reader.read(a_page_that_says("hello"), "f").title
        assert code(reader.read(a_page_that_says("hoard"), "f")) == "too_big"
        assert reader.read(a_page_that_says("hello"), "f").title != before


def test_a_worker_that_was_killed_between_two_files_is_replaced() -> None:
    with Reader(ENGLAND, workers=1, letter_of=MISBEHAVING) as reader:
        pid = int(reader.read(a_page_that_says("hello"), "f").title or 0)
        os.kill(pid, signal.SIGKILL)
        while Path(f"/proc/{pid}/stat").read_text(encoding="ascii").split()[2] not in "ZX":
            pass
        assert reader.read(a_page_that_says("hello"), "f").problem is None


def test_a_worker_is_given_no_secret(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFSTED_WATCH_SMTP_URL", "smtp://someone:secret@localhost")
    with Reader(ENGLAND, workers=1, letter_of=MISBEHAVING) as fresh:
        assert "OFSTED_WATCH" not in str(fresh.read(a_page_that_says("environment"), "f").title)


def test_a_worker_knows_the_authorities_that_its_reader_knows(reader: Reader) -> None:
    invented = AuthorityRegister.of([Authority("80901", "Wealdmoor", "E99", "Nowhere")])
    with Reader(invented, workers=1, letter_of=MISBEHAVING) as notified:
        assert notified.read(a_page_that_says("whom do you know"), "f").title == "Wealdmoor"
    assert reader.read(a_page_that_says("whom do you know"), "f").title != "Wealdmoor"


def test_many_files_come_back_in_their_order_and_a_hanging_one_stops_none(reader: Reader, tmp_path: Path) -> None:
    text = ["first", "loop", "third", "die", "fifth", "grade", "seventh"]
    paths = [tmp_path / f"{number}.html" for number in range(len(text))]
    for path, word in zip(paths, text, strict=True):
        path.write_bytes(a_page_that_says(word))
    letters = list(reader.read_many(paths))
    assert [letter.file for letter in letters] == [path.name for path in paths]
    assert [code(letter) for letter in letters] == [None, "too_slow", None, "reader_died", None, "unlisted_grade", None]


def test_a_file_that_cannot_be_opened_is_the_callers_mistake(reader: Reader, tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match=r"gone\.pdf cannot be opened"):
        list(reader.read_many([tmp_path / "gone.pdf"]))


def test_a_reader_that_cannot_start_its_process_says_so() -> None:
    with (
        Reader(ENGLAND, workers=1, letter_of="no_such_module:read") as broken,
        pytest.raises(OfstedWatchError, match="no_such_module"),
    ):
        broken.read(b"", "f")


def test_a_closed_reader_leaves_no_process_behind() -> None:
    with Reader(ENGLAND, workers=1, letter_of=MISBEHAVING) as closing:
        pid = int(closing.read(a_page_that_says("hello"), "f").title or 0)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_decompression_bomb_is_too_big() -> None:
    squeeze = zlib.compressobj(9)
    packed = b"".join(squeeze.compress(b" " * 1024 * 1024) for _ in range(512)) + squeeze.flush()
    with Reader(ENGLAND, seconds=30, megabytes=200, workers=1, letter_of=MISBEHAVING) as small:
        as_content = small.read(one_page(lambda made: made.raw_stream(packed, "/Filter /FlateDecode")), "bomb.pdf")
        twice = small.read(
            one_page(lambda made: made.raw_stream(zlib.compress(packed, 9), "/Filter [/FlateDecode /FlateDecode]")), "bomb.pdf"
        )
    assert (code(as_content), code(twice)) == ("too_big", "too_big")


def test_a_report_of_two_thousand_pages_is_read_or_named_within_its_time() -> None:
    content = pdf_of([page_of([f"Page {number} of a very long report.", "It goes on."]) for number in range(2000)])
    with Reader(ENGLAND, seconds=60, megabytes=400, workers=1, letter_of=MISBEHAVING) as patient:
        letter = patient.read(content, "long.pdf")
    assert (code(letter), letter.pages) in ((None, 2000), ("too_slow", 0))


@pytest.mark.parametrize(
    ("circle", "codes"),
    [
        ("pages", {"truncated", None}),
        ("contents", {"truncated", "too_slow"}),
        ("length", {"truncated", "too_slow", None}),
        ("forms", {None}),
        ("tags", {None}),
        ("previous table", {"truncated", "too_slow", None}),
    ],
)
def test_references_that_lead_in_circles_end_within_the_limits(reader: Reader, circle: str, codes: set[str | None]) -> None:
    assert code(reader.read(going_in_circles(circle), f"{circle}.pdf")) in codes


def test_a_worker_stays_under_150_megabytes(reader: Reader) -> None:
    content = pdf_of([page_of([f"Line {line} of page {page}, with some words." for line in range(45)]) for page in range(60)])
    for _ in range(3):
        letter = reader.read(content, "sixty.pdf")
    status = Path(f"/proc/{letter.title}/status").read_text(encoding="ascii")
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    assert 10_000 < peak < 150_000


def one_page(content: Callable[[MadePdf], int], *, catalog: str = "", resources: str = "") -> bytes:
    """A PDF of one page, whose content stream the caller adds."""
    made = MadePdf()
    root, tree, page = made.reserve(), made.reserve(), made.reserve()
    font = made.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    stream = content(made)
    made.put(root, f"<< /Type /Catalog /Pages {tree} 0 R {catalog} >>")
    made.put(tree, f"<< /Type /Pages /Kids [{page} 0 R] /Count 1 >>")
    made.put(
        page,
        f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] /Contents {stream} 0 R "
        f"/Resources << /Font << /F1 {font} 0 R >> {resources} >> >>",
    )
    return made.bytes(root)


def going_in_circles(where: str) -> bytes:
    text = printed("Words that stand on the page.", 72, 700)
    if where == "pages":
        return one_page(lambda made: made.stream(text)).replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")
    if where == "contents":
        return one_page(lambda made: made.add("5 0 R"))
    if where == "length":
        return one_page(lambda made: made.add(b"<< /Length 5 0 R >>\nstream\n" + text + b"\nendstream"))
    if where == "forms":
        form = b"q /X1 Do Q BT /F1 9 Tf (again) Tj ET"
        resources = "/XObject << /X1 6 0 R >>"
        entries = f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << {resources} /Font << /F1 4 0 R >> >>"

        def content(made: MadePdf) -> int:
            stream = made.stream(text + b"/X1 Do")
            made.stream(form, entries)
            return stream

        return one_page(content, resources=resources)
    if where == "tags":
        tree = "/StructTreeRoot << /K 6 0 R >>"

        def tagged(made: MadePdf) -> int:
            stream = made.stream(text)
            made.add("<< /S /Sect /K [6 0 R 7 0 R] >>")
            made.add("<< /S /P /K [6 0 R] >>")
            return stream

        return one_page(tagged, catalog=tree)
    if where == "previous table":
        whole = one_page(lambda made: made.stream(text))
        table = int(whole.rsplit(b"startxref\n", 1)[1].split()[0])
        return whole.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % table)
    raise ValueError(where)


def code(letter: Letter) -> str | None:
    return letter.problem.code if letter.problem else None
