"""A model's stream parts put together into the result that a plain call would have given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..types._value import EMPTY
from ..types.call import (
    CallWarning,
    FinishReason,
    ModelContent,
    ModelFinish,
    ModelResult,
    ModelStreamPart,
    RequestInfo,
    ResponseInfo,
    ResponseMetadata,
)
from ..types.content import ReasoningPart, TextPart
from ..types.stream_parts import (
    Raw,
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

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..types.http import Attempt

__all__ = ["Assembler"]

_NO_CONTENT = (ToolInputStart, ToolInputDelta, ToolInputEnd, Raw)


_FOLD = 1024  # pieces: a million short ones in a list would take ten times what they say


class _Block:
    """A block of text or reasoning; its text grows piece by piece, folded now and then."""

    __slots__ = ("folded", "kind", "metadata", "pieces")

    def __init__(self, kind: type[TextPart | ReasoningPart], metadata: Mapping[str, Any]) -> None:
        self.kind = kind
        self.pieces: list[str] = []
        self.folded: list[str] = []
        self.metadata = metadata

    def fold(self) -> None:
        self.folded.append("".join(self.pieces))
        self.pieces.clear()

    def part(self) -> TextPart | ReasoningPart:
        self.fold()
        text = "".join(self.folded)
        self.folded = [text]
        return self.kind(text, provider_metadata=self.metadata)


def _merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> Mapping[str, Any]:
    if not new:
        return old
    out = dict(old)
    for provider, fields in new.items():
        out[provider] = {**out.get(provider, EMPTY), **fields}
    return out


class Assembler:
    """Feed it every part of one model call; ask for the result at the end or on the way.

    Memory is that of the accumulated content: parts are not kept.
    """

    def __init__(self) -> None:
        self._content: list[ModelContent | _Block] = []
        self._open: dict[str, _Block] = {}
        self._finish: ModelFinish | None = None
        self._meta = ResponseMetadata()

    def feed(self, parts: Iterable[ModelStreamPart]) -> None:
        """Take in the next parts."""
        blocks = self._open
        for part in parts:
            if isinstance(part, (TextDelta, ReasoningDelta)):
                block = blocks.get(part.id)
                if block is None:
                    block = self._start(part)
                block.pieces.append(part.text)
                if len(block.pieces) == _FOLD:
                    block.fold()
                if part.provider_metadata:
                    block.metadata = _merged(block.metadata, part.provider_metadata)
            elif type(part) not in _NO_CONTENT:
                self._rare(part)

    def _rare(self, part: Any) -> None:
        if isinstance(part, (TextStart, ReasoningStart)):
            self._start(part)
        elif isinstance(part, (TextEnd, ReasoningEnd)):
            block = self._open.pop(part.id, None)
            if block is not None:
                block.metadata = _merged(block.metadata, part.provider_metadata)
        elif isinstance(part, ModelFinish):
            self._finish = part
        elif isinstance(part, ResponseMetadata):
            self._meta = part
        else:
            self._content.append(part)

    def _start(self, part: Any) -> _Block:
        text = isinstance(part, (TextStart, TextDelta))
        block = _Block(TextPart if text else ReasoningPart, part.provider_metadata)
        self._open[part.id] = block
        self._content.append(block)
        return block

    def content(self) -> tuple[ModelContent, ...]:
        """The content so far. Empty blocks vanish unless they carry metadata."""
        out: list[ModelContent] = []
        for item in self._content:
            if not isinstance(item, _Block):
                out.append(item)
            elif (part := item.part()).text or item.metadata:
                out.append(part)
        return tuple(out)

    def result(
        self,
        *,
        warnings: Iterable[CallWarning] = (),
        request: RequestInfo = RequestInfo(),
        response: ResponseInfo = ResponseInfo(),
        attempts: Iterable[Attempt] = (),
        cut_reason: FinishReason = "other",
    ) -> ModelResult:
        """The result; `cut_reason` is the finish reason of a stream without end mark."""
        finish = self._finish or ModelFinish(cut_reason, usage=self._meta.usage)
        return ModelResult(
            self.content(),
            finish.finish_reason,
            finish.raw_finish_reason,
            finish.usage,
            (*warnings, *finish.warnings),
            finish.provider_metadata,
            request,
            response,
            tuple(attempts),
        )
