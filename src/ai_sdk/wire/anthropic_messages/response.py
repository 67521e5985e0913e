"""A whole answer as a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...types.call import ModelResult, ResponseInfo
from ..errors import error_in_answer
from ..facts import text_of
from ..fields import objects_in
from ..json_text import bad_reply, read_object
from ..tool_deltas import missing_calls
from .answers import answer_metadata, finish_of, usage_of
from .blocks import BlockReader

if TYPE_CHECKING:
    from ...types.http import HTTPReply
    from ..protocol import WireRequest
    from .dialect import MessagesDialect

__all__ = ["parse"]


def parse(dialect: MessagesDialect, reply: HTTPReply, request: WireRequest) -> ModelResult:
    """The result that an answer holds.

    Raises:
        InvalidResponseError: the reply is no message, or a field that holds text or calls is of
            another type.
        APICallError: it is an error object in spite of its good status.
    """
    body = read_object(reply, "a message")
    if (error := error_in_answer(body, reply)) is not None:
        raise error
    if not isinstance(body.get("content"), list):
        raise bad_reply(reply, "the answer is not a message: it has no list of content")
    finish, raw = finish_of(body.get("stop_reason"))
    notes = request.context
    reader = BlockReader(dialect.name, notes.get("names", {}), notes.get("documents", ()))
    blocks = objects_in(body["content"], "content")
    content = [part for block in blocks for part in reader.read(block)]
    return ModelResult(
        (*content, *reader.container(body)),
        finish,
        raw,
        usage_of(body.get("usage")),
        missing_calls(dialect.name, finish, calls=reader.called),
        provider_metadata=answer_metadata(dialect.name, body),
        response=ResponseInfo(text_of(body.get("id")), text_of(body.get("model"))),
    )
