"""`smooth_stream`: text handed on in even pieces instead of as the provider cut it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from ..errors import InvalidArgumentError
from ..types._value import EMPTY, field, value
from ..types.stream_parts import ReasoningDelta, StreamPart, TextDelta
from ..types.transform import Pause
from .settings import check_number

if TYPE_CHECKING:
    from ..types.transform import TransformFactory

__all__ = ["Chunking", "smooth_stream"]

Chunking: TypeAlias = (
    "Literal['word', 'line', 'cjk'] | re.Pattern[str] | Callable[[str], str | None]"
)

_CJK = (
    "\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u30ff\u3105-\u312f"
    "\u3130-\u318f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\uff66-\uff9f\U00020000-\U0003ffff"
)
_ENDS = {
    "word": re.compile(r"(?<=\S)\s+"),
    "line": re.compile(r"\n+"),
    "cjk": re.compile(rf"(?<=\S)\s+|[{_CJK}]\s*"),
}
"""Where a piece ends. None of these looks at a character twice, however long the piece."""

_SIGNS = {
    "word": re.compile(r"\s"),
    "line": re.compile(r"\n"),
    "cjk": re.compile(rf"[\s{_CJK}]"),
}
"""What new text must hold for a piece to end in it."""


def smooth_stream(*, delay: float | None = 0.01, chunking: Chunking = "word") -> TransformFactory:
    r"""A transform for `stream_text(transform=...)` that hands on text and reasoning evenly.

    Providers send text in pieces of any size. This one collects it and hands on one word (or
    line, or whatever `chunking` says) at a time, with a pause after each. Anything else (a tool
    call, the end of a block) flushes what is left first. Provider metadata is kept.

    Args:
        delay: seconds to pause after each piece; None for no pause.
        chunking: "word" (up to and with the white space behind it), "line", "cjk" (each Chinese,
            Japanese or Korean character for itself, other text by words), a compiled pattern (a
            piece ends with its first match), or a function that takes the text so far and
            returns its first piece, or None as long as there is none.

    Returns:
        What `transform=` takes.

    Raises:
        InvalidArgumentError: The delay is negative, the chunking unknown, or the pattern matches
            nothing at all.

    Example:
        >>> with stream_text(model, prompt="Hi", transform=smooth_stream(delay=None)) as stream:
        ...     for word in stream.text_stream:
        ...         print(word, end="")
    """
    check_number("delay", delay, 0)
    if isinstance(chunking, str):
        if chunking not in _ENDS:
            raise InvalidArgumentError(
                f"chunking must be one of {', '.join(_ENDS)}, a compiled pattern or a function, "
                f"not {chunking!r}; for a pattern of your own pass re.compile(...)",
                parameter="chunking",
                value=chunking,
            )
    elif isinstance(chunking, re.Pattern):
        if chunking.match("") is not None:
            raise InvalidArgumentError(
                f"the pattern {chunking.pattern!r} matches nothing at all, so no piece would end",
                parameter="chunking",
                value=chunking,
            )
    elif not callable(chunking):
        raise InvalidArgumentError(
            f"chunking must be a name, a compiled pattern or a function, not {chunking!r}",
            parameter="chunking",
            value=chunking,
        )
    return _Smooth(delay, chunking)


@value
class _Smooth:
    """Makes the transforms; comparable and printable."""

    delay: float | None
    chunking: Any = field()

    def __call__(self) -> _Smoother:
        return _Smoother(self.delay, self.chunking)


class _Smoother:
    def __init__(self, delay: float | None, chunking: Any) -> None:
        self._pause = None if delay is None else Pause(delay)
        self._split = chunking if callable(chunking) else None
        self._sign: re.Pattern[str] | None = None
        self._end: Any = chunking
        if isinstance(chunking, str):
            self._sign, self._end = _SIGNS[chunking], _ENDS[chunking]
        self._kind: type[TextDelta | ReasoningDelta] = TextDelta
        self._id = ""
        self._pieces: list[str] = []
        self._metadata: Mapping[str, Any] = EMPTY

    def feed(self, part: StreamPart) -> Iterator[StreamPart | Pause]:
        """Whole pieces; everything that is left before another kind of part."""
        if not isinstance(part, (TextDelta, ReasoningDelta)):
            yield from self.finish()
            yield part
            return
        if part.id != self._id or type(part) is not self._kind:
            yield from self.finish()
            self._id, self._kind = part.id, type(part)
        if part.provider_metadata:
            self._metadata = _merged(self._metadata, part.provider_metadata)
        self._pieces.append(part.text)
        if self._sign is None or self._sign.search(part.text):
            yield from self._whole_pieces()

    def _whole_pieces(self) -> Iterator[StreamPart | Pause]:
        text, start = "".join(self._pieces), 0
        self._pieces = []
        try:
            while (end := self._next(text, start)) is not None:
                yield self._delta(text[start:end])
                start = end
                if self._pause is not None:
                    yield self._pause
        finally:
            self._pieces.insert(0, text[start:])

    def _next(self, text: str, start: int) -> int | None:
        """Where the first piece of `text[start:]` ends."""
        if self._split is None:
            found = self._end.search(text, start)
            end: int | None = None if found is None else found.end()
        else:
            piece = self._split(text[start:])
            if piece is None:
                return None
            if not isinstance(piece, str) or not text.startswith(piece, start):
                raise _bad_piece(f"returned {piece!r}, which is not the beginning of the text")
            end = start + len(piece)
        if end == start:
            raise _bad_piece("found an empty piece, so it would never end")
        return end

    def _delta(self, text: str) -> StreamPart:
        metadata, self._metadata = self._metadata, EMPTY
        return self._kind(self._id, text, metadata)

    def finish(self) -> Iterator[StreamPart | Pause]:
        """What is left."""
        text = "".join(self._pieces)
        self._pieces = []
        if text or self._metadata:
            yield self._delta(text)


def _bad_piece(what: str) -> InvalidArgumentError:
    return InvalidArgumentError(f"the chunking of smooth_stream {what}", parameter="chunking")


def _merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> Mapping[str, Any]:
    """Metadata of several deltas that become one."""
    return {name: {**old.get(name, EMPTY), **new.get(name, EMPTY)} for name in (*old, *new)}
