"""litellm, which asks every provider in the words of OpenAI's; in both of its colours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ai_sdk.testing import ProviderServer

from ..outcomes import CANARY
from .base import TIMEOUT, Ask, Peer, in_loop
from .openai import content, delta, event_delta

__all__ = ["LITELLM", "LITELLM_ASYNC"]

_Address = Callable[[ProviderServer], str]


def _options(address: str) -> dict[str, Any]:
    told = {"api_base": address, "api_key": CANARY, "timeout": TIMEOUT}
    return {**told, "num_retries": 0, "max_retries": 0, "aws_region_name": "us-east-1"}


def _completion(model: str, address: _Address) -> tuple[Ask, Ask]:
    asked = {"model": model, "messages": [{"role": "user", "content": "hi"}]}

    def ask(server: ProviderServer, stream: bool) -> str:
        import litellm

        answer = litellm.completion(**asked, **_options(address(server)), stream=stream)
        return "".join(map(delta, answer)) if stream else content(answer)

    async def ask_async(server: ProviderServer, stream: bool) -> str:
        import litellm

        answer = await litellm.acompletion(**asked, **_options(address(server)), stream=stream)
        return "".join([delta(each) async for each in answer]) if stream else content(answer)

    return ask, in_loop(ask_async)


_RESPONSES: dict[str, Any] = {"model": "openai/gpt-4o", "input": "hi"}


def _responses(server: ProviderServer, stream: bool) -> str:
    import litellm

    answer = litellm.responses(**_RESPONSES, **_options(server.base_url), stream=stream)
    return "".join(map(event_delta, answer)) if stream else str(answer.output_text)


async def _responses_async(server: ProviderServer, stream: bool) -> str:
    import litellm

    answer = await litellm.aresponses(**_RESPONSES, **_options(server.base_url), stream=stream)
    if not stream:
        return str(answer.output_text)
    return "".join([event_delta(event) async for event in answer])


_CHAT = _completion("openai/gpt-4o", lambda server: server.base_url)
_CLAUDE = _completion("anthropic/claude-sonnet-5", lambda server: server.origin)
_BEDROCK = _completion(
    "bedrock/invoke/anthropic.claude-sonnet-5-v1:0", lambda server: server.origin
)
_GEMINI = _completion("gemini/gemini-2.5-flash", lambda server: f"{server.origin}/v1beta")


_LITELLM, _OWN = ("litellm",), ("litellm", "openai")  # its errors are made of openai's

LITELLM = Peer(
    _LITELLM,
    {
        "openai_chat": _CHAT[0],
        "openai_responses": _responses,
        "anthropic_messages": _CLAUDE[0],
        "google_genai": _GEMINI[0],
        "bedrock": _BEDROCK[0],
    },
    _OWN,
)
LITELLM_ASYNC = Peer(
    _LITELLM,
    {  # Bedrock is left out: the threads that sign for it are lost in a fork
        "openai_chat": _CHAT[1],
        "openai_responses": in_loop(_responses_async),
        "anthropic_messages": _CLAUDE[1],
        "google_genai": _GEMINI[1],
    },
    _OWN,
)
