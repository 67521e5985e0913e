"""`Limits`: how many connections a client may hold."""

from __future__ import annotations

from ..errors import InvalidArgumentError
from ._value import value

__all__ = ["Limits"]


@value
class Limits:
    """What a client's connection pools may hold.

    Attributes:
        max_connections: connections at once; None means as many as there are calls. A call that
            finds none free waits, and the wait counts to its `first_event` limit.
        keepalive_expiry: seconds that an unused connection is kept; 0 for not at all.

    Raises:
        InvalidArgumentError: `max_connections` is no whole number of at least 1, or
            `keepalive_expiry` is no number of at least 0.

    Example:
        >>> client = HTTPClient(limits=Limits(max_connections=20, keepalive_expiry=5))
    """

    max_connections: int | None = None
    keepalive_expiry: float = 20.0

    def __attrs_post_init__(self) -> None:
        most: object = self.max_connections
        if most is not None and (type(most) is not int or most < 1):
            raise _bad("max_connections", most, "a whole number of at least 1, or None")
        seconds: object = self.keepalive_expiry
        if type(seconds) not in (int, float) or not self.keepalive_expiry >= 0:
            raise _bad("keepalive_expiry", seconds, "a number of seconds, at least 0")


def _bad(name: str, given: object, wanted: str) -> InvalidArgumentError:
    return InvalidArgumentError(
        f"limits: {name} must be {wanted}, not {given!r}", parameter=f"limits.{name}", value=given
    )
