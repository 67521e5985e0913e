"""The list of models: `GET /models`, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...types.services import AvailableModel, ModelPage
from ..errors import error_in_answer
from ..facts import count_of, text_of
from ..json_text import bad_reply, read_object
from ..protocol import WireRequest
from ..services import ModelsProtocol
from .times import moment_of

if TYPE_CHECKING:
    from ...types.http import HTTPReply
    from ...types.services import ListModelsCall
    from ..anthropic_messages.dialect import MessagesDialect

__all__ = ["MODELS"]

_PAGE: Final = "1000"  # the longest page (Anthropic's API reference, models, limit)
_READ: Final = frozenset(
    ("id", "type", "display_name", "created_at", "max_input_tokens", "max_tokens")
)


def build(dialect: MessagesDialect, _call: ListModelsCall, cursor: str | None) -> WireRequest:
    """The request for the page after `cursor`, or for the first."""
    query = {"limit": _PAGE} if cursor is None else {"limit": _PAGE, "after_id": cursor}
    headers = {"anthropic-version": dialect.version}
    return WireRequest("/models", headers=headers, query=query, method="GET")


def parse(dialect: MessagesDialect, reply: HTTPReply) -> ModelPage:
    """The page that a reply holds.

    Raises:
        InvalidResponseError: the reply is no list of models.
    """
    body = read_object(reply, "a list of models")
    entries = body.get("data")
    if not isinstance(entries, list):
        if (error := error_in_answer(body, reply)) is not None:
            raise error
        raise bad_reply(reply, "the answer is not a list of models: it has no list of data")
    models = tuple(_model(dialect, entry, reply) for entry in entries)
    more = body.get("has_more") is True and bool(models)
    last = text_of(body.get("last_id")) or (models[-1].id if models else None)
    return ModelPage(models, last if more else None)


def _model(dialect: MessagesDialect, entry: Any, reply: HTTPReply) -> AvailableModel:
    model_id = text_of(entry.get("id")) if isinstance(entry, dict) else None
    if model_id is None:
        raise bad_reply(reply, "the answer lists a model without an id")
    rest = {name: item for name, item in entry.items() if name not in _READ and item is not None}
    return AvailableModel(
        model_id,
        text_of(entry.get("display_name")),
        owner="anthropic" if dialect.name == "anthropic" else None,
        created=moment_of(entry.get("created_at")),
        max_input_tokens=count_of(entry.get("max_input_tokens")),
        max_output_tokens=count_of(entry.get("max_tokens")),
        provider_metadata={dialect.name: rest} if rest else {},
    )


MODELS = ModelsProtocol(build, parse)
"""The list of models as a record of pure functions."""
