"""What the public functions return. The same classes in both colours."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar, cast

from ..errors import ConfigurationError, NoOutputGeneratedError
from ._value import EMPTY, field, value
from .call import CallWarning, FinishReason, RequestInfo, ResponseInfo
from .content import (
    CustomPart,
    FilePart,
    Metadata,
    ReasoningPart,
    Source,
    TextPart,
    ToolApprovalRequest,
    ToolApprovalResponse,
    ToolCall,
    ToolFailure,
    ToolResult,
)
from .plain import to_plain
from .usage import EmbeddingUsage, Usage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import TypeAlias

    from .call import TranscriptSegment
    from .http import Attempt
    from .messages import Message
    from .performance import Performance

    Content: TypeAlias = (
        TextPart
        | ReasoningPart
        | FilePart
        | Source
        | CustomPart
        | ToolCall
        | ToolResult
        | ToolFailure
        | ToolApprovalRequest
        | ToolApprovalResponse
    )

__all__ = [
    "EmbedManyResult",
    "EmbedResult",
    "GenerateTextResult",
    "ImageResult",
    "ModelInfo",
    "ObjectResult",
    "SpeechResult",
    "StepResult",
    "TranscriptionResult",
]

if TYPE_CHECKING:
    import typing_extensions

    OutputT = typing_extensions.TypeVar("OutputT", covariant=True, default=str)
else:
    OutputT = TypeVar("OutputT", covariant=True)  # defaults come with Python 3.13

ObjectT = TypeVar("ObjectT", covariant=True)
_P = TypeVar("_P")

_OWN = {"plain": False}  # the caller's own objects: of no use to whoever reads a result elsewhere


class BaseResult:
    """What all results share: a plain form, and a clear word to whoever awaits one."""

    def to_dict(self) -> dict[str, Any]:
        """The result as plain JSON-ready data (bytes in base64, errors as text)."""
        return cast("dict[str, Any]", to_plain(self))

    if not TYPE_CHECKING:  # checkers find it themselves

        def __await__(self) -> NoReturn:
            raise ConfigurationError(
                f"this {type(self).__name__} is finished and cannot be awaited: functions "
                "imported from `ai_sdk` are synchronous; import the same names from `ai_sdk.aio` "
                "to await them"
            )


def _of(kind: type[_P], parts: Iterable[Any]) -> tuple[_P, ...]:
    return tuple(part for part in parts if type(part) is kind)


class _ContentViews:
    """Views of `content` by kind, shared by a step and a whole run."""

    content: tuple[Content, ...]

    @property
    def files(self) -> tuple[FilePart, ...]:
        """Files the model made."""
        return _of(FilePart, self.content)

    @property
    def sources(self) -> tuple[Source, ...]:
        """What the answer cites."""
        return _of(Source, self.content)

    @property
    def tool_calls(self) -> tuple[ToolCall, ...]:
        """All tool calls, invalid ones included."""
        return _of(ToolCall, self.content)

    @property
    def tool_results(self) -> tuple[ToolResult, ...]:
        """What tools returned, in the order of the calls."""
        return tuple(r for r in _of(ToolResult, self.content) if not r.preliminary)

    @property
    def tool_approval_requests(self) -> tuple[ToolApprovalRequest, ...]:
        """Tool calls that wait for consent, and those for which a policy gave or refused it."""
        return _of(ToolApprovalRequest, self.content)

    @property
    def tool_errors(self) -> tuple[ToolFailure, ...]:
        """Tool calls that failed."""
        return _of(ToolFailure, self.content)


@value
class ModelInfo:
    """Which model answered."""

    provider: str
    model_id: str


@value
class StepResult(_ContentViews):
    """One step: a call of the model and the tool runs that followed.

    Attributes:
        step_number: 0 for the first.
        content: everything the step produced, in order.
        response_messages: the messages the step adds to the conversation.
        attempts: each try of the model call.
        performance: how fast it was.
        tools_context: tool name -> what the step's tools were given.
        runtime_context: the run's own value, as it was in this step. Neither is in `to_dict()` or
            in a pickle or copy of the step: they are your program's objects.
        rejected: why the answer was not taken for the output, when the model was asked again.
    """

    step_number: int
    model: ModelInfo
    content: tuple[Content, ...]
    finish_reason: FinishReason
    raw_finish_reason: str | None = None
    usage: Usage = Usage()
    warnings: tuple[CallWarning, ...] = ()
    request: RequestInfo = RequestInfo()
    response: ResponseInfo = ResponseInfo()
    response_messages: tuple[Message, ...] = ()
    provider_metadata: Metadata = field(default=EMPTY, repr=False)
    attempts: tuple[Attempt, ...] = ()
    performance: Performance | None = field(default=None, eq=False, repr=False)
    tools_context: Mapping[str, Any] = field(default=EMPTY, eq=False, repr=False, metadata=_OWN)
    runtime_context: Any = field(default=None, eq=False, repr=False, metadata=_OWN)
    rejected: str | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "tools_context": EMPTY, "runtime_context": None}

    @property
    def text(self) -> str:
        """The text of the step."""
        return "".join(part.text for part in _of(TextPart, self.content))

    @property
    def reasoning(self) -> tuple[ReasoningPart, ...]:
        """The reasoning parts of the step."""
        return _of(ReasoningPart, self.content)

    @property
    def reasoning_text(self) -> str | None:
        """The reasoning as text; None if there was none."""
        parts = self.reasoning
        return "".join(part.text for part in parts) if parts else None


@value
class GenerateTextResult(_ContentViews, BaseResult, Generic[OutputT]):
    """The result of `generate_text`, and of `stream_text(...).result()`.

    Text and reasoning come from the final step; tool calls, sources, files and warnings from all
    steps; `usage` is their sum.

    Attributes:
        steps: every step, in order; never empty.
        response_messages: what to append to the conversation to go on.
    """

    steps: tuple[StepResult, ...]
    _output: Any = field(default=None, alias="output", repr=False)
    _output_error: NoOutputGeneratedError | None = field(
        default=None, alias="output_error", repr=False, eq=False
    )
    _mended: str | None = field(default=None, alias="mended", repr=False)

    @property
    def final_step(self) -> StepResult:
        """The last step."""
        return self.steps[-1]

    @property
    def text(self) -> str:
        """The text of the final step."""
        return self.final_step.text

    @property
    def reasoning(self) -> tuple[ReasoningPart, ...]:
        """The reasoning of the final step."""
        return self.final_step.reasoning

    @property
    def reasoning_text(self) -> str | None:
        """The reasoning of the final step as text."""
        return self.final_step.reasoning_text

    @cached_property
    def content(self) -> tuple[Content, ...]:  # type: ignore[override]
        """The content of all steps."""
        return tuple(part for step in self.steps for part in step.content)

    @property
    def finish_reason(self) -> FinishReason:
        """Why the final step ended."""
        return self.final_step.finish_reason

    @property
    def raw_finish_reason(self) -> str | None:
        """The provider's own word for it."""
        return self.final_step.raw_finish_reason

    @cached_property
    def usage(self) -> Usage:
        """Tokens of all steps; of a single step with the provider's own object in `raw`."""
        usages = [step.usage for step in self.steps]
        return usages[0] if len(usages) == 1 else sum(usages[1:], usages[0])

    @property
    def warnings(self) -> tuple[CallWarning, ...]:
        """Warnings of all steps."""
        return tuple(warning for step in self.steps for warning in step.warnings)

    @property
    def request(self) -> RequestInfo:
        """The request of the final step."""
        return self.final_step.request

    @property
    def response(self) -> ResponseInfo:
        """The reply of the final step."""
        return self.final_step.response

    @property
    def response_messages(self) -> tuple[Message, ...]:
        """The messages of all steps, to append to the conversation."""
        return tuple(message for step in self.steps for message in step.response_messages)

    @property
    def provider_metadata(self) -> Metadata:
        """The provider's own facts about the final step."""
        return self.final_step.provider_metadata

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """Each try of each model call."""
        return tuple(attempt for step in self.steps for attempt in step.attempts)

    def to_dict(self) -> dict[str, Any]:
        """The result as plain JSON-ready data: what matters first, then every step."""
        head = {
            "text": self.text,
            "finish_reason": self.finish_reason,
            "usage": to_plain(self.usage),
        }
        return {**head, **BaseResult.to_dict(self)}

    @property
    def output_text(self) -> str:
        """The text that `output` was read from: as `repair_object` mended it, if it did."""
        return self.text if self._mended is None else self._mended

    @property
    def output_error(self) -> NoOutputGeneratedError | None:
        """What reading `output` raises; None if there is one."""
        return self._output_error

    @property
    def repairs(self) -> int:
        """How often the model was asked again because its answer did not fit."""
        return sum(step.rejected is not None for step in self.steps)

    @property
    def output(self) -> OutputT:
        """The value that `output=` asked for; the text if nothing was asked for.

        Raises:
            NoOutputGeneratedError: the run ended before the model gave its answer.
            NoObjectGeneratedError: the answer is no value of the schema.
        """
        if self._output_error is not None:
            raise self._output_error
        return cast("OutputT", self._output)


@value
class ObjectResult(BaseResult, Generic[ObjectT]):
    """The result of `generate_object`, and of `stream_object(...).result()`.

    Attributes:
        object: the validated value.
        text: the text it was read from, as `repair_object` mended it, if it did.
        repairs: how many times the model was asked again.
    """

    object: ObjectT
    text: str
    finish_reason: FinishReason
    usage: Usage = Usage()
    raw_finish_reason: str | None = None
    reasoning_text: str | None = None
    warnings: tuple[CallWarning, ...] = ()
    request: RequestInfo = RequestInfo()
    response: ResponseInfo = ResponseInfo()
    provider_metadata: Metadata = field(default=EMPTY, repr=False)
    attempts: tuple[Attempt, ...] = ()
    repairs: int = 0


@value
class EmbedResult(BaseResult):
    """The result of `embed`: one value and its vector."""

    value: Any
    embedding: Sequence[float] = field(repr=False)
    usage: EmbeddingUsage = EmbeddingUsage()
    warnings: tuple[CallWarning, ...] = ()
    provider_metadata: Metadata = field(default=EMPTY, repr=False)
    request: RequestInfo = RequestInfo()
    response: ResponseInfo = ResponseInfo()
    attempts: tuple[Attempt, ...] = ()


@value
class EmbedManyResult(BaseResult):
    """The result of `embed_many`. `embeddings[i]` is the vector of `values[i]`.

    `embeddings` is an `Embeddings`: one buffer of 32-bit floats that numpy reads without copying,
    and a sequence of lists on demand.
    """

    values: Sequence[Any] = field(repr=False)
    embeddings: Sequence[Sequence[float]] = field(repr=False)
    usage: EmbeddingUsage = EmbeddingUsage()
    warnings: tuple[CallWarning, ...] = ()
    provider_metadata: Metadata = field(default=EMPTY, repr=False)
    requests: tuple[RequestInfo, ...] = ()
    responses: tuple[ResponseInfo, ...] = ()
    attempts: tuple[Attempt, ...] = ()


@value
class ImageResult(BaseResult):
    """The result of `generate_image`; `image` is the first of `images`."""

    images: tuple[FilePart, ...]
    usage: Usage = Usage()
    warnings: tuple[CallWarning, ...] = ()
    provider_metadata: Metadata = field(default=EMPTY, repr=False)
    requests: tuple[RequestInfo, ...] = ()
    responses: tuple[ResponseInfo, ...] = ()
    attempts: tuple[Attempt, ...] = ()

    @property
    def image(self) -> FilePart:
        """The first image."""
        return self.images[0]


@value
class SpeechResult(BaseResult):
    """The result of `generate_speech`: `audio.bytes`, `audio.media_type`."""

    audio: FilePart
    usage: Usage = Usage()
    warnings: tuple[CallWarning, ...] = ()
    provider_metadata: Metadata = field(default=EMPTY, repr=False)
    request: RequestInfo = RequestInfo()
    response: ResponseInfo = ResponseInfo()
    attempts: tuple[Attempt, ...] = ()


@value
class TranscriptionResult(BaseResult):
    """The result of `transcribe`. `duration` is in seconds; unknown facts are None."""

    text: str
    segments: tuple[TranscriptSegment, ...] = ()
    language: str | None = None
    duration: float | None = None
    usage: Usage = Usage()
    warnings: tuple[CallWarning, ...] = ()
    provider_metadata: Metadata = field(default=EMPTY, repr=False)
    request: RequestInfo = RequestInfo()
    response: ResponseInfo = ResponseInfo()
    attempts: tuple[Attempt, ...] = ()
