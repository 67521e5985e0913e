"""The list of models: `GET /models`, also in the forms of servers that tell more or page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...json_codec import JSONError, loads
from ...types.services import AvailableModel, ModelPage
from ..errors import error_in_answer
from ..facts import count_of, text_of, timestamp_of
from ..json_text import bad_reply, read_object
from ..protocol import WireRequest
from ..services import ModelsProtocol

if TYPE_CHECKING:
    from ...types.http import HTTPReply
    from ...types.services import ListModelsCall
    from .dialect import ServicesDialect

__all__ = ["MODELS"]

# Field names under which servers tell the same fact, the usual one first.
_READS: Final = (
    "context_window",
    "context_length",
    "max_context_length",
    "max_input_tokens",
    "max_model_len",
)
_WRITES: Final = ("max_completion_tokens", "max_output_tokens")
_NAMES: Final = ("display_name", "name")
_OWNERS: Final = ("owned_by", "organization")
_OURS: Final = frozenset(("id", "object", "created", "description", *_OWNERS, *_NAMES))


def build(_dialect: ServicesDialect, _call: ListModelsCall, cursor: str | None) -> WireRequest:
    """The request for the page after `cursor`, or for the first."""
    query = {} if cursor is None else {"after": cursor}
    return WireRequest("/models", query=query, method="GET")


def parse(dialect: ServicesDialect, reply: HTTPReply) -> ModelPage:
    """The page that a reply holds.

    Raises:
        InvalidResponseError: the reply is no list of models.
    """
    body, entries = _entries(reply)
    models = tuple(_model(dialect, entry, reply) for entry in entries)
    more = body.get("has_more") is True and bool(models)
    last = text_of(body.get("last_id")) or (models[-1].id if models else None)
    return ModelPage(models, last if more else None)


def _entries(reply: HTTPReply) -> tuple[dict[str, Any], list[Any]]:
    """The answer's object and its list; some servers send the bare list."""
    if reply.body.lstrip().startswith(b"["):
        try:
            bare = loads(reply.body)
        except JSONError as error:
            raise bad_reply(reply, f"the answer is not a list of models: {error}") from error
        return {}, bare
    body = read_object(reply, "a list of models")
    entries = body.get("data")
    if not isinstance(entries, list):
        if (refusal := error_in_answer(body, reply)) is not None:
            raise refusal
        raise bad_reply(reply, "the answer is not a list of models: it has no list of data")
    return body, entries


def _model(dialect: ServicesDialect, entry: Any, reply: HTTPReply) -> AvailableModel:
    model_id = text_of(entry.get("id")) if isinstance(entry, dict) else None
    if model_id is None:
        raise bad_reply(reply, "the answer lists a model without an id")
    rest = {name: item for name, item in entry.items() if name not in _OURS and item is not None}
    return AvailableModel(
        model_id,
        _first(text_of, entry, _NAMES),
        text_of(entry.get("description")),
        _first(text_of, entry, _OWNERS),
        timestamp_of(entry.get("created")),
        _first(count_of, entry, _READS),
        _first(count_of, entry, _WRITES),
        provider_metadata={dialect.name: rest} if rest else {},
    )


def _first(read: Any, entry: dict[str, Any], names: tuple[str, ...]) -> Any:
    """The first sensible fact under one of the names."""
    return next((found for name in names if (found := read(entry.get(name))) is not None), None)


MODELS = ModelsProtocol(build, parse)
"""The list of models as a record of pure functions."""
