"""Which providers there are, and the way from "provider:model-id" to a handle."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Literal, TypeAlias

from ..errors import (
    ConfigurationError,
    InvalidArgumentError,
    NoSuchModelError,
    NoSuchProviderError,
    UnsupportedFunctionalityError,
)
from ..types._value import value

__all__ = [
    "PROVIDERS",
    "Kind",
    "ProviderRow",
    "model_of",
    "provider_named",
    "registered_names",
    "resolve",
    "services_of",
]

Kind: TypeAlias = Literal["language", "embedding", "image", "speech", "transcription", "reranking"]

_BINDABLE = ("bind_sync", "bind_async", "provider", "model_id")


@value
class ProviderRow:
    """One provider: where its object lives, its key's variable, the kinds of model it has."""

    path: str
    key_variable: str | None
    kinds: tuple[Kind, ...]


_ALL: tuple[Kind, ...] = ("language", "embedding", "image", "speech", "transcription")

_GOOGLE: tuple[Kind, ...] = ("language", "embedding", "image", "speech")

_LANGUAGE: tuple[Kind, ...] = ("language",)

PROVIDERS: dict[str, ProviderRow] = {
    "anthropic": ProviderRow(
        "ai_sdk.providers._anthropic:anthropic", "ANTHROPIC_API_KEY", ("language",)
    ),
    "google": ProviderRow(
        "ai_sdk.providers._google:google", "GOOGLE_GENERATIVE_AI_API_KEY", _GOOGLE
    ),
    "google_vertex": ProviderRow(
        "ai_sdk.providers._google_vertex:google_vertex", "GOOGLE_VERTEX_API_KEY", _GOOGLE
    ),
    "openai": ProviderRow("ai_sdk.providers._openai:openai", "OPENAI_API_KEY", _ALL),
    "azure": ProviderRow("ai_sdk.providers._azure:azure", "AZURE_API_KEY", _ALL),
    "bedrock": ProviderRow(
        "ai_sdk.providers._bedrock:bedrock", "AWS_BEARER_TOKEN_BEDROCK", _LANGUAGE
    ),
    "cerebras": ProviderRow("ai_sdk.providers._cerebras:cerebras", "CEREBRAS_API_KEY", _LANGUAGE),
    "deepseek": ProviderRow("ai_sdk.providers._deepseek:deepseek", "DEEPSEEK_API_KEY", _LANGUAGE),
    "fireworks": ProviderRow(
        "ai_sdk.providers._fireworks:fireworks", "FIREWORKS_API_KEY", _LANGUAGE
    ),
    "groq": ProviderRow("ai_sdk.providers._groq:groq", "GROQ_API_KEY", _LANGUAGE),
    "mistral": ProviderRow("ai_sdk.providers._mistral:mistral", "MISTRAL_API_KEY", _LANGUAGE),
    "openrouter": ProviderRow(
        "ai_sdk.providers._openrouter:openrouter", "OPENROUTER_API_KEY", _LANGUAGE
    ),
    "perplexity": ProviderRow(
        "ai_sdk.providers._perplexity:perplexity", "PERPLEXITY_API_KEY", _LANGUAGE
    ),
    "together": ProviderRow("ai_sdk.providers._together:together", "TOGETHER_API_KEY", _LANGUAGE),
    "xai": ProviderRow("ai_sdk.providers._xai:xai", "XAI_API_KEY", _LANGUAGE),
}


def provider_named(name: str) -> Any:
    """The provider object behind a name: ours, or one that an installed package registers
    under the entry point group `ai_sdk.providers`.

    Raises:
        NoSuchProviderError: nobody has that name; lists those there are.
    """
    row = PROVIDERS.get(name)
    if row is not None:
        module, _, attribute = row.path.partition(":")
        return getattr(import_module(module), attribute)
    others = _others()
    if name in others:
        return others[name].load()
    from difflib import get_close_matches

    known = (*PROVIDERS, *others)
    near = get_close_matches(name, known, 1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise NoSuchProviderError(
        f"there is no provider {name!r}{hint} (known: {', '.join(known)})",
        provider=name,
        available=known,
    )


def registered_names() -> tuple[str, ...]:
    """Every provider's name: ours, and those of installed packages."""
    return (*PROVIDERS, *_others())


def _others() -> dict[str, Any]:
    """The entry points of installed packages by their name."""
    from importlib.metadata import entry_points  # slow to import, and rarely needed

    return {point.name: point for point in entry_points(group="ai_sdk.providers")}


def resolve(model: Any, kind: Kind) -> Any:
    """The handle for `model`: a handle or any other model as it is, a string looked up.

    Raises:
        InvalidArgumentError: it is neither.
        NoSuchProviderError: the string names an unknown provider.
        NoSuchModelError: the provider has no models of this kind, or the model is of another.
    """
    if isinstance(model, str):
        name, colon, model_id = model.partition(":")
        if not colon or not name or not model_id:
            raise InvalidArgumentError(
                f'a model string has the form "provider:model-id", such as "openai:gpt-5"; '
                f"got {model!r}",
                parameter="model",
                value=model,
            )
        return model_of(provider_named(name), name, model_id, kind)
    if not all(hasattr(model, attribute) for attribute in _BINDABLE):
        raise InvalidArgumentError(
            f'model must be a string such as "openai:gpt-5" or a model handle, '
            f"not {type(model).__name__}",
            parameter="model",
            value=model,
        )
    found = getattr(model, "kind", kind)
    if found != kind:
        raise NoSuchModelError(
            f"{model.provider}:{model.model_id} is {_a(found)} model; this function needs "
            f"{_a(kind)} model",
            model_id=model.model_id,
            kind=kind,
        )
    return model


def services_of(provider: Any) -> Any:
    """What `provider`, a name or a provider, offers beside its models.

    Raises:
        InvalidArgumentError: it is neither.
        NoSuchProviderError: nobody has that name.
        UnsupportedFunctionalityError: the provider offers nothing of that kind.
    """
    found = provider_named(provider) if isinstance(provider, str) else provider
    if hasattr(found, "services"):
        return found.services
    if isinstance(provider, str) or callable(getattr(found, "language", None)):
        name = provider if isinstance(provider, str) else getattr(found, "name", "this provider")
        raise UnsupportedFunctionalityError(
            f"{name} offers neither a list of models nor uploads", functionality="services"
        )
    raise InvalidArgumentError(
        f'provider must be a name such as "openai" or a provider, not {type(provider).__name__}',
        parameter="provider",
        value=provider,
    )


def _a(kind: str) -> str:
    return f"{'an' if kind[0] in 'aei' else 'a'} {kind}"


def model_of(provider: Any, name: str, model_id: str, kind: Kind) -> Any:
    """The model of that kind that `provider`, called `name`, has.

    Raises:
        NoSuchModelError: it has none of this kind.
        ConfigurationError: it made nothing.
    """
    factory = getattr(provider, "language" if kind == "language" else kind, None)
    if factory is None:
        raise NoSuchModelError(
            f"the provider {name!r} has no {kind} models", model_id=model_id, kind=kind
        )
    made = factory(model_id)
    if made is None:  # a third party's provider that forgot to return
        raise ConfigurationError(f"the provider {name!r} made no model of {model_id!r}")
    return made
