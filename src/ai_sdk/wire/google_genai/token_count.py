"""How many input tokens a call would use: `POST .../models/{model}:countTokens`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...types._value import EMPTY, evolve
from ...types.services import TokenCount
from .._model import field_names
from ..facts import count_of
from ..json_text import bad_reply, read_object
from ..options import deep_merge, snake_case
from ..protocol import WireRequest
from ._generated import CountRequest
from .errors import refusal_of
from .names import model_path, resource_name
from .request import build as build_answer

if TYPE_CHECKING:
    from ...types.call import LanguageModelCall
    from ...types.http import HTTPReply
    from .dialect import GoogleDialect

__all__ = ["build", "parse"]

_COUNTED: Final = frozenset(field_names(CountRequest))


def build(dialect: GoogleDialect, model_id: str, call: LanguageModelCall) -> WireRequest:
    """The question: the request for an answer, within another one or with what counts of it."""
    asked = build_answer(dialect, model_id, evolve(call, extra_body=EMPTY), False)
    body: dict[str, Any] = dict(asked.json)
    if dialect.vertex:
        body = {name: item for name, item in body.items() if name in _COUNTED}
    else:
        body = {"generateContentRequest": {"model": resource_name(model_id), **body}}
    if call.extra_body:
        body = deep_merge(body, call.extra_body)
    return evolve(asked, path=model_path(dialect, model_id, "countTokens"), json=body)


def parse(
    dialect: GoogleDialect, reply: HTTPReply, _request: WireRequest, _call: LanguageModelCall
) -> TokenCount:
    """The count that a reply holds.

    Raises:
        InvalidResponseError: the reply holds none.
        APICallError: it is an error object in spite of its good status.
    """
    body = read_object(reply, "a token count")
    if (error := refusal_of(body, reply)) is not None:
        raise error
    count = count_of(body.get("totalTokens"))
    if count is None:
        raise bad_reply(reply, "the answer is not a token count: it has no totalTokens")
    rest = {snake_case(name): item for name, item in body.items() if name != "totalTokens"}
    return TokenCount(count, provider_metadata={dialect.name: rest} if rest else {})
