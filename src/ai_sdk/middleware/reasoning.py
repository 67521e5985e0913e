"""`extract_reasoning_middleware`: reasoning that a model writes between tags in its text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..engine.settings import check_text
from ..errors import InvalidArgumentError
from ..types._value import value
from ..types.stream_parts import (
    ReasoningDelta,
    ReasoningEnd,
    ReasoningStart,
    TextDelta,
    TextEnd,
    TextStart,
)
from .texts import TextMiddleware

if TYPE_CHECKING:
    from ..types.call import ModelStreamPart
    from .base import CallContext, PureMiddleware

__all__ = ["extract_reasoning_middleware"]


def extract_reasoning_middleware(
    tag_name: str = "think", *, separator: str = "\n", start_with_reasoning: bool = False
) -> PureMiddleware:
    """Middleware that takes what stands between tags out of the text and makes it reasoning.

    Works alike for plain and streamed answers, wherever a stream cuts the tags. A tag that is
    never closed holds reasoning to the end.

    Args:
        tag_name: the tag's name: "think" for `<think>...</think>`.
        separator: stands between several stretches of reasoning, and of text.
        start_with_reasoning: the answer begins inside the tag, as with models whose template
            writes the opening one.

    Raises:
        InvalidArgumentError: The name is empty, or one of them is no text.

    Example:
        >>> model = wrap_language_model("local:deepseek-r1", extract_reasoning_middleware())
    """
    if tag_name is None or separator is None:
        raise InvalidArgumentError("tag_name and separator must be texts", parameter="tag_name")
    check_text("tag_name", tag_name, empty=False)
    check_text("separator", separator)
    return _ExtractReasoning(tag_name, separator, start_with_reasoning)


@value
class _ExtractReasoning(TextMiddleware):
    tag_name: str
    separator: str
    start_with_reasoning: bool

    def stream_transform(self, context: CallContext) -> _Extractor:
        """The transform of one answer."""
        return _Extractor(self)


class _Extractor:
    def __init__(self, settings: _ExtractReasoning) -> None:
        self._settings = settings
        self._blocks: dict[str, _Block] = {}
        self._thoughts = 0

    def feed(self, part: ModelStreamPart) -> Iterator[ModelStreamPart]:
        if isinstance(part, TextStart):
            self._blocks[part.id] = _Block(part, self._settings)
        elif isinstance(part, TextDelta):
            if part.id not in self._blocks:
                self._blocks[part.id] = _Block(TextStart(part.id), self._settings)
            yield from self._spoken(self._blocks[part.id], part)
        elif isinstance(part, TextEnd) and part.id in self._blocks:
            yield from self._ended(self._blocks.pop(part.id), part)
        else:
            yield part

    def finish(self) -> Iterator[ModelStreamPart]:
        """What an answer that broke off left half-read."""
        for block in list(self._blocks.values()):
            yield from self._flushed(block)
        self._blocks.clear()

    def _spoken(self, block: _Block, part: TextDelta) -> Iterator[ModelStreamPart]:
        block.buffer += part.text
        while True:
            found, whole = _place(block.buffer, block.tag)
            yield from self._out(block, block.buffer[:found])
            block.buffer = block.buffer[found:]
            if not whole:
                break
            block.buffer = block.buffer[len(block.tag) :]
            yield from self._switched(block)
        if part.provider_metadata:
            yield from block.opened()
            yield TextDelta(part.id, "", part.provider_metadata)

    def _switched(self, block: _Block) -> Iterator[ModelStreamPart]:
        if block.thinking and block.thought is not None:
            yield ReasoningEnd(block.thought)
            block.thought = None
        block.thinking = not block.thinking
        block.switched = True

    def _out(self, block: _Block, text: str) -> Iterator[ModelStreamPart]:
        if not text:
            return
        separator = self._settings.separator
        if not block.thinking:
            yield from block.opened()
            again = block.switched and block.spoken
            yield TextDelta(block.start.id, (separator if again else "") + text)
            block.spoken, block.switched = True, False
        elif block.thought is not None:
            yield ReasoningDelta(block.thought, text)
        else:
            block.thought = f"reasoning-{self._thoughts}:{block.start.id}"
            yield ReasoningStart(block.thought)
            yield ReasoningDelta(block.thought, (separator if self._thoughts else "") + text)
            self._thoughts += 1

    def _flushed(self, block: _Block) -> Iterator[ModelStreamPart]:
        yield from self._out(block, block.buffer)
        block.buffer = ""
        if block.thought is not None:
            yield ReasoningEnd(block.thought)

    def _ended(self, block: _Block, part: TextEnd) -> Iterator[ModelStreamPart]:
        yield from self._flushed(block)
        if block.open or part.provider_metadata or block.start.provider_metadata:
            yield from block.opened()
            yield part


class _Block:
    """One block of text and how far it was read."""

    def __init__(self, start: TextStart, settings: _ExtractReasoning) -> None:
        self.start = start
        self.buffer = ""
        self.thinking = settings.start_with_reasoning
        self.switched = self.open = self.spoken = False
        self.thought: str | None = None
        self._name = settings.tag_name

    @property
    def tag(self) -> str:
        """The tag that comes next."""
        return f"</{self._name}>" if self.thinking else f"<{self._name}>"

    def opened(self) -> Iterator[Any]:
        """The block's start, once."""
        if not self.open:
            self.open = True
            yield self.start


def _place(text: str, tag: str) -> tuple[int, bool]:
    """Where `tag` begins in `text`, and whether all of it is there; else the text's length."""
    found = text.find(tag)
    if found >= 0:
        return found, True
    for size in range(min(len(tag) - 1, len(text)), 0, -1):
        if text.endswith(tag[:size]):
            return len(text) - size, False
    return len(text), False
