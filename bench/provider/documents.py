"""What the provider says: words, a JSON document, vectors; the same in every run."""

from __future__ import annotations

import json
import random

DELTA = 20  # characters of a delta of JSON


def words(count: int) -> list[str]:
    """The deltas of a text."""
    return [f" word{number % 10}" for number in range(count)]


def document(size: int) -> str:
    """A list of dishes, as JSON of about `size` characters."""
    item = {"name": "tomato soup", "minutes": 30, "steps": ["chop", "simmer", "serve"]}
    count = size // (len(json.dumps(item)) + 10)
    return json.dumps({"items": [{**item, "id": number} for number in range(count)]})


def cut(text: str) -> list[str]:
    """The deltas of a JSON document."""
    return [text[start : start + DELTA] for start in range(0, len(text), DELTA)]


def vector(dimensions: int) -> list[float]:
    """An embedding, with as many digits as real ones have."""
    made = random.Random(1)
    return [round(made.uniform(-0.05, 0.05), 9) for _ in range(dimensions)]
