"""`embed` and `embed_many`: texts to vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..concurrency import async_ as cc
from ..engine.embedding import Gathering, embed_result, value_of, values_of
from ..engine.media import MediaSettings, media_setup
from ..engine.media_telemetry import MediaTelemetry
from ..engine.settings import check_count
from ..types.call import EmbeddingCall
from .media_binding import AsyncBoundMedia

if TYPE_CHECKING:
    from collections.abc import Iterable

    from typing_extensions import Unpack

    from ..engine.embedding import EmbeddingValue
    from ..types.call import EmbeddingModelResult
    from ..types.models import EmbeddingModel
    from ..types.results import EmbedManyResult, EmbedResult
    from .http.client import AsyncHTTPClient

__all__ = ["embed", "embed_many"]


async def embed(
    model: str | EmbeddingModel,
    value: EmbeddingValue,
    *,
    client: AsyncHTTPClient | None = None,
    **settings: Unpack[MediaSettings],
) -> EmbedResult:
    """Turn one text into a vector.

    Args:
        model: "provider:model-id" or a model handle.
        value: the text, or the list of its token ids.
        client: the HTTP client to use; the shared default one otherwise.
        **settings: see `MediaSettings`: limits, headers, provider options.

    Returns:
        The result: `embedding`, `usage`, `warnings`, `response`, ...

    Raises:
        InvalidArgumentError: An argument is wrong; nothing was sent.
        APICallError: The provider answered with an error.
        APIConnectionError: No usable answer came, or a time limit passed.
        InvalidResponseError: The answer is no vector.

    Example:
        >>> result = embed("openai:text-embedding-3-small", "sunny day at the beach")
        >>> print(len(result.embedding), result.usage.tokens)
    """
    setup = media_setup(settings)
    call = EmbeddingCall(values=(value_of(value),), **setup.options)
    bound = AsyncBoundMedia(model, "embedding", setup, client)
    with MediaTelemetry(setup.telemetry, "embed", bound.model, call.values) as seen:
        answer = await bound.driver().embed(call, bound.control)
        result = embed_result(value, answer, setup)
        seen.ended(result.usage)
    return result


async def embed_many(
    model: str | EmbeddingModel,
    values: Iterable[EmbeddingValue],
    *,
    max_parallel_calls: int = 4,
    client: AsyncHTTPClient | None = None,
    **settings: Unpack[MediaSettings],
) -> EmbedManyResult:
    """Turn any number of texts into vectors, in as many calls as the model's limit asks for.

    Args:
        model: "provider:model-id" or a model handle.
        values: the texts, or lists of their token ids. None at all give an empty result.
        max_parallel_calls: how many calls may run at once.
        client: the HTTP client to use; the shared default one otherwise.
        **settings: see `MediaSettings`; each call has its own retries, `timeout` holds for all.

    Returns:
        The result: `embeddings[i]` belongs to `values[i]`; `usage` is the sum of all calls.

    Raises:
        InvalidArgumentError: An argument is wrong; nothing was sent.
        APICallError: The provider answered a call with an error; the other calls are stopped.
        APIConnectionError: No usable answer came, or a time limit passed.
        InvalidResponseError: An answer is no list of vectors.

    Example:
        >>> result = embed_many("openai:text-embedding-3-small", ["sunny", "rainy"])
        >>> matrix = numpy.asarray(result.embeddings)  # shares the memory
    """
    setup = media_setup(settings)
    check_count("max_parallel_calls", max_parallel_calls, 1)
    checked = values_of(values)
    bound = AsyncBoundMedia(model, "embedding", setup, client)
    gathering = Gathering(checked, bound.model.max_embeddings_per_call)
    driver: Any = bound.driver() if checked else None

    async def one(batch: tuple[int, tuple[EmbeddingValue, ...]]) -> EmbeddingModelResult:
        call = EmbeddingCall(values=batch[1], **setup.options)
        answer: EmbeddingModelResult = await driver.embed(call, bound.control)
        return gathering.took(batch, answer)

    limit = max_parallel_calls if bound.model.supports_parallel_calls else 1
    with MediaTelemetry(setup.telemetry, "embed_many", bound.model, checked) as seen:
        results = await cc.map_all(one, gathering.batches, limit=limit, cancel=setup.control.cancel)
        result = gathering.result(results, setup)
        seen.ended(result.usage)
    return result
