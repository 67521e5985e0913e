"""Embeddings: values in, one buffer of vectors out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...types.call import EmbeddingModelResult, ResponseInfo
from ...types.usage import EmbeddingUsage
from ..errors import error_in_answer
from ..facts import count_of, text_of
from ..json_text import bad_reply, read_object
from ..protocol import UnaryProtocol, WireRequest
from ..vectors import packed
from ._generated import EmbeddingRequest
from .body import Body, option_names, other_fields, parse_error
from .vector_rows import careful_rows, quick_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...errors import InvalidResponseError
    from ...types.call import EmbeddingCall
    from ...types.http import HTTPReply
    from .dialect import MediaDialect
    from .vector_rows import VectorRows

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
    body, rows = quick_rows(reply.body) or (read_object(reply, "embeddings"), None)
    if (error := error_in_answer(body, reply)) is not None:
        raise error
    vectors = _in_order(rows or careful_rows(body.get("data"), reply), len(call.values), reply)
    usage = body.get("usage")
    others = other_fields(body, _READ)
    return EmbeddingModelResult(
        packed(vectors, reply),
        _usage(usage) if isinstance(usage, dict) else EmbeddingUsage(),
        provider_metadata={dialect.name: others} if others else {},
        response=ResponseInfo(
            text_of(body.get("id")), text_of(body.get("model")), headers=reply.headers
        ),
    )


def _usage(usage: dict[str, Any]) -> EmbeddingUsage:
    tokens = count_of(usage.get("prompt_tokens"))
    return EmbeddingUsage(count_of(usage.get("total_tokens")) if tokens is None else tokens, usage)


def _in_order(rows: VectorRows, wanted: int, reply: HTTPReply) -> Sequence[object]:
    """The vectors by their index; as they stand where none has one."""
    indexes, vectors = rows
    if len(vectors) != wanted:
        raise _bad(reply, f"{wanted} vectors were asked for, {len(vectors)} came")
    if indexes == list(range(wanted)) or all(index is None for index in indexes):
        return vectors
    placed = {place: each for place, each in zip(indexes, vectors, strict=True) if _is_int(place)}
    if placed.keys() != set(range(wanted)):
        raise _bad(reply, f"its vectors do not have the indexes 0 to {wanted - 1}")
    return [placed[place] for place in range(wanted)]


def _is_int(index: object) -> bool:
    return type(index) is int


def _bad(reply: HTTPReply, what: str) -> InvalidResponseError:
    return bad_reply(reply, f"the answer is not embeddings: {what}")


PROTOCOL = UnaryProtocol("openai_media.embeddings", build, parse, parse_error)
"""Embeddings as a record of pure functions; the dialects are `MediaDialect` values."""
