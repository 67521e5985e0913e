"""The layers of a hot path: whose code a frame of the stack is, told by its file."""

from __future__ import annotations

from collections.abc import Iterator
from types import FrameType

_OURS = "/ai_sdk/"
_LAYERS = {
    "/bench/": "the caller",
    "/httpcore2/": "httpcore2",
    "/h11/": "h11",
    "/anyio/": "anyio",
    "/ai_sdk/_sync/http/": "HTTP of ours",
    "/ai_sdk/_async/http/": "HTTP of ours",
    "/ai_sdk/http_rules/": "HTTP of ours",
    "/ai_sdk/retry": "HTTP of ours",
    "/ai_sdk/concurrency/net/": "sockets",
    "/ai_sdk/concurrency/": "turns, locks and clocks",
    "/ai_sdk/sse": "events and JSON",
    "/ai_sdk/json_": "events and JSON",
    "/ai_sdk/wire/": "protocol",
    "/ai_sdk/providers/": "protocol",
    "/ai_sdk/schema/": "schemas",
    "/ai_sdk/tools/": "schemas",
    "/ai_sdk/partial_json/": "partial JSON",
    _OURS: "run, steps and results",
}
OUTSIDE = "event loop and interpreter"


def layer_of(file: str) -> str | None:
    """The layer of a source file; None for Python's own, which work for whoever calls them."""
    return next((name for part, name in _LAYERS.items() if part in file), None)


def layer_at(frame: FrameType | None) -> str:
    """The layer that the innermost frame works for."""
    found = (layer_of(each.f_code.co_filename) for each in _outwards(frame))
    return next((name for name in found if name), OUTSIDE)


def _outwards(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None and not frame.f_code.co_filename.endswith("/bench/profile.py"):
        yield frame
        frame = frame.f_back
