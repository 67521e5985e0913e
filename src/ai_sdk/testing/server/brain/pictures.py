"""Draws small PNG pictures with the standard library."""

from __future__ import annotations

import hashlib
import struct
import zlib

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def draw(prompt: str, width: int, height: int, seed: int = 0) -> bytes:
    """Draw a PNG: a vertical blend of two colours that follow from the prompt and the seed."""
    digest = hashlib.blake2b(f"{seed} {prompt}".encode(), digest_size=6).digest()
    top, bottom = digest[:3], digest[3:]
    rows = bytearray()
    for y in range(height):
        share = y / max(height - 1, 1)
        colour = bytes(round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True))
        rows += b"\0" + colour * width
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 6)), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    check = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)


def png_size(data: bytes | None) -> tuple[int, int] | None:
    """Width and height in pixels where the data is a PNG."""
    if data is None or not data.startswith(_SIGNATURE) or len(data) < 24:
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height
