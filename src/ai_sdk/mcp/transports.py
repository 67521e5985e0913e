"""Where an MCP server is: settings of the transports, as values. Opening them is done elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import ConfigurationError, InvalidArgumentError
from ..http_rules.urls import bare_url
from ..types._value import EMPTY, field, value
from ..types.http import shown_url
from ..types.secret import Secret
from .lines import MAX_LINE

if TYPE_CHECKING:
    from os import PathLike

__all__ = ["MCPHTTPTransport", "MCPSSETransport", "MCPStdioTransport", "as_settings"]


def _as_secret(given: Any) -> Any:
    return Secret(given) if isinstance(given, str) else given


@value
class _Remote:
    """A server behind an address."""

    url: str = field(repr=shown_url)
    headers: Mapping[str, str] = field(default=EMPTY, repr=False)
    token: str | Secret | Callable[[], Any] | None = field(
        default=None, converter=_as_secret, repr=False
    )

    def __attrs_post_init__(self) -> None:
        if not self.url.startswith(("http://", "https://")):
            raise ConfigurationError(
                f"{bare_url(self.url)!r} is no address of an MCP server: it must be http(s)://..."
            )


@value
class MCPHTTPTransport(_Remote):
    """A server that speaks streamable HTTP, which is what servers behind an address speak today.

    Attributes:
        url: its address.
        headers: header lines for every request.
        token: bearer token: text, or a function that gives one, asked before every request.
        terminate_session: tell the server at close that the session is over.

    Example:
        >>> MCPHTTPTransport("https://mcp.example.com/mcp", token="secret-token-1")
        MCPHTTPTransport(url='https://mcp.example.com/mcp', terminate_session=True)
    """

    terminate_session: bool = True


@value
class MCPSSETransport(_Remote):
    """A server that speaks the older HTTP with server-sent events (protocol 2024-11-05).

    Takes what `MCPHTTPTransport` takes, without `terminate_session`.
    """


@value
class MCPStdioTransport:
    """A server that is started here, as a child process that talks over its input and output.

    The command runs with this program's rights: it must come from you, never from a model, a
    reply, a URL or a file that somebody else wrote.

    Attributes:
        command: the program and its arguments, as a list. No shell reads it.
        env: variables for it, besides the few harmless ones that it gets anyway (`PATH`, `HOME`
            and their like). Keys in your environment do not reach it unless they are given here.
        cwd: the folder it runs in.
        quiet: throw its standard error away instead of sharing yours.
        max_message: bytes that one of its messages may have.

    Example:
        >>> MCPStdioTransport(["python", "server.py"]).command
        ('python', 'server.py')
    """

    command: Sequence[str] = field(converter=lambda given: _command(given))
    env: Mapping[str, str] = field(default=EMPTY, repr=False)
    cwd: str | PathLike[str] | None = None
    quiet: bool = False
    max_message: int = MAX_LINE


def _command(given: Any) -> tuple[str, ...]:
    parts = tuple(given) if isinstance(given, (list, tuple)) else ()
    if not parts or not all(isinstance(each, str) and "\0" not in each for each in parts):
        raise InvalidArgumentError(
            'command must be a list such as ["python", "server.py"]: no shell reads it',
            parameter="command",
            value=given,
        )
    return parts


def as_settings(transport: Any) -> Any:
    """What `transport=` means: an address stands for streamable HTTP; all else is taken as it is.

    Raises:
        InvalidArgumentError: it is no transport.
    """
    if isinstance(transport, str):
        return MCPHTTPTransport(transport)
    if isinstance(transport, _Remote | MCPStdioTransport):
        return transport
    if all(callable(getattr(transport, name, None)) for name in ("start", "send")):
        return transport
    raise InvalidArgumentError(
        "transport must be an address, an MCPHTTPTransport, MCPSSETransport or MCPStdioTransport, "
        f"or an object with start, send and close, not {type(transport).__name__}",
        parameter="transport",
        value=transport,
    )
