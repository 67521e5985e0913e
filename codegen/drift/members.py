"""Which member of our union is which of theirs: by name, by tag, by likeness."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..documents import Document
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
    scores = [
        (_score(one, other, our_tags[n], their_tags[m], names), -n, -m)
        for n, one in enumerate(ours)
        for m, other in enumerate(theirs)
    ]
    pairs: dict[int, int] = {}
    for score, n, m in sorted(scores, reverse=True):
        if score > 0 and -n not in pairs and -m not in pairs.values():
            pairs[-n] = -m
    taken = set(pairs.values())
    return (
        [(ours[n], theirs[m]) for n, m in sorted(pairs.items())],
        [each for n, each in enumerate(ours) if n not in pairs],
        [each for m, each in enumerate(theirs) if m not in taken],
    )


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
