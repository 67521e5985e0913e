"""How alike two vectors are."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..errors import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["cosine_similarity"]


def cosine_similarity(a: Sequence[float], b: Sequence[float]) -> float:
    """The cosine of the angle between two vectors: 1 for the same direction, 0 for unrelated.

    Args:
        a: a vector.
        b: another of the same length.

    Returns:
        A number from -1 to 1; 0 if one of them has no length.

    Raises:
        InvalidArgumentError: their lengths differ, or they are empty.

    Example:
        >>> cosine_similarity([1, 0], [1, 0])
        1.0
    """
    if len(a) != len(b) or not len(a):
        raise InvalidArgumentError(
            f"two vectors of one length are needed, not of {len(a)} and {len(b)}", parameter="b"
        )
    product = math.fsum(x * y for x, y in zip(a, b, strict=True))
    lengths = math.sqrt(math.fsum(x * x for x in a)) * math.sqrt(math.fsum(y * y for y in b))
    return product / lengths if lengths else 0.0
