"""Addresses that need no URL library: nothing in them has to be decoded, encoded or resolved."""

from __future__ import annotations

import re

__all__ = ["USUAL_PORTS", "plain_parts"]

_PLAIN = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9]++(?:[.-][a-z0-9]++)*+)(?::(?P<port>[1-9][0-9]{0,4}))?"
    r"(?P<target>(?:/(?!\.)(?:[A-Za-z0-9_~.:@-]++|%[0-9A-F]{2})*+)++"
    r"(?:\?(?:[A-Za-z0-9_~.=&-]++|%[0-9A-F]{2})*+)?)"
)
"""Nothing in it is tried twice: what could be given back would be kept, and long URLs be slow."""
_NUMBER_LAST = re.compile(r"(?:.*\.)?[0-9]+")
_ADDRESS = re.compile(r"(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.|$)){4}")
USUAL_PORTS = {"http": 80, "https": 443}
"""What an address without a port means."""


def plain_parts(url: str) -> tuple[str, str, int | None, str] | None:
    """Scheme, host, port (None for the usual one) and target; None for what is not that plain.

    Nearly every provider's address is. A URL library costs more to import than a whole request.

    Example:
        >>> plain_parts("https://api.example.com:443/v1/models?alt=sse")
        ('https', 'api.example.com', None, '/v1/models?alt=sse')
        >>> plain_parts("https://user:word@example.com/v1") is None
        True
    """
    found = _PLAIN.fullmatch(url)
    if found is None or "xn--" in found["host"]:
        return None
    if _NUMBER_LAST.fullmatch(found["host"]) and not _ADDRESS.fullmatch(found["host"]):
        return None  # like an IP address, and none
    scheme, port = found["scheme"], found["port"]
    number = None if port is None else int(port)
    if number is not None and number > 65_535:
        return None
    usual = number == USUAL_PORTS[scheme]
    return scheme, found["host"], None if usual else number, found["target"]
