"""`MockLanguageModel`: a language model without a provider, scripted, for tests of your code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from ..errors import InvalidArgumentError, StreamInterruptedError
from ..json_codec import dumps
from ..types._value import value
from ..types.call import (
    CallWarning,
    FinishReason,
    LanguageModelCall,
    ModelContent,
    ModelFinish,
    ModelResult,
    ModelStreamPart,
    ModelToolCall,
    RequestInfo,
    ResponseInfo,
)
from ..types.content import ReasoningPart, TextPart
from ..types.http import Attempt
from ..types.models import ModelCapabilities
from ..types.run import CallControl
from ..types.stream_parts import (
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
from ..types.usage import Usage

__all__ = ["MockLanguageModel", "MockReply"]

_EVERYTHING = ModelCapabilities(url_media_types=("",))
_USAGE = Usage(input_tokens=3, output_tokens=5, total_tokens=8)


@value
class MockReply:
    """One scripted answer.

    Attributes:
        text: the text; or `text_deltas`, its pieces as a stream sends them.
        reasoning: what the model thought.
        tool_calls: (name, input) pairs, or (name, input, id) triples; the input as a dict, or as
            text to send exactly that.
        finish_reason: by default "tool-calls" with tool calls, else "stop".
        usage: token counts.
        error: raised: by generate at once, by stream after the pieces given.
        cut: the stream ends without its end mark.
        content: what else the model gave, after text and before tool calls: sources, files,
            calls of tools that the provider ran (as `ModelToolCall`) and their results.
    """

    text: str | None = None
    text_deltas: Sequence[str] = ()
    reasoning: str | None = None
    tool_calls: Sequence[tuple[Any, ...]] = ()
    finish_reason: FinishReason | None = None
    usage: Usage = _USAGE
    error: Exception | None = None
    cut: bool = False
    content: Sequence[ModelContent] = ()

    def whole(self, turn: int) -> ModelResult:
        """The answer of a plain call."""
        content: list[ModelContent] = []
        if self.reasoning is not None:
            content.append(ReasoningPart(self.reasoning))
        text = "".join(self.pieces())
        if text:
            content.append(TextPart(text))
        content += [*self.content, *self.calls(turn)]
        return ModelResult(tuple(content), self.ending(), self.ending(), self.usage)

    def pieces(self) -> Sequence[str]:
        """The text as a stream sends it."""
        return self.text_deltas or ((self.text,) if self.text else ())

    def calls(self, turn: int) -> list[ModelToolCall]:
        """The tool calls, with ids where the script has none."""
        out: list[ModelToolCall] = []
        for index, (name, given, *rest) in enumerate(self.tool_calls):
            call_id = rest[0] if rest else f"call-{turn}-{index}"
            written = given if isinstance(given, str) else dumps(given).decode()
            out.append(ModelToolCall(call_id, name, written))
        return out

    def ending(self) -> FinishReason:
        """The finish reason."""
        return self.finish_reason or ("tool-calls" if self.tool_calls else "stop")

    def parts(self, turn: int) -> Iterable[ModelStreamPart]:
        """The answer as a stream's parts."""
        if self.reasoning is not None:
            yield ReasoningStart("reasoning-0")
            yield ReasoningDelta("reasoning-0", self.reasoning)
            yield ReasoningEnd("reasoning-0")
        pieces = self.pieces()
        if pieces:
            yield TextStart("text-0")
            for piece in pieces:
                yield TextDelta("text-0", piece)
            if not self.cut and self.error is None:
                yield TextEnd("text-0")
        if self.cut or self.error is not None:
            return
        for part in self.content:
            yield from _as_parts(part)
        for call in self.calls(turn):
            yield ToolInputStart(call.tool_call_id, call.tool_name)
            yield ToolInputDelta(call.tool_call_id, call.input)
            yield ToolInputEnd(call.tool_call_id)
            yield call
        yield ModelFinish(self.ending(), self.ending(), self.usage)


def _as_parts(part: ModelContent) -> Iterable[ModelStreamPart]:
    if isinstance(part, TextPart):
        yield TextStart("content")
        yield TextDelta("content", part.text, part.provider_metadata)
        yield TextEnd("content")
    elif isinstance(part, ReasoningPart):
        yield ReasoningStart("content")
        yield ReasoningDelta("content", part.text)
        yield ReasoningEnd("content", part.provider_metadata)
    else:
        yield part


class MockLanguageModel:
    """A scripted language model that works in both colours and records its calls.

    Args:
        text: answers every call with this text.
        text_deltas: the same in pieces, as a stream sends them.
        tool_calls: answers the first call with these tool calls; later calls get the text.
        script: one `MockReply`, text or exception for each call, in order; the last one repeats.
        error: every call raises this.
        provider: name of the provider.
        model_id: id of the model.
        capabilities: what the model can do; everything by default, and URLs of files reach it
            as they are.

    Attributes:
        calls: the calls so far, as `LanguageModelCall` values.

    Example:
        >>> from ai_sdk import generate_text
        >>> generate_text(MockLanguageModel(text="Hello."), prompt="Hi").text
        'Hello.'
    """

    kind: ClassVar[str] = "language"

    def __init__(
        self,
        text: str | None = None,
        *,
        text_deltas: Sequence[str] = (),
        tool_calls: Sequence[tuple[Any, ...] | Mapping[str, Any]] = (),
        script: Sequence[MockReply | str | Exception] = (),
        error: Exception | None = None,
        provider: str = "mock",
        model_id: str = "mock-model",
        capabilities: ModelCapabilities = _EVERYTHING,
    ) -> None:
        if script and (text is not None or text_deltas or tool_calls or error is not None):
            raise InvalidArgumentError("give a script or a single answer", parameter="script")
        self.provider = provider
        self.model_id = model_id
        self.capabilities = capabilities
        self.calls: list[LanguageModelCall] = []
        self._script = [_reply(item) for item in script]
        if not self._script:
            if tool_calls:
                self._script.append(MockReply(tool_calls=[_pair(call) for call in tool_calls]))
            if not tool_calls or text is not None or text_deltas:
                self._script.append(MockReply(text, text_deltas, error=error))

    def _next(self, call: LanguageModelCall) -> tuple[int, MockReply]:
        turn = len(self.calls)
        self.calls.append(call)
        return turn, self._script[min(turn, len(self._script) - 1)]

    def bind_sync(self, client: Any = None) -> _MockDriver:
        """A blocking driver."""
        return _MockDriver(self)

    def bind_async(self, client: Any = None) -> _AsyncMockDriver:
        """A driver for an event loop."""
        return _AsyncMockDriver(self)

    def _whole(self, call: LanguageModelCall, control: CallControl) -> ModelResult:
        _check(control)
        turn, reply = self._next(call)
        if reply.error is not None:
            raise reply.error
        if reply.cut:
            raise StreamInterruptedError("the scripted answer was cut")
        return reply.whole(turn)

    def _open(self, call: LanguageModelCall, control: CallControl) -> _MockStream:
        _check(control)
        turn, reply = self._next(call)
        if reply.error is not None and not reply.pieces():
            raise reply.error
        return _MockStream(reply, turn, control)


def _check(control: CallControl) -> None:
    if control.cancel is not None:
        control.cancel.check()


def _pair(call: tuple[Any, ...] | Mapping[str, Any]) -> tuple[Any, ...]:
    if not isinstance(call, Mapping):
        return call
    pair: tuple[Any, ...] = (call["tool_name"], call.get("input", {}))
    return (*pair, call["tool_call_id"]) if "tool_call_id" in call else pair


def _reply(item: MockReply | str | Exception) -> MockReply:
    if isinstance(item, MockReply):
        return item
    return MockReply(error=item) if isinstance(item, Exception) else MockReply(item)


class _MockStream:
    """The pure part of both streams: one part at a time."""

    def __init__(self, reply: MockReply, turn: int, control: CallControl) -> None:
        self._parts = iter(reply.parts(turn))
        self._reply = reply
        self._control = control
        self.warnings: Sequence[CallWarning] = ()
        self.request = RequestInfo()
        self.response = ResponseInfo()
        self.attempts: Sequence[Attempt] = ()
        self.closed = False

    def next(self) -> Sequence[ModelStreamPart] | None:
        _check(self._control)
        part = next(self._parts, None)
        if part is not None:
            return (part,)
        if self._reply.error is not None:
            raise self._reply.error
        if self._reply.cut:
            raise StreamInterruptedError("the stream ended without its end mark")
        return None


class _MockDriver:
    def __init__(self, model: MockLanguageModel) -> None:
        self._model = model

    def generate(self, call: LanguageModelCall, control: CallControl) -> ModelResult:
        return self._model._whole(call, control)

    def stream(self, call: LanguageModelCall, control: CallControl) -> _SyncStream:
        return _SyncStream(self._model._open(call, control))


class _AsyncMockDriver:
    def __init__(self, model: MockLanguageModel) -> None:
        self._model = model

    async def generate(self, call: LanguageModelCall, control: CallControl) -> ModelResult:
        return self._model._whole(call, control)

    async def stream(self, call: LanguageModelCall, control: CallControl) -> _AsyncStream:
        return _AsyncStream(self._model._open(call, control))


class _Stream:
    def __init__(self, stream: _MockStream) -> None:
        self._stream = stream
        self.warnings = stream.warnings
        self.request = stream.request
        self.response = stream.response
        self.attempts = stream.attempts


class _SyncStream(_Stream):
    def receive(self) -> Sequence[ModelStreamPart] | None:
        return self._stream.next()

    def close(self) -> None:
        self._stream.closed = True


class _AsyncStream(_Stream):
    async def receive(self) -> Sequence[ModelStreamPart] | None:
        return self._stream.next()

    async def aclose(self) -> None:
        self._stream.closed = True
