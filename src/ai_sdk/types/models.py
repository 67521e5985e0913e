"""The port between engine and models: what any model must offer, in either colour.

A *model* is a value with `provider`, `model_id`, `bind_sync()` and `bind_async()`. Binding gives
a driver that talks to the provider. Handles, mocks, wrapped and routed models all are models.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from ._value import value

if TYPE_CHECKING:
    from .._async import port as async_port
    from .._sync import port as sync_port

__all__ = [
    "TEXT_ONLY",
    "EmbeddingModel",
    "ImageModel",
    "LanguageModel",
    "ModelCapabilities",
    "RerankingModel",
    "Services",
    "ServicesProvider",
    "SpeechModel",
    "TranscriptionModel",
]


@value
class ModelCapabilities:
    """What the engine must know of a language model before it calls it.

    Attributes:
        json_schema: the model can be held to a JSON Schema.
        json_object: the model can be told to answer in JSON.
        tools: the model can call tools.
        url_media_types: media type prefixes whose URLs the provider fetches itself; also
            prefixes of URLs, with a scheme, that it knows. Other files behind URLs are downloaded.
        schema_dialect: the lowering its JSON schemas need ("openai-strict", "plain", ...).
        json_with_tools: a call may ask for JSON and offer tools; otherwise the answer comes through
            a tool of its own.
    """

    json_schema: bool = True
    json_object: bool = True
    tools: bool = True
    url_media_types: tuple[str, ...] = ()
    schema_dialect: str = "plain"
    json_with_tools: bool = True


TEXT_ONLY = ModelCapabilities(json_schema=False, json_object=False, tools=False)
"""What a model can do that goes on with a text and nothing else."""


class _Model(Protocol):
    @property
    def provider(self) -> str:
        """The provider's name, such as "openai"."""
        ...

    @property
    def model_id(self) -> str:
        """The model's id at the provider."""
        ...


@runtime_checkable
class LanguageModel(_Model, Protocol):
    """A model that writes text, objects and tool calls."""

    @property
    def capabilities(self) -> ModelCapabilities:
        """What the model can do."""
        ...

    def bind_sync(self, client: Any = None) -> sync_port.LanguageDriver:
        """A blocking driver; `client` is an `HTTPClient` or None for the default."""
        ...

    def bind_async(self, client: Any = None) -> async_port.AsyncLanguageDriver:
        """A driver for the running event loop; `client` is an `AsyncHTTPClient` or None."""
        ...


@runtime_checkable
class EmbeddingModel(_Model, Protocol):
    """A model that turns texts into vectors."""

    @property
    def max_embeddings_per_call(self) -> int | None:
        """How many values one call takes; None for no limit."""
        ...

    @property
    def supports_parallel_calls(self) -> bool:
        """Whether several calls may run at once."""
        ...

    def bind_sync(self, client: Any = None) -> sync_port.EmbeddingDriver:
        """A blocking driver."""
        ...

    def bind_async(self, client: Any = None) -> async_port.AsyncEmbeddingDriver:
        """A driver for the running event loop."""
        ...


@runtime_checkable
class RerankingModel(_Model, Protocol):
    """A model that orders documents by how well they fit a query."""

    def bind_sync(self, client: Any = None) -> sync_port.RerankingDriver:
        """A blocking driver."""
        ...

    def bind_async(self, client: Any = None) -> async_port.AsyncRerankingDriver:
        """A driver for the running event loop."""
        ...


@runtime_checkable
class ImageModel(_Model, Protocol):
    """A model that makes images."""

    @property
    def max_images_per_call(self) -> int | None:
        """How many images one call makes; None for no limit."""
        ...

    def bind_sync(self, client: Any = None) -> sync_port.ImageDriver:
        """A blocking driver."""
        ...

    def bind_async(self, client: Any = None) -> async_port.AsyncImageDriver:
        """A driver for the running event loop."""
        ...


@runtime_checkable
class SpeechModel(_Model, Protocol):
    """A model that speaks."""

    def bind_sync(self, client: Any = None) -> sync_port.SpeechDriver:
        """A blocking driver."""
        ...

    def bind_async(self, client: Any = None) -> async_port.AsyncSpeechDriver:
        """A driver for the running event loop."""
        ...


@runtime_checkable
class TranscriptionModel(_Model, Protocol):
    """A model that writes down what it hears."""

    def bind_sync(self, client: Any = None) -> sync_port.TranscriptionDriver:
        """A blocking driver."""
        ...

    def bind_async(self, client: Any = None) -> async_port.AsyncTranscriptionDriver:
        """A driver for the running event loop."""
        ...


class Services(Protocol):
    """What a provider offers beside its models, not yet bound to a client."""

    def bind_sync(self, client: Any = None) -> sync_port.ServicesDriver:
        """A blocking driver."""
        ...

    def bind_async(self, client: Any = None) -> async_port.AsyncServicesDriver:
        """A driver for the running event loop."""
        ...


class ServicesProvider(Protocol):
    """A provider that can be asked for its models, or given files."""

    @property
    def services(self) -> Services:
        """What `list_models` and `upload_file` talk to."""
        ...
