"""A kind of letter is a file and a member of LetterKind: where the two disagree, nothing is read."""

from enum import StrEnum
from pathlib import Path

import pytest

from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.extraction import letter_kinds


def test_every_kind_but_other_is_declared_by_the_file_of_its_name() -> None:
    folder = Path(letter_kinds.__file__).parent
    files = {path.stem for path in folder.glob("*.py")} - {"__init__", "kind"}
    assert files == {kind.value for kind in LetterKind} - {"other"}
    assert all(kind.name is LetterKind(kind.name) for kind in letter_kinds.KINDS)


def test_a_file_that_is_no_member_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ilacs_2027.py").write_text("KIND = None\n", encoding="utf-8")
    monkeypatch.setattr(letter_kinds, "__path__", [*letter_kinds.__path__, str(tmp_path)])
    with pytest.raises(ImportError, match=r"ilacs_2027\.py is of no LetterKind: add it to ofsted_watch/domain/letter_kind\.py"):
        letter_kinds.load_kinds()


def test_a_member_without_a_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    more = StrEnum("more", {kind.name: kind.value for kind in LetterKind} | {"ILACS_2027": "ilacs_2027"})  # type: ignore[misc]
    monkeypatch.setattr(letter_kinds, "LetterKind", more)
    with pytest.raises(ImportError, match=r"'ilacs_2027': add ofsted_watch/extraction/letter_kinds/ilacs_2027\.py"):
        letter_kinds.load_kinds()


def test_a_file_that_declares_another_kind_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    declared = letter_kinds.KINDS[0]
    monkeypatch.setattr(letter_kinds.jtai, "KIND", declared)
    with pytest.raises(ImportError, match=rf"jtai\.py declares the kind '{declared.name}'"):
        letter_kinds.load_kinds()
