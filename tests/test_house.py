"""The names in the code are standard words: each has one meaning, and who never saw this project knows it.

The words that are gone stand here. They are searched for in the names of
modules, classes, functions, arguments, tables and columns of everything we ship.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from ofsted_watch.adapters.database.schema import metadata
from tasks.retries import STEPS

ROOT = Path(__file__).parents[1]
SHIPPED = ("ofsted_watch", "flows", "tasks", "expectations", "deployments")

_GONE_WORDS = """
words told telling untold keep keeps kept keeping look looks looked owe owes owed duty wish wishes settle settles settled settling
desk desks letterbox remembered shelf mend mended gist kin lean stock blind rhythm withheld world stage stages replica visible
searching figures peers plainly manager managers helper helpers util utils
"""
GONE = frozenset(_GONE_WORDS.split())
"""Words that no part of a name is, whichever way the name is written."""
GONE_PAIRS = frozenset({("held", "back"), ("in", "words"), ("own", "links"), ("post", "room"), ("as", "words")})
GONE_NAMES = frozenset({"one", "found", "said", "data2"})
"""What no class, function, argument or local variable is called, an underscore before it or not: it says nothing."""
GONE_CLASSES = frozenset(
    {"Here", "Running", "Plainly", "InPrefect", "Night", "Post", "PostRefused", "PostUnavailable", "Country", "World", "Gist"}
)
GONE_MODULES = frozenset({"words", "links", "as_json", "body", "deadline", "night", "country", "story", "here", "line", "lines"})

ALLOWED = {
    "proxy_manager_for": "a method of requests' HTTPAdapter",
    "looked_after": "a term of the field: children looked after",
    "compose_looked_after": "a term of the field: children looked after",
    "_inside_looked_after": "a term of the field: children looked after",
}
"""Name → why it stays."""


class Named(NamedTuple):
    """A name and where it stands."""

    file: str
    kind: str
    name: str


def parts_of(name: str) -> tuple[str, ...]:
    """'PostRefused' → post, refused; 'looked_at' → looked, at; 'as_JSON' → as, json."""
    return tuple(part.lower() for part in re.findall(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+", name))


def names_in(source: str, file: str) -> Iterator[Named]:
    """The module, and every class, function, argument and local variable in it. A field of a class is not a local variable."""
    yield Named(file, "module", Path(file).stem)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef):
            yield Named(file, "class", node.name)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Named(file, "function", node.name)
            taken = node.args
            named = (*taken.posonlyargs, *taken.args, *taken.kwonlyargs, *filter(None, (taken.vararg, taken.kwarg)))
            yield from (Named(file, "argument", argument.arg) for argument in named)
    yield from (Named(file, "variable", name) for name in sorted(variables_in(ast.parse(source))))


def variables_in(tree: ast.Module) -> set[str]:
    """The names that are bound in functions, comprehensions, lambdas and patterns, and at the top of a module."""
    fields = {
        id(part.target)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for part in node.body
        if isinstance(part, ast.AnnAssign)
    }
    bound = {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and id(node) not in fields
    }
    bound |= {argument.arg for node in ast.walk(tree) if isinstance(node, ast.Lambda) for argument in node.args.args}
    return bound | {node.name for node in ast.walk(tree) if isinstance(node, ast.MatchAs | ast.MatchStar) and node.name}


def shipped_files() -> Iterator[Path]:
    for room in SHIPPED:
        yield from sorted((ROOT / room).rglob("*.py"))


def shipped_names() -> Iterator[Named]:
    for path in shipped_files():
        yield from names_in(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix())
    for table in metadata.tables.values():
        yield Named("the database", "table", table.name)
        yield from (Named(f"table {table.name}", "column", column.name) for column in table.columns)


def fault_of(named: Named) -> str | None:
    """What is wrong with a name; None for nothing."""
    parts = parts_of(named.name)
    if named.name in ALLOWED:
        return None
    if named.kind == "variable":
        return "says nothing of what it is" if named.name.strip("_") in GONE_NAMES else None
    if gone := GONE.intersection(parts):
        return f"'{min(gone)}' is not a word of ours"
    if pairs := GONE_PAIRS.intersection(pairwise(parts)):
        return f"'{'_'.join(min(pairs))}' is not a word of ours"
    if named.kind in ("class", "function", "argument") and named.name.strip("_") in GONE_NAMES:
        return "says nothing of what it is"
    if named.kind == "class" and named.name.strip("_") in GONE_CLASSES:
        return "is called otherwise now"
    if named.kind == "module" and named.name in GONE_MODULES:
        return "is called otherwise now"
    return None


def test_names_are_standard_words() -> None:
    faults = {f"{named.file}: {named.kind} '{named.name}' {fault}" for named in shipped_names() if (fault := fault_of(named))}
    assert not faults, "\n".join(sorted(faults))


def gone_words_in(text: str) -> frozenset[str]:
    """The words of a sentence that are not words of ours."""
    return GONE.intersection(re.findall(r"[a-z]+", text.lower()))


def test_what_prefect_shows_of_deployments_and_tasks_is_in_standard_words() -> None:
    listed = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    shown = {deployment["name"]: deployment["description"] for deployment in listed}
    shown |= {step.name: f"{step.name} {step.batch or ''}" for step in STEPS.values()}
    assert len(shown) > 30
    assert {name: gone for name, text in shown.items() if (gone := gone_words_in(text))} == {}


def test_mails_are_logged_as_the_mailers() -> None:
    loggers: dict[str, list[str]] = defaultdict(list)
    for path in shipped_files():
        for logger in re.findall(r'getLogger\("ofsted_watch\.(\w+)"\)', path.read_text(encoding="utf-8")):
            loggers[logger].append(path.relative_to(ROOT).as_posix())
    assert "ofsted_watch/adapters/mail/mailer.py" in loggers["mailer"]
    assert "post" not in loggers, loggers["post"]


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Fetch and keep older letters.", {"keep"}),
        ("check grades owed", {"owed"}),
        ("Store what was published; overlook none.", set()),
    ],
)
def test_a_sentence_is_searched_by_whole_words(text: str, gone: set[str]) -> None:
    assert gone_words_in(text) == gone


TWICE = re.compile(r"(?<![\w-])([A-Za-z]{2,}) \1(?![\w-])")
MEANT_TWICE = {"goes on on the next page", "fails fails no night"}


def read_by_people() -> Iterator[tuple[str, str]]:
    """(file, text) of the docs, the units and settings, and every string in the code."""
    for pattern in ("*.md", "*.yaml", "docs/**/*.md", "deployments/**/*.md", "deployments/*/*.[ste]*"):
        for path in sorted(ROOT.glob(pattern)):
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
    for path in shipped_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield path.relative_to(ROOT).as_posix(), node.value


def test_no_word_stands_twice_in_a_row() -> None:
    faults = {
        f"{file}: '{twice[0]}'"
        for file, text in read_by_people()
        for twice in TWICE.finditer(text)
        if not any(text.find(meant) <= twice.start() < text.find(meant) + len(meant) for meant in MEANT_TWICE if meant in text)
    }
    assert faults == set()


def test_every_allowed_name_is_used() -> None:
    used = {named.name for named in shipped_names()}
    assert sorted(ALLOWED.keys() - used) == []


def test_no_two_modules_have_the_same_name() -> None:
    places = defaultdict(list)
    for path in shipped_files():
        if path.stem not in ("__init__", "__main__"):
            places[path.stem].append(path.relative_to(ROOT).as_posix())
    twice = {name: files for name, files in places.items() if len(files) > 1}
    assert twice == {}


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("class PostRefused: ...", "PostRefused"),
        ("class HeldBackNews: ...", "HeldBackNews"),
        ("def looked_at(): ...", "looked_at"),
        ("def tell(untoldEvents): ...", "untoldEvents"),
        ("def sort(*, in_words): ...", "in_words"),
        ("def read(*kept): ...", "kept"),
        ("async def _one(): ...", "_one"),
        ("def show(said): ...", "said"),
        ("class AlertManager: ...", "AlertManager"),
        ("letters = [one for one in ()]", "one"),
        ("newest = max((), key=lambda one: one)", "one"),
        ("def read(text):\n    found = text", "found"),
        ("def read(text):\n    if said := text: ...", "said"),
        ("def read(text):\n    match text:\n        case [found]: ...", "found"),
    ],
)
def test_a_name_that_is_gone_is_found_however_it_is_written(source: str, name: str) -> None:
    assert name in {named.name for named in names_in(source, "ofsted_watch/new.py") if fault_of(named)}


@pytest.mark.parametrize(
    "source",
    [
        "def stored_letters(*, authority): ...",
        "class Foundation: ...",
        "def one_line(text): ...",
        "class Results:\n    found: int",
        "answer = rows.found",
    ],
)
def test_a_name_that_only_resembles_one_is_not(source: str) -> None:
    assert not [named for named in names_in(source, "ofsted_watch/new.py") if fault_of(named)]


IDENTIFIERS = frozenset({"urn", "urns", "file_number", "sha256"})
"""What a value of these names is has a type of its own in domain/identifiers.py."""
PARSES_TEXT = {
    "ofsted_watch/domain/authorities.py": "finds an authority by what a person wrote",
    "ofsted_watch/web/api/area_endpoints.py": "describes JSON, whose values are text",
    "ofsted_watch/web/api/national_schemas.py": "describes JSON, whose values are text",
    "ofsted_watch/web/api/schemas.py": "describes JSON, whose values are text",
    "ofsted_watch/web/api/improvement_schemas.py": "describes JSON, whose values are text",
    "ofsted_watch/web/authority_page.py": "the address of a page is text",
    "ofsted_watch/web/citation_page.py": "the address of a page is text",
    "ofsted_watch/web/feeds.py": "the address of a feed is text",
    "ofsted_watch/web/improvements_page.py": "the address of a page is text",
    "ofsted_watch/web/letter_page.py": "the address of a page is text",
}
"""File → why identifiers come in as plain text there."""
KEYED = frozenset({"dict", "defaultdict", "set", "frozenset", "Mapping", "Collection", "Counter"})


def annotations_in(source: str) -> Iterator[tuple[str, ast.expr]]:
    """The annotation of every argument, field and variable with its name, and of every function's answer ('return')."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.arg) and node.annotation:
            yield node.arg, node.annotation
        elif isinstance(node, ast.AnnAssign):
            yield ast.unparse(node.target), node.annotation
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns:
            yield "return", node.returns


@cache
def shipped_annotations() -> tuple[tuple[str, str, ast.expr], ...]:
    """(file, name, annotation) of everything we ship."""
    return tuple(
        (path.relative_to(ROOT).as_posix(), name, annotation)
        for path in shipped_files()
        for name, annotation in annotations_in(path.read_text(encoding="utf-8"))
    )


def unnamed_keys(annotation: ast.expr) -> list[str]:
    """The parts of an annotation in which a plain pair or triple of texts is what things are found by."""
    found = []
    for node in ast.walk(annotation):
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id in KEYED:
            key = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) else node.slice
            if re.fullmatch(r"tuple\[(str|Urn|FileNumber|Sha256)(, (str|Urn|FileNumber|Sha256))+\]", ast.unparse(key)):
                found.append(ast.unparse(node))
    return found


def is_plain_text(name: str, annotation: ast.expr) -> bool:
    """True for an identifier that is annotated as any text there may be."""
    texts = [node for node in ast.walk(annotation) if isinstance(node, ast.Name) and node.id == "str"]
    return name in IDENTIFIERS and bool(texts)


def test_what_things_are_found_by_has_a_name() -> None:
    faults = {f"{file}: {name}: {part}" for file, name, annotation in shipped_annotations() for part in unnamed_keys(annotation)}
    assert not faults, "name the key in domain/identifiers.py:\n" + "\n".join(sorted(faults))


def plain_identifiers() -> Iterator[tuple[str, str]]:
    """(file, name) of every identifier that is annotated as plain text."""
    for file, name, annotation in shipped_annotations():
        if is_plain_text(name, annotation):
            yield file, name


def test_identifiers_have_their_own_types() -> None:
    faults = {f"{file}: {name} is annotated str" for file, name in plain_identifiers() if file not in PARSES_TEXT}
    assert not faults, "take Urn, FileNumber or Sha256:\n" + "\n".join(sorted(faults))


def test_every_file_that_may_parse_identifiers_does() -> None:
    assert sorted(PARSES_TEXT.keys() - {file for file, _ in plain_identifiers()}) == []


@pytest.mark.parametrize(
    "source",
    [
        "def news(before: Mapping[tuple[str, str], int]) -> None: ...",
        "def released() -> frozenset[tuple[str, str]]: ...",
        "known: dict[tuple[Urn, FileNumber], date] | None = None",
        "class Embargo:\n    hidden: set[tuple[Urn, FileNumber, Sha256]]",
    ],
)
def test_an_unnamed_key_is_found_wherever_it_is_written(source: str) -> None:
    assert [part for _, annotation in annotations_in(source) for part in unnamed_keys(annotation)]


@pytest.mark.parametrize(
    "source", ["def read(*, sha256: str | None): ...", "class Plan:\n    urn: str", "def stored(urns: Collection[str]): ..."]
)
def test_a_plain_identifier_is_found_wherever_it_is_written(source: str) -> None:
    assert any(is_plain_text(name, annotation) for name, annotation in annotations_in(source))


@pytest.mark.parametrize(
    "source",
    ["def read(urn: Urn, faults: tuple[tuple[str, str], ...]): ...", "names: Mapping[Urn, str]", "def of(url: str): ..."],
)
def test_named_keys_and_other_texts_are_no_fault(source: str) -> None:
    for name, annotation in annotations_in(source):
        assert not unnamed_keys(annotation)
        assert not is_plain_text(name, annotation)
