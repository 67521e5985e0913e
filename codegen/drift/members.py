"""Which member of our union is which of theirs: by name, by tag, by likeness."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from ..documents import Document, Node
from ..documents.form import ORIGIN
from .shapes import Thing, shape

_TAGS = ("type", "object", "role", "event", "kind")
_ALIKE = 0.5

Pairs = list[tuple[Thing, Thing]]


def paired(
    ours: list[Thing],
    theirs: list[Thing],
    documents: tuple[Document, Document],
    names: Mapping[str, str],
) -> tuple[Pairs, list[Thing], list[Thing]]:
    """Pairs of the same thing, then those that only we and only they have.

    One of ours may stand for several of theirs (a tool and its dated versions): then it is paired
    with what they are together.

    Args:
        ours: Object members of our union.
        theirs: Object members of theirs.
        documents: Our document and theirs.
        names: Our schema's name -> theirs, where the map says so.
    """
    if len(ours) == len(theirs) == 1:
        return [(ours[0], theirs[0])], [], []
    our_tags = [_tags(documents[0], each) for each in ours]
    their_tags = [_tags(documents[1], each) for each in theirs]
    if len(ours) == 1 and not our_tags[0]:
        inside = [each for each in theirs if each.properties.keys() <= ours[0].properties.keys()]
        if inside:  # one loose object of ours for several closed ones of theirs
            return (
                [(ours[0], together(inside))],
                [],
                [each for each in theirs if each not in inside],
            )
    scores = [
        (_score(one, other, our_tags[n], their_tags[m], names), -n, -m)
        for n, one in enumerate(ours)
        for m, other in enumerate(theirs)
    ]
    pairs: dict[int, int] = {}
    for score, n, m in sorted(scores, reverse=True):
        if score > 0 and -n not in pairs and -m not in pairs.values():
            pairs[-n] = -m
    groups = {n: [m] for n, m in pairs.items()}
    taken = set(pairs.values())
    for m in range(len(theirs)):
        whose = [n for n in groups if m not in taken and _covers(our_tags[n], their_tags[m])]
        if len(whose) == 1:
            groups[whose[0]].append(m)
            taken.add(m)
    return (
        [(ours[n], together([theirs[m] for m in groups[n]])) for n in sorted(groups)],
        [each for n, each in enumerate(ours) if n not in pairs],
        [each for m, each in enumerate(theirs) if m not in taken],
    )


def together(things: list[Thing]) -> Thing:
    """Several objects as one: a field of any is a field of it, required if all require it."""
    if len(things) == 1:
        return things[0]
    properties: dict[str, list[Node]] = {}
    for each in things:
        for name, node in each.properties.items():
            properties.setdefault(name, []).append(node)
    needed = [set(each.node.get("required", ())) for each in things]
    whole: Node = {
        **things[0].node,
        "properties": {name: _any_of(nodes) for name, nodes in properties.items()},
        "required": sorted(set.intersection(*needed)),
    }
    return Thing(things[0].name, whole, things[0].home)


def _any_of(nodes: list[Node]) -> Node:
    """One of the nodes; deprecated only if all are."""
    kept = {key: nodes[0][key] for key in ("deprecated",) if all(each.get(key) for each in nodes)}
    return (
        {"anyOf": nodes, ORIGIN: nodes[0].get(ORIGIN, "#"), **kept} if len(nodes) > 1 else nodes[0]
    )


def _covers(ours: dict[str, set[Any]], theirs: dict[str, set[Any]]) -> bool:
    """Whether all that theirs can be called is what ours is called."""
    shared = ours.keys() & theirs.keys()
    return bool(shared) and all(theirs[field] <= ours[field] for field in shared)


@cache
def plain_name(name: str) -> str:
    """A schema's name without case and punctuation."""
    return "".join(letter for letter in name if letter.isalnum()).lower()


def _score(
    one: Thing,
    other: Thing,
    our_tags: dict[str, set[Any]],
    their_tags: dict[str, set[Any]],
    names: Mapping[str, str],
) -> float:
    """How surely the two are the same thing; 0 where they cannot be."""
    likeness = _likeness(one, other)
    if one.name is not None and one.name in names:
        return 1000 if names[one.name] == other.name else 0
    named = one.name and other.name and plain_name(one.name) == plain_name(other.name)
    shared = our_tags.keys() & their_tags.keys()
    if any(our_tags[field].isdisjoint(their_tags[field]) for field in shared):
        return 20 + likeness if named else 0
    score = 50.0 if named else 0
    if shared:
        score += 100 if all(our_tags[field] == their_tags[field] for field in shared) else 60
    elif not named and likeness < _ALIKE:
        return 0
    return score + likeness


def _likeness(one: Thing, other: Thing) -> float:
    """The share of field names that both have, between 0 and 1."""
    ours, theirs = set(one.properties), set(other.properties)
    return len(ours & theirs) / len(ours | theirs) if ours | theirs else 0.6


def _tags(document: Document, thing: Thing) -> dict[str, set[Any]]:
    """Field -> constants, of the fields by which unions are told apart."""
    out: dict[str, set[Any]] = {}
    for name in thing.properties:
        if name in _TAGS:
            flat = shape(document, thing.properties[name])
            constants = flat.scalars.get("string")
            if constants is not None and constants.values and not constants.is_open:
                out[name] = set(constants.values)
    return out
