"""Small things that tests of both colours need."""

from __future__ import annotations

import threading

from ai_sdk import CancelToken


def wait_for(token: CancelToken, seconds: float = 30) -> None:
    """Block this thread until the token fires."""
    fired = threading.Event()
    token.on_cancel(fired.set)
    assert fired.wait(seconds), "the token never fired"
