"""Layers of a PDF (optional content): which of them a reader does not show when the file is opened (ISO 32000-1, 8.11)."""

from enum import Enum

from pdfminer.pdftypes import PDFObjRef, resolve1
from pdfminer.psparser import PSLiteral


class LayerState(Enum):
    """UNSURE where programs that show PDFs differ."""

    ON = "on"
    OFF = "off"
    UNSURE = "unsure"


_DEEPEST = 8
_INVERSE = {LayerState.ON: LayerState.OFF, LayerState.OFF: LayerState.ON, LayerState.UNSURE: LayerState.UNSURE}


class Layers:
    """The states of a file's layers in its default configuration."""

    def __init__(self, catalog: dict[str, object]) -> None:
        properties = resolve1(catalog.get("OCProperties"))
        default = resolve1(properties.get("D")) if isinstance(properties, dict) else None
        self._default = default if isinstance(default, dict) else {}
        self.has_any = isinstance(properties, dict)
        self._base_is_off = _name(self._default.get("BaseState")) == "OFF"
        self._on = self._listed("ON")
        self._off = self._listed("OFF")
        self._by_usage = self._governed_by_usage()

    def state(self, spec: object) -> LayerState:
        """The state of a group or of a rule over groups, as properties or an object's /OC name it; ON for anything else."""
        return self._state(spec, 0) if self.has_any else LayerState.ON

    def _state(self, spec: object, depth: int) -> LayerState:
        value = resolve1(spec)
        if not isinstance(value, dict) or depth > _DEEPEST:
            return LayerState.ON if not isinstance(value, dict) else LayerState.UNSURE
        if _name(value.get("Type")) == "OCMD":
            return self._of_rule(value, depth)
        if isinstance(spec, PDFObjRef):
            return self._of_group(spec.objid, value)
        return LayerState.ON

    def _of_group(self, number: int, group: dict[str, object]) -> LayerState:
        is_off = number in self._off or (self._base_is_off and number not in self._on)
        usage = resolve1(group.get("Usage"))
        view = resolve1(usage.get("View")) if isinstance(usage, dict) else None
        stated = _name(view.get("ViewState")) if isinstance(view, dict) else ""
        if stated in ("ON", "OFF") and (stated == "OFF") != is_off:
            return LayerState(stated.lower()) if number in self._by_usage else LayerState.UNSURE
        return LayerState.OFF if is_off else LayerState.ON

    def _of_rule(self, rule: dict[str, object], depth: int) -> LayerState:
        expression = resolve1(rule.get("VE"))
        if isinstance(expression, list):
            return self._of_expression(expression, depth)
        groups = resolve1(rule.get("OCGs"))
        states = {
            self._state(group, depth + 1) for group in (groups if isinstance(groups, list) else [rule.get("OCGs")]) if group
        }
        if not states:
            return LayerState.ON
        policy = _name(rule.get("P")) or "AnyOn"
        wanted = LayerState.OFF if policy.endswith("Off") else LayerState.ON
        return _LOGIC[policy.startswith("All")]({LayerState.ON if state is wanted else _other(state) for state in states})

    def _of_expression(self, expression: list[object], depth: int) -> LayerState:
        states = {
            self._of_expression(part, depth + 1) if isinstance(part := resolve1(item), list) else self._state(item, depth + 1)
            for item in expression[1:]
        }
        operator = _name(expression[0]) if expression else ""
        if depth > _DEEPEST or not states or operator not in ("And", "Or", "Not"):
            return LayerState.UNSURE
        return _INVERSE[next(iter(states))] if operator == "Not" else _LOGIC[operator == "And"](states)

    def _listed(self, key: str) -> set[int]:
        groups = resolve1(self._default.get(key))
        return {group.objid for group in groups if isinstance(group, PDFObjRef)} if isinstance(groups, list) else set()

    def _governed_by_usage(self) -> set[int]:
        """The groups whose usage dictionary decides when the file is viewed."""
        numbers: set[int] = set()
        rules = resolve1(self._default.get("AS"))
        for rule in (resolve1(entry) for entry in (rules if isinstance(rules, list) else [])):
            if isinstance(rule, dict) and _name(rule.get("Event")) == "View":
                categories = resolve1(rule.get("Category"))
                groups = resolve1(rule.get("OCGs"))
                if "View" in [_name(category) for category in (categories if isinstance(categories, list) else [categories])]:
                    numbers |= {group.objid for group in (groups or ()) if isinstance(group, PDFObjRef)}
        return numbers


def _all(states: set[LayerState]) -> LayerState:
    if LayerState.OFF in states:
        return LayerState.OFF
    return LayerState.UNSURE if LayerState.UNSURE in states else LayerState.ON


def _any(states: set[LayerState]) -> LayerState:
    return _INVERSE[_all({_INVERSE[state] for state in states})]


_LOGIC = {True: _all, False: _any}


def _other(state: LayerState) -> LayerState:
    return LayerState.UNSURE if state is LayerState.UNSURE else LayerState.OFF


def _name(value: object) -> str:
    value = resolve1(value)
    return str(value.name) if isinstance(value, PSLiteral) else ""
