"""`PartialReader`: snapshots of arriving JSON whose complete parts are in the user's type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from .copies import Copies, add_entry, last_entry
from .parser import PartialJSON

__all__ = ["PartialReader", "Shape"]


class Shape(Protocol):
    """What a reader needs to know of a type: `Schema.shape` is one."""

    def settle(self, value: Any) -> Any:
        """The complete JSON value in the type, or unchanged when it does not fit."""

    def growing(self, value: Any) -> Shape:
        """The shape of an incomplete container."""
        ...

    def part(self, key: Any) -> Shape:
        """The shape of an entry of a container."""
        ...


class _Plain:
    """The shape of a value without a type."""

    def settle(self, value: Any) -> Any:
        return value

    def growing(self, value: Any) -> Shape:
        return self

    def part(self, key: Any) -> Shape:
        return self


class _Level:
    """An open container and its mirror: the complete entries in their types."""

    __slots__ = ("box", "copies", "declared", "mirror", "shape")

    def __init__(self, box: Any, declared: Shape) -> None:
        self.box = box
        self.declared = declared
        self.shape = declared.growing(box)
        self.mirror: Any = type(box)()
        self.copies = Copies()

    def settle(self, open_entries: int) -> None:
        """Bring the mirror up to date."""
        shape = self.declared.growing(self.box)
        if shape is not self.shape:  # a tag has come that tells which member of a union it is
            self.shape = shape
            self.mirror = type(self.box)()
            self.copies = Copies()
        mirror, box = self.mirror, self.box
        new = len(box) - open_entries - len(mirror)
        if new <= 0:
            return
        if type(box) is list:
            for index in range(len(mirror), len(mirror) + new):
                mirror.append(shape.part(index).settle(box[index]))
            return
        entries = reversed(box.items())
        if open_entries:
            next(entries)
        for key, value in reversed([next(entries) for _ in range(new)]):
            mirror[key] = shape.part(key).settle(value)


class PartialReader:
    """Reads a JSON value as it arrives, and shows it partly in the user's type.

    What is complete comes in its type, what may still grow stays plain: of a list of recipes all
    but the last are `Recipe`s and the last is a dict until it is complete. What does not fit its
    type stays plain; nothing raises because of it. Each part is turned into its type once for
    every open container around it, so the work stays linear in the text.

    Args:
        shape: `Schema.shape` of the type; None for plain values.
        path: the keys to the value inside the text, `Lowered.path`.
        fenced: allow a Markdown code fence around the text.

    Example:
        >>> reader = PartialReader()
        >>> reader.feed('["a", "b'), reader.snapshot()
        (True, ['a', 'b'])
    """

    def __init__(
        self, shape: Shape | None = None, path: Sequence[str] = (), *, fenced: bool = False
    ) -> None:
        self.parser = PartialJSON(fenced=fenced)
        self._shape: Shape = _Plain() if shape is None else shape
        self._typed = shape is not None
        self._path = tuple(path)
        self._levels: list[_Level] = []
        self._rewritten = 0
        self._open = 0

    def feed(self, text: str) -> bool:
        """Take more text; returns whether there is something new to see in `snapshot()`.

        Raises:
            PartialJSONError: no JSON text goes on like this.
        """
        changed = self.parser.feed(text)
        stack, _, scalar_open = self.parser.spine()
        open_now = 2 * len(stack) + scalar_open
        closed, self._open = open_now < self._open, open_now
        if not (changed or (closed and self._typed)):
            return False
        return self.begun

    @property
    def begun(self) -> bool:
        """Whether there is a value to see."""
        if not self._path:
            return self.parser.begun
        here = self.parser.value
        for key in self._path:
            if not isinstance(here, dict) or key not in here:
                return False
            here = here[key]
        return True

    def snapshot(self) -> Any:
        """The value so far, never to change; None when there is none yet."""
        stack, keys, scalar_open = self.parser.spine()
        depth = len(self._path)
        if tuple(keys[:depth]) != self._path or len(stack) <= depth:
            self._levels.clear()
            return self._without_spine(len(stack), scalar_open)
        if self._rewritten != self.parser.rewritten:
            self._rewritten = self.parser.rewritten
            self._levels.clear()
        boxes = stack[depth:]
        self._match(boxes, keys[depth:])
        whole: Any = None
        outer: Any = None
        for index, level in enumerate(self._levels):  # outermost first, as `Copies` wants it
            innermost = index == len(boxes) - 1
            open_entry = scalar_open if innermost else True
            level.settle(int(open_entry))
            copy = level.copies.take(level.mirror, len(level.mirror))
            if index == 0:
                whole = copy
            else:
                add_entry(outer, keys[depth + index - 1], copy)
            if innermost and open_entry:
                key = keys[depth + index]
                add_entry(copy, key, last_entry(level.box, key))
            outer = copy
        return whole

    def _without_spine(self, open_boxes: int, scalar_open: bool) -> Any:
        """A value that is a scalar, or complete."""
        here = self.parser.value
        for key in self._path:
            here = here.get(key) if isinstance(here, dict) else None
        growing = scalar_open and open_boxes == len(self._path)
        if growing or not self.begun:
            return here
        return self._shape.settle(here)

    def _match(self, boxes: list[Any], keys: list[Any]) -> None:
        """Make the levels those of the open containers."""
        levels = self._levels
        same = 0
        while same < min(len(levels), len(boxes)) and levels[same].box is boxes[same]:
            same += 1
        del levels[same:]
        for index in range(same, len(boxes)):
            if index == 0:
                declared = self._shape
            else:
                outer = levels[index - 1]
                key = keys[index - 1]
                entry = len(outer.box) - 1 if key is None else key
                declared = outer.declared.growing(outer.box).part(entry)
            levels.append(_Level(boxes[index], declared))
