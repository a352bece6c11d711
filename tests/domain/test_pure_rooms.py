"""The pure rooms hold no state: no function of theirs changes anything that outlives its call.

Two watches in one process, or two tests, would otherwise change what the other one reads.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "ofsted_watch"
PURE_ROOMS = ("domain", "extraction", "runs", "subscriptions", "presentation")
_METHODS = """
add append appendleft clear discard extend extendleft insert intersection_update difference_update pop popitem popleft remove
reverse rotate setdefault sort subtract symmetric_difference_update update __setitem__ __delitem__
"""
MUTATING = frozenset(_METHODS.split())
"""Methods that change a list, set, dict, deque or Counter in place."""

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def module_names(module: ast.Module) -> set[str]:
    """The names that the module binds itself or imports: what outlives every call."""
    names: set[str] = set()
    for statement in module.body:
        match statement:
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                names.update((alias.asname or alias.name).partition(".")[0] for alias in aliases)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case _:
                names.update(_stored_in(statement))
    return names


def _stored_in(tree: ast.AST) -> set[str]:
    """The names that are bound anywhere in this piece of code."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


def _own_names(function: Function) -> set[str]:
    """The names that a function binds: its arguments, and what it assigns without declaring it global."""
    taken = function.args
    arguments = (*taken.posonlyargs, *taken.args, *taken.kwonlyargs, *filter(None, (taken.vararg, taken.kwarg)))
    declared = {name for node in ast.walk(function) if isinstance(node, ast.Global) for name in node.names}
    nested = {
        node.name for node in ast.walk(function) if isinstance(node, ast.FunctionDef | ast.ClassDef) and node is not function
    }
    return {argument.arg for argument in arguments} | (_stored_in(function) - declared) | nested


def _root(target: ast.expr) -> str | None:
    """The name at the root of `name.a[0].b`; None for anything else."""
    while isinstance(target, ast.Attribute | ast.Subscript):
        target = target.value
    return target.id if isinstance(target, ast.Name) else None


def _changed_by(node: ast.AST) -> Iterator[ast.expr]:
    """What one node changes in place."""
    match node:
        case ast.Call(func=ast.Attribute(value=changed, attr=method)) if method in MUTATING:
            yield changed
        case ast.Assign(targets=targets) | ast.Delete(targets=targets):
            yield from (target for target in targets if isinstance(target, ast.Attribute | ast.Subscript))
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target) if isinstance(target, ast.Attribute | ast.Subscript):
            yield target


def faults(source: str) -> list[str]:
    """Every place where a function changes what outlives its call, as 'line: name'."""
    module = ast.parse(source)
    outliving = module_names(module)
    found: list[str] = []

    def search(node: ast.AST, own: frozenset[str] | None) -> None:
        """`own` are the names of the functions around this node; None outside of every function."""
        if isinstance(node, Function):
            own = (own or frozenset()) | _own_names(node)
        if isinstance(node, ast.Global):
            found.append(f"{node.lineno}: global {', '.join(node.names)}")
        if own is not None:
            roots = {_root(changed) for changed in _changed_by(node)} & (outliving - own)
            found.extend(f"{node.lineno}: {root}" for root in sorted(filter(None, roots)))  # type: ignore[attr-defined]
        for child in ast.iter_child_nodes(node):
            search(child, own)

    search(module, None)
    return found


@pytest.mark.parametrize("room", PURE_ROOMS)
def test_no_function_of_a_pure_room_changes_what_outlives_its_call(room: str) -> None:
    files = sorted((PACKAGE / room).rglob("*.py"))
    assert len(files) >= 3, f"{room} is not where it was"
    assert [f"{file.relative_to(PACKAGE)}:{fault}" for file in files for fault in faults(file.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("KNOWN = {}\ndef know(urn):\n    KNOWN[urn] = 1", "3: KNOWN"),
        ("KNOWN = {}\ndef forget(urn):\n    del KNOWN[urn]", "3: KNOWN"),
        ("COUNTS = {}\ndef count(urn):\n    COUNTS[urn] += 1", "3: COUNTS"),
        ("KNOWN: list[str] = []\nasync def know(urn):\n    KNOWN.append(urn)", "3: KNOWN"),
        ("KNOWN = set()\nclass Reader:\n    def read(self, urn):\n        KNOWN.add(urn)", "4: KNOWN"),
        ("KNOWN = [{}]\nknow = lambda urn: KNOWN[0].update(urn=urn)", "2: KNOWN"),
        ("from somewhere import KNOWN\ndef know():\n    KNOWN.clear()", "3: KNOWN"),
        ("import somewhere\ndef know():\n    somewhere.known = ()", "3: somewhere"),
        ("class Reader:\n    known = []\ndef know(urn):\n    Reader.known.append(urn)", "4: Reader"),
        ("known = ()\ndef know(urn):\n    global known\n    known = (urn,)", "3: global known"),
        ("KNOWN = {}\ndef outer():\n    def inner(urn):\n        KNOWN.setdefault(urn, 1)\n    return inner", "4: KNOWN"),
    ],
)
def test_a_function_that_changes_what_outlives_its_call_is_found(source: str, fault: str) -> None:
    assert faults(source) == [fault]


@pytest.mark.parametrize(
    "source",
    [
        "KNOWN = {}\nKNOWN.update(a=1)",
        "def read(known):\n    known.append(1)",
        "KNOWN = {}\ndef read():\n    KNOWN = {}\n    KNOWN['a'] = 1",
        "KNOWN = {}\ndef read():\n    found = dict(KNOWN)\n    found.update(b=2)\n    return found",
        "def outer():\n    found = []\n    def inner(x):\n        found.append(x)\n    return inner",
        "class Reader:\n    def __init__(self):\n        self.known = []\n    def read(self, x):\n        self.known.append(x)",
    ],
)
def test_what_ends_with_its_call_or_belongs_to_an_object_may_change(source: str) -> None:
    assert faults(source) == []
