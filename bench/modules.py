"""Whose modules a process imported."""

from __future__ import annotations

import sys
from collections.abc import Iterable

_THIS = ("ai_sdk", "bench")


def ours(names: Iterable[str]) -> list[str]:
    """The modules of this library."""
    return sorted(name for name in names if name.split(".")[0] == "ai_sdk")


def third_party(names: Iterable[str]) -> list[str]:
    """The modules that belong neither to Python nor to this project."""
    known = {*sys.stdlib_module_names, *_THIS, "__main__", "__mp_main__"}
    return sorted(name for name in names if name.split(".")[0] not in known)


def packages(names: Iterable[str]) -> list[str]:
    """The packages of these modules."""
    return sorted({name.split(".")[0] for name in names})
