"""Embeddings without a model: texts that share words point the same way."""

from __future__ import annotations

import hashlib
import math
import struct
from collections.abc import Iterator

from .words import words_of

_SPREAD = 8  # places of the vector that a feature touches


def embed_text(text: str, size: int) -> tuple[float, ...]:
    """Make the unit vector of a text; the values are float32 numbers."""
    vector = [0.0] * size
    for feature, weight in _features(text):
        digest = hashlib.blake2b(feature.encode(), digest_size=4 * _SPREAD).digest()
        for value in struct.unpack(f"<{_SPREAD}I", digest):
            vector[(value >> 1) % size] += weight if value & 1 else -weight
    length = math.sqrt(math.fsum(value * value for value in vector))
    if length == 0:
        vector[0] = length = 1.0
    scaled = (value / length for value in vector)
    return struct.unpack(f"<{size}f", struct.pack(f"<{size}f", *scaled))


def _features(text: str) -> Iterator[tuple[str, float]]:
    """The words, and with less weight their parts of three letters, so that forms stay close."""
    yield "text", 0.1
    for word in words_of(text):
        yield word, 1.0
        framed = f"<{word}>"
        for start in range(len(framed) - 2):
            yield framed[start : start + 3], 0.25
