"""anthropic's own client, in both of its colours."""

from __future__ import annotations

from typing import Any

from ai_sdk.testing import ProviderServer

from ..outcomes import CANARY
from .base import TIMEOUT, Peer, in_loop

__all__ = ["ANTHROPIC", "ANTHROPIC_ASYNC", "options"]

_ASKED: dict[str, Any] = {
    "model": "claude-sonnet-5",
    "max_tokens": 1000,
    "messages": [{"role": "user", "content": "hi"}],
}


def options(server: ProviderServer) -> dict[str, Any]:
    """What a client of anthropic's is made with."""
    told = {"base_url": server.origin, "api_key": CANARY}
    return {**told, "max_retries": 0, "timeout": TIMEOUT}


def _messages(server: ProviderServer, stream: bool) -> str:
    import anthropic

    with anthropic.Anthropic(**options(server)) as client:
        if not stream:
            return _text(client.messages.create(**_ASKED))
        with client.messages.stream(**_ASKED) as streamed:
            return "".join(streamed.text_stream)


async def _messages_async(server: ProviderServer, stream: bool) -> str:
    import anthropic

    async with anthropic.AsyncAnthropic(**options(server)) as client:
        if not stream:
            return _text(await client.messages.create(**_ASKED))
        async with client.messages.stream(**_ASKED) as streamed:
            return "".join([text async for text in streamed.text_stream])


def _text(message: Any) -> str:
    return "".join(part.text for part in message.content)


def _typed(error: BaseException) -> bool:
    import anthropic

    return isinstance(error, anthropic.AnthropicError)


ANTHROPIC = Peer(("anthropic",), {"anthropic_messages": _messages}, _typed)
ANTHROPIC_ASYNC = Peer(("anthropic",), {"anthropic_messages": in_loop(_messages_async)}, _typed)
