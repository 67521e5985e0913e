"""Plain words for whoever uses a stream in the wrong colour.

Type checkers do not see these methods, so that they say it too, in their own words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from ..errors import ConfigurationError

__all__ = ["RefusesAsync", "RefusesSync"]


def _refuse(what: str, instead: str) -> NoReturn:
    raise ConfigurationError(f"{what}; {instead}")


class _Unpicklable:
    """A stream holds a connection, which goes into no pickle and has no copy."""

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        _refuse(
            "a stream cannot be pickled or copied, for it holds a connection",
            "pickle what its result() gives",
        )


class RefusesAsync(_Unpicklable):
    """Mixed into a synchronous stream: `async with`, `async for` and `await` say what to do."""

    if not TYPE_CHECKING:

        def __aenter__(self) -> NoReturn:
            _refuse(
                "this stream comes from `ai_sdk` and is synchronous",
                "use `with`, or import the function from `ai_sdk.aio` for `async with`",
            )

        async def __aexit__(self, *exc: object) -> None:
            """Never reached: entering refuses."""

        def __aiter__(self) -> NoReturn:
            _refuse(
                "this stream comes from `ai_sdk` and is synchronous",
                "use `for`, or import the function from `ai_sdk.aio` for `async for`",
            )

        def __await__(self) -> NoReturn:
            _refuse(
                "a stream is not awaited",
                "use `with stream_text(...) as stream`, or `async with` and `ai_sdk.aio`",
            )


class RefusesSync(_Unpicklable):
    """Mixed into an asynchronous stream: `with`, `for` and `await` say what to do."""

    if not TYPE_CHECKING:

        def __enter__(self) -> NoReturn:
            _refuse(
                "this stream comes from `ai_sdk.aio` and is asynchronous",
                "use `async with`, or import the function from `ai_sdk` for `with`",
            )

        def __exit__(self, *exc: object) -> None:
            """Never reached: entering refuses."""

        def __iter__(self) -> NoReturn:
            _refuse(
                "this stream comes from `ai_sdk.aio` and is asynchronous",
                "use `async for`, or import the function from `ai_sdk` for `for`",
            )

        def __await__(self) -> NoReturn:
            _refuse(
                "a stream is not awaited",
                "use `async with stream_text(...) as stream` and `async for`",
            )
