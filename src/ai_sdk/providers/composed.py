"""Providers made of others: names of one's own for models, and several providers as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from ..errors import InvalidArgumentError, NoSuchModelError, NoSuchProviderError
from ..types._value import field, value
from .registry import Kind, model_of, resolve
from .wrapped import wrap_language_model

if TYPE_CHECKING:
    from ..middleware.base import PureMiddleware
    from ..types.models import (
        EmbeddingModel,
        ImageModel,
        LanguageModel,
        SpeechModel,
        TranscriptionModel,
    )

__all__ = ["CustomProvider", "ProviderRegistry", "create_provider_registry", "custom_provider"]


class _ByKind(Protocol):
    """The methods of a provider that finds its models by their kind and id."""

    def _find(self, kind: Kind, model_id: str) -> Any: ...

    def __call__(self, model_id: str) -> LanguageModel:
        """A language model."""
        return self.language(model_id)

    def language(self, model_id: str) -> LanguageModel:
        """A language model."""
        found: LanguageModel = self._find("language", model_id)
        return found

    def embedding(self, model_id: str) -> EmbeddingModel:
        """An embedding model."""
        found: EmbeddingModel = self._find("embedding", model_id)
        return found

    def image(self, model_id: str) -> ImageModel:
        """An image model."""
        found: ImageModel = self._find("image", model_id)
        return found

    def speech(self, model_id: str) -> SpeechModel:
        """A speech model."""
        found: SpeechModel = self._find("speech", model_id)
        return found

    def transcription(self, model_id: str) -> TranscriptionModel:
        """A transcription model."""
        found: TranscriptionModel = self._find("transcription", model_id)
        return found


@value
class CustomProvider(_ByKind):
    """A provider of models under names of your own; see `custom_provider`."""

    name: str
    models: Mapping[str, Mapping[str, Any]] = field(repr=False)
    fallback_provider: Any = None

    def _find(self, kind: Kind, model_id: str) -> Any:
        named = self.models[kind].get(model_id)
        if named is not None:
            return resolve(named, kind)
        if self.fallback_provider is not None:
            return model_of(self.fallback_provider, self.name, model_id, kind)
        known = ", ".join(self.models[kind]) or "none"
        raise NoSuchModelError(
            f"the provider {self.name!r} has no {kind} model {model_id!r}; there are: {known}",
            model_id=model_id,
            kind=kind,
        )


def custom_provider(
    *,
    language_models: Mapping[str, str | LanguageModel] | None = None,
    embedding_models: Mapping[str, str | EmbeddingModel] | None = None,
    image_models: Mapping[str, str | ImageModel] | None = None,
    speech_models: Mapping[str, str | SpeechModel] | None = None,
    transcription_models: Mapping[str, str | TranscriptionModel] | None = None,
    fallback_provider: Any = None,
    name: str = "custom",
) -> CustomProvider:
    """A provider of models under names of your own: aliases, presets, a limited choice.

    Args:
        language_models: name -> model, as a handle or "provider:model-id".
        embedding_models: the same for embedding models.
        image_models: the same for image models.
        speech_models: the same for speech models.
        transcription_models: the same for transcription models.
        fallback_provider: a provider that is asked for every other name.
        name: the provider's name in errors.

    Returns:
        A provider: call it or `language(...)` for a language model, `embedding(...)`, `image(...)`,
        `speech(...)`, `transcription(...)` for the others; each raises `NoSuchModelError` for
        names that nobody knows.

    Example:
        >>> mine = custom_provider(language_models={"fast": openai("gpt-5-mini")})
        >>> mine("fast").model_id
        'gpt-5-mini'
    """
    given: dict[Kind, Mapping[str, Any] | None] = {
        "language": language_models,
        "embedding": embedding_models,
        "image": image_models,
        "speech": speech_models,
        "transcription": transcription_models,
    }
    models: dict[str, dict[str, Any]] = {kind: dict(named or {}) for kind, named in given.items()}
    return CustomProvider(name, models, fallback_provider)


@value
class ProviderRegistry(_ByKind):
    """Several providers as one; see `create_provider_registry`."""

    providers: Mapping[str, Any] = field(repr=False)
    separator: str = ":"
    language_model_middleware: tuple[PureMiddleware, ...] = ()

    def _find(self, kind: Kind, model_id: str) -> Any:
        name, found, rest = model_id.partition(self.separator)
        if not found or not name or not rest:
            raise NoSuchModelError(
                f"a model of this registry is named provider{self.separator}model-id, such as "
                f"{next(iter(self.providers), 'openai')}{self.separator}..., not {model_id!r}",
                model_id=model_id,
                kind=kind,
            )
        provider = self.providers.get(name)
        if provider is None:
            known = ", ".join(self.providers) or "none"
            raise NoSuchProviderError(
                f"the registry has no provider {name!r}; there are: {known}",
                provider=name,
                available=tuple(self.providers),
            )
        model = model_of(provider, name, rest, kind)
        if kind == "language" and self.language_model_middleware:
            return wrap_language_model(model, self.language_model_middleware)
        return model


def create_provider_registry(
    providers: Mapping[str, Any],
    *,
    separator: str = ":",
    language_model_middleware: PureMiddleware | Sequence[PureMiddleware] = (),
) -> ProviderRegistry:
    """Several providers as one, whose models are named "provider:model-id".

    Args:
        providers: name -> provider: `openai`, `create_openai(...)`, `custom_provider(...)`, ...
        separator: what stands between the two; the first one in a name counts.
        language_model_middleware: middleware around every language model.

    Returns:
        A registry: call it or `language(...)` for a language model, `embedding(...)`, `image(...)`,
        `speech(...)`, `transcription(...)` for the others. They raise `NoSuchProviderError`, which
        lists the known ones, or `NoSuchModelError`.

    Raises:
        InvalidArgumentError: The separator is empty, or `providers` no mapping.

    Example:
        >>> registry = create_provider_registry({"main": openai})
        >>> registry("main:gpt-5").model_id
        'gpt-5'
    """
    if not isinstance(separator, str) or not separator:
        raise InvalidArgumentError("separator must be a text", parameter="separator")
    if not isinstance(providers, Mapping):
        raise InvalidArgumentError(
            "providers must be a mapping of names to providers", parameter="providers"
        )
    listed: Any = language_model_middleware
    around = tuple(listed) if isinstance(listed, Sequence) else (listed,)
    return ProviderRegistry(dict(providers), separator, around)
