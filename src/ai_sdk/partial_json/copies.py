"""`Copies`: stable copies of a container that grows, made without copying all of it each time.

A snapshot that somebody can still see never changes. One that nobody sees any more, which its
reference count tells, is brought up to date and handed out again, so that a loop which looks at
each snapshot and lets go of it pays for what is new only. Where reference counts do not tell
(other interpreters, builds without the global lock) every snapshot is a fresh copy.
"""

from __future__ import annotations

import sys
from typing import Any

__all__ = ["Copies", "add_entry", "last_entry"]

_SMALL = 24  # entries that are copied sooner than anything is looked up
_KEEP = 3  # the caller's last one, the one before it, and one for an observer in between


def _alone() -> int:
    """What the count of a container is that only `_spares` below refers to; 0 if no count tells."""
    if sys.implementation.name != "cpython" or not getattr(sys, "_is_gil_enabled", lambda: True)():
        return 0
    spare: list[Any] = [[], 0]
    return sys.getrefcount(spare[0])


_ALONE = _alone()


class Copies:
    """The copies of one container (list or dict) whose complete entries only get more.

    Args:
        view: the class of the copies of a dict; None for dict itself.
    """

    __slots__ = ("_spares", "_view")

    def __init__(self, view: type[dict[str, Any]] | None = None) -> None:
        self._view = view
        self._spares: list[list[Any]] = []  # [copy, how many complete entries it has]

    def take(self, source: Any, complete: int) -> Any:
        """A copy of the first `complete` entries, to which the caller may add the open one."""
        if complete < _SMALL or not _ALONE:
            return self._fresh(source, complete)
        for spare in self._spares:
            if sys.getrefcount(spare[0]) == _ALONE and 0 <= len(spare[0]) - spare[1] <= 1:
                _update(spare[0], spare[1], source, complete)
                spare[1] = complete
                return spare[0]
        made = self._fresh(source, complete)
        self._spares.append([made, complete])
        del self._spares[:-_KEEP]
        return made

    def _fresh(self, source: Any, complete: int) -> Any:
        if type(source) is list:
            return source[:complete]
        made = source.copy() if self._view is None else self._view(source)
        if len(made) > complete:
            dict.popitem(made)  # a view may have a field of that name
        return made


def _update(copy: Any, had: int, source: Any, complete: int) -> None:
    """Drop the entry that was open, add those that have become complete."""
    if type(copy) is list:
        del copy[had:]
        copy.extend(source[had:complete])
        return
    if len(copy) > had:
        dict.popitem(copy)
    if complete == had:
        return
    entries = reversed(source.items())
    if len(source) > complete:
        next(entries)
    for key, value in reversed([next(entries) for _ in range(complete - had)]):
        copy[key] = value


def add_entry(box: Any, key: Any, value: Any) -> None:
    """Put the open entry at the end of a copy."""
    if type(box) is list:
        box.append(value)
    else:
        box[key] = value


def last_entry(box: Any, key: Any) -> Any:
    """The open entry of a container."""
    return box[-1] if type(box) is list else box[key]
