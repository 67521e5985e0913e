"""`rerank` without the call: documents checked, places turned back into documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import InvalidArgumentError, InvalidResponseError
from ..types.ranking import RankedDocument, RerankResult
from ..types.usage import EmbeddingUsage
from .settings import check_count

if TYPE_CHECKING:
    from ..types.call import RerankingModelResult
    from .media import MediaSetup

__all__ = ["checked", "no_ranking", "rerank_result"]


def checked(query: Any, documents: Any, top_n: Any) -> tuple[Any, ...]:
    """The documents as a tuple.

    Raises:
        InvalidArgumentError: an argument is of the wrong type, or the query is empty.
    """
    if not isinstance(query, str) or not query:
        raise InvalidArgumentError(
            "query must be a str and not empty", parameter="query", value=query
        )
    if isinstance(documents, (str, bytes, Mapping)) or not isinstance(documents, Iterable):
        raise InvalidArgumentError(
            f"documents must be a list of texts or mappings, not {type(documents).__name__}",
            parameter="documents",
            value=documents,
        )
    listed = tuple(documents)
    for place, each in enumerate(listed):
        if not isinstance(each, (str, Mapping)):
            raise InvalidArgumentError(
                f"documents[{place}] must be a str or a mapping, not {type(each).__name__}",
                parameter="documents",
                value=each,
            )
    check_count("top_n", top_n, 1)
    return listed


def no_ranking() -> RerankResult:
    """The result where there is nothing to order."""
    return RerankResult((), (), EmbeddingUsage(0))


def rerank_result(
    documents: Sequence[Any], result: RerankingModelResult, setup: MediaSetup
) -> RerankResult:
    """The result of a call.

    Raises:
        InvalidResponseError: a place is not among the documents.
    """
    for each in result.ranking:
        if not 0 <= each.index < len(documents):
            raise InvalidResponseError(
                f"the model ranked document {each.index}, but there are {len(documents)}"
            )
    return RerankResult(
        documents,
        tuple(RankedDocument(e.index, e.score, documents[e.index]) for e in result.ranking),
        result.usage,
        result.warnings,
        result.provider_metadata,
        setup.request(result.request),
        setup.response(result.response),
        result.attempts,
    )
