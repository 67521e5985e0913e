"""`PartialReader`: snapshots of arriving JSON whose complete parts are in the user's type."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

from .copies import Copies, add_entry, last_entry
from .parser import PartialJSON

__all__ = ["PartialReader", "Shape"]

_NOTHING: Any = object()


class Shape(Protocol):
    """What a reader needs to know of a type: `Schema.shape` is one."""

    @property
    def view(self) -> type[dict[str, Any]] | None:
        """The class in which objects show themselves while they grow; None for dict."""
        ...

    def load(self, value: Any) -> Any:
        """The complete JSON value in the type; raises when it does not fit."""

    def settle(self, value: Any) -> Any:
        """The complete JSON value in the type, or in its open form with what fits inside it."""

    def assemble(self, value: Any, parts: Any) -> Any:
        """The same for a container whose entries are in their types already, as `parts`."""

    def growing(self, value: Any) -> Shape:
        """The shape of an incomplete container."""
        ...

    def part(self, key: Any) -> Shape:
        """The shape of an entry of a container."""
        ...

    def may_lack(self, key: Any) -> bool:
        """Whether a null under a key says that there is no such entry."""
        ...


class _Plain:
    """The shape of a value without a type."""

    view = None

    def load(self, value: Any) -> Any:
        return value

    settle = load

    def assemble(self, value: Any, parts: Any) -> Any:
        return value

    def growing(self, value: Any) -> Shape:
        return self

    def part(self, key: Any) -> Shape:
        return self

    def may_lack(self, key: Any) -> bool:
        return False


class _Read(NamedTuple):
    """A complete value: as it is shown, whether it is in its type, and whether one sees that."""

    value: Any
    fits: bool
    seen: bool


def _read(read: Callable[[], Any], plain: Any) -> _Read:
    """What `read` gives, or the value in the form that it has been shown in."""
    try:
        made = read()
    except Exception:  # noqa: BLE001  # the user's own checks may raise anything
        return _Read(plain, False, False)
    return _Read(made, True, _differs(made, plain))


class _Level:
    """A container that shows its entries, and its mirror: the complete entries in their types."""

    __slots__ = ("_finished", "_fits", "box", "copies", "declared", "mirror", "shape")

    def __init__(self, box: Any, declared: Shape) -> None:
        self.box = box
        self.declared = declared
        self._finished: tuple[Any, _Read] | None = None  # an entry that was a level, and its value
        self._begin(declared.growing(box))

    def _begin(self, shape: Shape) -> None:
        self.shape = shape
        self.mirror: Any = type(self.box)()
        self.copies = Copies(shape.view if type(self.box) is dict else None)
        self._fits = True

    def settle(self, open_entries: int) -> bool:
        """Bring the mirror up to date; returns whether the type made something look different."""
        shape = self.declared.growing(self.box)
        seen = False
        if shape is not self.shape:  # a tag has come that tells which member of a union it is
            self._begin(shape)
        mirror, box = self.mirror, self.box
        new = len(box) - open_entries - len(mirror)
        if new <= 0:
            return seen
        if type(box) is list:
            for index in range(len(mirror), len(mirror) + new):
                entry = self._entry(index, box[index])
                mirror.append(entry.value)
                seen = seen or entry.seen
            return seen
        entries = reversed(box.items())
        if open_entries:
            next(entries)
        for key, value in reversed([next(entries) for _ in range(new)]):
            entry = self._entry(key, value)
            mirror[key] = entry.value
            seen = seen or entry.seen
        return seen

    def _entry(self, key: Any, value: Any) -> _Read:
        finished = self._finished
        if finished is not None and finished[0] is value:
            entry = finished[1]
        else:
            shape = self.shape.part(key)
            entry = _read(lambda: shape.load(value), value)
            if not entry.fits and isinstance(value, (dict, list)):
                entry = entry._replace(value=shape.settle(value))
        if not entry.fits and not (value is None and self.shape.may_lack(key)):
            self._fits = False
        return entry

    def adopt(self, level: _Level) -> None:
        """Take the value of an entry that has been a level and is complete."""
        self._finished = (level.box, level.finish())

    def finish(self) -> _Read:
        """The complete value, made of the entries that were shown before."""
        self.settle(0)
        view = self.shape.view if type(self.box) is dict else None
        open_form = self.mirror if view is None else view(self.mirror)
        if self._fits:
            return _read(lambda: self.declared.assemble(self.box, self.mirror), open_form)
        return _read(lambda: self.declared.load(self.box), open_form)


def _differs(made: Any, plain: Any) -> bool:
    """Whether one sees that a value has its type now."""
    if made is plain:
        return False
    return type(made) is not type(plain) or bool(made != plain)


class PartialReader:
    """Reads a JSON value as it arrives, and shows it partly in the user's type.

    What is complete inside it comes in its type: of a list of recipes all but the last are
    `Recipe`s. What may still grow keeps an open form, and so does the value itself to the last:
    lists, and dicts (or the `Partial` of a class, which is one). What does not fit its type stays
    plain; nothing raises because of it. Each part is turned into its type once, and shared by
    all snapshots after that, so the work stays linear in the text.

    Args:
        shape: `Schema.shape` of the type; None for plain values.
        path: the keys to the value inside the text, `Lowered.path`.
        parser: the parser to use, for a text that is not just JSON.

    Example:
        >>> reader = PartialReader()
        >>> reader.feed('["a", "b'), reader.snapshot()
        (True, ['a', 'b'])
    """

    def __init__(
        self,
        shape: Shape | None = None,
        path: Sequence[str] = (),
        parser: PartialJSON | None = None,
    ) -> None:
        self.parser = PartialJSON() if parser is None else parser
        self._shape: Shape = _Plain() if shape is None else shape
        self._typed = shape is not None
        self._path = tuple(path)
        self._levels: list[_Level] = []
        self._keys: list[Any] = []  # of each level, the key of its open entry
        self._open_scalar = False
        self._scalar: _Read | None = None  # the value, when it is a complete scalar
        self._rewritten = 0
        self._open = 0
        self._over: Any = _NOTHING  # the value under the path since it is complete

    def feed(self, text: str) -> bool:
        """Take more text; returns whether there is something new to see in `snapshot()`.

        Raises:
            PartialJSONError: no JSON text goes on like this.
        """
        changed = self.parser.feed(text)
        stack, keys, scalar_open = self.parser.spine()
        open_now = 2 * len(stack) + scalar_open
        closed, self._open = open_now < self._open, open_now
        beside = self._path != () and self._is_beside(keys, len(stack) + scalar_open)
        if changed:
            return self.begun and not beside
        return closed and self._typed and self.begun and self._settle()

    def _is_beside(self, keys: list[Any], depth: int) -> bool:
        """Whether the text goes on beside the value, which was complete before."""
        before, outer = self._over, len(self._path)
        here = self._here() if self.begun else _NOTHING
        growing = depth > outer and tuple(keys[:outer]) == self._path
        self._over = _NOTHING if growing else here
        return self._over is before and not growing

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
        self._settle()
        if not self._levels:
            return self._here() if self._scalar is None else self._scalar.value
        whole: Any = None
        outer: Any = None
        last = len(self._levels) - 1
        for index, level in enumerate(self._levels):  # outermost first, as `Copies` wants it
            copy = level.copies.take(level.mirror, len(level.mirror))
            if index == 0:
                whole = copy
            else:
                add_entry(outer, self._keys[index - 1], copy)
            if index == last and self._open_scalar:
                key = self._keys[index]
                add_entry(copy, key, last_entry(level.box, key))
            outer = copy
        return whole

    def _here(self) -> Any:
        here = self.parser.value
        for key in self._path:
            here = here.get(key) if isinstance(here, dict) else None
        return here

    def _settle(self) -> bool:
        """Bring everything up to date; returns whether a type made something look different."""
        stack, keys, scalar_open = self.parser.spine()
        depth = len(self._path)
        inside = tuple(keys[:depth]) == self._path
        boxes, self._keys = (stack[depth:], keys[depth:]) if inside else ([], [])
        self._open_scalar = scalar_open and bool(boxes)
        if not boxes:
            here = self._here()
            if not isinstance(here, (dict, list)):
                self._levels.clear()
                return self._settle_scalar(here, scalar_open and len(stack) == depth)
            boxes = [here]
        if self._rewritten != self.parser.rewritten:
            self._rewritten = self.parser.rewritten
            self._levels.clear()
        self._match(boxes, self._keys)
        seen = False
        for index, level in enumerate(self._levels):
            has_open = self._open_scalar or index < len(boxes) - 1
            seen = level.settle(int(has_open)) or seen
        return seen

    def _settle_scalar(self, here: Any, growing: bool) -> bool:
        if growing or not self.begun or self._scalar is not None:
            return False
        self._scalar = _read(lambda: self._shape.load(here), here)
        return self._scalar.seen

    def _match(self, boxes: list[Any], keys: list[Any]) -> None:
        """Make the levels those of the open containers."""
        levels = self._levels
        same = 0
        while same < min(len(levels), len(boxes)) and levels[same].box is boxes[same]:
            same += 1
        while len(levels) > max(same, 1):  # what has been closed, innermost first
            closed = levels.pop()
            levels[-1].adopt(closed)
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
