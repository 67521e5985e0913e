"""The logger `ai_sdk`: silent, unless the program or the variable AI_SDK_LOG wants to hear it."""

from __future__ import annotations

import logging
import os
import sys

__all__ = ["logger", "set_up"]

_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING}
_FORM = "%(asctime)s %(name)s %(levelname)s %(message)s"


def set_up(wanted: str) -> logging.Logger:
    """The logger; where a level is wanted, it also writes to standard error.

    A program that has set up logging of its own hears everything once: through that.
    """
    found = logging.getLogger("ai_sdk")
    found.addHandler(logging.NullHandler())
    level = _LEVELS.get(wanted.strip().lower())
    if level is not None:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter(_FORM))
        handler.addFilter(lambda record: not logging.getLogger().handlers)
        found.addHandler(handler)
        found.setLevel(level)
    elif wanted.strip():
        found.warning("AI_SDK_LOG may be %s, not %r", ", ".join(_LEVELS), wanted)
    return found


logger = set_up(os.environ.get("AI_SDK_LOG", ""))
"""Told of every request and retry, at the level debug; never of a key, a header or a body."""
