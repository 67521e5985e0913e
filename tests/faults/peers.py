"""Other libraries under the same faults, where they are installed and speak the protocol.

What counts for them is milder than for us: an error of their own class wherever one is due, the
right text wherever the meaning is clear. Which class, and what it says, is left to them. The whole
text where we raise an error is not called silent: it differs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from ai_sdk.testing import ProviderServer, Reply

from .expectations import Expectation
from .outcomes import CANARY, TEXT, Case, Played, cases

__all__ = ["PEERS", "Peer", "judge_peer", "peer_cases"]

_TIMEOUT = 2.0


@dataclass(frozen=True)
class Peer:
    """A library.

    Attributes:
        module: what it is imported as.
        protocols: which of ours it speaks.
        ask: makes one call of a server and gives its text; all retries switched off.
        typed: whether an error is one of its own.
    """

    module: str
    protocols: tuple[str, ...]
    ask: Callable[[ProviderServer, Case], str]
    typed: Callable[[BaseException], bool]

    def installed(self) -> bool:
        """Whether it can be imported."""
        try:
            return find_spec(self.module) is not None
        except ModuleNotFoundError:  # not even the package that it would be in
            return False

    def warm(self, case: Case) -> None:
        """Make the call of a case without its fault: what loads at first use is there then."""
        with ProviderServer([Reply.text(TEXT)]) as server:
            self.ask(server, case)

    def play(self, case: Case) -> Played:
        """What comes of a call."""
        played = Played()
        with ProviderServer([Reply.text(TEXT)], faults=[case.fault]) as server:
            try:
                played.result = self.ask(server, case)
            except Exception as error:
                played.error = error
        return played


def peer_cases(peer: Peer, protocol: str = "") -> list[Case]:
    """The cases of a peer, in all of its protocols or one; tool calls are left out, since not all
    of them run tools."""
    protocols = (protocol,) if protocol else peer.protocols
    return [case for case in cases(protocols) if not case.fault.tools]


def judge_peer(peer: Peer, played: Played, wanted: Expectation) -> tuple[str, str]:
    """The verdict by the milder rules."""
    if played.hung:
        return "hung", "no end within the deadline"
    if played.error is not None:
        told = f"{type(played.error).__name__}: {played.error}"
        if not peer.typed(played.error):
            return "untyped", told
        return ("passed", "") if wanted.kinds else ("wrong", told)
    if (wanted.kinds or wanted.text) and played.result != TEXT:
        return "silent", f"no error, but the text {played.result!r}"
    if wanted.kinds:
        return "differs", "the text is right, though an error is due"
    return "passed", ""


def _openai(server: ProviderServer, case: Case) -> str:
    import openai

    with openai.OpenAI(
        base_url=server.base_url, api_key=CANARY, max_retries=0, timeout=_TIMEOUT
    ) as client:
        if case.protocol == "openai_chat":
            return _openai_chat(client, stream=case.stream)
        return _openai_responses(client, stream=case.stream)


def _openai_chat(client: Any, *, stream: bool) -> str:
    asked = {"model": "gpt-4o", "messages": [{"role": "user", "content": "hi"}]}
    if not stream:
        return str(client.chat.completions.create(**asked).choices[0].message.content)
    text = ""
    for chunk in client.chat.completions.create(**asked, stream=True):
        if chunk.choices and chunk.choices[0].delta.content:
            text += chunk.choices[0].delta.content
    return text


def _openai_responses(client: Any, *, stream: bool) -> str:
    asked = {"model": "gpt-4o", "input": "hi"}
    if not stream:
        return str(client.responses.create(**asked).output_text)
    text = ""
    for event in client.responses.create(**asked, stream=True):
        if event.type == "response.output_text.delta":
            text += event.delta
    return text


def _openai_typed(error: BaseException) -> bool:
    import openai

    return isinstance(error, openai.OpenAIError)


def _pydantic_ai(server: ProviderServer, case: Case) -> str:
    from openai import AsyncOpenAI
    from pydantic_ai import Agent
    from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel
    from pydantic_ai.providers.openai import OpenAIProvider

    async def run() -> str:
        client = AsyncOpenAI(
            base_url=server.base_url, api_key=CANARY, max_retries=0, timeout=_TIMEOUT
        )
        kind = OpenAIChatModel if case.protocol == "openai_chat" else OpenAIResponsesModel
        agent = Agent(kind("gpt-4o", provider=OpenAIProvider(openai_client=client)), retries=0)
        if not case.stream:
            return str((await agent.run("hi")).output)
        text = ""
        async with agent.run_stream("hi") as stream:
            async for delta in stream.stream_text(delta=True, debounce_by=None):
                text += delta
        return text

    return asyncio.run(run())


def _pydantic_ai_typed(error: BaseException) -> bool:
    from pydantic_ai.exceptions import AgentRunError, UserError

    return isinstance(error, (AgentRunError, UserError))


def _litellm(server: ProviderServer, case: Case) -> str:
    import litellm

    asked = {
        "model": "openai/gpt-4o",
        "messages": [{"role": "user", "content": "hi"}],
        "api_base": server.base_url,
        "api_key": CANARY,
        "timeout": _TIMEOUT,
        "num_retries": 0,
        "max_retries": 0,
    }
    if not case.stream:
        return str(litellm.completion(**asked).choices[0].message.content)
    text = ""
    for chunk in litellm.completion(**asked, stream=True):
        if chunk.choices and chunk.choices[0].delta.content:
            text += chunk.choices[0].delta.content
    return text


def _anthropic(server: ProviderServer, case: Case) -> str:
    import anthropic

    asked: dict[str, Any] = {
        "model": "claude-sonnet-4-5",
        "max_tokens": 1000,
        "messages": [{"role": "user", "content": "hi"}],
    }
    with anthropic.Anthropic(
        base_url=server.origin, api_key=CANARY, max_retries=0, timeout=_TIMEOUT
    ) as client:
        if not case.stream:
            return "".join(part.text for part in client.messages.create(**asked).content)
        with client.messages.stream(**asked) as stream:
            return "".join(stream.text_stream)


def _anthropic_typed(error: BaseException) -> bool:
    import anthropic

    return isinstance(error, anthropic.AnthropicError)


def _google_genai(server: ProviderServer, case: Case) -> str:
    from google import genai
    from google.genai import types

    where = {"base_url": server.origin, "api_version": "v1beta"}
    options = types.HttpOptions(**where, timeout=int(_TIMEOUT * 1000))
    client = genai.Client(api_key=CANARY, http_options=options)
    asked: dict[str, Any] = {"model": "gemini-2.5-flash", "contents": "hi"}
    if not case.stream:
        return str(client.models.generate_content(**asked).text)
    return "".join(each.text or "" for each in client.models.generate_content_stream(**asked))


def _google_genai_typed(error: BaseException) -> bool:
    from google.genai import errors

    return isinstance(error, errors.APIError)


PEERS = {
    "openai": Peer("openai", ("openai_chat", "openai_responses"), _openai, _openai_typed),
    "pydantic-ai": Peer(
        "pydantic_ai", ("openai_chat", "openai_responses"), _pydantic_ai, _pydantic_ai_typed
    ),
    "anthropic": Peer("anthropic", ("anthropic_messages",), _anthropic, _anthropic_typed),
    "google-genai": Peer("google.genai", ("google_genai",), _google_genai, _google_genai_typed),
    "litellm": Peer("litellm", ("openai_chat",), _litellm, _openai_typed),
}
