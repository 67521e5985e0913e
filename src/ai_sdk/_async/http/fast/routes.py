"""Which way leads to an origin: straight, forwarded by a proxy, or through its tunnel."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ....concurrency.sync import Lock
from ....http_rules.plain_urls import USUAL_PORTS
from ....http_rules.proxies import proxy_login
from ....http_rules.signals import UnsupportedProtocol
from ....types.secret import Secret
from ..tls import context_for

if TYPE_CHECKING:
    import ssl

    from ....http_rules.proxies import ProxyTable
    from ..targets import Target
    from ..tls import Verify
    from .wire import AsyncWire

_MANY = 1000
"""Origins that are remembered: addresses of downloads may be many."""


class AsyncRoute:
    """How to get a connection on which requests of an origin go, and those that wait for one.

    Attributes:
        host: where to connect.
        port: where to connect.
        outer: what encrypts the way to the proxy.
        tunnel: what to ask the proxy for.
        login: what the proxy wants to be told.
        context: what encrypts the way to the origin.
        name: what the origin's certificate must be for.
        forwarded: whether the proxy reads the requests, and so wants whole addresses in them.
        foreign: whether the proxy speaks SOCKS, which is left to the default engine.
        forgotten: whether nothing finds it any more.
        idle: open connections that nobody uses, the latest one last.
    """

    __slots__ = (
        "context",
        "foreign",
        "forgotten",
        "forwarded",
        "host",
        "idle",
        "login",
        "name",
        "outer",
        "port",
        "tunnel",
    )

    def __init__(self, host: str, port: int, name: str, context: ssl.SSLContext | None) -> None:
        self.host, self.port, self.name, self.context = host, port, name, context
        self.outer: ssl.SSLContext | None = None
        self.login: Secret | None = None
        self.tunnel = b""
        self.forwarded = self.foreign = self.forgotten = False
        self.idle: list[AsyncWire] = []

    def login_lines(self) -> list[tuple[bytes, bytes]]:
        """The header that the proxy wants, if it wants one."""
        if self.login is None:
            return []
        return [(b"proxy-authorization", self.login.reveal().encode("ascii"))]


class AsyncRoutes:
    """The routes of a client, made as they are asked for.

    Args:
        proxies: which proxy to use for what.
        verify: how to check certificates.
    """

    def __init__(self, proxies: ProxyTable, verify: Verify) -> None:
        self._proxies, self._verify = proxies, verify
        self._found: dict[tuple[str, str, int | None], AsyncRoute] = {}
        self._by_key: dict[Any, AsyncRoute] = {}
        self._lock = Lock()

    def find(self, target: Target) -> AsyncRoute:
        """The way to a target.

        Raises:
            ConfigurationError: The certificates cannot be read.
            UnsupportedProtocol: The target is neither http nor https.
        """
        origin = (target.scheme, target.host, target.port)
        return self._found.get(origin) or self._make(origin)

    def all(self) -> list[AsyncRoute]:
        """Every route there is."""
        return list(self._by_key.values())

    def _make(self, origin: tuple[str, str, int | None]) -> AsyncRoute:
        scheme, host, given = origin
        if scheme not in USUAL_PORTS:
            raise UnsupportedProtocol(f"{scheme!r} is neither http nor https")
        port = given or USUAL_PORTS[scheme]
        proxy = self._proxies.find(scheme, host, port)
        context = context_for(self._verify) if scheme == "https" else None
        key = proxy if proxy and context is None else (proxy, scheme, host, port)
        with self._lock:
            route = self._by_key.get(key)
            if route is None:
                route = AsyncRoute(host, port, host, context)
                if proxy is not None:
                    _through(route, proxy.reveal())
                self._by_key[key] = route
            if len(self._found) > _MANY:
                self._forget()
            self._found[origin] = route
            return route

    def _forget(self) -> None:
        self._found.clear()
        kept: dict[Any, AsyncRoute] = {}
        for key, route in self._by_key.items():
            if route.idle:
                kept[key] = route
            else:
                route.forgotten = True
        self._by_key = kept


def _through(route: AsyncRoute, proxy: str) -> None:
    """Lead a route through a proxy."""
    url, login = proxy_login(proxy)
    parts = urlsplit(url)
    if parts.scheme.startswith("socks"):
        route.foreign = True
        return
    if login is not None:
        word = b64encode(":".join(login).encode()).decode("ascii")
        route.login = Secret(f"Basic {word}")
    if route.context is None:
        route.forwarded = True
    else:
        host = f"[{route.host}]" if ":" in route.host else route.host
        route.tunnel = f"{host}:{route.port}".encode("ascii")
    if parts.scheme == "https":
        route.outer = context_for(True)
    route.host, route.port = parts.hostname or "", parts.port or USUAL_PORTS[parts.scheme]
