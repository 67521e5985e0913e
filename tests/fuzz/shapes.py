"""Documents in the shape of generated wire classes: every event and answer that a spec knows."""

from __future__ import annotations

import json
from importlib import import_module
from random import Random
from typing import Any

from tests.unit.wire_samples import value

__all__ = ["event_shapes"]

_KINDS: dict[str, tuple[str, str]] = {
    "openai_chat": ("ChatChunk", "ChatResponse"),
    "openai_responses": ("ResponseStreamEvent", "Response"),
    "anthropic_messages": ("MessageEvent", "Message"),
    "google_genai": ("GenerateAnswer", "GenerateAnswer"),
    "openai_completions": ("Completion", "Completion"),
}
_BYTES = 2500


def event_shapes(protocol: str, stream: bool) -> list[bytes]:
    """Random answers of a protocol, or streams of three of its events; [] without classes."""
    names = _KINDS.get(protocol)
    module: Any = import_module(f"ai_sdk.wire.{protocol}._generated") if names else None
    kind = getattr(module, names[not stream], None) if names else None
    if kind is None:
        return []
    rng = Random(protocol)
    made = [json.dumps(value(kind, rng, rng.choice((0.0, 0.02)))).encode() for _ in range(120)]
    if not stream:
        return [each for each in made if len(each) < _BYTES]
    small = [b"data: " + each + b"\n\n" for each in made if len(each) < _BYTES]
    return [b"".join(small[at : at + 3]) for at in range(0, len(small), 3)]
