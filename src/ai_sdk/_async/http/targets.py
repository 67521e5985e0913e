"""Where a request goes: what both engines make of an address."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ...http_rules.plain_urls import plain_parts

__all__ = ["Target", "target_of"]


class Target:
    """Where a request goes.

    Attributes:
        path: path and query as they stand in the request line.
        netloc: the value of the `host` header.
        core: the address as httpcore2 wants it, once its engine has made it.
    """

    __slots__ = ("core", "host", "netloc", "path", "port", "scheme")

    def __init__(self, scheme: str, host: str, port: int | None, path: bytes, netloc: bytes):
        self.scheme, self.host, self.port = scheme, host, port
        self.path, self.netloc = path, netloc
        self.core: Any = None


@lru_cache(maxsize=512)
def target_of(url: str) -> Target:
    """The target of a URL; what the few rules of plain ones cannot say, httpx knows.

    Raises:
        Exception: httpx's `InvalidURL`.
    """
    plain = plain_parts(url)
    if plain is None:
        import httpx

        known = httpx.URL(url)
        host = known.raw_host.decode("ascii")
        return Target(known.scheme, host, known.port, known.raw_path, known.netloc)
    scheme, host, port, path = plain
    netloc = host if port is None else f"{host}:{port}"
    return Target(scheme, host, port, path.encode("ascii"), netloc.encode("ascii"))
