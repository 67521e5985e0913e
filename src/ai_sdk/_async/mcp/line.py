"""`AsyncMCPLine`: requests matched with their answers, over whatever carries them."""

from __future__ import annotations

import logging
import math
from itertools import count
from typing import TYPE_CHECKING, Any

from ...concurrency import CancelToken, Deadline, DeadlineExceeded, async_ as cc
from ...errors import (
    AISDKError,
    APITimeoutError,
    InvalidResponseError,
    MCPConnectionClosedError,
    MCPError,
    RunCancelledError,
)
from ...json_codec import is_object
from ...mcp import jsonrpc
from ...types._value import EMPTY
from ...types.run import CallControl
from ...types.timeouts import Timeout

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ...concurrency.async_ import Eventually
    from .port import AsyncMCPTransport

__all__ = ["AsyncMCPLine"]

_log = logging.getLogger("ai_sdk")
_FAREWELL = 5.0
"""Seconds for a message to which nobody awaits an answer."""


class AsyncMCPLine:
    """Both directions of one connection: what is asked here, and what the server asks.

    Attributes:
        transport: what carries the messages.
        closed: whether it was closed from this side.

    Args:
        transport: what carries the messages.
        handlers: method -> function of the parameters that answers the server.
    """

    def __init__(
        self,
        transport: AsyncMCPTransport,
        handlers: Mapping[str, Callable[[Mapping[str, Any]], Any]],
    ) -> None:
        self.transport = transport
        self._handlers = handlers
        self._ids = count(1)
        self._pending: dict[Any, cc.Slot[Any]] = {}
        self._jobs: set[cc.Worker[None]] = set()
        self._ending = CancelToken()
        self._lost: Exception | None = None

    @property
    def closed(self) -> bool:
        """Whether it was closed from this side."""
        return self._ending.cancelled

    async def open(self) -> None:
        """Make the transport ready.

        Raises:
            AISDKError: the server cannot be reached.
        """
        await self.transport.start(self._receive, self._lose)

    async def ask(
        self,
        method: str,
        params: Mapping[str, Any],
        seconds: float | None,
        cancel: CancelToken | None,
    ) -> Any:
        """Ask something, and wait for the answer.

        Args:
            method: what to ask.
            params: its parameters.
            seconds: how long it may take; None for any time.
            cancel: ends it when it fires.

        Raises:
            MCPError: the server answered with an error, or has gone.
            APITimeoutError: it took too long.
            RunCancelledError: `cancel` fired.
            AISDKError: the message could not be carried.
        """
        number, slot = next(self._ids), cc.Slot[Any]()
        deadline, token = Deadline(seconds), CancelToken()
        offs = [each.on_cancel(token.cancel) for each in (cancel, self._ending) if each]
        control = CallControl(_limits(seconds), total=deadline, cancel=token)
        self._pending[number] = slot
        try:
            if self._lost is not None:
                raise self._lost
            await self.transport.send(jsonrpc.request(number, method, params), control)
            found = await slot.wait(deadline=deadline, cancel=token)
        except BaseException as error:
            if not slot.filled and method != "initialize":
                self._give_up(number, error)
            if isinstance(error, DeadlineExceeded | RunCancelledError):
                raise self._ended_early(error, method, seconds, cancel) from error
            raise
        finally:
            self._pending.pop(number, None)
            for off in offs:
                off()
        return _result(found, method)

    def _ended_early(
        self, error: Exception, method: str, seconds: float | None, cancel: CancelToken | None
    ) -> Exception:
        if cancel is not None and cancel.cancelled:
            return cancel.error()
        if self._ending.cancelled:
            return MCPConnectionClosedError("the MCP client was closed", method=method)
        if isinstance(error, RunCancelledError):
            return error
        return APITimeoutError(
            f"{method}: the MCP server did not answer within {seconds:g} s",
            limit="total",
            seconds=seconds,
            is_retryable=False,
        )

    def _give_up(self, number: int, error: BaseException) -> None:
        """Tell the server, in the background, that nobody waits for an answer any more."""
        if self._ending.cancelled or self._lost is not None or isinstance(error, MCPError):
            return
        params = {"requestId": number, "reason": "the client does not wait for it any more"}
        self._spawn(lambda: self.tell("notifications/cancelled", params))

    def _spawn(self, job: Callable[[], Eventually[None]]) -> None:
        async def run(_stop: CancelToken) -> None:
            try:
                await job()
            except AISDKError as error:
                _log.debug("a message to an MCP server was lost: %s", error)

        self._jobs = {each for each in list(self._jobs) if not each.ended}
        self._jobs.add(cc.Worker(run))

    async def tell(self, method: str, params: Mapping[str, Any] = EMPTY) -> None:
        """Tell something.

        Raises:
            AISDKError: it could not be carried.
        """
        await self._deliver(jsonrpc.notification(method, params))

    async def _deliver(self, message: Mapping[str, Any]) -> None:
        control = CallControl(_limits(_FAREWELL), total=Deadline(_FAREWELL), cancel=self._ending)
        await self.transport.send(message, control)

    # ---- what comes

    def _receive(self, message: Any) -> None:
        """Take a message from the server; what makes no sense is logged and left."""
        try:
            said = jsonrpc.read(message)
        except InvalidResponseError as error:
            _log.warning("an MCP server sent what is no message: %s", error)
            self._fail_named(message, error)
            return
        match said:
            case jsonrpc.Request():
                self._spawn(lambda: self._serve(said))
            case jsonrpc.Notification():
                pass  # progress, log lines, changed lists: nothing here depends on them
            case _ if said.id in self._pending:
                self._pending[said.id].fill(said)
            case _:
                _log.debug("an MCP server answered what nobody asks any more: %s", said.id)

    def _lose(self, error: Exception) -> None:
        """Note that nothing can come any more: whatever is pending fails, and all that follows."""
        self._lost = self._lost or error
        for slot in list(self._pending.values()):
            slot.fail(error)

    def _fail_named(self, message: Any, error: InvalidResponseError) -> None:
        number = message.get("id") if is_object(message) else None
        slot = self._pending.get(number) if isinstance(number, int) else None
        if slot is not None:
            slot.fail(error)

    async def _serve(self, request: jsonrpc.Request) -> None:
        answer = self._handlers.get(request.method)
        if answer is None:
            words = f"this client does not answer {request.method}"
            reply = jsonrpc.failure(request.id, jsonrpc.METHOD_NOT_FOUND, words)
        else:
            try:
                result = await cc.invoke(answer, request.params)
                reply = jsonrpc.response(request.id, result)
            except Exception:  # noqa: BLE001 - a handler of the user's
                _log.warning("the handler of %s failed", request.method, exc_info=True)
                reply = jsonrpc.failure(
                    request.id, jsonrpc.INTERNAL_ERROR, "the client could not answer"
                )
        await self._deliver(reply)

    # ---- the end

    async def aclose(self) -> None:
        """End it: whatever is pending fails, the server is let go."""
        self._ending.cancel("the MCP client was closed")
        jobs, self._jobs = self._jobs, set()
        for job in jobs:
            await job.aclose()
        await self.transport.aclose()


def _limits(seconds: float | None) -> Timeout:
    endless = seconds is None or math.isinf(seconds)
    return Timeout(total=None if endless else seconds, first_event=None, idle=None)


def _result(found: Any, method: str) -> Any:
    if isinstance(found, jsonrpc.Failure):
        raise MCPError(
            f"{method}: {found.message}", code=found.code, data=found.data, method=method
        )
    return found.result
