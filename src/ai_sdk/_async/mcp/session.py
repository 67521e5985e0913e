"""`AsyncMCPSession`: requests matched with their answers, over whatever carries them."""

from __future__ import annotations

import logging
import math
from itertools import count
from typing import TYPE_CHECKING, Any

from ...concurrency import CancelToken, Deadline, DeadlineExceeded, async_ as cc
from ...errors import (
    AISDKError,
    APITimeoutError,
    ConfigurationError,
    InvalidResponseError,
    MCPConnectionClosedError,
    MCPError,
    MCPSessionExpiredError,
    RunCancelledError,
    UnsupportedFunctionalityError,
)
from ...json_codec import is_object
from ...mcp import jsonrpc
from ...mcp.modern import MODERN, answered, discovered, enveloped, may_be_modern, needs_input
from ...mcp.protocol import initialize_params, server_info
from ...types._value import EMPTY, field, value
from ...types.run import CallControl
from ...types.timeouts import Timeout

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ...concurrency.async_ import Eventually
    from ...mcp.values import MCPServerInfo
    from .port import AsyncMCPTransport

__all__ = ["AsyncMCPSession", "SessionSettings"]

_log = logging.getLogger("ai_sdk")
_MOST_ROUNDS = 20
"""Times that a server may ask for input before it answers one request."""

_FAREWELL = 5.0
"""Seconds for a message to which nobody awaits an answer."""


@value
class SessionSettings:
    """What a client says of itself, and who answers the server's own requests.

    Attributes:
        answer: method -> function of the parameters that gives the result.
        on_session_expired: called with the id of a session that the server has forgotten.
    """

    name: str
    version: str
    capabilities: Mapping[str, Any]
    timeout: float | None
    answer: Mapping[str, Callable[[Mapping[str, Any]], Any]] = field(default=EMPTY)
    on_session_expired: Callable[[str], Any] | None = None


class AsyncMCPSession:
    """One connection to one server. `open` it, ask, `aclose` it."""

    def __init__(self, transport: AsyncMCPTransport, settings: SessionSettings) -> None:
        self.info: MCPServerInfo | None = None
        self._transport, self._settings = transport, settings
        self._ids = count(1)
        self._pending: dict[Any, cc.Slot[Any]] = {}
        self._jobs: set[cc.Worker[None]] = set()
        self._ending = CancelToken()
        self._lost: Exception | None = None
        self._generation = 0
        self._home: object = None
        self._renewing = cc.Lock()

    async def open(self) -> MCPServerInfo:
        """Reach the server and agree on a version.

        Raises:
            AISDKError: it cannot be reached, or refuses.
        """
        self._home = cc.loop_key()
        try:
            await self._transport.start(self.receive, self.lose)
            return await self._initialize()
        except BaseException:
            await self.aclose()
            raise

    async def request(
        self,
        method: str,
        params: Mapping[str, Any] = EMPTY,
        *,
        seconds: float | None = None,
        cancel: CancelToken | None = None,
    ) -> Any:
        """Ask something. A session that the server has forgotten is opened anew, once.

        Args:
            method: what to ask.
            params: its parameters.
            seconds: how long it may take; the client's own by default.
            cancel: ends it when it fires.

        Raises:
            MCPError: the server answered with an error, or has gone.
            APITimeoutError: it took too long; the server was told that nobody waits any more.
            RunCancelledError: `cancel` fired; the server was told, too.
            AISDKError: the message could not be carried.
        """
        self._check_usable()
        for _ in range(_MOST_ROUNDS):
            result = await self._asked(method, params, seconds, cancel)
            questions = needs_input(result)
            if questions is None:
                return result
            answers = {key: await self._answer(each) for key, each in questions.items()}
            params = answered(params, result, answers)
        raise InvalidResponseError(f"{method}: the MCP server asks for input again and again")

    async def _asked(
        self,
        method: str,
        params: Mapping[str, Any],
        seconds: float | None,
        cancel: CancelToken | None,
    ) -> Any:
        generation = self._generation
        try:
            return await self._exchange(method, params, seconds, cancel)
        except MCPSessionExpiredError as error:
            await self._renew(generation, error.session_id)
        return await self._exchange(method, params, seconds, cancel)

    async def _answer(self, question: Mapping[str, Any]) -> Any:
        """The answer to a question that stands in the place of an answer."""
        method = question.get("method")
        handler = self._settings.answer.get(method) if isinstance(method, str) else None
        if handler is None:
            raise UnsupportedFunctionalityError(
                f"the MCP server asks for {method}, and nobody answers it here"
                " (on_elicitation= answers elicitation/create)",
                functionality=str(method),
            )
        answer: Any = await cc.invoke(handler, question.get("params") or {})
        return answer

    async def notify(self, method: str, params: Mapping[str, Any] = EMPTY) -> None:
        """Tell something.

        Raises:
            AISDKError: it could not be carried.
        """
        await self._deliver(jsonrpc.notification(method, params))

    async def _initialize(self) -> MCPServerInfo:
        mine = self._settings
        self._transport.protocol_version = None
        params = initialize_params(mine.name, mine.version, mine.capabilities)
        try:
            result = await self._exchange("initialize", params, None, None)
        except MCPError as error:
            if not may_be_modern(error):
                raise
            return await self._discover(error)
        self.info = info = server_info(result)
        self._transport.protocol_version = info.protocol_version
        await self.notify("notifications/initialized")
        self._generation += 1
        return info

    async def _discover(self, refusal: MCPError) -> MCPServerInfo:
        """Ask a server that knows no opening talk what it is; one that is no such server refused."""
        self._transport.protocol_version = MODERN
        try:
            result = await self._exchange("server/discover", EMPTY, None, None)
        except MCPError:
            raise refusal from None
        self.info = info = discovered(result)
        return info

    async def _renew(self, generation: int, session_id: str) -> None:
        async with self._renewing:
            if generation == self._generation:  # nobody else has done it meanwhile
                hook = self._settings.on_session_expired
                if hook is not None:
                    await cc.invoke(hook, session_id)
                await self._initialize()

    async def _exchange(
        self,
        method: str,
        params: Mapping[str, Any],
        seconds: float | None,
        cancel: CancelToken | None,
    ) -> Any:
        number, slot = next(self._ids), cc.Slot[Any]()
        seconds = self._settings.timeout if seconds is None else seconds
        deadline, token = Deadline(seconds), CancelToken()
        offs = [each.on_cancel(token.cancel) for each in (cancel, self._ending) if each]
        control = CallControl(_limits(seconds), total=deadline, cancel=token)
        if self._transport.protocol_version == MODERN:
            mine = self._settings
            params = enveloped(params, mine.name, mine.version, mine.capabilities)
        self._pending[number] = slot
        try:
            if self._lost is not None:
                raise self._lost
            await self._transport.send(jsonrpc.request(number, method, params), control)
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
        self._spawn(lambda: self.notify("notifications/cancelled", params))

    def _spawn(self, job: Callable[[], Eventually[None]]) -> None:
        async def run(_stop: CancelToken) -> None:
            try:
                await job()
            except AISDKError as error:
                _log.debug("a message to an MCP server was lost: %s", error)

        self._jobs = {each for each in self._jobs if not each.ended}
        self._jobs.add(cc.Worker(run))

    async def _deliver(self, message: Mapping[str, Any]) -> None:
        control = CallControl(_limits(_FAREWELL), total=Deadline(_FAREWELL), cancel=self._ending)
        await self._transport.send(message, control)

    # ---- what comes

    def receive(self, message: Any) -> None:
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

    def lose(self, error: Exception) -> None:
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
        answer = self._settings.answer.get(request.method)
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

    def _check_usable(self) -> None:
        if self._ending.cancelled:
            raise MCPConnectionClosedError("the MCP client was closed")
        if self._home != cc.loop_key():
            raise ConfigurationError(
                "this MCP client was opened in another event loop, or before a fork: open one here"
            )

    async def aclose(self) -> None:
        """End it: whatever is pending fails, the server is let go."""
        self._ending.cancel("the MCP client was closed")
        jobs, self._jobs = self._jobs, set()
        for job in jobs:
            await job.aclose()
        await self._transport.aclose()


def _limits(seconds: float | None) -> Timeout:
    endless = seconds is None or math.isinf(seconds)
    return Timeout(total=None if endless else seconds, first_event=None, idle=None)


def _result(found: Any, method: str) -> Any:
    if isinstance(found, jsonrpc.Failure):
        raise MCPError(
            f"{method}: {found.message}", code=found.code, data=found.data, method=method
        )
    return found.result
