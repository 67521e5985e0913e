"""Partial objects: time and characters visited must grow with the text, not with its square."""

from __future__ import annotations

import json
import time

from ai_sdk.partial_json import PartialJSON


def document(size: int) -> str:
    """A list of objects of about `size` characters."""
    item = {"name": "tomato soup", "minutes": 30, "steps": ["chop", "simmer", "serve"]}
    count = size // (len(json.dumps(item)) + 2)
    return json.dumps({"items": [{**item, "id": number} for number in range(count)]})


def growth() -> None:
    """Feed documents in deltas of 20 characters, with a snapshot after each."""
    for size in (10_000, 100_000, 1_000_000):
        text = document(size)
        before = time.process_time()
        parser = PartialJSON()
        for start in range(0, len(text), 20):
            parser.feed(text[start : start + 20])
            parser.snapshot()
        spent = (time.process_time() - before) * 1000
        visited = parser.chars_visited / len(text)
        print(
            f"{'partial object':22} ms  {len(text):9,} characters {spent:9.1f}   "
            f"each character visited {visited:.2f} times"
        )
