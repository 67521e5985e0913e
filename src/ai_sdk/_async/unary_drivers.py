"""The adapters for models of one request and one whole reply: vectors, images, audio, text."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from ..json_codec import JSONError, loads
from ..types._value import evolve
from ..types.call import RequestInfo
from .exchange import AsyncExchange

if TYPE_CHECKING:
    from ..providers.handles import Handle
    from ..types.call import (
        CallOptions,
        EmbeddingCall,
        EmbeddingModelResult,
        ImageCall,
        ImageModelResult,
        SpeechCall,
        SpeechModelResult,
        TranscriptionCall,
        TranscriptionModelResult,
    )
    from ..types.run import CallControl
    from ..wire.protocol import UnaryProtocol, WireRequest
    from .http.client import AsyncHTTPClient

__all__ = [
    "AsyncUnaryEmbeddingDriver",
    "AsyncUnaryImageDriver",
    "AsyncUnarySpeechDriver",
    "AsyncUnaryTranscriptionDriver",
]


class _AsyncUnaryDriver:
    """Drives any `UnaryProtocol`."""

    def __init__(self, handle: Handle, client: AsyncHTTPClient | None) -> None:
        self._exchange = AsyncExchange(handle, client)
        self._handle = handle
        module = import_module(f"ai_sdk.wire.{handle.protocol}")
        self._protocol = cast("UnaryProtocol", module.PROTOCOL)

    async def _answer(self, call: CallOptions, control: CallControl) -> Any:
        """The parsed reply, with what only the exchange knows filled in."""
        handle, protocol = self._handle, self._protocol
        wire = protocol.build(handle.dialect, handle.model_id, call)
        answer, attempts = await self._exchange.unary(
            wire,
            call,
            control,
            protocol.parse_error,
            lambda reply: protocol.parse(handle.dialect, reply, wire, call),
        )
        result, reply = answer.parsed, answer.reply
        body = _readable(reply.body) if call.include_raw else None
        return evolve(
            result,
            warnings=(*wire.warnings, *result.warnings),
            request=_sent(wire) if call.include_raw else RequestInfo(),
            response=evolve(result.response, headers=reply.headers, body=body),
            attempts=attempts,
        )


class AsyncUnaryEmbeddingDriver(_AsyncUnaryDriver):
    """An embedding model over one request and one reply."""

    async def embed(self, call: EmbeddingCall, control: CallControl) -> EmbeddingModelResult:
        """Vectors for the call's values."""
        result: EmbeddingModelResult = await self._answer(call, control)
        return result


class AsyncUnaryImageDriver(_AsyncUnaryDriver):
    """An image model over one request and one reply."""

    async def generate(self, call: ImageCall, control: CallControl) -> ImageModelResult:
        """Images for the call's prompt."""
        result: ImageModelResult = await self._answer(call, control)
        return result


class AsyncUnarySpeechDriver(_AsyncUnaryDriver):
    """A speech model over one request and one reply."""

    async def generate(self, call: SpeechCall, control: CallControl) -> SpeechModelResult:
        """Audio for the call's text."""
        result: SpeechModelResult = await self._answer(call, control)
        return result


class AsyncUnaryTranscriptionDriver(_AsyncUnaryDriver):
    """A transcription model over one request and one reply."""

    async def transcribe(
        self, call: TranscriptionCall, control: CallControl
    ) -> TranscriptionModelResult:
        """The transcript of the call's audio."""
        result: TranscriptionModelResult = await self._answer(call, control)
        return result


def _sent(wire: WireRequest) -> RequestInfo:
    """The body that was sent: JSON, or the parts of a form with the files' sizes."""
    if not wire.form:
        return RequestInfo(wire.json)
    parts: list[dict[str, Any]] = []
    for part in wire.form:
        if part.filename is None:
            parts.append({"name": part.name, "text": part.content})
        else:
            kept = {"filename": part.filename, "content_type": part.content_type}
            parts.append({"name": part.name, **kept, "size": len(part.content)})
    return RequestInfo(parts)


def _readable(body: bytes) -> Any:
    """A reply's body as JSON, else as text, else as the bytes it is."""
    try:
        return loads(body)
    except JSONError:
        pass
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body
