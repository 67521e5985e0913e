"""`embed` and `embed_many` without the calls: values checked, batches cut, results joined."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import InvalidArgumentError, InvalidResponseError
from ..types._value import evolve
from ..types.results import EmbedManyResult, EmbedResult
from ..types.usage import EmbeddingUsage
from .media import all_warnings, joined_metadata
from .vector_buffer import VectorBuffer

if TYPE_CHECKING:
    from ..types.call import EmbeddingModelResult
    from .media import MediaSetup

__all__ = [
    "EmbeddingValue",
    "Gathering",
    "batches",
    "embed_result",
    "value_of",
    "values_of",
]

EmbeddingValue: TypeAlias = str | Sequence[int]
"""What can be embedded: text, or the tokens of a text."""


def value_of(value: Any, parameter: str = "value") -> str | list[int]:
    """A text as it is, tokens as a list of plain ints.

    Raises:
        InvalidArgumentError: It is neither, or there is nothing in it.
    """
    if isinstance(value, str):
        if not value:
            raise _bad(parameter, "must not be empty", value)
        return value
    if isinstance(value, Iterable) and not isinstance(value, (bytes, bytearray, Mapping)):
        try:
            tokens = [operator.index(token) for token in value if not isinstance(token, bool)]
        except TypeError:
            tokens = []
        if tokens:
            return tokens
    raise _bad(parameter, f"must be a str or a list of token ids, not {_kind(value)}", value)


def values_of(values: Any) -> tuple[str | list[int], ...]:
    """All values, each checked.

    Raises:
        InvalidArgumentError: One of them, or the whole, is of the wrong type.
    """
    if isinstance(values, (str, bytes, Mapping)) or not isinstance(values, Iterable):
        message = f"must be a list of texts or token lists, not {_kind(values)}"
        raise _bad("values", message + "; for one value use embed()", values)
    return tuple(
        # Most are texts: checked here, as a call and a name for the error cost more than the check.
        value if type(value) is str and value else value_of(value, f"values[{place}]")
        for place, value in enumerate(values)
    )


def _kind(value: Any) -> str:
    return "an empty or mixed list" if isinstance(value, (list, tuple)) else type(value).__name__


def _bad(parameter: str, message: str, value: Any) -> InvalidArgumentError:
    return InvalidArgumentError(f"{parameter} {message}", parameter=parameter, value=value)


def batches(values: Sequence[Any], limit: int | None) -> list[tuple[Any, ...]]:
    """The values cut into calls of at most `limit`.

    Example:
        >>> batches(["a", "b", "c"], 2)
        [('a', 'b'), ('c',)]
    """
    size = limit or max(1, len(values))
    return [tuple(values[start : start + size]) for start in range(0, len(values), size)]


def embed_result(value: Any, result: EmbeddingModelResult, setup: MediaSetup) -> EmbedResult:
    """The result of one value."""
    _check_count(result, 1)
    return EmbedResult(
        value,
        result.embeddings[0],
        result.usage,
        result.warnings,
        result.provider_metadata,
        setup.request(result.request),
        setup.response(result.response),
        result.attempts,
    )


class Gathering:
    """What the calls of `embed_many` have brought so far.

    Args:
        values: all values, checked.
        limit: how many of them go into a call; None for all.

    Attributes:
        batches: the first place of each call's values, and the values.
    """

    def __init__(self, values: tuple[Any, ...], limit: int | None) -> None:
        self._values = values
        self._vectors = VectorBuffer(len(values))
        cut = batches(values, limit)
        self.batches = list(zip(range(0, len(values), limit or len(values) or 1), cut, strict=True))

    def took(
        self, batch: tuple[int, tuple[Any, ...]], result: EmbeddingModelResult
    ) -> EmbeddingModelResult:
        """Take the vectors of a call; what is left of its result.

        Raises:
            InvalidResponseError: the model gave too few, or vectors of another length.
        """
        place, values = batch
        _check_count(result, len(values))
        try:
            self._vectors.put(place, result.embeddings)
        except ValueError as error:
            message = f"the model's vectors do not go together: {error}"
            raise InvalidResponseError(message) from error
        return evolve(result, embeddings=())

    def result(self, results: Sequence[EmbeddingModelResult], setup: MediaSetup) -> EmbedManyResult:
        """The results of the calls as one: vectors in the order of the values, in one buffer."""
        usages = [result.usage for result in results] or [EmbeddingUsage(0)]
        return EmbedManyResult(
            self._values,
            self._vectors.whole(),
            usages[0] if len(usages) == 1 else sum(usages, EmbeddingUsage()),
            all_warnings(results),
            joined_metadata(results),
            tuple(setup.request(result.request) for result in results),
            tuple(setup.response(result.response) for result in results),
            tuple(attempt for result in results for attempt in result.attempts),
        )


def _check_count(result: EmbeddingModelResult, wanted: int) -> None:
    if len(result.embeddings) != wanted:
        raise InvalidResponseError(
            f"the model answered {wanted} values with {len(result.embeddings)} vectors"
        )
