"""Embeddings: values in, one buffer of vectors out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...types.call import EmbeddingModelResult, ResponseInfo
from ...types.usage import EmbeddingUsage
from ..errors import error_in_answer
from ..json_text import bad_reply, read_object
from ..protocol import UnaryProtocol, WireRequest
from ..vectors import packed
from ._generated import EmbeddingRequest
from .body import Body, option_names, other_fields, parse_error
from .facts import count_of, text_of

if TYPE_CHECKING:
    from ...errors import InvalidResponseError
    from ...types.call import EmbeddingCall
    from ...types.http import HTTPReply
    from .dialect import MediaDialect

__all__ = ["KNOWN_OPTIONS", "PROTOCOL", "build", "parse"]

KNOWN_OPTIONS: Final = option_names(EmbeddingRequest, but=("input", "model"))

_READ: Final = ("object", "data", "model", "usage", "id")


def build(dialect: MediaDialect, model_id: str, call: EmbeddingCall) -> WireRequest:
    """The request for a call. Texts and token lists go out as they are."""
    body = Body(dialect, call, KNOWN_OPTIONS)
    fields = body.fields(
        model=model_id, input=list(call.values), encoding_format=dialect.embedding_encoding
    )
    return WireRequest("/embeddings", fields, warnings=tuple(body.warnings))


def parse(
    dialect: MediaDialect, reply: HTTPReply, _request: WireRequest, call: EmbeddingCall
) -> EmbeddingModelResult:
    """The vectors of an answer, as numbers or in base64, whatever was asked for.

    Raises:
        InvalidResponseError: There are not as many vectors as values, they differ in length, or
            one of them is no list of finite numbers.
        APICallError: It is an error object in spite of its good status.
    """
    body = read_object(reply, "embeddings")
    if (error := error_in_answer(body, reply)) is not None:
        raise error
    rows = _in_order(_rows(body.get("data"), len(call.values), reply), reply)
    usage = body.get("usage")
    others = other_fields(body, _READ)
    return EmbeddingModelResult(
        packed([row.get("embedding") for row in rows], reply),
        _usage(usage) if isinstance(usage, dict) else EmbeddingUsage(),
        provider_metadata={dialect.name: others} if others else {},
        response=ResponseInfo(
            text_of(body.get("id")), text_of(body.get("model")), headers=reply.headers
        ),
    )


def _usage(usage: dict[str, Any]) -> EmbeddingUsage:
    tokens = count_of(usage.get("prompt_tokens"))
    return EmbeddingUsage(count_of(usage.get("total_tokens")) if tokens is None else tokens, usage)


def _rows(data: object, wanted: int, reply: HTTPReply) -> list[dict[str, Any]]:
    if not isinstance(data, list) or not all(isinstance(row, dict) for row in data):
        raise _bad(reply, "it has no list of vectors")
    if len(data) != wanted:
        raise _bad(reply, f"{wanted} vectors were asked for, {len(data)} came")
    return data


def _in_order(rows: list[dict[str, Any]], reply: HTTPReply) -> list[dict[str, Any]]:
    """The rows by their index; as they stand where none has one."""
    indexes = [row.get("index") for row in rows]
    if indexes == list(range(len(rows))) or all(index is None for index in indexes):
        return rows
    placed = {index: row for index, row in zip(indexes, rows, strict=True) if type(index) is int}
    if placed.keys() != set(range(len(rows))):
        raise _bad(reply, f"its vectors do not have the indexes 0 to {len(rows) - 1}")
    return [placed[place] for place in range(len(rows))]


def _bad(reply: HTTPReply, what: str) -> InvalidResponseError:
    return bad_reply(reply, f"the answer is not embeddings: {what}")


PROTOCOL = UnaryProtocol("openai_media.embeddings", build, parse, parse_error)
"""Embeddings as a record of pure functions; the dialects are `MediaDialect` values."""
