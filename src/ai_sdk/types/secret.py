"""`Secret`: a key that cannot be shown, logged, pickled or serialised by accident."""

from __future__ import annotations

from typing import Any, NoReturn

__all__ = ["Secret"]


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
        raise TypeError("a Secret cannot be pickled or copied out; pass an environment variable")
