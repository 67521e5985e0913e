"""The adapters for models of one request and one whole reply: vectors, images, audio, text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from ..wire.protocol import protocol_named
from .exchange import AsyncExchange
from .unary import whole_answer

if TYPE_CHECKING:
    from ..providers.handles import Handle
    from ..types.call import (
        CallOptions,
        EmbeddingCall,
        EmbeddingModelResult,
        ImageCall,
        ImageModelResult,
        RerankingCall,
        RerankingModelResult,
        SpeechCall,
        SpeechModelResult,
        TranscriptionCall,
        TranscriptionModelResult,
    )
    from ..types.run import CallControl
    from ..wire.protocol import UnaryProtocol
    from .http.client import AsyncHTTPClient

__all__ = [
    "AsyncUnaryEmbeddingDriver",
    "AsyncUnaryImageDriver",
    "AsyncUnaryRerankingDriver",
    "AsyncUnarySpeechDriver",
    "AsyncUnaryTranscriptionDriver",
]


class _AsyncUnaryDriver:
    """Drives any `UnaryProtocol`."""

    def __init__(self, handle: Handle, client: AsyncHTTPClient | None) -> None:
        self._exchange = AsyncExchange(handle, client)
        self._handle = handle
        self._protocol = cast("UnaryProtocol", protocol_named(handle.protocol))

    async def _answer(self, call: CallOptions, control: CallControl) -> Any:
        """The parsed reply, with what only the exchange knows filled in."""
        return await whole_answer(
            self._exchange, self._protocol, self._handle.model_id, call, control
        )


class AsyncUnaryEmbeddingDriver(_AsyncUnaryDriver):
    """An embedding model over one request and one reply."""

    async def embed(self, call: EmbeddingCall, control: CallControl) -> EmbeddingModelResult:
        """Vectors for the call's values."""
        result: EmbeddingModelResult = await self._answer(call, control)
        return result


class AsyncUnaryRerankingDriver(_AsyncUnaryDriver):
    """A reranking model over one request and one reply."""

    async def rerank(self, call: RerankingCall, control: CallControl) -> RerankingModelResult:
        """The order of the call's documents."""
        result: RerankingModelResult = await self._answer(call, control)
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
