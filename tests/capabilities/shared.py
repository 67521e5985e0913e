"""Which capabilities the shared tests show, and for whom."""

from __future__ import annotations

from ai_sdk.cli.local import LOCAL

__all__ = ["LACKS", "SHARED", "shown_by"]

LANGUAGE = (
    "text",
    "streaming",
    "conversation",
    "instructions",
    "settings",
    "tools",
    "tool-choice",
    "objects",
    "partial-objects",
    "json",
    "images-in",
    "errors",
)
KINDS = {
    "embeddings": "embedding",
    "image-generation": "image",
    "speech": "speech",
    "transcription": "transcription",
}
SERVICES = ("documents-in", "token-counts", "model-lists", "uploads", "file-ids")
SHARED = (*LANGUAGE, *SERVICES, *KINDS)
"""Every capability that `tests/_async/test_capabilities.py` has a body for."""

_NO_FILES = frozenset(("documents-in", "token-counts", "uploads", "file-ids"))
_NO_TOOLS = frozenset(("tools", "tool-choice", "json", "model-lists"))

LACKS: dict[str, frozenset[str]] = {
    "anthropic": frozenset(("json",)),  # JSON without a schema is asked for in words
    "bedrock": frozenset(("json", "token-counts", "model-lists", "uploads", "file-ids")),
    "cerebras": _NO_FILES | {"images-in"},
    "deepseek": _NO_FILES | {"images-in"},
    "fireworks": _NO_FILES,
    "groq": _NO_FILES,
    "mistral": _NO_FILES - {"documents-in"},
    "openrouter": _NO_FILES - {"documents-in"},
    "perplexity": _NO_FILES | _NO_TOOLS,
    "together": _NO_FILES,
    "xai": _NO_FILES - {"documents-in"},
    "google_vertex": frozenset(("model-lists", "uploads", "file-ids")),
}
"""Provider -> what of `SHARED` it does not have, kinds of model left aside."""


def shown_by(capability: str) -> list[str]:
    """The providers that a capability is shown for."""
    kind = KINDS.get(capability)
    return [
        name
        for name, row in LOCAL.items()
        if (kind is None or kind in row.models) and capability not in LACKS.get(name, ())
    ]
