"""openai's own client, in both of its colours."""

from __future__ import annotations

from typing import Any

from ai_sdk.testing import ProviderServer

from ..outcomes import CANARY
from .base import TIMEOUT, Peer, in_loop

__all__ = [
    "OPENAI",
    "OPENAI_ASYNC",
    "content",
    "delta",
    "event_delta",
    "options",
]

_CHAT: dict[str, Any] = {"model": "gpt-4o", "messages": [{"role": "user", "content": "hi"}]}
_RESPONSES: dict[str, Any] = {"model": "gpt-4o", "input": "hi"}


def options(server: ProviderServer) -> dict[str, Any]:
    """What a client of openai's is made with."""
    told = {"base_url": server.base_url, "api_key": CANARY}
    return {**told, "max_retries": 0, "timeout": TIMEOUT}


def _chat(server: ProviderServer, stream: bool) -> str:
    import openai

    with openai.OpenAI(**options(server)) as client:
        answer = client.chat.completions.create(**_CHAT, stream=stream)
        return "".join(map(delta, answer)) if stream else content(answer)


async def _chat_async(server: ProviderServer, stream: bool) -> str:
    import openai

    async with openai.AsyncOpenAI(**options(server)) as client:
        answer = await client.chat.completions.create(**_CHAT, stream=stream)
        return "".join([delta(each) async for each in answer]) if stream else content(answer)


def content(completion: Any) -> str:
    """The text of a whole answer."""
    return _text(completion.choices[0].message.content)


def delta(chunk: Any) -> str:
    """The text that a chunk adds to the first answer, the only one that was asked for."""
    return "".join(_text(each.delta.content) for each in chunk.choices or () if not each.index)


def _text(found: Any) -> str:
    """What is no text, though it is typed so, fails where it is used, as it does elsewhere."""
    return "" if found is None else "".join((found,))


def _responses(server: ProviderServer, stream: bool) -> str:
    import openai

    with openai.OpenAI(**options(server)) as client:
        answer = client.responses.create(**_RESPONSES, stream=stream)
        return "".join(map(event_delta, answer)) if stream else str(answer.output_text)


async def _responses_async(server: ProviderServer, stream: bool) -> str:
    import openai

    async with openai.AsyncOpenAI(**options(server)) as client:
        answer = await client.responses.create(**_RESPONSES, stream=stream)
        if not stream:
            return str(answer.output_text)
        return "".join([event_delta(event) async for event in answer])


def event_delta(event: Any) -> str:
    """The text that an event of a response adds."""
    return str(event.delta) if event.type == "response.output_text.delta" else ""


OPENAI = Peer(("openai",), {"openai_chat": _chat, "openai_responses": _responses}, ("openai",))
OPENAI_ASYNC = Peer(
    ("openai",),
    {"openai_chat": in_loop(_chat_async), "openai_responses": in_loop(_responses_async)},
    ("openai",),
)
