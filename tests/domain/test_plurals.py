"""The one pluraliser."""

import pytest

from ofsted_watch.domain.plurals import format_count


@pytest.mark.parametrize(
    ("number", "nouns", "text"),
    [
        (0, ("letter",), "0 letters"),
        (1, ("letter",), "1 letter"),
        (2, ("letter",), "2 letters"),
        (1, ("authority", "authorities"), "1 authority"),
        (153, ("authority", "authorities"), "153 authorities"),
    ],
)
def test_a_number_has_its_noun_in_the_right_form(number: int, nouns: tuple[str, ...], text: str) -> None:
    assert format_count(number, *nouns) == text
