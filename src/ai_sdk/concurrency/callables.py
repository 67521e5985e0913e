"""Questions about user callables; nothing here runs them."""

from __future__ import annotations

import functools
import inspect
import types
from collections.abc import Callable
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
    if type(fn) is types.FunctionType and not fn.__dict__:  # the common kind, ten times faster
        return bool(fn.__code__.co_flags & inspect.CO_COROUTINE)
    return _is(inspect.iscoroutinefunction, fn)


def isasyncgen_callable(fn: Any) -> bool:
    """Tell whether calling `fn` gives an asynchronous generator; sees through what
    `iscoroutine_callable` sees through.
    """
    return _is(inspect.isasyncgenfunction, fn)


def isgenerator_callable(fn: Any) -> bool:
    """Tell whether calling `fn` gives a generator of either kind."""
    return isasyncgen_callable(fn) or _is(inspect.isgeneratorfunction, fn)


def _is(kind: Callable[[Any], bool], fn: Any) -> bool:
    while isinstance(fn, functools.partial):
        fn = fn.func
    return kind(fn) or kind(getattr(fn, "__call__", None))  # noqa: B004
