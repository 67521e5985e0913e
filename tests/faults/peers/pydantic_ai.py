"""pydantic-ai, which is asynchronous at heart, over the clients that it brings for each protocol."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ai_sdk.testing import ProviderServer

from ..outcomes import CANARY
from . import anthropic as anthropic_peer, openai as openai_peer
from .base import TIMEOUT, Ask, Peer, in_loop

__all__ = ["PYDANTIC_AI"]


def _asks(model: Callable[[ProviderServer], Any]) -> Ask:
    async def ask(server: ProviderServer, stream: bool) -> str:
        from pydantic_ai import Agent

        # it streams what may become long, also where the whole is asked for
        agent = Agent(model(server), retries=0, model_settings={"max_tokens": 1000})
        if not stream:
            return str((await agent.run("hi")).output)
        async with agent.run_stream("hi") as streamed:
            deltas = streamed.stream_text(delta=True, debounce_by=None)
            return "".join([delta async for delta in deltas])

    return in_loop(ask)


def _chat(server: ProviderServer) -> Any:
    from pydantic_ai.models.openai import OpenAIChatModel

    return OpenAIChatModel("gpt-4o", provider=_openai(server))


def _responses(server: ProviderServer) -> Any:
    from pydantic_ai.models.openai import OpenAIResponsesModel

    return OpenAIResponsesModel("gpt-4o", provider=_openai(server))


def _openai(server: ProviderServer) -> Any:
    from openai import AsyncOpenAI
    from pydantic_ai.providers.openai import OpenAIProvider

    return OpenAIProvider(openai_client=AsyncOpenAI(**openai_peer.options(server)))


def _messages(server: ProviderServer) -> Any:
    from anthropic import AsyncAnthropic

    return _claude(AsyncAnthropic(**anthropic_peer.options(server)), anthropic_peer.MODEL)


def _bedrock(server: ProviderServer) -> Any:
    from anthropic import AsyncAnthropicBedrock

    client = AsyncAnthropicBedrock(**anthropic_peer.bedrock_options(server))
    return _claude(client, anthropic_peer.BEDROCK_MODEL)


def _claude(client: Any, model: str) -> Any:
    from pydantic_ai.models.anthropic import AnthropicModel
    from pydantic_ai.providers.anthropic import AnthropicProvider

    return AnthropicModel(model, provider=AnthropicProvider(anthropic_client=client))


def _gemini(server: ProviderServer) -> Any:
    import httpx2
    from pydantic_ai.models.google import GoogleModel
    from pydantic_ai.providers.google import GoogleProvider

    client = httpx2.AsyncClient(timeout=TIMEOUT)
    provider = GoogleProvider(api_key=CANARY, base_url=server.origin, http_client=client)
    return GoogleModel("gemini-2.5-flash", provider=provider)


PYDANTIC_AI = Peer(
    ("pydantic_ai", "openai", "anthropic", "google.genai"),
    {
        "openai_chat": _asks(_chat),
        "openai_responses": _asks(_responses),
        "anthropic_messages": _asks(_messages),
        "google_genai": _asks(_gemini),
        "bedrock": _asks(_bedrock),
    },
    ("pydantic_ai",),
)
