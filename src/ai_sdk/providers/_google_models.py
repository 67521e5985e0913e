"""What `google` and `google_vertex` have in common: the same models over the same protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..types._value import field, value
from ..types.endpoint import Endpoint
from ..types.models import ModelCapabilities
from ._pickling import Picklable
from .handles import EmbeddingHandle, ImageHandle, LanguageHandle, SpeechHandle
from .options import ProviderOptions

if TYPE_CHECKING:
    from types import ModuleType

    from typing_extensions import Unpack

    from ._google_options import EmbeddingOptions, ImageOptions, LanguageOptions, SpeechOptions

__all__ = ["GoogleModels"]

# Images of one predict (Gemini API reference).
_MAX_IMAGES: Final = 4
# What Gemini fetches itself by its address (Gemini API, "file input methods").
_HELD: Final = (
    "https://generativelanguage.googleapis.com/",
    "https://www.youtube.com/",
    "https://youtu.be/",
)
_FETCHED: Final = ("image/", "video/", "audio/", "text/", "application/pdf", "application/json")


def _capabilities(model_id: str) -> ModelCapabilities:
    """What a model can do."""
    from ..wire.google_genai.dialect import facts_of

    facts = facts_of(model_id)
    return ModelCapabilities(
        json_schema=facts.structured,
        json_object=facts.structured,
        tools=facts.structured,
        url_media_types=(*_HELD, *_FETCHED) if facts.thinking else _HELD,
        schema_dialect="plain",
        json_with_tools=facts.modern,
    )


def _image_protocol(model_id: str) -> tuple[str, int]:
    """The protocol of an image model, and how many images one call makes."""
    name = model_id.rpartition("/")[2]
    if name.startswith("gemini"):
        return "google_genai.gemini_images", 1
    return "google_genai.images", _MAX_IMAGES


@value
class GoogleModels(Picklable):
    """Google's models at one address. Call it with a model id, or use a method for another kind."""

    endpoint: Endpoint = field(repr=False)
    client: Any = field(default=None, repr=False, eq=False)

    def _dialect(self) -> Any:
        """Who serves the models."""
        raise NotImplementedError

    def _embeddings_of(self, model_id: str) -> int:
        """How many values one call of an embedding model takes."""
        raise NotImplementedError

    @property
    def name(self) -> str:
        """The provider's name, as in model strings and `provider_options`."""
        return self.endpoint.provider

    def __call__(self, model_id: str) -> LanguageHandle:
        """A language model."""
        return self.language(model_id)

    def language(self, model_id: str) -> LanguageHandle:
        """A language model: "gemini-3-pro", "gemma-3-27b-it", or a tuned one such as
        "tunedModels/mine" (Gemini API) or "endpoints/123" (Vertex AI)."""
        return LanguageHandle(
            model_id,
            self.endpoint,
            "google_genai",
            self._dialect(),
            self.client,
            _capabilities(model_id),
        )

    def embedding(self, model_id: str) -> EmbeddingHandle:
        """An embedding model: "gemini-embedding-001"."""
        return EmbeddingHandle(
            model_id,
            self.endpoint,
            "google_genai.embeddings",
            self._dialect(),
            self.client,
            self._embeddings_of(model_id),
        )

    def image(self, model_id: str) -> ImageHandle:
        """An image model: "imagen-4.0-generate-001", or a Gemini such as
        "gemini-2.5-flash-image"."""
        protocol, limit = _image_protocol(model_id)
        return ImageHandle(model_id, self.endpoint, protocol, self._dialect(), self.client, limit)

    def speech(self, model_id: str) -> SpeechHandle:
        """A speech model: "gemini-2.5-flash-preview-tts"."""
        return SpeechHandle(
            model_id, self.endpoint, "google_genai.speech", self._dialect(), self.client
        )

    @property
    def tools(self) -> ModuleType:
        """The tools that Google runs itself: `google.tools.google_search()` and its like."""
        from . import _google_tools

        return _google_tools

    def options(self, **options: Unpack[LanguageOptions]) -> ProviderOptions:
        """`provider_options` for language models, with names and types checked.

        Example:
            >>> from ai_sdk import google
            >>> google.options(thinking_config={"thinking_budget": 0})
            {'google': {'thinking_config': {'thinking_budget': 0}}}
        """
        return ProviderOptions({self.name: dict(options)})

    def embedding_options(self, **options: Unpack[EmbeddingOptions]) -> ProviderOptions:
        """`provider_options` for embeddings."""
        return ProviderOptions({self.name: dict(options)})

    def image_options(self, **options: Unpack[ImageOptions]) -> ProviderOptions:
        """`provider_options` for images."""
        return ProviderOptions({self.name: dict(options)})

    def speech_options(self, **options: Unpack[SpeechOptions]) -> ProviderOptions:
        """`provider_options` for speech."""
        return ProviderOptions({self.name: dict(options)})
