"""Child processes: how a whole group of them is ended. The same for both colours."""

from __future__ import annotations

import os
import signal
from contextlib import suppress

PIECE = 65_536
"""Most bytes that one read of a child's output gives."""

GRACE = 2.0
"""Seconds that a child has to end by itself once its input is closed, and again once it is asked."""


def end_group(pid: int, *, at_once: bool) -> None:
    """Ask the child's whole group to end, or end it at once; nothing where it is gone already."""
    if os.name != "posix":  # pragma: no cover - Windows knows single processes only
        with suppress(OSError):
            os.kill(pid, signal.SIGTERM)
        return
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL if at_once else signal.SIGTERM)
