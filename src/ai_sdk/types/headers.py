"""`HeaderLines`: the headers of a call, which may hold a key and so are never shown."""

from __future__ import annotations

from typing import Any

__all__ = ["HeaderLines"]


class HeaderLines(dict[str, Any]):
    """A dict of header lines whose `repr` shows the names alone.

    Example:
        >>> HeaderLines({"authorization": "Bearer sk-abc"})
        {'authorization': ***}
    """

    def __repr__(self) -> str:
        return f"{{{', '.join(f'{name!r}: ***' for name in self)}}}"
