"""Writes streams of `application/vnd.amazon.eventstream`, the framing of AWS."""

from __future__ import annotations

import base64
import struct
from typing import Any
from zlib import crc32

from .payload import Event, EventFormat, dump

__all__ = ["AWS_FRAMES", "chunk", "event", "exception", "frame", "header", "sealed", "text_header"]

_PADDING = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_EXCEPTIONS = {
    "invalid_request_error": "validationException",
    "overloaded_error": "serviceUnavailableException",
    "overloaded": "serviceUnavailableException",
    "rate_limit_error": "throttlingException",
    "timeout_error": "modelTimeoutException",
}
"""Words of other protocols for errors -> the exception that says the same."""


def header(name: str, kind: int, written: bytes) -> bytes:
    """A header of any type."""
    return bytes([len(name)]) + name.encode() + bytes([kind]) + written


def text_header(name: str, text: str) -> bytes:
    """A header that is text."""
    return header(name, 7, struct.pack(">H", len(text.encode())) + text.encode())


def frame(payload: bytes = b"", headers: bytes = b"", *, headers_size: int | None = None) -> bytes:
    """One message with its checksums.

    Args:
        payload: what it carries.
        headers: its headers.
        headers_size: a size of the headers to announce instead of the true one.
    """
    size = len(headers) if headers_size is None else headers_size
    return sealed(struct.pack(">II", 16 + len(headers) + len(payload), size), headers + payload)


def sealed(sizes: bytes, rest: bytes) -> bytes:
    """The two sizes and the rest of a message with the checksums that belong to them."""
    whole = sizes + struct.pack(">I", crc32(sizes)) + rest
    return whole + struct.pack(">I", crc32(whole))


def event(name: str, payload: bytes, kind: str = "event") -> bytes:
    """A message with the headers that say what it is."""
    told = (
        text_header(f":{kind}-type", name)
        + text_header(":content-type", "application/json")
        + text_header(":message-type", kind)
    )
    return frame(payload, told)


def chunk(data: Any) -> bytes:
    """An event of a model, wrapped as Bedrock does; a text is wrapped as it is."""
    written = (data if isinstance(data, str) else dump(data)).encode()
    wrapped = base64.b64encode(written).decode()
    padding = _PADDING[: len(wrapped) % len(_PADDING)]  # hides the size of what is said
    return event("chunk", dump({"bytes": wrapped, "p": padding}).encode())


def exception(name: str, message: str) -> bytes:
    """What ends a stream that fails."""
    return event(name, dump({"message": message}).encode(), "exception")


def _write(found: Event) -> bytes:
    """An event in a chunk; one that is named an error as the exception that says the same."""
    if found.event != "error" or not isinstance(found.data, dict):
        return chunk(found.data)
    error = found.data.get("error", found.data)
    words = (str(error.get("type")), str(error.get("code")))
    named = next((word for word in words if word.endswith("Exception")), None)
    known = (_EXCEPTIONS[word] for word in words if word in _EXCEPTIONS)
    name = named or next(known, "internalServerException")
    return exception(name, str(error.get("message", "")))


AWS_FRAMES = EventFormat(_write, chunk({"type": "ping"}))
"""Events of a model in the frames of AWS."""
