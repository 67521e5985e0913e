"""Sending a request through an engine and waiting for the head of its reply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...concurrency.clock import clock as time
from ...errors import InvalidResponseError
from ...http_rules.failures import as_typed, cause_of
from ...http_rules.secrets import without_frames, without_secrets
from ...logs import logger
from .reply import AsyncReplyStream

if TYPE_CHECKING:
    from ...http_rules.clock import CallClock
    from ...http_rules.prepare import Prepared
    from ...types.caps import Caps
    from .reply import AsyncEngine

__all__ = ["open_reply"]


async def open_reply(
    engine: AsyncEngine, request: Prepared, clock: CallClock, caps: Caps
) -> AsyncReplyStream:
    """Send a request; the reply's head has come, its body can be read. Close the reply.

    Args:
        engine: who carries it.
        request: what to send.
        clock: the limits; it is released where this raises.
        caps: how much of the reply may be read.

    Raises:
        AISDKError: No usable reply came; no error shows a credential of the request.
    """
    begun = time.now()
    try:
        response = await engine.start(request, clock)
    except BaseException as error:
        clock.release()
        if isinstance(error, Exception):
            typed = as_typed(error, request.shown, clock, request.secrets())
            logger.debug("%s %s failed: %s", request.method, request.shown, typed)
            raise typed from cause_of(typed, error)
        error.__traceback__ = None  # the frames hold the key
        raise
    taken = time.now() - begun
    where = request.method, request.shown
    logger.debug("%s %s: status %d after %.3f s", *where, response.status_code, taken)
    try:
        return AsyncReplyStream(engine, response, request, clock, caps)
    except BaseException as error:
        clock.release()
        await response.aclose()
        if isinstance(error, InvalidResponseError):
            error.url = request.shown
            without_secrets(error, request.secrets())
            without_frames(error)
        raise
