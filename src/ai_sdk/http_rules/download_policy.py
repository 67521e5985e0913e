"""What a download may ask of whom: URLs read strictly, hosts and addresses checked, redirects."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote, urljoin, urlsplit

from ..errors import DownloadError
from .addresses import why_blocked
from .plain_urls import USUAL_PORTS
from .urls import bare_url, same_origin

__all__ = ["DownloadPolicy"]

_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\]")
_NAME = re.compile(
    r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_LOCAL = ("localhost", "local", "localdomain", "internal", "intranet", "private", "corp", "home",
          "lan", "arpa", "test", "invalid", "onion")  # fmt: skip
_METADATA = frozenset(
    {
        "metadata",
        "metadata.google.internal",
        "metadata.goog",
        "instance-data",
        "instance-data.ec2.internal",
    }
)
_KEPT = frozenset({"user-agent"})


class DownloadPolicy:
    """Decides which URLs and addresses are fetched. It resolves and connects nothing itself.

    Args:
        allow_local: whether private and local addresses and names are fine.
        trusted: a URL whose origin is fine wherever it lies: the configured address of a
            provider, never one that came in a reply.
    """

    def __init__(self, *, allow_local: bool = False, trusted: str | None = None) -> None:
        self._allow_local = allow_local
        self._trusted = None if trusted is None else _place_of(trusted)

    def check(self, url: str) -> str:
        """`url` in the one form that is sent, if it may be fetched as far as its text tells.

        Raises:
            DownloadError: It may not; nothing was resolved or connected.
        """
        if not isinstance(url, str) or _FORBIDDEN.search(url):
            raise _refused(url, "it has white space, a control character or a backslash in it")
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError as error:
            raise _refused(url, f"it is malformed ({error})") from None
        if parts.scheme not in USUAL_PORTS:
            raise _refused(url, "only http and https URLs are fetched")
        if "@" in parts.netloc:
            raise _refused(url, "it has a user name or password in it")
        if not host or port == 0:
            raise _refused(url, "it has no host that could be asked")
        host = _ascii(url, host)
        where = port or USUAL_PORTS[parts.scheme]
        if not self._is_trusted(host, where):
            self._check_host(url, host)
        shown = f"[{host}]" if ":" in host else host
        tail = f":{where}" if where != USUAL_PORTS[parts.scheme] else ""
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = quote(parts.query, safe="/?%:@!$&'()*+,;=~-._[]|")
        return f"{parts.scheme}://{shown}{tail}{path}" + (f"?{query}" if query else "")

    def _check_host(self, url: str, host: str) -> None:
        if _is_address(host):
            reason = why_blocked(host, allow_local=self._allow_local)
            if reason is not None:
                raise _refused(url, f"its address is not to be asked ({reason})")
            return
        last = host.rpartition(".")[2]
        if _NUMBER.fullmatch(last):
            raise _refused(url, "its host is a number that is no address in four decimal parts")
        if not _NAME.fullmatch(host) or len(host) > 253:
            raise _refused(url, "its host is no name of the domain name system")
        if host in _METADATA:
            raise _refused(url, "its host is a metadata service")
        if not self._allow_local and ("." not in host or last in _LOCAL):
            raise _refused(url, "its host is a name of a local network")

    def _is_trusted(self, host: str, port: int) -> bool:
        return self._trusted == (host, port)

    def approve(self, host: str, port: int, addresses: Iterable[str]) -> None:
        """Refuse a host of whose addresses one is not public: all were resolved at once, and the
        connection goes to one of them.

        Raises:
            DownloadError: One is not.
        """
        allowed = self._allow_local or self._is_trusted(host, port)
        for address in addresses:
            reason = why_blocked(address, allow_local=allowed)
            if reason is not None:
                raise DownloadError(
                    f"the host {host!r} is not to be asked: one of its addresses is not on the "
                    f"public internet ({reason})",
                    url=host,
                )

    def follow(self, url: str, location: str | None) -> str:
        """Where a redirect leads, checked like any URL.

        Raises:
            DownloadError: It leads nowhere, from https to http, or to where nothing is fetched.
        """
        if not location:
            raise _refused(url, "it redirects to nowhere")
        if _FORBIDDEN.search(location):
            raise _refused(url, "it redirects to a malformed URL")
        try:
            joined = urljoin(url, location)
        except ValueError as error:
            raise _refused(url, f"it redirects to a malformed URL ({error})") from None
        target = self.check(joined)
        if url.startswith("https:") and target.startswith("http:"):
            raise _refused(url, "it redirects from https to http")
        return target

    @staticmethod
    def headers_after(url: str, target: str, headers: Mapping[str, str]) -> Mapping[str, str]:
        """The headers for the next hop: nothing of the caller's goes to another origin."""
        if same_origin(url, target):
            return headers
        return {name: line for name, line in headers.items() if name.lower() in _KEPT}


def _place_of(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or USUAL_PORTS.get(parts.scheme, 0)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _ascii(url: str, host: str) -> str:
    """The host as it is asked for. What only looks like a name or number is refused."""
    if "%" in host or host.endswith("."):
        raise _refused(url, "its host has a percent sign or ends in a dot")
    if host.isascii():
        if ":" in host and not _is_address(host):
            raise _refused(url, "its host is no address")
        return host
    try:
        encoded = host.encode("idna").decode("ascii").lower()
        same = encoded.encode("ascii").decode("idna") == host
    except UnicodeError:
        encoded, same = "", False
    if not same:
        raise _refused(url, "its host has characters that stand for others; write it as xn--...")
    return encoded


def _refused(url: object, why: str) -> DownloadError:
    shown = bare_url(url) if isinstance(url, str) else repr(url)
    return DownloadError(f"{shown[:200]!r} is not downloaded: {why}", url=shown[:2000])
