"""`extract_json_middleware`: JSON without the Markdown fence around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from ..errors import InvalidArgumentError
from ..types._value import EMPTY, value
from ..types.stream_parts import TextDelta, TextEnd, TextStart
from .texts import TextMiddleware

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ..types.call import ModelStreamPart
    from .base import CallContext, PureMiddleware

__all__ = ["extract_json_middleware"]

_FENCE = "```"
_OPENING = re.compile(r"```(?:json[c5]?)?[ \t]*\r?\n?", re.IGNORECASE)


def extract_json_middleware(
    transform: Callable[[str], str] | None = None,
) -> PureMiddleware:
    """Middleware that strips the Markdown code fence which models put around JSON.

    Works alike for plain and streamed answers, wherever a stream cuts the fence. Text without a
    fence passes as it is, but for white space around it.

    Args:
        transform: a function of your own that takes a whole text and gives the JSON in it; a
            streamed text is then held back until it is complete.

    Raises:
        InvalidArgumentError: It is no function.

    Example:
        >>> model = wrap_language_model("local:llama", extract_json_middleware())
    """
    if transform is not None and not callable(transform):
        raise InvalidArgumentError("transform must be a function", parameter="transform")
    return _ExtractJSON(transform)


@value
class _ExtractJSON(TextMiddleware):
    transform: Callable[[str], str] | None

    def stream_transform(self, context: CallContext) -> _Extractor:
        """The transform of one answer."""
        return _Extractor(self.transform)


class _Extractor:
    def __init__(self, transform: Callable[[str], str] | None) -> None:
        self._transform = transform
        self._blocks: dict[str, _Block] = {}

    def feed(self, part: ModelStreamPart) -> Iterator[ModelStreamPart]:
        if isinstance(part, TextStart):
            self._blocks[part.id] = self._block()
            yield part
        elif isinstance(part, TextDelta):
            if part.id not in self._blocks:
                self._blocks[part.id] = self._block()
            text = self._blocks[part.id].feed(part.text)
            yield from _delta(part.id, text, part.provider_metadata)
        elif isinstance(part, TextEnd) and part.id in self._blocks:
            yield from _delta(part.id, self._blocks.pop(part.id).rest())
            yield part
        else:
            yield part

    def _block(self) -> _Block:
        return _Block() if self._transform is None else _Held(self._transform)

    def finish(self) -> Iterator[ModelStreamPart]:
        """What an answer that broke off left half-read."""
        for block_id, block in self._blocks.items():
            yield from _delta(block_id, block.rest())
        self._blocks.clear()


def _delta(block: str, text: str, metadata: Mapping[str, Any] = EMPTY) -> Iterator[ModelStreamPart]:
    if text or metadata:
        yield TextDelta(block, text, metadata)


class _Block:
    """Strips a fence from a text that comes in pieces; holds back what might be one."""

    def __init__(self) -> None:
        self._buffer = ""
        self._begun = False

    def feed(self, text: str) -> str:
        self._buffer += text
        if not self._begun and not self._begin(last=False):
            return ""
        end = _end(self._buffer)
        sure, self._buffer = self._buffer[:end], self._buffer[end:]
        return sure

    def rest(self) -> str:
        if not self._begun:
            self._begin(last=True)
        return self._buffer[: _end(self._buffer)]

    def _begin(self, *, last: bool) -> bool:
        """Take the opening fence off, if it can be told yet whether there is one."""
        text = self._buffer.lstrip()
        fenced = text.startswith(_FENCE)
        if not last and (_FENCE.startswith(text) or (fenced and "\n" not in text)):
            return False
        found = _OPENING.match(text)
        self._buffer = text[found.end() :].lstrip() if found else text
        self._begun = True
        return True


class _Held(_Block):
    """Holds a whole text back for a function of the caller's."""

    def __init__(self, transform: Callable[[str], str]) -> None:
        super().__init__()
        self._pieces: list[str] = []
        self._whole = transform

    def feed(self, text: str) -> str:
        self._pieces.append(text)
        return ""

    def rest(self) -> str:
        return self._whole("".join(self._pieces))


def _end(text: str) -> int:
    """Where a closing fence and the white space around it may begin."""
    bare = text.rstrip()
    ticks = len(bare) - len(bare.rstrip("`"))
    return len(bare[: len(bare) - min(ticks, 3)].rstrip()) if ticks else len(bare)
