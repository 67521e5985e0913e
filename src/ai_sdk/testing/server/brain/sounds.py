"""Makes WAV files: a tone per word, with the words themselves in the file's comment.

The comment lets the built-in transcription say what the built-in speech was about.
"""

from __future__ import annotations

import array
import math
import struct
import sys
from collections.abc import Iterator
from functools import lru_cache

RATE = 24_000  # samples per second, mono, 16 bits
_SAMPLES_PER_WORD = RATE // 8


def speak(text: str, speed: float = 1.0) -> bytes:
    """Make a WAV file of a text."""
    return wav(samples(text, speed), comment=text)


def samples(text: str, speed: float = 1.0) -> bytes:
    """Make the bare samples of a text, 16 bits, little-endian."""
    length = max(1, int(_SAMPLES_PER_WORD / speed))
    words = text.split() or [""]
    return b"".join(_tone(220 + 20 * (len(word) % 12), length) for word in words)


@lru_cache(maxsize=64)
def _tone(pitch: int, length: int) -> bytes:
    step = 2 * math.pi * pitch / RATE
    wave = array.array("h", (round(8000 * math.sin(step * i)) for i in range(length)))
    if sys.byteorder == "big":
        wave.byteswap()
    return wave.tobytes()


def wav(data: bytes, comment: str = "") -> bytes:
    """Put samples into a WAV file."""
    form = struct.pack("<HHIIHH", 1, 1, RATE, RATE * 2, 2, 16)
    note = b"INFO" + _chunk(b"ICMT", comment.encode() + b"\0") if comment else b""
    chunks = (
        _chunk(b"fmt ", form) + (_chunk(b"LIST", note) if note else b"") + _chunk(b"data", data)
    )
    return _chunk(b"RIFF", b"WAVE" + chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def listen(data: bytes, filename: str | None) -> tuple[str, float]:
    """Say what a sound file holds and how many seconds it lasts."""
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return _listen_wav(data)
    name = f" called {filename}" if filename else ""
    return f"A recording{name} of {len(data)} bytes.", round(len(data) / 4000, 2) or 1.0


def _listen_wav(data: bytes) -> tuple[str, float]:
    text, rate, size = "", RATE * 2, 0
    for name, chunk in _chunks(data[12:]):
        if name == b"fmt " and len(chunk) >= 12:
            rate = struct.unpack("<I", chunk[8:12])[0] or rate
        elif name == b"data":
            size = len(chunk)
        elif name == b"LIST" and chunk.startswith(b"INFO"):
            notes = dict(_chunks(chunk[4:]))
            text = notes.get(b"ICMT", b"").rstrip(b"\0").decode("utf-8", "replace")
    seconds = round(size / rate, 2)
    return text or f"A recording of {seconds:g} seconds.", seconds


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        size = struct.unpack("<I", data[at + 4 : at + 8])[0]
        yield data[at : at + 4], data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
