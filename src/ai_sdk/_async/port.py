"""What a bound model offers to the engine: drivers and the stream object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..types.call import (
        CallWarning,
        EmbeddingCall,
        EmbeddingModelResult,
        ImageCall,
        ImageModelResult,
        LanguageModelCall,
        ModelResult,
        ModelStreamPart,
        RequestInfo,
        RerankingCall,
        RerankingModelResult,
        ResponseInfo,
        SpeechCall,
        SpeechModelResult,
        TranscriptionCall,
        TranscriptionModelResult,
    )
    from ..types.http import Attempt
    from ..types.run import CallControl
    from ..types.services import (
        ListModelsCall,
        ListModelsResult,
        TokenCount,
        UploadCall,
        UploadedFile,
    )


class AsyncModelStream(Protocol):
    """An open stream of a model. Not a generator: it can be closed from anywhere, any time."""

    @property
    def warnings(self) -> Sequence[CallWarning]:
        """What the request could not say."""
        ...

    @property
    def request(self) -> RequestInfo:
        """The request that was sent."""
        ...

    @property
    def response(self) -> ResponseInfo:
        """What is known of the reply; complete once the stream told it."""
        ...

    @property
    def attempts(self) -> Sequence[Attempt]:
        """The tries it took to open the stream."""
        ...

    async def receive(self) -> Sequence[ModelStreamPart] | None:
        """The next parts, all that came with one read; None after the end mark.

        Raises the typed error of whatever went wrong, `StreamInterruptedError` for a missing
        end mark. Parts that came before the error in the same read are delivered first.
        """
        ...

    async def aclose(self) -> None:
        """Close the connection; harmless when already closed."""
        ...


class AsyncLanguageDriver(Protocol):
    """A language model bound to a client."""

    async def generate(self, call: LanguageModelCall, control: CallControl) -> ModelResult:
        """One whole answer."""
        ...

    async def stream(self, call: LanguageModelCall, control: CallControl) -> AsyncModelStream:
        """An open stream whose first event has come: errors before it are raised from here."""
        ...


class AsyncEmbeddingDriver(Protocol):
    """An embedding model bound to a client."""

    async def embed(self, call: EmbeddingCall, control: CallControl) -> EmbeddingModelResult:
        """Vectors for the call's values."""
        ...


class AsyncRerankingDriver(Protocol):
    """A bound reranking model."""

    async def rerank(self, call: RerankingCall, control: CallControl) -> RerankingModelResult:
        """The documents' places, the best first."""
        ...


class AsyncImageDriver(Protocol):
    """An image model bound to a client."""

    async def generate(self, call: ImageCall, control: CallControl) -> ImageModelResult:
        """Images for the call's prompt."""
        ...


class AsyncSpeechDriver(Protocol):
    """A speech model bound to a client."""

    async def generate(self, call: SpeechCall, control: CallControl) -> SpeechModelResult:
        """Audio for the call's text."""
        ...


class AsyncTranscriptionDriver(Protocol):
    """A transcription model bound to a client."""

    async def transcribe(
        self, call: TranscriptionCall, control: CallControl
    ) -> TranscriptionModelResult:
        """The transcript of the call's audio."""
        ...


class AsyncTokenCounter(Protocol):
    """What a driver of language models may offer besides: counting a call's tokens."""

    async def count_tokens(self, call: LanguageModelCall, control: CallControl) -> TokenCount:
        """How many input tokens the call would use.

        Raises `UnsupportedFunctionalityError` where the provider does not tell.
        """
        ...


class AsyncServicesDriver(Protocol):
    """What a provider offers beside its models, bound to a client.

    Either raises `UnsupportedFunctionalityError` where the provider has no such thing.
    """

    async def list_models(self, call: ListModelsCall, control: CallControl) -> ListModelsResult:
        """All models, page after page."""
        ...

    async def upload_file(self, call: UploadCall, control: CallControl) -> UploadedFile:
        """The file, once the provider can use it."""
        ...
