"""`ElementReader`: the elements of a list in a JSON text, each once, as soon as it is complete."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .parser import PartialJSON

__all__ = ["ElementReader"]


class ElementReader:
    """Gives each element of one list when it is complete.

    Args:
        path: the keys to the list; empty when the text itself is the list.
        parser: a parser that something else feeds as well; then call `take()`, not `feed()`.

    Example:
        >>> reader = ElementReader(("elements",))
        >>> reader.feed('{"elements": ["a", "b'), reader.feed('c", 12'), reader.feed("3]}")
        (['a'], ['bc'], [123])
    """

    def __init__(self, path: Sequence[str] = (), parser: PartialJSON | None = None) -> None:
        self.parser = PartialJSON() if parser is None else parser
        self._path = tuple(path)
        self._box: Any = None
        self._given = 0

    def feed(self, text: str) -> list[Any]:
        """Take more text; returns the elements that are complete now and were not before.

        Raises:
            PartialJSONError: no JSON text goes on like this.
        """
        self.parser.feed(text)
        return self.take()

    def take(self) -> list[Any]:
        """The elements that have become complete since the last call."""
        box = self._list()
        if box is None:
            return []
        if box is not self._box:
            self._box, self._given = box, 0
        complete = len(box) - self._has_open_entry(box)
        found: list[Any] = box[self._given : complete]
        self._given = complete
        return found

    def _list(self) -> list[Any] | None:
        here = self.parser.value
        for key in self._path:
            here = here.get(key) if isinstance(here, dict) else None
        return here if isinstance(here, list) else None

    def _has_open_entry(self, box: list[Any]) -> bool:
        stack, _, scalar_open = self.parser.spine()
        depth = len(self._path)
        if depth >= len(stack) or stack[depth] is not box:
            return False
        return scalar_open or depth < len(stack) - 1
