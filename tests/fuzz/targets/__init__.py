"""The targets, by name; each module is imported when one of its targets is asked for."""

from __future__ import annotations

from importlib import import_module

from ..target import Target

__all__ = ["MODULES", "load", "load_all"]

MODULES = ("languages",)


def load_all() -> dict[str, Target]:
    """Every target."""
    found: dict[str, Target] = {}
    for name in MODULES:
        module = import_module(f"{__name__}.{name}")
        found.update((target.name, target) for target in module.TARGETS)
    return found


def load(name: str) -> Target:
    """The target of a name.

    Raises:
        KeyError: there is none.
    """
    return load_all()[name]
