"""Neutral values: what a caller asked for, and what the model says, in no provider's spelling.

A protocol module reads its own request into an `Ask` and writes a `Turn` in its own shape, so the
built-in script and the scripted replies work under every protocol alike.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

FinishReason = Literal["stop", "length", "tool_calls", "content_filter"]
Role = Literal["system", "user", "assistant", "tool"]

FAILURE_MESSAGE = "The server had an error while processing your request."

_WORD = re.compile(r"\w+|[^\w\s]")
_PIECE = re.compile(r"\s*\S+|\s+$")


def count_tokens(text: str) -> int:
    """Count words and punctuation marks: the server's idea of a token."""
    return len(_WORD.findall(text))


def split_words(text: str) -> tuple[str, ...]:
    """Split text into word-sized deltas that join to the same text again."""
    return tuple(_PIECE.findall(text))


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something in a message that is no text: an image, a file or a sound."""

    kind: Literal["image", "file", "audio"]
    media_type: str | None = None
    name: str | None = None
    data: bytes | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class ToolOutput:
    """What the caller's tool returned."""

    call_id: str
    text: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A call of a tool by the model.

    `input` is a JSON value, or a `str` that is sent verbatim (which lets a test send bad JSON).
    """

    name: str
    input: Any = field(default_factory=dict[str, Any])
    id: str | None = None

    @property
    def arguments(self) -> str:
        """The input as the JSON text that goes over the wire."""
        if isinstance(self.input, str):
            return self.input
        return json.dumps(self.input, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation."""

    role: Role
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    tool_calls: tuple[ToolCall, ...] = ()
    tool_outputs: tuple[ToolOutput, ...] = ()


@dataclass(frozen=True, slots=True)
class ToolOffer:
    """A tool that the caller offers."""

    name: str
    schema: Mapping[str, Any]
    description: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """What a text request asks for."""

    model: str
    messages: tuple[Message, ...]
    body: Mapping[str, Any]
    stream: bool = False
    tools: tuple[ToolOffer, ...] = ()
    tool_choice: str = "auto"
    forced_tool: str | None = None
    parallel_tools: bool = True
    json_mode: bool = False
    schema: Mapping[str, Any] | None = None
    max_tokens: int | None = None
    stop: tuple[str, ...] = ()
    choices: int = 1
    include_usage: bool = False
    reasoning: bool = False
    reasoning_summary: bool = False

    @property
    def prompt(self) -> str:
        """The text of the last user message."""
        return next((m.text for m in reversed(self.messages) if m.role == "user"), "")

    def input_tokens(self) -> int:
        """Count the tokens of the whole conversation and of the offered tools."""
        total = 0
        for message in self.messages:
            texts = [message.text, *(out.text for out in message.tool_outputs)]
            texts += [call.arguments for call in message.tool_calls]
            total += 3 + sum(map(count_tokens, texts)) + 85 * len(message.attachments)
        return total + sum(count_tokens(json.dumps(dict(t.schema))) for t in self.tools)


@dataclass(frozen=True, slots=True)
class TokenCount:
    """Usage figures of one turn; a figure left `None` is computed from the texts."""

    input: int | None = None
    output: int | None = None
    cached: int = 0
    reasoning: int | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """An error that the provider reports in the middle of a stream or inside a 200."""

    message: str = FAILURE_MESSAGE
    code: str = "server_error"
    type: str = "server_error"


@dataclass(frozen=True, slots=True)
class Turn:
    """What the model says in one reply."""

    text: str = ""
    deltas: tuple[str, ...] | None = None
    reasoning: str = ""
    tool_calls: tuple[ToolCall, ...] = ()
    refusal: str = ""
    finish_reason: FinishReason | None = None
    tokens: TokenCount = TokenCount()
    failure: Failure | None = None
    silent_reasoning: int = 0

    @property
    def finish(self) -> FinishReason:
        """Why the turn ended: as given, else by what the turn holds."""
        return self.finish_reason or ("tool_calls" if self.tool_calls else "stop")

    @property
    def pieces(self) -> tuple[str, ...]:
        """The text as it is streamed."""
        return split_words(self.text) if self.deltas is None else self.deltas

    def usage(self, ask: Ask) -> ResolvedTokens:
        """Work out the usage of this turn as the answer to `ask`."""
        reasoning = self.tokens.reasoning
        if reasoning is None:
            reasoning = count_tokens(self.reasoning) or self.silent_reasoning
        said = [self.text, self.refusal, *(c.name + c.arguments for c in self.tool_calls)]
        output = self.tokens.output
        if output is None:
            output = sum(map(count_tokens, said)) + reasoning
        given = self.tokens.input
        return ResolvedTokens(
            ask.input_tokens() if given is None else given, output, self.tokens.cached, reasoning
        )


@dataclass(frozen=True, slots=True)
class ResolvedTokens:
    """Usage with every figure known."""

    input: int
    output: int
    cached: int
    reasoning: int

    @property
    def total(self) -> int:
        """Input and output together."""
        return self.input + self.output


def as_tool_calls(
    calls: Sequence[ToolCall | tuple[str, Any] | Mapping[str, Any]],
) -> tuple[ToolCall, ...]:
    """Accept calls as `ToolCall`, `(name, input)` or `{"name":, "input":, "id":}`."""
    made: list[ToolCall] = []
    for call in calls:
        if isinstance(call, ToolCall):
            made.append(call)
        elif isinstance(call, tuple):
            made.append(ToolCall(*call))
        else:
            made.append(ToolCall(**call))
    return tuple(made)
