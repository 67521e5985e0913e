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

_SIZES = {"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}
_NUMBER = r"(\d+(?:\.\d+)?)"

SPOKEN: dict[str, Callable[..., Fault]] = {
    r"cut the stream after (\d+) events?": lambda n: cut(after_events=int(n)),
    r"cut the body after (\d+) bytes?": lambda n: cut(after_bytes=int(n)),
    r"reset the stream after (\d+) events?": lambda n: cut(after_events=int(n), how="rst"),
    r"end the stream after (\d+) events?": lambda n: cut(after_events=int(n), how="clean"),
    r"stall after (\d+) events?": lambda n: stall(after_events=int(n)),
    rf"stall {_NUMBER} s": lambda seconds: pause(float(seconds)),
    rf"(\d+) bytes? each {_NUMBER} s": lambda size, gap: slow(float(gap), int(size)),
    r"pings only": pings,
    r"(?:status )?(\d{3})": lambda code: status(int(code)),
    r"(?:status )?(\d{3}) with retry-after (\S.*)": lambda code, hint: status(
        int(code), retry_after=hint
    ),
    rf"(?:status )?(\d{{3}}) with retry-after-ms {_NUMBER}": lambda code, hint: status(
        int(code), retry_after_ms=float(hint)
    ),
    r"split every byte": split,
    r"split every (\d+) bytes": lambda size: split(int(size)),
    r"split every UTF-8 character": characters,
    r"(?:a )?gzip bomb": gzip_bomb,
    r"(?:a )?gzip bomb of (\d+) (KiB|MiB|GiB)": lambda n, unit: gzip_bomb(int(n) * _SIZES[unit]),
}
"""What may be said, as patterns -> the fault that it means."""


def spoken(words: str) -> Fault | None:
    """The fault that the words mean; None if they mean none.

    Example:
        >>> spoken("429 with retry-after 2").name
        'status 429 with retry-after 2'
    """
    for pattern, make in SPOKEN.items():
        if found := re.fullmatch(pattern, words):
            return make(*found.groups())
    return None
