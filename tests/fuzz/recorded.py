"""Recorded traffic as further seeds, where it lies beside the checkout; nothing of it is kept."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

__all__ = ["recorded"]

SHARED = Path(os.environ.get("AI_SDK_SHARED") or Path(__file__).parents[3] / "shared")
_MOST = 60  # seeds of a kind
_BYTES = 3000


def recorded(api: str, *books: str, stream: bool) -> list[bytes]:
    """Bodies of an API's recorded replies, the small ones: whole ones, or streams of events."""
    found: list[bytes] = []
    for book in books:
        path = SHARED / "recordings" / f"{book}.jsonl"
        if path.exists():
            found.extend(_bodies(path, api, stream))
    return found[:_MOST]


def _bodies(path: Path, api: str, stream: bool) -> Iterator[bytes]:
    with path.open("rb") as lines:
        for line in lines:
            if f'"{api}"'.encode() not in line[:2000] or len(line) > 8 * _BYTES:
                continue
            answer = json.loads(line)["response"]
            body = _events(answer.get("sse") or ()) if stream else _whole(answer)
            if body and len(body) <= _BYTES:
                yield body


def _whole(answer: dict[str, object]) -> bytes:
    body = answer.get("body")
    return json.dumps(body).encode() if isinstance(body, dict) else b""


def _events(sent: object) -> bytes:
    assert isinstance(sent, (list, tuple))
    lines = (
        (f"event: {each['event']}\n" if each.get("event") else "") + f"data: {each['data']}\n\n"
        for each in sent
        if "\n" not in each["data"]
    )
    return "".join(lines).encode()
