"""Questions about user callables; nothing here runs them."""

from __future__ import annotations

import functools
import inspect
from typing import Any


def iscoroutine_callable(fn: Any) -> bool:
    """Tell whether calling `fn` gives a coroutine.

    Sees through `functools.partial` and objects whose `__call__` is a coroutine function. A plain
    function that happens to return a coroutine is only known once it was called.

    Args:
        fn: Any callable.

    Returns:
        True for a coroutine function, a partial of one, or an object that acts like one.
    """
    while isinstance(fn, functools.partial):
        fn = fn.func
    if inspect.iscoroutinefunction(fn):
        return True
    return inspect.iscoroutinefunction(getattr(fn, "__call__", None))  # noqa: B004
