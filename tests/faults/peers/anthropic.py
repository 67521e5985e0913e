"""anthropic's own client, in both of its colours."""

from __future__ import annotations

from typing import Any

from ai_sdk.testing import ProviderServer

from ..outcomes import CANARY
from .base import TIMEOUT, Peer, in_loop

__all__ = [
    "ANTHROPIC",
    "ANTHROPIC_ASYNC",
    "BEDROCK_MODEL",
    "MODEL",
    "bedrock_options",
    "options",
]

MODEL = "claude-sonnet-5"
BEDROCK_MODEL = "anthropic.claude-sonnet-5-v1:0"
_HI = [{"role": "user", "content": "hi"}]
_ASKED: dict[str, Any] = {"model": MODEL, "max_tokens": 1000, "messages": _HI}
_VERSION = {"anthropic_version": "bedrock-2023-05-31"}  # the one that Bedrock documents
_ASKED_OF_BEDROCK = {**_ASKED, "model": BEDROCK_MODEL, "extra_body": _VERSION}


def options(server: ProviderServer) -> dict[str, Any]:
    """What a client of anthropic's is made with."""
    told = {"base_url": server.origin, "api_key": CANARY}
    return {**told, "max_retries": 0, "timeout": TIMEOUT}


def bedrock_options(server: ProviderServer) -> dict[str, Any]:
    """What its client of Amazon Bedrock is made with."""
    return {**options(server), "aws_region": "us-east-1"}


def _ask(client: Any, asked: dict[str, Any], stream: bool) -> str:
    with client:
        if not stream:
            return _text(client.messages.create(**asked))
        with client.messages.stream(**asked) as streamed:
            return "".join(streamed.text_stream)


async def _ask_async(client: Any, asked: dict[str, Any], stream: bool) -> str:
    async with client:
        if not stream:
            return _text(await client.messages.create(**asked))
        async with client.messages.stream(**asked) as streamed:
            return "".join([text async for text in streamed.text_stream])


def _messages(server: ProviderServer, stream: bool) -> str:
    from anthropic import Anthropic

    return _ask(Anthropic(**options(server)), _ASKED, stream)


async def _messages_async(server: ProviderServer, stream: bool) -> str:
    from anthropic import AsyncAnthropic

    return await _ask_async(AsyncAnthropic(**options(server)), _ASKED, stream)


def _bedrock(server: ProviderServer, stream: bool) -> str:
    from anthropic import AnthropicBedrock

    return _ask(AnthropicBedrock(**bedrock_options(server)), _ASKED_OF_BEDROCK, stream)


async def _bedrock_async(server: ProviderServer, stream: bool) -> str:
    from anthropic import AsyncAnthropicBedrock

    client = AsyncAnthropicBedrock(**bedrock_options(server))
    return await _ask_async(client, _ASKED_OF_BEDROCK, stream)


def _text(message: Any) -> str:
    return "".join(part.text for part in message.content)


ANTHROPIC = Peer(
    ("anthropic",), {"anthropic_messages": _messages, "bedrock": _bedrock}, ("anthropic",)
)
ANTHROPIC_ASYNC = Peer(
    ("anthropic",),
    {"anthropic_messages": in_loop(_messages_async), "bedrock": in_loop(_bedrock_async)},
    ("anthropic",),
)
