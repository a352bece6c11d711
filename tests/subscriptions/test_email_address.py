import pytest

from ofsted_watch.errors import BadAddress, WrongUse
from ofsted_watch.subscriptions.email_address import check_address


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("Ada.King@Example.ORG", "Ada.King@example.org"),
        ("  ada@example.org ", "ada@example.org"),
        ("ada+ofsted@mail.fernshire.gov.uk", "ada+ofsted@mail.fernshire.gov.uk"),
        ("o'neill@example.org", "o'neill@example.org"),
        ("ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example"),
        ("root@localhost", "root@localhost"),
    ],
)
def test_a_plausible_address_comes_back_in_one_spelling(written: str, address: str) -> None:
    assert check_address(written) == address
    assert check_address(address) == address


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "must look like"),
        ("ada", "must look like"),
        ("@example.org", "must look like"),
        ("ada@", "must look like"),
        ("ada@example", "after the @"),
        ("ada@example..org", "after the @"),
        ("ada@-example.org", "after the @"),
        ("ada@192.0.2.1", "after the @"),
        ("ada@exam ple.org", "after the @"),
        (".ada@example.org", "before the @"),
        ("ada..king@example.org", "before the @"),
        ("ada king@example.org", "before the @"),
        ("Ada <ada@example.org>", "before the @"),
        ("ada@example.org,eve@example.org", "before the @"),
        ("adà@example.org", "outside a to z"),
        ("ada@exämple.org", "outside a to z"),
        ("a" * 65 + "@example.org", "longer than"),
        ("ada@" + "e" * 60 + ".example" * 30 + ".org", "longer than"),
        ("ada@example.org\n", "line break"),
        ("ada@example.org\r\nBcc: eve@example.org", "line break"),
        ("ada\0@example.org", "line break"),
        ("ada@example.org\x85", "line break"),
    ],
)
def test_what_cannot_be_an_address_is_refused_with_the_reason(written: str, reason: str) -> None:
    with pytest.raises(BadAddress, match=reason):
        check_address(written)


def test_a_bad_address_is_for_the_person_who_gave_it_to_mend() -> None:
    assert issubclass(BadAddress, WrongUse)
