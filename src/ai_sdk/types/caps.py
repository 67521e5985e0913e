"""`Caps`: how much of a reply is read before it is refused."""

from __future__ import annotations

from typing import Final

from ..errors import InvalidArgumentError
from ._value import value

__all__ = ["Caps"]

_KIB: Final = 1024
_MIB: Final = 1024 * 1024
_MOST_HEAD: Final = 96 * _KIB


@value
class Caps:
    """How much a server may send before its reply is refused with an `InvalidResponseError`.

    All are in bytes, of what is left when compression is undone. What is read is never more than a
    cap and one piece of 64 KiB, however large the reply would have become.

    Attributes:
        event: one event of a stream.
        line: one line of a stream that is no data: a comment, a name, an id.
        reply: one whole reply. A stream may be as long as its sender pays for: of a compressed one,
            so much may come out beyond fifty times what was sent.
        error: how much is read of the reply that comes with an error status; the rest is dropped.
        head: the header lines of a reply, at most 96 KiB.

    Raises:
        InvalidArgumentError: One is no whole number of at least 1, or `head` is too large.

    Example:
        >>> client = HTTPClient(caps=Caps(reply=512 * 1024 * 1024))
    """

    event: int = 16 * _MIB
    line: int = 1 * _MIB
    reply: int = 64 * _MIB
    error: int = 64 * _KIB
    head: int = 64 * _KIB

    def __attrs_post_init__(self) -> None:
        for name in ("event", "line", "reply", "error", "head"):
            size: object = getattr(self, name)
            if isinstance(size, bool) or not isinstance(size, int) or size < 1:
                raise _bad(name, size, "a whole number of bytes, at least 1")
        if self.head > _MOST_HEAD:
            raise _bad("head", self.head, f"at most {_MOST_HEAD}")


def _bad(name: str, size: object, wanted: str) -> InvalidArgumentError:
    return InvalidArgumentError(
        f"caps: {name} must be {wanted}, not {size!r}", parameter=f"caps.{name}", value=size
    )
