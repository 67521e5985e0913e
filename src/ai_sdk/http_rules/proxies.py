"""Which proxy a request goes through: an explicit one, or what the environment says."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from ..errors import ConfigurationError
from ..types.secret import Secret
from .plain_urls import USUAL_PORTS
from .urls import bare_url

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ProxyTable", "proxy_login"]

_SCHEMES = ("http", "https", "socks5", "socks5h")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class ProxyTable:
    """Answers for a scheme, host and port which proxy to use, None for none.

    The URL of a proxy may hold a login, so it is a `Secret`.

    The environment's `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` (lower case wins) are
    read once, here. They never apply to this machine itself; an explicit proxy applies to
    everything. Where addresses must be approved no proxy is used: it would look them up by itself.

    Args:
        proxy: The explicit proxy; None for the environment.
        direct: Whether no proxy is used at all.
        environ: Where the variables are; the process's environment by default.

    Example:
        >>> table = ProxyTable(environ={"HTTPS_PROXY": "http://p:3128", "NO_PROXY": ".local.net"})
        >>> table.find("https", "api.example.com").reveal()
        'http://p:3128'
        >>> table.find("https", "a.local.net", 8443)
    """

    def __init__(
        self,
        proxy: str | None = None,
        environ: Mapping[str, str] | None = None,
        *,
        direct: bool = False,
    ) -> None:
        self._always = None if proxy is None or direct else _checked(proxy, "proxy")
        self._by_scheme: dict[str, Secret] = {}
        self._except: list[str] = []
        if proxy is None and not direct:
            self._read(os.environ if environ is None else environ)

    def _read(self, environ: Mapping[str, str]) -> None:
        everything = _variable(environ, "all_proxy")
        for scheme in ("http", "https"):
            name = f"{scheme}_proxy"
            found = _variable(environ, name) or everything
            if name == "http_proxy" and "REQUEST_METHOD" in environ:
                found = environ.get(name)  # in CGI the upper-case name comes from a request header
            if found:
                self._by_scheme[scheme] = _checked(found, name.upper())
        listed = _variable(environ, "no_proxy") or ""
        self._except = [entry.strip().lower() for entry in listed.split(",") if entry.strip()]

    def find(self, scheme: str, host: str, port: int | None = None) -> Secret | None:
        """The proxy for requests to that origin; without a port, to the usual one."""
        if self._always is not None or not self._by_scheme:
            return self._always
        host = host.lower().strip("[]").rstrip(".")
        if host in _LOOPBACK or host.startswith("127.") or host.endswith(".localhost"):
            return None
        if any(_covers(entry, host, port or USUAL_PORTS.get(scheme, 0)) for entry in self._except):
            return None
        return self._by_scheme.get(scheme)


def _variable(environ: Mapping[str, str], name: str) -> str | None:
    return environ.get(name) or environ.get(name.upper()) or None


def _checked(url: str, source: str) -> Secret:
    if "://" not in url:
        url = f"http://{url}"
    try:
        parts = urlsplit(url)
        usable = parts.scheme in _SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ConfigurationError(
            f"{source} is no proxy address: {bare_url(url)!r}; write http://host:port, "
            "https://host:port or socks5://host:port"
        )
    return Secret(url)


def _covers(entry: str, host: str, port: int) -> bool:
    """Whether a `NO_PROXY` entry means `host`."""
    if entry == "*":
        return True
    name, sep, digits = entry.rpartition(":")
    if sep and digits.isdigit() and ":" not in name:
        if int(digits) != port:
            return False
        entry = name
    if "/" in entry:
        return _in_network(entry, host)
    entry = entry.removeprefix("*").strip("[]").rstrip(".")
    return host == entry.lstrip(".") or host.endswith("." + entry.lstrip("."))


def _in_network(network: str, host: str) -> bool:
    import ipaddress

    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False


def proxy_login(url: str) -> tuple[str, tuple[str, str] | None]:
    """A proxy URL without its user name and password, and these.

    Example:
        >>> proxy_login("http://me:p%40ss@proxy:3128")
        ('http://proxy:3128', ('me', 'p@ss'))
    """
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    bare = f"{parts.scheme}://{host}"
    if parts.username is None:
        return bare, None
    return bare, (unquote(parts.username), unquote(parts.password or ""))
