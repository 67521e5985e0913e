"""Which of the provider's operations is which of ours."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..documents import Document, Operation

_BRACES = re.compile(r"\{[^}]*\}")
_VERSION = re.compile(r"^/(v\d+(?:alpha|beta)?\d*)(?=/)")


def counterpart(ours: Operation, theirs: Document, names: Mapping[str, str]) -> Operation | None:
    """The provider's operation for one of ours: by the map, by address, by name.

    Args:
        ours: Our operation.
        theirs: The provider's document.
        names: Our operation's name -> "METHOD /path" or id of theirs, where the map says so.
    """
    named = {each.name: each for each in theirs.operations.values()}
    if ours.name in names:
        wanted = names[ours.name]
        found = named.get(wanted) or theirs.operations.get(wanted)
        return found or next((each for each in named.values() if _ends(each, wanted)), None)
    address = _address(ours)
    same = [each for each in theirs.operations.values() if _address(each) == address]
    if same:  # `/messages` and `/messages?beta=true` are two
        return next((each for each in same if each.path == ours.path), same[0])
    tail = _VERSION.sub("", _path(ours))
    alike = [
        each
        for each in theirs.operations.values()
        if each.method == ours.method and _VERSION.sub("", _path(each)) == tail
    ]
    return alike[0] if alike else named.get(ours.name)


def has_moved(ours: Operation, theirs: Operation, names: Mapping[str, str]) -> bool:
    """Whether the provider's operation has another address than ours says.

    What the map pairs is where it was told to be. A first path segment like `/v1` that only one
    side has is the server's address written another way.
    """
    if ours.name in names or _address(ours) == _address(theirs):
        return False
    one, other = _path(ours), _path(theirs)
    both_versioned = _VERSION.match(one) and _VERSION.match(other)
    same_tail = _VERSION.sub("", one) == _VERSION.sub("", other)
    return ours.method != theirs.method or not same_tail or bool(both_versioned)


def _ends(operation: Operation, wanted: str) -> bool:
    method, _, path = wanted.partition(" ")
    return operation.method == method and operation.path.endswith(path)


def _address(operation: Operation) -> tuple[str, str]:
    return operation.method, _path(operation)


def _path(operation: Operation) -> str:
    """The path with nameless parameters, without query or fragment marks."""
    return _BRACES.sub("{}", operation.path.partition("?")[0].partition("#")[0])
