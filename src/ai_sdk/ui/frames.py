"""How chunks travel: server-sent events under five headers."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DONE", "UI_MESSAGE_STREAM_HEADERS", "frame"]

UI_MESSAGE_STREAM_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "content-type": "text/event-stream",
        "cache-control": "no-cache",
        "connection": "keep-alive",
        "x-vercel-ai-ui-message-stream": "v1",
        "x-accel-buffering": "no",
    }
)
"""The headers of a reply whose body is a UI message stream; the fourth tells the browser so, the
last keeps proxies from holding chunks back."""

DONE = b"data: [DONE]\n\n"
"""The last frame."""


def frame(chunk: Mapping[str, Any]) -> bytes:
    r"""One chunk as a server-sent event.

    Raises:
        TypeError: the chunk holds something that is no JSON.

    Example:
        >>> frame({"type": "text-delta", "id": "t", "delta": "Hi"})
        b'data: {"type":"text-delta","id":"t","delta":"Hi"}\n\n'
    """
    text = json.dumps(chunk, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f"data: {text}\n\n".encode("utf-8", "replace")
