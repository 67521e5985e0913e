"""A whole Responses answer as a result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...types.call import ModelResult, ResponseInfo
from ..errors import error_from_value, error_in_answer
from ..facts import text_of
from ..json_text import bad_reply, read_object
from .facts import answer_metadata, created_of, finish_of, usage_of
from .outputs import ItemReader

if TYPE_CHECKING:
    from ...types.call import ModelContent
    from ...types.http import HTTPReply
    from ..protocol import WireRequest
    from .dialect import ResponsesDialect

__all__ = ["parse"]


def parse(dialect: ResponsesDialect, reply: HTTPReply, request: WireRequest) -> ModelResult:
    """The result that an answer holds.

    Raises:
        InvalidResponseError: the reply is no response object.
        APICallError: the response failed, or is an error object in spite of its good status.
    """
    body = read_object(reply, "a response object")
    items = body.get("output")
    if not items and (error := error_in_answer(body, reply)) is not None:
        raise error
    if body.get("status") == "failed":
        raise error_from_value(body.get("error") or "the response failed", reply.body)
    if not isinstance(items, list):
        raise bad_reply(reply, "the answer is not a response object: it has no list of output")
    reader = ItemReader(dialect.name, request.context.get("names", {}))
    reader.calls.expect(items)
    content: list[ModelContent] = [part for item in items for part in reader.read(item)]
    finish, raw = finish_of(body, reader)
    return ModelResult(
        tuple(content),
        finish,
        raw,
        usage_of(body.get("usage")),
        provider_metadata=answer_metadata(dialect.name, body, reader),
        response=_info(body),
    )


def _info(body: dict[str, Any]) -> ResponseInfo:
    return ResponseInfo(text_of(body.get("id")), text_of(body.get("model")), created_of(body))
