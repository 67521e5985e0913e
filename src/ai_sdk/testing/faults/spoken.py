"""Faults in the words in which a person asks for them."""

from __future__ import annotations

import re
from collections.abc import Callable

from .base import Fault
from .ends import cut
from .framing import characters, gzip_bomb, split
from .statuses import status
from .times import pause, pings, slow, stall

__all__ = ["SPOKEN", "spoken"]

_SIZES = {"kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30}
_NUMBER = r"(\d+(?:\.\d+)?)"
_SECONDS = rf"{_NUMBER} ?(?:s|seconds?)"
_ERROR = r"(?:status )?([45]\d\d)"

SPOKEN: dict[str, Callable[..., Fault]] = {
    r"cut the stream after (\d+) events?": lambda n: cut(after_events=int(n)),
    r"cut the body after (\d+) bytes?": lambda n: cut(after_bytes=int(n)),
    r"reset the stream after (\d+) events?": lambda n: cut(after_events=int(n), how="rst"),
    r"end the stream after (\d+) events?": lambda n: cut(after_events=int(n), how="clean"),
    r"stall after (\d+) events?": lambda n: stall(after_events=int(n)),
    rf"stall {_SECONDS}": lambda seconds: pause(float(seconds)),
    rf"(\d+) bytes? each {_SECONDS}": lambda size, gap: slow(float(gap), int(size)),
    r"pings only": pings,
    _ERROR: lambda code: status(int(code)),
    rf"{_ERROR} with retry-after {_SECONDS}": lambda code, hint: status(
        int(code), retry_after=hint
    ),
    rf"{_ERROR} with retry-after (\S.*)": lambda code, hint: status(int(code), retry_after=hint),
    rf"{_ERROR} with retry-after-ms {_NUMBER}(?: ?ms)?": lambda code, hint: status(
        int(code), retry_after_ms=float(hint)
    ),
    r"split every byte": split,
    r"split every (\d+) bytes": lambda size: split(int(size)),
    r"split every UTF-8 character": characters,
    r"(?:a )?gzip bomb": gzip_bomb,
    r"(?:a )?gzip bomb of (\d+) (KiB|MiB|GiB)": lambda n, unit: gzip_bomb(
        int(n) * _SIZES[unit.lower()]
    ),
}
"""What may be said, as patterns -> the fault that it means."""


def spoken(words: str) -> Fault | None:
    """The fault that the words mean; None if they mean none.

    Example:
        >>> spoken("429 with retry-after 2").name
        'status 429 with retry-after 2'
    """
    for pattern, make in SPOKEN.items():
        if found := re.fullmatch(pattern, words.strip(), re.IGNORECASE):
            return make(*found.groups())
    return None
