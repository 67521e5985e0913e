"""Documents in the order in which they fit a query: the small protocol that many servers share."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from ...json_codec import dumps
from ...types.call import RankedIndex, RerankingModelResult, ResponseInfo
from ...types.usage import EmbeddingUsage
from ..errors import error_in_answer
from ..facts import count_of, text_of
from ..json_text import bad_reply, read_object
from ..openai_media.body import Body, option_names, other_fields, parse_error
from ..protocol import UnaryProtocol, WireRequest
from ._generated import RerankRequest

if TYPE_CHECKING:
    from ...errors import InvalidResponseError
    from ...types.call import RerankingCall
    from ...types.http import HTTPReply
    from .dialect import RerankDialect

__all__ = ["PROTOCOL", "build", "parse"]

_CALL: Final = ("model", "query", "documents", "top_n", "top_k")
_OPTIONS: Final = option_names(RerankRequest, but=_CALL)
_READ: Final = ("object", "results", "data", "model", "usage", "id")


def build(dialect: RerankDialect, model_id: str, call: RerankingCall) -> WireRequest:
    """The request for a call. Documents that are no texts go out as JSON."""
    body = Body(dialect, call, _OPTIONS)
    limit = {} if call.top_n is None else {dialect.top: call.top_n}
    texts = [each if isinstance(each, str) else dumps(each).decode() for each in call.documents]
    fields = body.fields(model=model_id, query=call.query, documents=texts, **limit)
    return WireRequest(dialect.path, fields, warnings=tuple(body.warnings))


def parse(
    dialect: RerankDialect, reply: HTTPReply, _request: WireRequest, call: RerankingCall
) -> RerankingModelResult:
    """The order of an answer, the best first, whatever order it came in.

    Raises:
        InvalidResponseError: a place is not among the documents or comes twice, or a score is no
            finite number.
        APICallError: it is an error object in spite of its good status.
    """
    body = read_object(reply, "a ranking")
    if (error := error_in_answer(body, reply)) is not None:
        raise error
    rows = body.get("results", body.get("data"))
    if not isinstance(rows, list):
        raise _bad(reply, "it has no list of results")
    ranking = [_ranked(row, len(call.documents), reply) for row in rows]
    if len({each.index for each in ranking}) != len(ranking):
        raise _bad(reply, "a document comes twice")
    ranking.sort(key=lambda each: -each.score)
    usage = body.get("usage")
    others = other_fields(body, _READ)
    return RerankingModelResult(
        tuple(ranking if call.top_n is None else ranking[: call.top_n]),
        _usage(usage) if isinstance(usage, dict) else EmbeddingUsage(),
        provider_metadata={dialect.name: others} if others else {},
        response=ResponseInfo(
            text_of(body.get("id")), text_of(body.get("model")), headers=reply.headers
        ),
    )


def _usage(usage: dict[str, Any]) -> EmbeddingUsage:
    total = count_of(usage.get("total_tokens"))
    return EmbeddingUsage(count_of(usage.get("prompt_tokens")) if total is None else total, usage)


def _ranked(row: object, count: int, reply: HTTPReply) -> RankedIndex:
    if not isinstance(row, dict):
        raise _bad(reply, "a result is no object")
    index, score = row.get("index"), row.get("relevance_score")
    if type(index) is not int or not 0 <= index < count:
        raise _bad(reply, f"the place {index!r} is none of the {count} documents")
    if isinstance(score, bool) or not isinstance(score, (int, float)) or not math.isfinite(score):
        raise _bad(reply, f"the score {score!r} is no number")
    return RankedIndex(index, float(score))


def _bad(reply: HTTPReply, what: str) -> InvalidResponseError:
    return bad_reply(reply, f"the answer is not a ranking: {what}")


PROTOCOL = UnaryProtocol("rerank", build, parse, parse_error)
"""Reranking as a record of pure functions; the dialects are `RerankDialect` values."""
