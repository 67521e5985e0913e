"""How far a call may go: time limits, retries, cancellation. Passed beside the call itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._value import field, value
from .timeouts import Timeout

if TYPE_CHECKING:
    from ..concurrency.tokens import CancelToken, Deadline
    from .download import Download, DownloadFunction

__all__ = ["CallControl"]


@value
class CallControl:
    """The limits of one model call.

    Attributes:
        timeout: the named limits, in seconds.
        max_retries: tries after the first.
        total: the moment the whole run must have ended.
        step: the moment this step must have ended.
        cancel: the caller's token.
        download: how files behind URLs are fetched: `Download`, a function, None for the default.
    """

    timeout: Timeout = Timeout()
    max_retries: int = 2
    total: Deadline | None = field(default=None, eq=False)
    step: Deadline | None = field(default=None, eq=False)
    cancel: CancelToken | None = field(default=None, eq=False)
    download: Download | DownloadFunction | None = field(default=None, eq=False)
