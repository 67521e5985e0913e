"""The kinds of content a reply can have besides a language model's turn."""

from __future__ import annotations

from dataclasses import dataclass

from .payload import Payload
from .turn import Turn


@dataclass(frozen=True, slots=True)
class Builtin:
    """Whatever the built-in script answers."""


@dataclass(frozen=True, slots=True)
class ErrorReply:
    """An error status, its body in the protocol's own shape."""

    status: int
    message: str | None = None
    type: str | None = None
    code: str | None = None
    param: str | None = None


@dataclass(frozen=True, slots=True)
class Embeddings:
    """Embedding vectors."""

    vectors: tuple[tuple[float, ...], ...]
    tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """Documents' places and scores, in any order."""

    scores: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Images:
    """The bytes of image files."""

    files: tuple[bytes, ...]
    revised_prompt: str | None = None


@dataclass(frozen=True, slots=True)
class Audio:
    """The bytes of a sound file."""

    data: bytes
    media_type: str = "audio/wav"


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a recording says; `seconds` is its length."""

    text: str
    language: str = "english"
    seconds: float = 1.0


@dataclass(frozen=True, slots=True)
class WireBytes:
    """Bytes for the socket in place of an HTTP reply."""

    data: bytes


Content = (
    Builtin
    | Turn
    | ErrorReply
    | Embeddings
    | Ranking
    | Images
    | Audio
    | Transcript
    | Payload
    | WireBytes
)


class Misfit(Exception):
    """A fault was asked for that this reply cannot have, so a test of it would test nothing."""


class ProviderError(Exception):
    """Raised inside the server where a provider would answer with an error."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        type: str | None = None,
        code: str | None = None,
        param: str | None = None,
    ) -> None:
        super().__init__(message)
        self.reply = ErrorReply(status, message, type, code, param)
