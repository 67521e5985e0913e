"""Answers of Completions, whole and streamed, as chat answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...json_codec import JSONError, dumps, loads
from ...types._value import evolve
from ..fields import text_in
from ..openai_chat.response import parse as parse_chat
from ..openai_chat.stream import ChatStreamDecoder

if TYPE_CHECKING:
    from ...sse import ServerSentEvent
    from ...types.call import ModelResult
    from ...types.http import HTTPReply
    from ..openai_chat.dialect import ChatDialect
    from ..protocol import WireRequest

__all__ = ["decoder", "parse"]


def parse(dialect: ChatDialect, reply: HTTPReply, request: WireRequest) -> ModelResult:
    """The result that an answer holds. Of several choices the first (index 0) is the answer.

    Raises:
        InvalidResponseError: the reply is no completion.
        APICallError: it is an error object in spite of its good status.
    """
    try:
        body = dumps(_as_chat(loads(reply.body), "message"))
    except JSONError:
        body = reply.body  # the reader of chat answers says what is wrong
    return parse_chat(dialect, evolve(reply, body=body), request)


def decoder(dialect: ChatDialect, request: WireRequest) -> ChatStreamDecoder:
    """A decoder for one stream."""
    return _Decoder(dialect, request)


class _Decoder(ChatStreamDecoder):
    """Reads the events of a completion as chunks of a chat answer."""

    def _read(self, event: ServerSentEvent) -> dict[str, Any]:
        chunk: dict[str, Any] = _as_chat(super()._read(event), "delta")
        return chunk


def _as_chat(body: Any, field: str) -> Any:
    """An answer whose choices hold their text where a chat answer has it."""
    choices = body.get("choices") if isinstance(body, dict) else None
    if not isinstance(choices, list):
        return body
    return {**body, "choices": [_choice(choice, field) for choice in choices]}


def _choice(choice: Any, field: str) -> Any:
    if not isinstance(choice, dict) or "text" not in choice:
        return choice
    rest = {name: item for name, item in choice.items() if name != "text"}
    return {**rest, field: {"content": text_in(choice["text"], "text")}}
