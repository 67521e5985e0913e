"""Model handles: values that name a model and know how to bind it to a client."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any, ClassVar

from ..types._value import field, value
from ..types.endpoint import Endpoint
from ..types.models import ModelCapabilities
from ._pickling import Picklable

__all__ = [
    "EmbeddingHandle",
    "Handle",
    "ImageHandle",
    "LanguageHandle",
    "RerankingHandle",
    "ServicesHandle",
    "SpeechHandle",
    "TranscriptionHandle",
]


@cache
def _driver(module: str, name: str) -> Any:
    """A driver's class, imported when the first model of its kind is bound."""
    return getattr(import_module(module), name)


class _Bindable(Picklable):
    """What can be bound to a client of either colour, and pickled when made of plain values."""

    driver: ClassVar[tuple[str, str]] = ("", "")

    @property
    def provider(self) -> str:
        """The provider's name."""
        return self.endpoint.provider

    def bind_sync(self, client: Any = None) -> Any:
        """A blocking driver on `client`, the handle's own client, or the default one."""
        module, name = self.driver
        driver = _driver(f"ai_sdk._sync.{module}", name)
        return driver(self, client if client is not None else self.client)

    def bind_async(self, client: Any = None) -> Any:
        """A driver for the running event loop, on `client`, its own client, or the default."""
        module, name = self.driver
        driver = _driver(f"ai_sdk._async.{module}", f"Async{name}")
        return driver(self, client if client is not None else self.client)


@value
class Handle(_Bindable):
    """A model of a provider. Comparable and hashable; picklable when made of plain values.

    Attributes:
        model_id: the model's id at the provider.
        endpoint: the provider's address and credentials.
        protocol: module of the wire protocol, below `ai_sdk.wire`; "module:ATTRIBUTE" for one of
            another package.
        dialect: where the vendor differs from the protocol.
        client: the HTTP client to use; None for the default one.
    """

    model_id: str
    endpoint: Endpoint = field(repr=False)
    protocol: str
    dialect: Any = field(repr=False)
    client: Any = field(default=None, repr=False, eq=False)
    kind: ClassVar[str] = ""


@value
class LanguageHandle(Handle):
    """A language model."""

    capabilities: ModelCapabilities = field(default=ModelCapabilities(), repr=False)
    kind: ClassVar[str] = "language"
    driver: ClassVar[tuple[str, str]] = ("language_driver", "SSELanguageDriver")


@value
class EmbeddingHandle(Handle):
    """An embedding model."""

    max_embeddings_per_call: int | None = 2048
    supports_parallel_calls: bool = True
    kind: ClassVar[str] = "embedding"
    driver: ClassVar[tuple[str, str]] = ("unary_drivers", "UnaryEmbeddingDriver")


@value
class RerankingHandle(Handle):
    """A reranking model."""

    kind: ClassVar[str] = "reranking"
    driver: ClassVar[tuple[str, str]] = ("unary_drivers", "UnaryRerankingDriver")


@value
class ImageHandle(Handle):
    """An image model."""

    max_images_per_call: int | None = None
    kind: ClassVar[str] = "image"
    driver: ClassVar[tuple[str, str]] = ("unary_drivers", "UnaryImageDriver")


@value
class SpeechHandle(Handle):
    """A speech model."""

    kind: ClassVar[str] = "speech"
    driver: ClassVar[tuple[str, str]] = ("unary_drivers", "UnarySpeechDriver")


@value
class TranscriptionHandle(Handle):
    """A transcription model."""

    kind: ClassVar[str] = "transcription"
    driver: ClassVar[tuple[str, str]] = ("unary_drivers", "UnaryTranscriptionDriver")


@value
class ServicesHandle(_Bindable):
    """What a provider offers beside its models: its list of models, files it keeps.

    Attributes:
        endpoint: the provider's address and credentials.
        protocol: module of the wire protocol, below `ai_sdk.wire`; "module:ATTRIBUTE" for one of
            another package.
        dialect: where the vendor differs from the protocol.
        client: the HTTP client to use; None for the default one.
    """

    endpoint: Endpoint = field(repr=False)
    protocol: str
    dialect: Any = field(repr=False)
    client: Any = field(default=None, repr=False, eq=False)
    driver: ClassVar[tuple[str, str]] = ("service_drivers", "HTTPServicesDriver")
