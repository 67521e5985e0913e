"""A block of a stream that is still being written, and the parts that tell of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...types.stream_parts import (
    ReasoningDelta,
    ReasoningEnd,
    ReasoningStart,
    TextDelta,
    TextEnd,
    TextStart,
    ToolInputDelta,
    ToolInputEnd,
    ToolInputStart,
)
from ..fields import text_in, text_that_is_in
from ..tool_deltas import arguments_text
from .blocks import CALLS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...types.call import ModelStreamPart
    from .blocks import BlockReader

__all__ = ["OpenBlock"]

_THOUGHTS = ("thinking", "redacted_thinking")


class OpenBlock:
    """A block that has begun.

    Args:
        reader: reads the blocks of the answer.
        content: the block as it was announced.
        block_id: the id of its parts.

    Attributes:
        kind: the block's type.
        id: the id of its parts; of a call the call's id.
        spoken: text of it has been told.
    """

    __slots__ = ("_content", "_kept", "_pieces", "_reader", "id", "kind", "spoken")

    def __init__(self, reader: BlockReader, content: dict[str, Any], block_id: str) -> None:
        self.kind = str(content.get("type"))
        self.id = block_id
        self.spoken = False
        self._reader = reader
        self._content = content
        self._pieces: list[str] = []  # of a call's input, or of a compaction's summary
        self._kept: dict[str, list[str]] = {}  # pieces of other fields

    def begin(self) -> list[ModelStreamPart]:
        """The parts that announce the block; one that comes whole is told at its end."""
        content = self._content
        if self.kind == "text":
            return self._said(text_in(content.get("text"), "text"))
        if self.kind == "thinking":
            return [
                ReasoningStart(self.id),
                *self._thought(text_in(content.get("thinking"), "thinking")),
            ]
        if self.kind == "redacted_thinking":
            return [ReasoningStart(self.id)]
        return self._announce() if self.kind in CALLS else []

    def _announce(self) -> list[ModelStreamPart]:
        reader, content = self._reader, self._content
        self.id = reader.key(content)
        hosted = reader.hosted(content)
        about = reader.about_call(content)
        start = ToolInputStart(self.id, reader.name(content), hosted, hosted, about)
        first = content.get("input")
        return [start, *self._asked(arguments_text(first) if first else "")]

    # ---- pieces

    def more(self, delta: dict[str, Any]) -> Sequence[ModelStreamPart]:
        """The parts of one piece; a piece that this version does not know is kept."""
        kind = delta.get("type")
        if kind == "text_delta" and self.kind == "text":
            return self._said(text_that_is_in(delta.get("text"), "text"))
        if kind == "thinking_delta" and self.kind in _THOUGHTS:
            return self._thought(text_in(delta.get("thinking"), "thinking"))
        if kind == "input_json_delta":
            return self._asked(text_in(delta.get("partial_json"), "partial_json"))
        if kind == "citations_delta":
            if not isinstance(self._content.get("citations"), list):
                self._content["citations"] = []
            self._content["citations"].append(delta.get("citation"))
        else:
            self._keep(delta)  # a signature, too
        return ()

    def _said(self, text: str) -> list[ModelStreamPart]:
        if not text:
            return []
        start: list[ModelStreamPart] = [] if self.spoken else [TextStart(self.id)]
        self.spoken = True
        return [*start, TextDelta(self.id, text)]

    def _thought(self, text: str) -> list[ModelStreamPart]:
        return [ReasoningDelta(self.id, text)] if text else []

    def _asked(self, text: str) -> list[ModelStreamPart]:
        if not text:
            return []
        self._pieces.append(text)
        return [ToolInputDelta(self.id, text)] if self.kind in CALLS else []

    def _keep(self, delta: dict[str, Any]) -> None:
        """Add a piece to a block that is told whole: texts are joined, all else replaces."""
        for name, item in delta.items():
            old = self._content.get(name)
            if name == "type" or item is None:
                continue
            if isinstance(old, str) and isinstance(item, str):
                self._kept.setdefault(name, [old]).append(item)
            else:
                self._content[name] = item
                self._kept.pop(name, None)

    def _join(self) -> None:
        """Put the pieces that were kept into the block."""
        for name, pieces in self._kept.items():
            self._content[name] = "".join(pieces)

    # ---- ends

    def end(self) -> Sequence[ModelStreamPart]:
        """The last parts of the block, and what it stands for as a whole."""
        self._join()
        if self.kind == "text":
            return self._end_text()
        if self.kind in _THOUGHTS:
            return self._end_thought()
        if self.kind in CALLS:
            return self._end_call()
        return [*self._reader.whole(self._content)]

    def _end_text(self) -> list[ModelStreamPart]:
        """The end of a text with its sources; a text without a word is told only if it cites."""
        metadata, sources = self._reader.cited(self._content)
        if not self.spoken and not metadata:
            return []
        start = [] if self.spoken else [TextStart(self.id)]
        return [*start, TextEnd(self.id, metadata), *sources]

    def _end_thought(self) -> list[ModelStreamPart]:
        return [ReasoningEnd(self.id, self._reader.thought(self._content).provider_metadata)]

    def _end_call(self) -> list[ModelStreamPart]:
        call = self._reader.call({**self._content, "input": "".join(self._pieces)}, self.id)
        return [ToolInputEnd(self.id), call]
