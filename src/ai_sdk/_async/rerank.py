"""`rerank`: documents in the order in which they fit a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..engine.media import MediaSettings, media_setup
from ..engine.media_telemetry import MediaTelemetry
from ..engine.reranking import checked, no_ranking, rerank_result
from ..types.call import RerankingCall
from .media_binding import AsyncBoundMedia

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from typing_extensions import Unpack

    from ..types.models import RerankingModel
    from ..types.ranking import RerankResult
    from .http.client import AsyncHTTPClient

__all__ = ["rerank"]


async def rerank(
    model: str | RerankingModel,
    query: str,
    documents: Iterable[str | Mapping[str, Any]],
    *,
    top_n: int | None = None,
    client: AsyncHTTPClient | None = None,
    **settings: Unpack[MediaSettings],
) -> RerankResult:
    """Order documents by how well they fit a query.

    Args:
        model: "provider:model-id" or a model handle, such as `provider.reranking("model-id")`.
        query: what the documents should be about.
        documents: texts, or mappings that go to the model as JSON. None at all make no call.
        top_n: how many of the best to tell; all by default.
        client: the HTTP client to use; the shared default one otherwise.
        **settings: see `MediaSettings`: limits, headers, provider options.

    Returns:
        The result: `ranking` (each with `original_index`, `score`, `document`) and
        `reranked_documents`, the best first.

    Raises:
        InvalidArgumentError: An argument is wrong; nothing was sent.
        NoSuchModelError: The provider has no reranking models.
        APICallError: The provider answered with an error.
        APIConnectionError: No usable answer came, or a time limit passed.
        InvalidResponseError: The answer is no ranking of these documents.

    Example:
        >>> local = openai_compatible(name="local", base_url="http://localhost:8080/v1")
        >>> model = local.reranking("bge-reranker")
        >>> result = rerank(model, "talk about rain", ["sunny day", "rainy night"], top_n=1)
        >>> print(result.reranked_documents)
    """
    setup = media_setup(settings)
    listed = checked(query, documents, top_n)
    bound = AsyncBoundMedia(model, "reranking", setup, client)
    if not listed:
        return no_ranking()
    call = RerankingCall(query=query, documents=listed, top_n=top_n, **setup.options)
    with MediaTelemetry(setup.telemetry, "rerank", bound.model, (query, listed)) as seen:
        answer = await bound.driver().rerank(call, bound.control)
        result = rerank_result(listed, answer, setup)
        seen.ended(None, result.ranking)
    return result
