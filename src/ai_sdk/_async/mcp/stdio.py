"""`AsyncStdio`: a server that runs as a child process, one message a line."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING, Any

from ...concurrency import CancelToken, async_ as cc
from ...errors import (
    AISDKError,
    APIConnectionError,
    InvalidArgumentError,
    InvalidResponseError,
    MCPConnectionClosedError,
)
from ...json_codec import JSONError, dumps
from ...mcp import jsonrpc
from ...mcp.environment import child_environment
from ...mcp.lines import LineDecoder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ...mcp.transports import MCPStdioTransport
    from ...types.run import CallControl

__all__ = ["AsyncStdio"]

_log = logging.getLogger("ai_sdk")
_LAST_WORDS = 1.0
"""Seconds that a child which closed its output has until its exit status is looked at."""


class AsyncStdio:
    """A child process that speaks the protocol over its standard input and output.

    Attributes:
        protocol_version: the version both sides agreed on.
    """

    def __init__(self, settings: MCPStdioTransport) -> None:
        self.protocol_version: str | None = None
        self._settings = settings
        self._child: cc.Child | None = None
        self._reader: cc.Worker[None] | None = None
        self._receive: Callable[[Any], None] = lambda _: None
        self._lost: Callable[[Exception], None] = lambda _: None

    async def start(
        self, receive: Callable[[Any], None], lost: Callable[[Exception], None]
    ) -> None:
        """Start the child.

        Raises:
            APIConnectionError: it cannot be started.
        """
        self._receive, self._lost = receive, lost
        mine = self._settings
        try:
            self._child = await cc.Child.start(
                mine.command,
                child_environment(mine.env),
                cwd=None if mine.cwd is None else os.fspath(mine.cwd),
                quiet=mine.quiet,
            )
        except (OSError, ValueError) as error:
            raise APIConnectionError(
                f"the MCP server {mine.command[0]!r} cannot be started: {error}",
                is_retryable=False,
            ) from error
        self._reader = cc.Worker(self._reading)

    async def send(self, message: Mapping[str, Any], control: CallControl) -> None:
        """Write a message; its answer is read elsewhere.

        Raises:
            MCPConnectionClosedError: the child reads no more.
            InvalidArgumentError: the message has no JSON form.
        """
        child = self._child
        assert child is not None
        try:
            line = dumps(message) + b"\n"
        except JSONError as error:
            raise InvalidArgumentError(
                f"the message cannot be written as JSON: {error}", parameter="arguments"
            ) from error
        try:
            await cc.run(lambda: child.write(line), deadline=control.total, cancel=control.cancel)
        except OSError as error:
            if isinstance(error, TimeoutError):
                raise
            raise MCPConnectionClosedError("the MCP server reads no more: it has ended") from error

    async def aclose(self) -> None:
        """End the child and whatever it started."""
        child, reader = self._child, self._reader
        if child is not None:
            await child.aclose()
        if reader is not None:
            await reader.aclose()

    async def _reading(self, stop: CancelToken) -> None:
        assert self._child is not None
        lines = LineDecoder(self._settings.max_message)
        try:
            while not stop.cancelled:
                piece = await self._child.read()
                if not piece:
                    break
                for line in lines.feed(piece):
                    self._take(line)
        except (AISDKError, OSError) as error:
            self._lost(error if isinstance(error, AISDKError) else _gone(None))
            return
        status = await self._child.wait(_LAST_WORDS)
        self._lost(_gone(status))

    def _take(self, line: bytes) -> None:
        try:
            found = jsonrpc.messages(line)
        except InvalidResponseError as error:
            _log.warning("an MCP server wrote a line that is no message: %s", error.body)
            return
        for each in found:
            self._receive(each)


def _gone(status: int | None) -> MCPConnectionClosedError:
    told = "closed its output" if status is None else f"ended with status {status}"
    return MCPConnectionClosedError(f"the MCP server {told}; its standard error may say why")
