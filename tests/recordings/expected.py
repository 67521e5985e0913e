"""What a record should come out as: plain values, made by the walks, compared by `check`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

FinishReason: TypeAlias = str


@dataclass(frozen=True)
class ExpectedUsage:
    """Token counts; None where the answer does not say."""

    input: int | None = None
    cached: int | None = None
    cache_write: int | None = None
    output: int | None = None
    reasoning: int | None = None
    total: int | None = None


@dataclass(frozen=True)
class ExpectedCall:
    """A tool call. `id` is None where the answer has none; `input` is parsed JSON or raw text."""

    id: str | None
    name: str
    input: Any
    provider_executed: bool = False


@dataclass(frozen=True)
class ExpectedFile:
    """A file in an answer: its bytes, or the URL it can be had from."""

    data: bytes | None = None
    url: str | None = None


@dataclass(frozen=True)
class ExpectedText:
    """A language model's answer, read by hand."""

    text: str = ""
    reasoning: tuple[str, ...] = ()
    tool_calls: tuple[ExpectedCall, ...] = ()
    sources: tuple[str, ...] = ()
    files: tuple[ExpectedFile, ...] = ()
    finish_reason: FinishReason = "other"
    raw_finish_reason: str | None = None
    usage: ExpectedUsage = field(default_factory=ExpectedUsage)
    response_id: str | None = None
    model: str | None = None


@dataclass(frozen=True)
class ExpectedError:
    """A typed error before any part: its class, the status and the provider's words."""

    error: str
    status: int | None = None
    message: str | None = None


@dataclass(frozen=True)
class ExpectedInterrupted:
    """A stream that breaks: the class of the error, and what had come by then."""

    error: str
    text: str
    tool_calls: tuple[ExpectedCall, ...] = ()


@dataclass(frozen=True)
class ExpectedVectors:
    """Embeddings in the order of the input."""

    vectors: tuple[tuple[float, ...], ...]
    tokens: int | None
    model: str | None = None


@dataclass(frozen=True)
class ExpectedImages:
    """Images of an answer, with the prompts as the model rewrote them."""

    images: tuple[ExpectedFile, ...]
    revised_prompts: tuple[str | None, ...]
    usage: ExpectedUsage


@dataclass(frozen=True)
class ExpectedSpeech:
    """The bytes of an audio answer."""

    audio: bytes


@dataclass(frozen=True)
class ExpectedSegment:
    """A stretch of a transcript; times in seconds."""

    text: str
    start: float
    end: float
    speaker: str | None = None


@dataclass(frozen=True)
class ExpectedTranscript:
    """A transcript; `duration` in seconds."""

    text: str
    segments: tuple[ExpectedSegment, ...] = ()
    language: str | None = None
    duration: float | None = None
    usage: ExpectedUsage = field(default_factory=ExpectedUsage)


@dataclass(frozen=True)
class ExpectedCount:
    """A count of input tokens."""

    input_tokens: int


@dataclass(frozen=True)
class ExpectedUpload:
    """A file that the provider keeps."""

    id: str
    filename: str
    size: int


Expected: TypeAlias = (
    ExpectedText
    | ExpectedCount
    | ExpectedUpload
    | ExpectedError
    | ExpectedInterrupted
    | ExpectedVectors
    | ExpectedImages
    | ExpectedSpeech
    | ExpectedTranscript
)
