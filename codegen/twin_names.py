"""What things are called in the other colour.

`NAMES` is the explicit list; add a line when the linter asks for one. An entry that no source
uses any more fails the check. Classes of ours need no line: `AsyncThing` becomes `Thing`.
"""

from __future__ import annotations

TREES = (("src/ai_sdk/_async", "src/ai_sdk/_sync"), ("tests/_async", "tests/_sync"))
"""Source tree and the tree of its twins."""

NAMES: dict[str, str] = {
    # our modules and functions
    "_async": "_sync",
    "async_": "sync",
    "bind_async": "bind_sync",
    "RefusesSync": "RefusesAsync",
    # methods
    "aclose": "close",
    "aclosing": "closing",
    "aiter_raw": "iter_raw",
    "handle_async_request": "handle_request",
    # standard library
    "aiter": "iter",
    "anext": "next",
    # httpx, httpx2
    "AsyncBaseTransport": "BaseTransport",
    "AsyncByteStream": "SyncByteStream",
    "AsyncClient": "Client",
    # httpcore2
    "AsyncConnectionPool": "ConnectionPool",
    "AsyncNetworkBackend": "NetworkBackend",
    "AsyncNetworkStream": "NetworkStream",
}

BUILT_IN: dict[str, str] = {
    "AsyncContextManager": "ContextManager",
    "AbstractAsyncContextManager": "AbstractContextManager",
    "AsyncIterable": "Iterable",
    "AsyncIterator": "Iterator",
    "__aenter__": "__enter__",
    "__aexit__": "__exit__",
    "__aiter__": "__iter__",
    "__anext__": "__next__",
    "asynccontextmanager": "contextmanager",
}
"""What unasync knows by itself, and two typing names it lacks; may be unused."""

BANNED_MODULES = ("asyncio", "anyio", "trio", "threading", "concurrent", "queue")
"""Modules whose use has no twin; `ai_sdk.concurrency` wraps what is needed of them."""

BANNED_NAMES: dict[str, str] = {
    "Awaitable": "use MaybeAwaitable of the concurrency module",
    "Coroutine": "use MaybeAwaitable of the concurrency module",
    "AsyncGenerator": "write AsyncIterator",
    "StopAsyncIteration": "write an asynchronous generator",
}
"""Names without a meaning on the other side, and the way out."""


def own_name(name: str) -> str:
    """The twin's name of one of our classes: `AsyncX` -> `X`, `_AsyncX` -> `_X`."""
    return name.replace("Async", "", 1)


def is_async_name(name: str) -> bool:
    """True for `AsyncX` and `_AsyncX`, which must not reach a twin."""
    bare = name.lstrip("_")
    return bare.startswith("Async") and len(bare) > 5 and bare[5].isupper()
