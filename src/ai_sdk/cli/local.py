"""How each provider is met on this machine: what makes it, where it listens, which models it has.

A row for a provider that the local server speaks is all that `demo --provider` needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from ..types._value import field, value

__all__ = ["LOCAL", "LocalProvider"]


@value
class LocalProvider:
    """A provider that the server of `ai_sdk.testing` stands in for.

    Attributes:
        create: `module:function` that makes it, below `ai_sdk.providers`.
        base_path: what follows the server's origin in its `base_url`.
        base_url_variable: environment variable of its address.
        models: kind of model -> the one the demo uses; kinds it lacks are left out.
        note: what to know before the demo reaches the real provider.
    """

    create: str
    base_path: str
    base_url_variable: str
    models: Mapping[str, str] = field(factory=dict)
    note: str = ""

    def made(self, origin: str) -> Any:
        """The provider, on the server at `origin`."""
        module, _, function = self.create.partition(":")
        create = getattr(import_module(f"ai_sdk.providers.{module}"), function)
        return create(base_url=f"{origin}{self.base_path}", api_key="local")


_OPENAI = {
    "language": "gpt-5-mini",
    "embedding": "text-embedding-3-small",
    "image": "gpt-image-1",
    "speech": "gpt-4o-mini-tts",
    "transcription": "gpt-4o-transcribe",
}


def _chat_vendor(name: str, model: str) -> LocalProvider:
    """A vendor of language models that speaks OpenAI's Chat Completions."""
    return LocalProvider(
        f"_{name}:create_{name}", "/v1", f"{name.upper()}_BASE_URL", {"language": model}
    )


_GOOGLE = {
    "language": "gemini-2.5-flash",
    "embedding": "gemini-embedding-001",
    "image": "gemini-2.5-flash-image",
    "speech": "gemini-2.5-flash-preview-tts",
}

LOCAL: dict[str, LocalProvider] = {
    "openai": LocalProvider("_openai:create_openai", "/v1", "OPENAI_BASE_URL", _OPENAI),
    "azure": LocalProvider(
        "_azure:create_azure",
        "/openai",
        "AZURE_BASE_URL",
        _OPENAI,
        note=f"The resource needs deployments named {', '.join(list(_OPENAI.values())[:3])}.",
    ),
    "anthropic": LocalProvider(
        "_anthropic:create_anthropic", "", "ANTHROPIC_BASE_URL", {"language": "claude-sonnet-5"}
    ),
    "bedrock": LocalProvider(
        "_bedrock:create_bedrock",
        "",
        "BEDROCK_BASE_URL",
        {"language": "eu.anthropic.claude-sonnet-4-5-20250929-v1:0"},
    ),
    "cerebras": _chat_vendor("cerebras", "gpt-oss-120b"),
    "deepseek": _chat_vendor("deepseek", "deepseek-chat"),
    "fireworks": _chat_vendor("fireworks", "accounts/fireworks/models/gpt-oss-120b"),
    "groq": _chat_vendor("groq", "openai/gpt-oss-120b"),
    "mistral": _chat_vendor("mistral", "mistral-large-latest"),
    "openrouter": _chat_vendor("openrouter", "openai/gpt-oss-120b"),
    "perplexity": _chat_vendor("perplexity", "sonar-pro"),
    "together": _chat_vendor("together", "openai/gpt-oss-120b"),
    "xai": _chat_vendor("xai", "grok-4"),
    "google": LocalProvider(
        "_google:create_google", "/v1beta", "GOOGLE_GENERATIVE_AI_BASE_URL", _GOOGLE
    ),
    "google_vertex": LocalProvider(
        "_google_vertex:create_google_vertex", "/v1beta1", "GOOGLE_VERTEX_BASE_URL", _GOOGLE
    ),
}
