"""How many input tokens a call would use: `POST /messages/count_tokens`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...types.services import TokenCount
from .._convert import structure
from .._model import field_names
from ..errors import error_in_answer
from ..json_text import bad_reply, read_object
from ..token_questions import question
from ._generated import TokenCount as Counted, TokenCountRequest
from .request import build as build_answer

if TYPE_CHECKING:
    from ...types.call import LanguageModelCall
    from ...types.http import HTTPReply
    from ..protocol import WireRequest
    from .dialect import MessagesDialect

__all__ = ["build", "parse"]

_COUNTED: Final = frozenset(field_names(TokenCountRequest))


def build(dialect: MessagesDialect, model_id: str, call: LanguageModelCall) -> WireRequest:
    """The question: what an answer would be asked with, without what is no input."""
    return question(build_answer, dialect, model_id, call, _COUNTED, "/count_tokens")


def parse(
    dialect: MessagesDialect, reply: HTTPReply, _request: WireRequest, _call: LanguageModelCall
) -> TokenCount:
    """The count that a reply holds.

    Raises:
        InvalidResponseError: the reply holds none.
    """
    body = read_object(reply, "a token count")
    if (error := error_in_answer(body, reply)) is not None:
        raise error
    managed = body.get("context_management")
    count = structure(body, Counted).input_tokens
    if type(count) is not int or count < 0:
        raise bad_reply(reply, "the answer is not a token count: it has no input_tokens")
    metadata = {dialect.name: {"context_management": dict(managed)}} if managed else {}
    return TokenCount(count, provider_metadata=metadata)
