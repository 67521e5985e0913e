"""An encoder of AWS's event streams, written for the tests alone."""

from __future__ import annotations

import base64
import struct
from json import dumps
from typing import Any
from zlib import crc32

__all__ = ["chunk", "event", "frame", "header", "text_header"]


def header(name: str, kind: int, written: bytes) -> bytes:
    """A header of any type."""
    return bytes([len(name)]) + name.encode() + bytes([kind]) + written


def text_header(name: str, text: str) -> bytes:
    """A header that is text."""
    return header(name, 7, struct.pack(">H", len(text.encode())) + text.encode())


def frame(payload: bytes = b"", headers: bytes = b"") -> bytes:
    """One message with its checksums."""
    prelude = struct.pack(">II", 16 + len(headers) + len(payload), len(headers))
    whole = prelude + struct.pack(">I", crc32(prelude)) + headers + payload
    return whole + struct.pack(">I", crc32(whole))


def event(name: str, payload: bytes, kind: str = "event") -> bytes:
    """A message with the headers that say what it is."""
    told = text_header(":message-type", kind) + text_header(f":{kind}-type", name)
    return frame(payload, told)


def chunk(data: Any) -> bytes:
    """An event of a model, wrapped as Bedrock does."""
    wrapped = base64.b64encode(dumps(data).encode()).decode()
    return event("chunk", dumps({"bytes": wrapped, "p": "abc"}).encode())
