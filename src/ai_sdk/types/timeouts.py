"""`Timeout`: the named time limits of a call, and their defaults."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..errors import InvalidArgumentError
from ._value import field, value

if TYPE_CHECKING:
    from typing import Any, TypeGuard

    import attrs

__all__ = ["Timeout", "as_timeout"]


_LONGEST = 1e9  # 31 years: what is above it, some system cannot wait for


def _is_number(seconds: object) -> TypeGuard[float]:
    return isinstance(seconds, (int, float)) and not isinstance(seconds, bool)


def _limit(_instance: Any, attribute: attrs.Attribute[Any], seconds: object) -> None:
    if seconds is None:
        return
    if not _is_number(seconds) or not seconds > 0 or seconds == math.inf:
        raise InvalidArgumentError(
            f"timeout: {attribute.name} must be a number of seconds above 0, or None for no "
            f"limit; got {seconds!r}",
            parameter=f"timeout.{attribute.name}",
            value=seconds,
        )
    if seconds > _LONGEST:
        raise InvalidArgumentError(
            f"timeout: {attribute.name} is more than {_LONGEST:.0f} seconds; None means no limit",
            parameter=f"timeout.{attribute.name}",
        )


@value
class Timeout:
    """How long what may take, in seconds, at most 1e9; None means no limit.

    Attributes:
        total: the whole call with all its steps, tools and retries.
        step: one step of a tool loop, retries included.
        first_event: from sending a request to the first event of its reply that is no ping.
        idle: between two events of a stream; pings do not count as events, nor does the time in
            which the caller is busy with what it has.
        tool: one run of a tool.
        connect: finding the host, connecting, and the TLS handshake.

    Example:
        >>> Timeout(total=60, idle=20).connect
        5.0
    """

    total: float | None = field(default=None, validator=_limit)
    step: float | None = field(default=None, validator=_limit)
    first_event: float | None = field(default=600.0, validator=_limit)
    idle: float | None = field(default=120.0, validator=_limit)
    tool: float | None = field(default=None, validator=_limit)
    connect: float | None = field(default=5.0, validator=_limit)


_DEFAULT = Timeout()


def as_timeout(limits: float | Timeout | None, default: Timeout = _DEFAULT) -> Timeout:
    """What a `timeout=` argument means: seconds are the total, None the default.

    Args:
        limits: The argument as the caller gave it.
        default: What holds when the caller gave none; seconds replace its `total` only.

    Raises:
        InvalidArgumentError: It is neither, or no positive number.

    Example:
        >>> as_timeout(30).total, as_timeout(None).total
        (30, None)
    """
    if limits is None:
        return default
    if isinstance(limits, Timeout):
        return limits
    if _is_number(limits):
        return Timeout(
            total=limits,
            step=default.step,
            first_event=default.first_event,
            idle=default.idle,
            tool=default.tool,
            connect=default.connect,
        )
    raise InvalidArgumentError(
        f"timeout must be seconds or a Timeout, not {type(limits).__name__}",
        parameter="timeout",
        value=limits,
    )
