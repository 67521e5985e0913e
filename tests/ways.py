"""The ways in which a behaviour is tried: by either function, over a mock or over real sockets.

A test writes its script once, as `MockReply` values. `Way.model` plays it through a
`MockLanguageModel` or through a `ProviderServer` that speaks a provider's protocol, and
`Scripted.asked` says what the model was asked, read alike from both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from ai_sdk import (
    AssistantMessage,
    SystemMessage,
    ToolMessage,
    create_anthropic,
    create_google,
    create_openai,
)
from ai_sdk.json_codec import dumps, loads
from ai_sdk.testing import (
    MockLanguageModel,
    MockReply,
    ProviderServer,
    RecordedRequest,
    Reply,
    TokenCount,
    ToolCall,
)
from ai_sdk.testing.server import desk
from ai_sdk.testing.server.protocols.base import Exchange, Memory
from ai_sdk.types._value import evolve
from ai_sdk.types.call import LanguageModelCall
from ai_sdk.types.content import TextPart, ToolResult
from ai_sdk.types.tools import ContentOutput, DeniedOutput, JSONOutput

__all__ = [
    "BUT_GOOGLE",
    "EVERY_WAY",
    "OVER_SOCKETS",
    "SERVED",
    "SOCKETS_BUT_GOOGLE",
    "STREAMED",
    "WITH_MOCK",
    "Asked",
    "Scripted",
    "Way",
]


@dataclass(frozen=True)
class Asked:
    """What one model call asked for.

    Attributes:
        tools: names of the tools on offer, in their order.
        tool_choice: "auto", "none", "required" or the name of the one tool to call.
        messages: (role, text) of each message that has text.
        outputs: tool call id -> the output that the model is told, as text.
        call: the mock's `LanguageModelCall`, or the server's `RecordedRequest`.
    """

    tools: tuple[str, ...]
    tool_choice: str
    messages: tuple[tuple[str, str], ...]
    outputs: dict[str, str]
    call: Any = field(compare=False)

    @property
    def instructions(self) -> str:
        """The text of the system messages."""
        return "\n".join(text for role, text in self.messages if role == "system")


@dataclass(frozen=True)
class Scripted:
    """A model that answers from a script.

    Attributes:
        handle: what the functions take as their model.
        server: the server behind it, if there is one.
    """

    handle: Any
    server: ProviderServer | None = None

    @property
    def asked(self) -> list[Asked]:
        """The model calls so far."""
        if self.server is None:
            return [_of_call(call) for call in self.handle.calls]
        return [_of_request(request) for request in self.server.requests]


@dataclass(frozen=True)
class Way:
    """One way to try a behaviour.

    Attributes:
        via: "mock", or the protocol of the server: "chat", "responses", "anthropic" or "google".
        streaming: by `stream_text` instead of `generate_text`.
    """

    via: str
    streaming: bool

    @contextmanager
    def model(self, *script: MockReply | str | Exception, **settings: Any) -> Iterator[Scripted]:
        """A model that gives the script's answers, one after the other.

        Args:
            script: the answers. Over sockets an error becomes a reply of its `status_code`, or,
                where text comes first, a failure in mid-stream.
            settings: more arguments for `create_openai`.
        """
        replies = [item if isinstance(item, MockReply) else _reply(item) for item in script]
        if self.via == "mock":
            yield Scripted(MockLanguageModel(script=replies))
            return
        with ProviderServer([served(self._said(reply)) for reply in replies]) as server:
            yield Scripted(self.handle(server, **settings), server)

    def _said(self, reply: MockReply) -> MockReply:
        """The reply as the protocol can say it: two of them have objects only, no text, as input."""
        if self.via not in ("anthropic", "google"):
            return reply
        calls = [(name, given or {}, *rest) for name, given, *rest in reply.tool_calls]
        return evolve(reply, tool_calls=calls)

    def handle(self, server: ProviderServer, **settings: Any) -> Any:
        """The model of a server with a script of its own."""
        given: dict[str, Any] = {"base_url": server.base_url, "api_key": "test-key", **settings}
        if self.via == "anthropic":
            return create_anthropic(**given)("claude-sonnet-4-5")
        if self.via == "google":
            given["base_url"] = f"{server.origin}/v1beta"
            return create_google(**given)("gemini-2.5-flash")
        return getattr(create_openai(**given), self.via)("gpt-4o")


def _ways(vias: Sequence[str], modes: Sequence[bool]) -> Any:
    ways = [Way(via, streaming) for via in vias for streaming in modes]
    names = [f"{way.via}-{'streamed' if way.streaming else 'plain'}" for way in ways]
    return pytest.mark.parametrize("way", ways, ids=names)


SERVED = ("chat", "responses", "anthropic", "google")
"""The protocols over which behaviours are tried."""

EVERY_WAY = _ways(["mock", *SERVED], [False, True])
"""Parametrises `way`: plain and streamed, over the mock and over real sockets."""

WITH_MOCK = _ways(["mock"], [False, True])
"""For what only the mock can say."""

OVER_SOCKETS = _ways(SERVED, [False, True])
"""For what happens on the line."""

BUT_GOOGLE = _ways(["mock", *SERVED[:-1]], [False, True])
"""For what Gemini's protocol has other words for, or none: ids of calls, `strict`, metadata."""

SOCKETS_BUT_GOOGLE = _ways(SERVED[:-1], [False, True])
"""The same, on the line."""

STREAMED = _ways(["mock", *SERVED], [True])
"""For what only a stream does."""


def _reply(item: str | Exception) -> MockReply:
    return MockReply(item) if isinstance(item, str) else MockReply(error=item)


def served(reply: MockReply) -> Reply:
    """The server's form of a mock's reply."""
    text = reply.text or "".join(reply.text_deltas)
    if reply.error is not None and text:
        return Reply.failed(str(reply.error), text=text)
    if reply.error is not None:
        return Reply.error(getattr(reply.error, "status_code", None) or 500, str(reply.error))
    usage = reply.usage
    tokens = TokenCount(usage.input_tokens, usage.output_tokens)
    options: dict[str, Any] = {"tokens": tokens}
    if reply.text_deltas:
        options["deltas"] = list(reply.text_deltas)
    if reply.reasoning is not None:
        options["reasoning"] = reply.reasoning
    if reply.finish_reason is not None:
        options["finish_reason"] = reply.finish_reason.replace("-", "_")
    calls = [ToolCall(*call) for call in reply.tool_calls]
    made = Reply.tool_calls(calls, text, **options)
    return made.without_end_mark() if reply.cut else made


def _of_call(call: LanguageModelCall) -> Asked:
    choice = call.tool_choice
    wanted = "auto" if choice is None else choice.tool_name or choice.type
    messages: list[tuple[str, str]] = []
    outputs: dict[str, str] = {}
    for message in call.prompt:
        text = _text(message)
        if text:
            messages.append((message.role, text))
        if isinstance(message, (ToolMessage, AssistantMessage)):
            results = (part for part in message.content if isinstance(part, ToolResult))
            outputs.update({part.tool_call_id: _output(part) for part in results})
    names = tuple(tool.name for tool in call.tools)
    return Asked(names, wanted, tuple(messages), outputs, call)


def _text(message: Any) -> str:
    if isinstance(message, SystemMessage):
        return message.content
    return "".join(part.text for part in message.content if isinstance(part, TextPart))


def _output(result: ToolResult) -> str:
    form = result.model_output
    if isinstance(form, ContentOutput):
        return "".join(part.text for part in form.value if isinstance(part, TextPart))
    if isinstance(form, DeniedOutput):
        return form.reason or ""
    told = form.value if form is not None else result.output
    return dumps(told).decode() if isinstance(form, JSONOutput) else str(told)


def _unquoted(text: str) -> str:
    """Gemini is told a text as a JSON value."""
    return str(loads(text)) if text.startswith('"') else text


def _of_request(request: RecordedRequest) -> Asked:
    google = "/models/" in request.path
    _, route, params = desk._find(request)
    assert route is not None
    ask: Any = route.read(Exchange(request, "", Memory(), None, params))
    messages = tuple((each.role, each.text) for each in ask.messages if each.text)
    told = [out for each in ask.messages for out in each.tool_outputs]
    outputs = {out.call_id: _unquoted(out.text) if google else out.text for out in told}
    names = tuple(tool.name for tool in ask.tools)
    return Asked(names, ask.forced_tool or ask.tool_choice, messages, outputs, request)
