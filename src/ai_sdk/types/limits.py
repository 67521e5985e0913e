"""`Limits`: how many connections a client may hold."""

from __future__ import annotations

from ._value import value

__all__ = ["Limits"]


@value
class Limits:
    """What a client's connection pools may hold.

    Attributes:
        max_connections: connections at once; None means as many as there are calls. A call that
            finds none free waits, and the wait counts to its `first_event` limit.
        keepalive_expiry: seconds that an unused connection is kept.
    """

    max_connections: int | None = None
    keepalive_expiry: float = 20.0
