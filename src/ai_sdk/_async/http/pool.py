"""httpcore2's pool, without the one way in which it loses connections."""

from __future__ import annotations

from typing import Any

import httpcore2

__all__ = ["AsyncPool"]


class AsyncPool(httpcore2.AsyncConnectionPool):
    """Closes a connection whose first request was cancelled just before it was written.

    httpcore2 takes such a connection for one that is in use, for ever: its socket stays open, and
    nobody gets its place in the pool.
    """

    def create_connection(self, origin: httpcore2.Origin) -> Any:
        """A connection that is closed unless its request was begun or it can take another."""
        connection: Any = super().create_connection(origin)
        connection.handle_async_request = _closing(connection)
        return connection


def _closing(connection: Any) -> Any:
    handle = connection.handle_async_request

    async def handle_or_close(request: httpcore2.Request) -> httpcore2.Response:
        try:
            response: httpcore2.Response = await handle(request)
            return response
        except httpcore2.ConnectionNotAvailable:
            raise  # another request has it
        except BaseException:
            if connection.is_connected() and not connection.is_idle():
                await connection.aclose()
            raise

    return handle_or_close
