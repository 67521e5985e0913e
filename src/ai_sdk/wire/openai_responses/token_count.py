"""How many input tokens a call would use: `POST /responses/input_tokens`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...types.services import TokenCount
from .._model import field_names
from ..errors import error_in_answer
from ..facts import count_of
from ..json_text import bad_reply, read_object
from ..token_questions import question
from ._generated import InputTokensRequest
from .request import build as build_answer

if TYPE_CHECKING:
    from ...types.call import LanguageModelCall
    from ...types.http import HTTPReply
    from ..protocol import WireRequest
    from .dialect import ResponsesDialect

__all__ = ["build", "parse"]

_COUNTED: Final = frozenset(field_names(InputTokensRequest))


def build(dialect: ResponsesDialect, model_id: str, call: LanguageModelCall) -> WireRequest:
    """The question: what an answer would be asked with, without what is no input."""
    return question(build_answer, dialect, model_id, call, _COUNTED, "/input_tokens")


def parse(
    _dialect: ResponsesDialect, reply: HTTPReply, _request: WireRequest, _call: LanguageModelCall
) -> TokenCount:
    """The count that a reply holds.

    Raises:
        InvalidResponseError: the reply holds none.
    """
    body = read_object(reply, "a token count")
    count = count_of(body.get("input_tokens"))
    if count is None:
        if (error := error_in_answer(body, reply)) is not None:
            raise error
        raise bad_reply(reply, "the answer is not a token count: it has no input_tokens")
    return TokenCount(count)
