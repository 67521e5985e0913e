"""How many forks lie between this process and the one that loaded the library.

What remembers the count of its making can tell later whether it is its own process's, or is a copy
of what the parent still uses.
"""

from __future__ import annotations

import os

__all__ = ["generation"]

_generation = 0


def generation() -> int:
    """The count of this process."""
    return _generation


def _after_fork() -> None:  # pragma: no cover - runs in a forked child
    global _generation
    _generation += 1


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
