"""Failures of the caller's own callbacks: nobody can catch them, so they are at least seen."""

from __future__ import annotations

import logging
import sys

from ..logs import logger as _logger

__all__ = ["report_callback"]

_WORDS = "the callback %s raised; the run goes on"


def report_callback(name: str) -> None:
    """Log the exception at hand, which the callback `name` raised.

    A program that set up no logging still sees it on standard error, as it would see any other
    exception that nobody catches.
    """
    if _is_heard(_logger) or logging.lastResort is None:
        _logger.exception(_WORDS, name)
        return
    logging.lastResort.handle(
        _logger.makeRecord("ai_sdk", logging.ERROR, "", 0, _WORDS, (name,), sys.exc_info())
    )


def _is_heard(logger: logging.Logger) -> bool:
    """Whether a handler other than a silent one gets what is logged."""
    each: logging.Logger | None = logger
    while each is not None:
        if any(not isinstance(handler, logging.NullHandler) for handler in each.handlers):
            return True
        each = each.parent if each.propagate else None
    return False
