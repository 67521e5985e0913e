"""`drift --apply`: what cannot break anything, written into our spec.

Additive facts and marks of deprecation are taken over; everything else waits for a person. Words
are never taken: what needs some gets an empty description and the mark `# review`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from ..documents import Document, Node
from ..documents.form import PREFIX
from ..targets import Target
from .borrowing import Borrower
from .compare import Comparison
from .findings import Finding, Side
from .writing import SpecText, commented

_MARKS = ("field-deprecated", "parameter-deprecated", "operation-deprecated")
_TIGHTENING = ("field-required", "field-not-nullable", "enum-closed")
_WRAPPING = ("field-nullable", "field-widened", "enum-opened", "member-added")
_NEVER_OPTIONS = frozenset(
    ("model", "messages", "input", "stream", "stream_options", "tools", "tool_choice", "contents")
)


class Applied(NamedTuple):
    """The spec's new text, what is in it now, and what was left to a person."""

    text: str
    applied: list[Finding]
    left: list[Finding]


def apply(text: str, found: Comparison, theirs: Document, target: Target) -> Applied:
    """Write what is additive into the text of our spec.

    Args:
        text: Our spec.
        found: How it compares with theirs.
        theirs: The provider's document.
        target: Which request schemas the options are made of.
    """
    editor = _Editor(SpecText(text), found, theirs, target)
    applied = [each for each in sorted(found.findings, key=_inner_first) if editor.take(each)]
    left = [each for each in found.findings if each not in applied]
    return Applied(editor.text() if applied else text, applied, left)


class _Editor:
    def __init__(self, spec: SpecText, found: Comparison, theirs: Document, target: Target) -> None:
        self._spec = spec
        self._schemas = spec.data["components"]["schemas"]
        self._borrower = Borrower(theirs, found.schemas, set(self._schemas))
        self._partners = found.partners
        self._requests = {name for row in target.options for name in row.requests}
        self._ways: dict[str, Callable[[Finding, Any, Side], bool]] = {
            "field-added": self._add_field,
            "field-added-required": self._add_field,
            "field-required": self._require,
            "field-optional": self._unrequire,
            "field-nullable": self._add_null,
            "field-not-nullable": self._drop_null,
            "field-widened": self._widen,
            "enum-grown": self._grow,
            "enum-opened": self._open,
            "enum-closed": self._close,
            "member-added": self._add_member,
            "parameter-added": self._add_parameter,
            "parameter-optional": self._optional_parameter,
            **dict.fromkeys(_MARKS, self._deprecate),
        }

    def take(self, finding: Finding) -> bool:
        """Write one finding into the spec; False where it is none to write."""
        way = self._ways.get(finding.kind)
        if way is None or (finding.severity != "additive" and finding.kind not in _MARKS):
            return False
        if finding.kind in _TIGHTENING and len(self._partners.get(finding.ours, ())) > 1:
            return False  # one of ours stands for several of theirs, which need not agree
        side: Side = "sent" if "sent" in finding.sides else "received"
        try:
            node = self._at(finding.ours)
        except (KeyError, IndexError, TypeError):
            return False  # several lists of a union, compared as one, are at no one place
        return way(finding, node, side)

    def text(self) -> str:
        """The spec with everything taken, borrowed schemas in their alphabetical places."""
        for name, node in self._borrower.schemas.items():
            others = list(self._schemas)
            is_sorted = others == sorted(others)
            place = sum(each < name for each in others) if is_sorted else len(others)
            self._schemas.insert(place, name, commented(node, marked=True))
        self._borrower.schemas.clear()
        return self._spec.edited()

    def _at(self, pointer: str, up: int = 0) -> Any:
        """The node in our spec that a pointer leads to, or one some steps above it."""
        steps = pointer.split("/")[1:]
        node: Any = self._spec.data
        for step in steps[: len(steps) - up]:
            step = step.replace("~1", "/").replace("~0", "~")
            node = node[int(step)] if isinstance(node, list) else node[step]
        return node

    def _replace(self, pointer: str, node: Any) -> None:
        parent, step = self._at(pointer, 1), pointer.rpartition("/")[2]
        key = step.replace("~1", "/").replace("~0", "~")
        parent[int(key) if isinstance(parent, list) else key] = node

    def _add_field(self, finding: Finding, node: Any, side: Side) -> bool:
        borrowed = self._borrower.node(finding.node or {}, side)
        if finding.detail == "*":
            node["additionalProperties"] = commented(borrowed)
            return True
        is_option = self._is_option(finding)
        if is_option:
            borrowed = {"x-option": True, **borrowed}
        fields = node.setdefault("properties", commented({}))
        fields[finding.detail] = commented(borrowed, marked=True)
        if finding.kind == "field-added-required":
            self._add_required(node, finding.detail)
        return True

    def _is_option(self, finding: Finding) -> bool:
        name = finding.ours.removeprefix(PREFIX)
        return name in self._requests and finding.detail not in _NEVER_OPTIONS

    def _add_required(self, node: Any, name: str) -> None:
        needed = node.get("required")
        if needed is None:
            where = list(node).index("properties") if "properties" in node else len(node)
            node.insert(where, "required", commented([name]))
        elif name not in needed:
            needed.append(name)

    def _require(self, finding: Finding, node: Any, side: Side) -> bool:
        self._add_required(self._at(finding.ours, 2), _last(finding.ours))
        return True

    def _unrequire(self, finding: Finding, node: Any, side: Side) -> bool:
        parent = self._at(finding.ours, 2)
        if _last(finding.ours) not in parent.get("required", ()):
            return False
        parent["required"].remove(_last(finding.ours))
        return True

    def _add_null(self, finding: Finding, node: Any, side: Side) -> bool:
        if isinstance(node.get("type"), str) and "enum" not in node:
            node["type"] = commented([node["type"], "null"])
        elif isinstance(node.get("type"), list):
            node["type"].append("null")
        else:
            self._wrap(finding.ours, node, {"type": "null"})
        return True

    def _drop_null(self, finding: Finding, node: Any, side: Side) -> bool:
        if isinstance(node.get("type"), list):
            rest = [each for each in node["type"] if each != "null"]
            node["type"] = rest[0] if len(rest) == 1 else commented(rest)
        elif node.get("nullable") is True:
            del node["nullable"]
        else:
            key = _union(node)
            rest = [each for each in node.get(key, ()) if each != {"type": "null"}]
            if len(rest) == len(node.get(key, ())):
                return False
            node[key] = rest
        return True

    def _widen(self, finding: Finding, node: Any, side: Side) -> bool:
        """Add the types that we lack; what became anything at all waits for a person."""
        had, _, has = finding.detail.partition(" -> ")
        new = set(has.split(" | ")) - set(had.split(" | "))
        theirs = finding.node or {}
        flat = theirs.get("anyOf", [theirs])
        members = [self._borrower.node(each, side) for each in flat]
        wanted = [each for each in members if each.get("type") in new]
        if not has or len(wanted) != len(new):
            return False
        for each in wanted:
            self._wrap(finding.ours, self._at(finding.ours), each)
        return True

    def _grow(self, finding: Finding, node: Any, side: Side) -> bool:
        value = (finding.node or {})["enum"][0]
        if "const" in node:
            node["enum"] = commented([node.pop("const")])
        if value not in node["enum"]:
            node["enum"].append(value)
        return True

    def _open(self, finding: Finding, node: Any, side: Side) -> bool:
        self._wrap(finding.ours, node, {"type": node.get("type", "string")})
        return True

    def _close(self, finding: Finding, node: Any, side: Side) -> bool:
        if node.get("type") not in ("string", "integer", "number"):
            return False
        node["enum"] = commented(list((finding.node or {})["enum"]))
        node.fa.set_block_style()
        return True

    def _add_member(self, finding: Finding, node: Any, side: Side) -> bool:
        self._wrap(finding.ours, node, self._borrower.node(finding.node or {}, side))
        return True

    def _wrap(self, pointer: str, node: Any, member: Node) -> None:
        """Offer one more member: in the union that is there, or in a new one."""
        above = self._at(pointer, 1)
        members = node.get(_union(node), above if isinstance(above, list) else None)
        if members is not None:
            ends = [n for n, each in enumerate(members) if each == {"type": "null"}]
            if member not in members:
                members.insert(ends[0] if ends else len(members), commented(member))
            return
        outer = {name: node[name] for name in ("description", "x-option", "x-raw") if name in node}
        union = commented(outer)
        for name in outer:
            del node[name]
        union["anyOf"] = commented([])
        union["anyOf"].fa.set_block_style()
        union["anyOf"] += [node, commented(member)]
        self._replace(pointer, union)

    def _add_parameter(self, finding: Finding, node: Any, side: Side) -> bool:
        where, _, rest = finding.subject.partition(" parameter ")
        parameter: Node = {
            "name": rest.partition(" of ")[0],
            "in": where,
            "schema": self._borrower.node(finding.node or {}, side),
        }
        node.setdefault("parameters", commented([])).append(commented(parameter, marked=True))
        node["parameters"].fa.set_block_style()
        return True

    def _optional_parameter(self, finding: Finding, node: Any, side: Side) -> bool:
        node["required"] = False
        return True

    def _deprecate(self, finding: Finding, node: Any, side: Side) -> bool:
        node["deprecated"] = True
        node.fa.set_block_style()
        return True


def _inner_first(finding: Finding) -> tuple[int, bool]:
    """Edits that put a node into a new union come after those inside it, whose pointers they move."""
    return -finding.ours.count("/"), finding.kind in _WRAPPING


def _last(pointer: str) -> str:
    return pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")


def _union(node: Any) -> str:
    return "oneOf" if "oneOf" in node else "anyOf"
