"""Reasoning details of a stream: fragments laid together into the entries that go back."""

from __future__ import annotations

from typing import Any, Final

__all__ = ["ReasoningDetails"]

_GROWING: Final = ("text", "summary", "data")
"""Fields whose fragments are joined; of the others the last word counts."""


class ReasoningDetails:
    """Collects the fragments of a message's reasoning details, in order.

    Example:
        >>> details = ReasoningDetails()
        >>> details.add([{"type": "reasoning.text", "index": 0, "text": "So"}])
        >>> details.add([{"type": "reasoning.text", "index": 0, "text": "!", "signature": "s"}])
        >>> details.taken()
        [{'type': 'reasoning.text', 'index': 0, 'text': 'So!', 'signature': 's'}]
    """

    def __init__(self) -> None:
        self._entries: list[dict[str, Any]] = []

    def add(self, fragments: list[Any]) -> None:
        """Lay fragments onto the last entry, if they go on with it."""
        for fragment in fragments:
            if not isinstance(fragment, dict):
                continue
            last = self._entries[-1] if self._entries else None
            if last is None or _key(last) != _key(fragment):
                self._entries.append(dict(fragment))
                continue
            for name, item in fragment.items():
                if name in _GROWING and isinstance(item, str):
                    last[name] = (last.get(name) or "") + item
                elif item is not None:
                    last[name] = item

    def taken(self) -> list[dict[str, Any]]:
        """The entries so far, once."""
        entries, self._entries = self._entries, []
        return entries


def _key(entry: dict[str, Any]) -> tuple[Any, ...]:
    """What fragments of one entry have in common; an encrypted one comes whole."""
    return entry.get("type"), entry.get("index"), entry.get("id")
