"""`Secret`: a key that cannot be shown, logged, pickled or serialised by accident."""

from __future__ import annotations

import re
from typing import Any, NoReturn

from ..errors import ConfigurationError

__all__ = ["Secret", "names_secret"]

_NAMES = re.compile(
    r"(?i)token|secret|passw|apikey|cookie"
    r"|(?:^|[-_])(?:auth|authorization|key|session|sid|jwt|credentials?|signature)(?:$|[-_])"
)


def names_secret(name: str) -> bool:
    """Whether a header or parameter of that name carries a credential.

    Example:
        >>> names_secret("X-Api-Key"), names_secret("accept")
        (True, False)
    """
    return _NAMES.search(name) is not None


class Secret:
    """A literal key. Only `reveal()` gives it back; every other way shows `Secret(***)`.

    Example:
        >>> print(Secret("sk-abc"), f"{Secret('sk-abc')}")
        Secret(***) Secret(***)
    """

    __slots__ = ("__reveal",)

    def __init__(self, key: str) -> None:
        self.__reveal = (key,).__getitem__

    def reveal(self) -> str:
        """The key itself."""
        return self.__reveal(0)

    def __repr__(self) -> str:
        return "Secret(***)"

    def __format__(self, spec: str) -> str:
        return "Secret(***)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self.reveal() == other.reveal()

    def __hash__(self) -> int:
        return hash(("Secret", self.reveal()))

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise ConfigurationError(
            "a Secret cannot be pickled or copied out; pass an environment variable"
        )
