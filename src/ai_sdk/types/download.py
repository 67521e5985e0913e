"""How files behind URLs are fetched for models that cannot do it themselves."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import InvalidArgumentError
from ._value import EMPTY, field, value

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from .content import FilePart

__all__ = ["Download", "DownloadFunction"]


@value
class Download:
    """Limits of fetching files, for `download=`.

    Only http and https URLs are fetched, and only from the public internet: every address of a
    host is checked, the connection goes to a checked address, and redirects are checked again.
    No proxy is used, because it would look up addresses by itself. Nothing of a provider's
    credentials is sent.

    Attributes:
        max_bytes: the largest file, decoded; 32 MiB by default.
        timeout: seconds that one file may take, redirects included; None for no limit of its own.
        max_redirects: how many redirects are followed.
        max_parallel: how many files are fetched at once.
        allow_local: fetch from private and local addresses too (never from metadata services).
        headers: sent to the URL's own origin; dropped when a redirect leads elsewhere.

    Example:
        >>> Download(max_bytes=1_000_000, timeout=10).max_redirects
        10
    """

    max_bytes: int = 32 * 1024 * 1024
    timeout: float | None = 60.0
    max_redirects: int = 10
    max_parallel: int = 8
    allow_local: bool = False
    headers: Mapping[str, str] = field(default=EMPTY, repr=False)

    def __attrs_post_init__(self) -> None:
        for name, low in (("max_bytes", 1), ("max_redirects", 0), ("max_parallel", 1)):
            number: object = getattr(self, name)
            if isinstance(number, bool) or not isinstance(number, int) or number < low:
                raise _bad(name, number, f"a whole number of at least {low}")
        seconds: Any = self.timeout
        if seconds is not None and not _is_duration(seconds):
            raise _bad("timeout", seconds, "a number of seconds above 0, or None")


def _is_duration(seconds: object) -> bool:
    return (
        isinstance(seconds, (int, float))
        and not isinstance(seconds, bool)
        and 0 < seconds < math.inf
    )


def _bad(name: str, found: object, wanted: str) -> InvalidArgumentError:
    return InvalidArgumentError(
        f"download: {name} must be {wanted}, not {found!r}",
        parameter=f"download.{name}",
        value=found,
    )


DownloadFunction: TypeAlias = (
    "Callable[[str], bytes | FilePart | None | Awaitable[bytes | FilePart | None]]"
)
"""A download of the caller's own: gets a URL, gives its content (bytes, or a part with a media
type), or None to leave the URL to the model. A plain function on the synchronous face."""
