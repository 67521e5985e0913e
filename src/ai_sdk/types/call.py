"""What passes through the port between engine and models: calls in, results and parts out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias

from ._value import EMPTY, field, value
from .content import (
    CustomPart,
    FilePart,
    Metadata,
    ReasoningPart,
    Source,
    TextPart,
    ToolApprovalRequest,
    ToolResult,
)
from .stream_parts import (
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
from .usage import EmbeddingUsage, Usage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from .http import Attempt
    from .messages import Message
    from .tools import ToolChoice, ToolDefinition

__all__ = [
    "CallOptions",
    "CallWarning",
    "EmbeddingCall",
    "EmbeddingModelResult",
    "FinishReason",
    "ImageCall",
    "ImageModelResult",
    "LanguageModelCall",
    "ModelContent",
    "ModelFinish",
    "ModelResult",
    "ModelStreamPart",
    "ModelToolCall",
    "RankedIndex",
    "ReasoningLevel",
    "RerankingCall",
    "RerankingModelResult",
    "RequestInfo",
    "ResponseFormat",
    "ResponseInfo",
    "ResponseMetadata",
    "SpeechCall",
    "SpeechModelResult",
    "TranscriptSegment",
    "TranscriptionCall",
    "TranscriptionModelResult",
]

FinishReason: TypeAlias = Literal[
    "stop", "length", "content-filter", "tool-calls", "error", "other"
]
ReasoningLevel: TypeAlias = Literal[
    "provider-default", "none", "minimal", "low", "medium", "high", "xhigh"
]


@value
class CallWarning:
    """Something the call asked for that was not done, or not in the way it was asked.

    `type` is "unsupported" (a setting was left out), "compatibility" (done another way),
    "deprecated" or "other"; `setting` names the setting, `message` says what happened.
    """

    type: Literal["unsupported", "compatibility", "deprecated", "other"]
    message: str
    setting: str | None = None


@value
class RequestInfo:
    """The request that was sent: `body` only with `include=["request_body"]`, `messages` (the
    prompt as the model got it) only with `include=["request_messages"]`."""

    body: Any = field(default=None, repr=False)
    messages: tuple[Message, ...] = field(default=(), repr=False)


@value
class ResponseInfo:
    """Facts about a provider's reply; `body` only with `include=["response_body"]`."""

    id: str | None = None
    model_id: str | None = None
    timestamp: datetime | None = None
    headers: Mapping[str, str] = field(default=EMPTY, repr=False)
    body: Any = field(default=None, repr=False)


@value
class ResponseFormat:
    """Text, or JSON (of a schema, if one is given)."""

    type: Literal["text", "json"]
    schema: Mapping[str, Any] | None = None
    name: str | None = None
    description: str | None = None
    strict: bool | None = None


@value
class CallOptions:
    """What every call of every kind of model carries.

    Attributes:
        headers: extra header lines; they win over the provider's own.
        provider_options: provider name -> that provider's own settings (snake_case keys).
        extra_body: fields merged into the JSON body as they are.
        include_raw: keep the provider's raw events or body.
    """

    headers: Mapping[str, str] = field(default=EMPTY, kw_only=True, repr=False)
    provider_options: Metadata = field(default=EMPTY, kw_only=True, repr=False)
    extra_body: Mapping[str, Any] = field(default=EMPTY, kw_only=True)
    include_raw: bool = field(default=False, kw_only=True)


@value
class LanguageModelCall(CallOptions):
    """One call of a language model. The prompt is normalised: content is always a tuple of
    parts, files are bytes, `FileURL` or `FileReference` with a media type."""

    prompt: Sequence[Message]
    max_output_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    presence_penalty: float | None = None
    frequency_penalty: float | None = None
    stop_sequences: tuple[str, ...] = ()
    seed: int | None = None
    reasoning: ReasoningLevel | None = None
    response_format: ResponseFormat | None = None
    tools: tuple[ToolDefinition, ...] = ()
    tool_choice: ToolChoice | None = None


@value
class ModelToolCall:
    """A tool call as the model wrote it: `input` is the arguments' text, not yet parsed."""

    tool_call_id: str
    tool_name: str
    input: str
    provider_executed: bool = False
    dynamic: bool = False
    provider_metadata: Metadata = field(default=EMPTY, repr=False)
    type: ClassVar[Literal["model-tool-call"]] = "model-tool-call"


ModelContent: TypeAlias = (
    TextPart
    | ReasoningPart
    | FilePart
    | Source
    | CustomPart
    | ModelToolCall
    | ToolResult
    | ToolApprovalRequest
)


@value
class ModelResult:
    """A whole answer of a language model."""

    content: tuple[ModelContent, ...]
    finish_reason: FinishReason
    raw_finish_reason: str | None = None
    usage: Usage = Usage()
    warnings: tuple[CallWarning, ...] = ()
    provider_metadata: Metadata = field(default=EMPTY, repr=False)
    request: RequestInfo = RequestInfo()
    response: ResponseInfo = ResponseInfo()
    attempts: tuple[Attempt, ...] = ()


@value
class ResponseMetadata:
    """Facts about the reply that a stream tells at its start; `usage` as far as it is known then,
    for a stream that is left before its end mark tells the rest."""

    id: str | None = None
    model_id: str | None = None
    timestamp: datetime | None = None
    usage: Usage = Usage()
    type: ClassVar[Literal["response-metadata"]] = "response-metadata"


@value
class ModelFinish:
    """The end mark of a model's stream."""

    finish_reason: FinishReason
    raw_finish_reason: str | None = None
    usage: Usage = Usage()
    provider_metadata: Metadata = field(default=EMPTY, repr=False)
    warnings: tuple[CallWarning, ...] = ()
    type: ClassVar[Literal["model-finish"]] = "model-finish"


ModelStreamPart: TypeAlias = (
    TextStart
    | TextDelta
    | TextEnd
    | ReasoningStart
    | ReasoningDelta
    | ReasoningEnd
    | ToolInputStart
    | ToolInputDelta
    | ToolInputEnd
    | ModelToolCall
    | ToolResult
    | ToolApprovalRequest
    | Source
    | FilePart
    | CustomPart
    | ResponseMetadata
    | ModelFinish
    | Raw
)


@value
class EmbeddingCall(CallOptions):
    """One call of an embedding model, within the model's limit of values."""

    values: tuple[Any, ...]


@value
class EmbeddingModelResult:
    """Vectors in the order of the call's values. `embeddings` holds sequences of floats."""

    embeddings: Sequence[Sequence[float]] = field(repr=False)
    usage: EmbeddingUsage = EmbeddingUsage()
    warnings: tuple[CallWarning, ...] = ()
    provider_metadata: Metadata = field(default=EMPTY, repr=False)
    request: RequestInfo = RequestInfo()
    response: ResponseInfo = ResponseInfo()
    attempts: tuple[Attempt, ...] = ()


@value
class RerankingCall(CallOptions):
    """One call of a reranking model: texts, or JSON objects, to order by a query."""

    query: str
    documents: tuple[Any, ...]
    top_n: int | None = None


@value
class RankedIndex:
    """Where a document stands in the call, and how well it fits; a higher score is better."""

    index: int
    score: float


@value
class RerankingModelResult:
    """The documents' places, the best first; no more than were asked for."""

    ranking: tuple[RankedIndex, ...]
    usage: EmbeddingUsage = EmbeddingUsage()
    warnings: tuple[CallWarning, ...] = ()
    provider_metadata: Metadata = field(default=EMPTY, repr=False)
    request: RequestInfo = RequestInfo()
    response: ResponseInfo = ResponseInfo()
    attempts: tuple[Attempt, ...] = ()


@value
class ImageCall(CallOptions):
    """One call of an image model. With `images` it is an edit; `mask` limits where."""

    prompt: str | None
    n: int = 1
    size: str | None = None
    aspect_ratio: str | None = None
    seed: int | None = None
    images: tuple[FilePart, ...] = ()
    mask: FilePart | None = None


@value
class ImageModelResult:
    """Images, each a `FilePart` (bytes, or a `FileURL` still to fetch)."""

    images: tuple[FilePart, ...]
    usage: Usage = Usage()
    warnings: tuple[CallWarning, ...] = ()
    provider_metadata: Metadata = field(default=EMPTY, repr=False)
    request: RequestInfo = RequestInfo()
    response: ResponseInfo = ResponseInfo()
    attempts: tuple[Attempt, ...] = ()


@value
class SpeechCall(CallOptions):
    """One call of a speech model."""

    text: str
    voice: str | None = None
    output_format: str | None = None
    instructions: str | None = None
    speed: float | None = None
    language: str | None = None


@value
class SpeechModelResult:
    """Audio, with its media type."""

    audio: FilePart
    usage: Usage = Usage()
    warnings: tuple[CallWarning, ...] = ()
    provider_metadata: Metadata = field(default=EMPTY, repr=False)
    request: RequestInfo = RequestInfo()
    response: ResponseInfo = ResponseInfo()
    attempts: tuple[Attempt, ...] = ()


@value
class TranscriptionCall(CallOptions):
    """One call of a transcription model; `audio` is bytes with a media type."""

    audio: FilePart


@value
class TranscriptSegment:
    """A stretch of a transcript with its times in seconds."""

    text: str
    start: float
    end: float
    speaker: str | None = None


@value
class TranscriptionModelResult:
    """A transcript. `duration` is in seconds."""

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
