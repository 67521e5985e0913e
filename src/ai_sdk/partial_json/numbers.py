"""Numbers of JSON as Python has them."""

from __future__ import annotations

import math
import re

__all__ = ["number_of"]


def number_of(found: re.Match[str]) -> int | float:
    """The number that was found; the groups of the match are its fraction and its exponent.

    Raises:
        ValueError: it has more digits than Python takes.
        OverflowError: no float is as large.
    """
    if found[1] is None and found[2] is None:
        return int(found[0])
    number = float(found[0])
    if math.isinf(number):
        raise OverflowError
    return number
