"""`AsyncMCPSession`: the opening talk with a server, and what keeps it open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...concurrency import async_ as cc
from ...errors import (
    ConfigurationError,
    InvalidResponseError,
    MCPConnectionClosedError,
    MCPError,
    MCPSessionExpiredError,
    UnsupportedFunctionalityError,
)
from ...mcp.modern import MODERN, answered, discovered, enveloped, may_be_modern, needs_input
from ...mcp.protocol import initialize_params, server_info
from ...types._value import EMPTY, field, value
from .line import AsyncMCPLine

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ...concurrency import CancelToken
    from ...mcp.values import MCPServerInfo
    from .port import AsyncMCPTransport

__all__ = ["AsyncMCPSession", "SessionSettings"]

_MOST_ROUNDS = 20
"""Times that a server may ask for input before it answers one request."""


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
        self._line, self._settings = AsyncMCPLine(transport, settings.answer), settings
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
            await self._line.open()
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

    async def _exchange(
        self,
        method: str,
        params: Mapping[str, Any],
        seconds: float | None,
        cancel: CancelToken | None,
    ) -> Any:
        mine = self._settings
        if self._line.transport.protocol_version == MODERN:
            params = enveloped(params, mine.name, mine.version, mine.capabilities)
        limit = mine.timeout if seconds is None else seconds
        return await self._line.ask(method, params, limit, cancel)

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

    async def _initialize(self) -> MCPServerInfo:
        mine = self._settings
        self._line.transport.protocol_version = None
        params = initialize_params(mine.name, mine.version, mine.capabilities)
        try:
            result = await self._exchange("initialize", params, None, None)
        except MCPError as error:
            if not may_be_modern(error):
                raise
            return await self._discover(error)
        self.info = info = server_info(result)
        self._line.transport.protocol_version = info.protocol_version
        await self._line.tell("notifications/initialized")
        self._generation += 1
        return info

    async def _discover(self, refusal: MCPError) -> MCPServerInfo:
        """Ask a server that knows no opening talk what it is; one that is no such server refused."""
        self._line.transport.protocol_version = MODERN
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

    # ---- the end

    def _check_usable(self) -> None:
        if self._line.closed:
            raise MCPConnectionClosedError("the MCP client was closed")
        if self._home != cc.loop_key():
            raise ConfigurationError(
                "this MCP client was opened in another event loop, or before a fork: open one here"
            )

    async def aclose(self) -> None:
        """End it: whatever is pending fails, the server is let go."""
        await self._line.aclose()
