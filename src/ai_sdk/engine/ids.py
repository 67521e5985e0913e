"""Random ids for messages, calls and whatever else a program names."""

from __future__ import annotations

import random
from collections.abc import Callable

from ..errors import InvalidArgumentError

__all__ = ["create_id_generator", "generate_id"]

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_source = random.SystemRandom()  # the same in no two processes, forks included


def create_id_generator(
    *,
    prefix: str | None = None,
    size: int = 16,
    alphabet: str = _ALPHABET,
    separator: str = "-",
) -> Callable[[], str]:
    """A function that makes ids such as `msg-4fzXbO2uEwm0Qk1a`.

    Args:
        prefix: what every id begins with.
        size: how many random characters it has.
        alphabet: the characters to choose from.
        separator: what stands between prefix and random part; not part of the alphabet, so that
            the two can be told apart.

    Returns:
        A function without parameters. Ids are random, but no secrets.

    Raises:
        InvalidArgumentError: `size` is below 1, the alphabet is empty or has the separator in it.

    Example:
        >>> new_id = create_id_generator(prefix="msg", size=8)
        >>> len(new_id()), new_id().startswith("msg-")
        (12, True)
    """
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        raise InvalidArgumentError(
            f"size must be a whole number of at least 1, not {size!r}", parameter="size", value=size
        )
    if not isinstance(alphabet, str) or not alphabet:
        raise InvalidArgumentError("alphabet must have characters", parameter="alphabet")
    start = ""
    if prefix is not None:
        if not separator or separator in alphabet:
            raise InvalidArgumentError(
                f"separator {separator!r} must not be empty or part of the alphabet",
                parameter="separator",
                value=separator,
            )
        start = f"{prefix}{separator}"
    return lambda: start + "".join(_source.choices(alphabet, k=size))


def generate_id() -> str:
    """A random id of 16 letters and digits.

    Example:
        >>> len(generate_id())
        16
    """
    return "".join(_source.choices(_ALPHABET, k=16))
