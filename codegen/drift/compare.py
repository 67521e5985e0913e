"""Our operations and everything they reach, held against the provider's."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from ..documents import Document, Node, Operation, Parameter
from ..documents.form import ORIGIN, escaped, reference
from .findings import Finding, Side, merged, subject
from .members import Pairs, paired, plain_name
from .pairing import counterpart, has_moved
from .shapes import Constants, Shape, Thing, shape
from .upstream import Upstream

_EVENTS = "text/event-stream"
_EVERYWHERE = ("authorization", "content-type", "accept", "x-api-key", "api-key", "x-goog-api-key")


class Comparison(NamedTuple):
    """What was found, and what was held against what.

    Args:
        findings: The differences, the worst first.
        schemas: Schema of theirs and the side it is met on -> ours.
        partners: Place in our spec -> the places in theirs that it was compared with.
    """

    findings: list[Finding]
    schemas: dict[tuple[str, Side], str]
    partners: dict[str, set[str]]

    @property
    def paired(self) -> int:
        """How many schemas of theirs have one of ours."""
        return len({theirs for theirs, _ in self.schemas})


def compare(ours: Document, theirs: Document, upstream: Upstream | None = None) -> Comparison:
    """Every difference in what our operations send and receive.

    Args:
        ours: Our spec.
        theirs: What the provider publishes.
        upstream: What our file of names says about the provider's document.
    """
    names = upstream or Upstream()
    found: list[Finding] = []
    schemas: dict[tuple[str, Side], str] = {}
    partners: dict[str, set[str]] = {}
    for operation in ours.operations.values():
        walk = _Walk(ours, theirs, names, operation.name, schemas)
        walk.operation(operation)
        found += walk.found
        for place, other, _ in walk.met:
            partners.setdefault(place, set()).add(other)
    kept = [each for each in merged(found) if not names.accepts(each)]
    return Comparison(kept, schemas, partners)


class _Walk:
    """One of our operations, and all that it reaches."""

    def __init__(
        self,
        ours: Document,
        theirs: Document,
        upstream: Upstream,
        name: str,
        schemas: dict[tuple[str, Side], str],
    ) -> None:
        self._ours, self._theirs = ours, theirs
        self._upstream = upstream
        self._name = name
        self._schemas = schemas
        self.met: set[tuple[str, str, Side]] = set()
        self._side: Side = "sent"
        self.found: list[Finding] = []

    def operation(self, ours: Operation) -> None:
        """Compare one of our operations with its counterpart."""
        theirs = counterpart(ours, self._theirs, self._upstream.operations)
        words = f"{ours.name} ({ours.method} {ours.path})"
        if theirs is None:
            self._add("operation-gone", ours.place, "#", words, "")
            return
        if has_moved(ours, theirs, self._upstream.operations):
            detail = f"now {theirs.method} {theirs.path}"
            self._add("operation-moved", ours.place, theirs.place, words, detail)
        if theirs.deprecated and not ours.deprecated:
            self._add("operation-deprecated", ours.place, theirs.place, words, "")
        self._parameters(ours, theirs)
        self._requests(ours, theirs)
        self._side = "received"
        self._answers(ours, theirs)

    def _add(
        self, kind: str, ours: str, theirs: str, words: str, detail: str, node: Node | None = None
    ) -> None:
        sides = frozenset((self._side,))
        self.found.append(Finding(kind, ours, theirs, words, detail, sides, (self._name,), node))

    # parameters

    def _parameters(self, ours: Operation, theirs: Operation) -> None:
        ours_by, theirs_by = _addressed(ours), _addressed(theirs)
        for key, each in ours_by.items():
            other = theirs_by.get(key)
            words = f"{each.where} parameter {each.name} of {ours.name}"
            if other is None:
                self._add("parameter-removed", each.place, theirs.place, words, "")
                continue
            if each.required != other.required:
                kind = "parameter-required" if other.required else "parameter-optional"
                self._add(kind, each.place, other.place, words, "")
            if other.node.get("deprecated") and not each.node.get("deprecated"):
                self._add("parameter-deprecated", each.place, other.place, words, "")
            self._nodes(each.node, other.node)
        for key, other in theirs_by.items():
            if key not in ours_by:
                words = f"{other.where} parameter {other.name} of {ours.name}"
                kind = "parameter-required" if other.required else "parameter-added"
                self._add(kind, ours.place, other.place, words, "", other.node)

    # bodies

    def _requests(self, ours: Operation, theirs: Operation) -> None:
        for media, node in ours.sent.items():
            other = _body(media, theirs.sent)
            if other is None:
                self._add("body-gone", _place(node), theirs.place, f"{media} of {ours.name}", "")
            else:
                self._nodes(node, other)

    def _answers(self, ours: Operation, theirs: Operation) -> None:
        for status, bodies in ours.answers.items():
            failure = _is_failure(status)
            others = _answers(theirs, failure)
            for media, node in bodies.items():
                if (failure and not others) or self._is_silent(ours.name, media):
                    continue  # few documents describe failures, and some no events
                other = self._answer(ours.name, media, others)
                if other is None:
                    words = f"{media} answer of {ours.name}"
                    self._add("body-gone", _place(node), theirs.place, words, "")
                elif not _is_bytes(node):
                    self._nodes(node, other)

    def _answer(self, name: str, media: str, others: dict[str, Node]) -> Node | None:
        if media == _EVENTS and name in self._upstream.events:
            event = self._upstream.events[name]
            place = f"#/components/schemas/{escaped(event)}"
            known = event in self._theirs.schemas
            return {"$ref": f"#/components/schemas/{event}", ORIGIN: place} if known else None
        return _body(media, others)

    def _is_silent(self, name: str, media: str) -> bool:
        """Whether the map says that the provider describes no events here."""
        return media == _EVENTS and self._upstream.events.get(name) == ""

    # schemas

    def _nodes(self, ours: Node, theirs: Node) -> None:
        """Compare two nodes; where both are references, what they refer to."""
        one, other = reference(ours), reference(theirs)
        if self._is_met(_place(ours), _place(theirs)):
            return
        if one is not None and other is not None:
            self._note(one, other)
            self._nodes(self._ours.schemas.get(one, {}), self._theirs.schemas.get(other, {}))
            return
        flat, other_flat = shape(self._ours, ours), shape(self._theirs, theirs)
        if flat.anything or (not flat.kinds and not flat.null):
            return  # we take whatever it is
        place, there = _place(ours), _place(theirs)
        if other_flat.anything:
            self._add("field-widened", place, there, subject(place), "anything", {})
            return
        self._types(flat, other_flat, place, there, theirs)
        if flat.things and other_flat.things:
            self._things(flat.things, other_flat.things, place, there)
        if flat.items and other_flat.items:
            self._nodes(_one_of(flat.items, place), _one_of(other_flat.items, there))

    def _types(self, flat: Shape, other: Shape, place: str, there: str, node: Node) -> None:
        if flat.null != other.null:
            kind = "field-nullable" if other.null else "field-not-nullable"
            self._add(kind, place, there, subject(place), "", node)
        lost, won = flat.kinds - other.kinds, other.kinds - flat.kinds
        if lost or won:
            kind = (
                "field-retyped" if lost and won else "field-narrowed" if lost else "field-widened"
            )
            detail = f"{_listed(flat.kinds)} -> {_listed(other.kinds)}"
            self._add(kind, place, there, subject(place), detail, node)
        for each in flat.scalars.keys() & other.scalars.keys():
            self._constants(flat.scalars[each], other.scalars[each], other, place)

    def _constants(self, ours: Constants, theirs: Constants, shape_: Shape, position: str) -> None:
        place = ours.place if ours.values else position
        words = subject(place)
        if ours.is_open and not ours.values:
            if not theirs.is_open:
                detail = _listed(theirs.values)
                self._add(
                    "enum-closed", place, theirs.place, words, detail, {"enum": theirs.values}
                )
            return
        if theirs.is_open and not theirs.values:
            if not ours.is_open:
                self._add("enum-opened", place, theirs.place, words, "", {})
            return
        for value in theirs.values:
            if value not in ours.values:
                node: Node = {"enum": [value]}
                self._add("enum-grown", place, theirs.place, words, f"+ {value!r}", node)
        for value in ours.values:
            if value not in theirs.values:
                self._add("enum-shrunk", place, theirs.place, words, f"- {value!r}")
        if theirs.is_open and not ours.is_open:
            self._add("enum-opened", place, theirs.place, words, "", {})

    def _things(self, ours: list[Thing], theirs: list[Thing], place: str, there: str) -> None:
        documents = (self._ours, self._theirs)
        pairs, gone, new = paired(ours, theirs, documents, self._upstream.schemas)
        for one, other in pairs:
            self._objects(one, other)
        for one in gone:
            words = f"{subject(one.home)}: {one.name or subject(one.place)}"
            self._add("member-removed", one.home, there, words, _tag(one))
        for other in new:
            place = _home(other, pairs, place)
            words = f"{subject(place)}: {other.name or subject(other.place)}"
            node: Node = (
                {"$ref": f"#/components/schemas/{other.name}"} if other.name else other.node
            )
            self._add("member-added", place, other.place, words, _tag(other), node)

    def _objects(self, ours: Thing, theirs: Thing) -> None:
        if ours.name and theirs.name:
            self._note(ours.name, theirs.name)
        if self._is_met(ours.place + "!", theirs.place) or ours.is_free:
            return
        for name, node in ours.properties.items():
            other = theirs.properties.get(name)
            if other is None:
                self._add("field-removed", _place(node), theirs.place, _field(ours, name), "")
            else:
                self._field(ours, theirs, name)
        for name, node in theirs.properties.items():
            if name not in ours.properties:
                needed = name in theirs.node.get("required", ())
                kind = "field-added-required" if needed else "field-added"
                self._add(kind, ours.place, _place(node), _field(ours, name), name, node)
        self._extras(ours, theirs)

    def _field(self, ours: Thing, theirs: Thing, name: str) -> None:
        node, other = ours.properties[name], theirs.properties[name]
        place, there, words = _place(node), _place(other), _field(ours, name)
        needed = name in ours.node.get("required", ())
        if needed != (name in theirs.node.get("required", ())):
            kind = "field-optional" if needed else "field-required"
            self._add(kind, place, there, words, "")
        if other.get("deprecated") and not node.get("deprecated"):
            self._add("field-deprecated", place, there, words, "")
        self._nodes(node, other)

    def _extras(self, ours: Thing, theirs: Thing) -> None:
        """The values of fields that have no name."""
        one, other = (each.node.get("additionalProperties") for each in (ours, theirs))
        if one is not None and other is not None:
            self._nodes(one, other)
        elif one is not None and shape(self._ours, one).kinds and not theirs.properties:
            self._add(
                "field-widened", _place(one), theirs.place, subject(_place(one)), "anything", {}
            )
        elif other is not None and ours.properties:
            self._add("field-added", ours.place, _place(other), _field(ours, "*"), "*", other)

    def _note(self, ours: str, theirs: str) -> None:
        """Remember which of their schemas is ours, the likeliest where there are several."""
        key = theirs, self._side
        old = self._schemas.get(key)
        if old is None or (plain_name(ours) == plain_name(theirs) != plain_name(old)):
            self._schemas[key] = ours

    def _is_met(self, ours: str, theirs: str) -> bool:
        key = (ours, theirs, self._side)
        if key in self.met:
            return True
        self.met.add(key)
        return False


def _addressed(operation: Operation) -> dict[tuple[str, str], Parameter]:
    """Header and query parameters; those in the path are the path's business."""
    return {
        (each.where, each.name.lower() if each.where == "header" else each.name): each
        for each in operation.parameters
        if each.where in ("header", "query") and each.name.lower() not in _EVERYWHERE
    }


def _body(media: str, bodies: dict[str, Node]) -> Node | None:
    """The body of a media type; of the only other one where that differs in name only."""
    plain = {key.partition(";")[0]: node for key, node in bodies.items()}
    if media in plain:
        return plain[media]
    if media == _EVENTS or len(plain) != 1:
        return None
    return None if _EVENTS in plain else next(iter(plain.values()))


def _answers(operation: Operation, failure: bool) -> dict[str, Node]:
    """All bodies of success (or of failure): by "default" where it alone says anything."""
    wanted = {
        status: bodies
        for status, bodies in operation.answers.items()
        if _is_failure(status) == failure
    }
    if not failure and not wanted:
        wanted = {status: each for status, each in operation.answers.items() if status == "default"}
    elif failure and not any(_answers_success(status) for status in operation.answers):
        wanted.pop("default", None)
    return {media: node for bodies in reversed(wanted.values()) for media, node in bodies.items()}


def _answers_success(status: str) -> bool:
    return status.startswith("2")


def _is_failure(status: str) -> bool:
    return status == "default" or status[:1] in ("4", "5")


def _is_bytes(node: Node) -> bool:
    return node.get("format") == "binary"


def _one_of(nodes: list[Node], place: str) -> Node:
    return nodes[0] if len(nodes) == 1 else {"anyOf": nodes, ORIGIN: f"{place}/items"}


def _place(node: Node) -> str:
    return str(node.get(ORIGIN, "#"))


def _field(thing: Thing, name: str) -> str:
    return f"{subject(thing.place)}.{name}"


def _home(new: Thing, pairs: Pairs, place: str) -> str:
    """The union of ours that a new member of theirs belongs to: that of most of its siblings."""
    homes = Counter(ours.home for ours, theirs in pairs if theirs.home == new.home)
    return homes.most_common(1)[0][0] if homes else place


def _tag(thing: Thing) -> str:
    """The constant by which a member is known, in words."""
    for name in ("type", "object", "role"):
        values = thing.properties.get(name, {}).get("enum")
        if values:
            return f"{name}: {_listed(values)}"
    return ""


def _listed(values: object) -> str:
    texts = [str(each) for each in values]  # type: ignore[attr-defined]
    return " | ".join(sorted(texts) if isinstance(values, frozenset) else texts)
