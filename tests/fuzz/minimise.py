"""The smallest input that still fails, as far as leaving pieces out finds it."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["minimised"]

_TRIES = 3000


def minimised(data: bytes, fails: Callable[[bytes], bool]) -> bytes:
    """Leave out ever smaller pieces as long as `fails` says so.

    Example:
        >>> minimised(b"abcXdefYg", lambda data: b"X" in data and b"Y" in data)
        b'XY'
    """
    tries = 0
    size = max(1, len(data) // 2)
    while True:
        at, before = 0, data
        while at < len(data):
            shorter = data[:at] + data[at + size :]
            tries += 1
            if tries > _TRIES:
                return data
            if fails(shorter):
                data = shorter
            else:
                at += size
        if size == 1 and data == before:
            return data
        size = max(1, size // 2)
