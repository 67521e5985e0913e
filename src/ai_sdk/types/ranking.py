"""What `rerank` returns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._value import EMPTY, field, value
from .call import CallWarning, RequestInfo, ResponseInfo
from .results import BaseResult
from .usage import EmbeddingUsage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .content import Metadata
    from .http import Attempt

__all__ = ["RankedDocument", "RerankResult"]


@value
class RankedDocument:
    """A document in its place: where it stood, how well it fits, and itself."""

    original_index: int
    score: float
    document: Any


@value
class RerankResult(BaseResult):
    """The result of `rerank`.

    Attributes:
        original_documents: the documents as they were given.
        ranking: the documents in their order, the best first.
    """

    original_documents: Sequence[Any] = field(repr=False)
    ranking: tuple[RankedDocument, ...]
    usage: EmbeddingUsage = EmbeddingUsage()
    warnings: tuple[CallWarning, ...] = ()
    provider_metadata: Metadata = field(default=EMPTY, repr=False)
    request: RequestInfo = RequestInfo()
    response: ResponseInfo = ResponseInfo()
    attempts: tuple[Attempt, ...] = ()

    @property
    def reranked_documents(self) -> tuple[Any, ...]:
        """The documents themselves, the best first."""
        return tuple(each.document for each in self.ranking)
