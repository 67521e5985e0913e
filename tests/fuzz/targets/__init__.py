"""The targets, by name; a module is imported when one of its targets is asked for."""

from __future__ import annotations

from importlib import import_module

from ..target import Target

__all__ = ["load", "load_all"]

_MODULES = {
    "text": ("sse", "json", "partial_json"),
    "calls": ("tool_calls",),
    "languages": (),  # all that no other has
    "media": ("media",),
    "transport": ("http_chunks", "aws_frames", "content_codings"),
    "errors": ("error_bodies", "retry_hints"),
    "stored": ("message_json", "ui_messages", "ui_chunks"),
    "protocols": ("mcp",),
    "urls": ("url_guard", "plain_urls", "files"),
}
"""Module -> what the names of its targets are up to the first dot."""


def _targets(module: str) -> tuple[Target, ...]:
    found: tuple[Target, ...] = import_module(f"{__name__}.{module}").TARGETS
    return found


def load_all() -> dict[str, Target]:
    """Every target by its name."""
    return {target.name: target for module in _MODULES for target in _targets(module)}


def load(name: str) -> Target:
    """The target of a name.

    Raises:
        KeyError: there is none.
    """
    family = name.partition(".")[0]
    homes = [module for module, families in _MODULES.items() if family in families]
    found = {target.name: target for target in _targets(homes[0] if homes else "languages")}
    return found[name]
