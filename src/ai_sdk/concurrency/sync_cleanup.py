"""Closing what was dropped without being closed."""

from __future__ import annotations

import logging
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress

from . import threads


def abandon(
    close: Callable[[], object],
    message: str,
    *,
    at_the_end: Callable[[], bool] = sys.is_finalizing,  # kept here: the module is emptied then
) -> None:
    """Close something from its `__del__`, in the background, and warn.

    In another thread, because the garbage collector may call `__del__` while this one holds a
    lock that the close needs. A failing close is logged. When the interpreter ends, nothing is
    done: the system closes everything, and a thread that is started then never runs, though
    Python 3.11 waits for it.

    Args:
        close: Closes it.
        message: Text of the `ResourceWarning`.
        at_the_end: Whether the interpreter is going down.
    """
    if at_the_end():
        return
    with suppress(RuntimeError):  # the interpreter is going down and starts no thread any more
        threads.start(lambda: _shielded(close))
    warnings.warn(message, ResourceWarning, stacklevel=2)


def _shielded(close: Callable[[], object]) -> None:
    try:
        close()
    except Exception:
        logging.getLogger("ai_sdk").warning("closing what was dropped failed", exc_info=True)


def close_source(source: object) -> None:
    """Close what was read from, where it can be closed: a stream, a generator; a list cannot."""
    close = getattr(source, "close", None)
    if close is not None:
        close()
