"""Thought signatures: made here, and checked against the very part they come back with."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from .google_common import refuse

__all__ = ["check_seal", "sealed"]

_OURS = b"seal:"
_STAND_IN = "skip_thought_signature_validator"


def sealed(part: Mapping[str, Any]) -> dict[str, Any]:
    """The part with its signature."""
    return {**part, "thoughtSignature": _signature(part)}


def _signature(part: Mapping[str, Any]) -> str:
    said = part.get("functionCall") or part.get("text") or part.get("inlineData") or ""
    if isinstance(said, dict):
        said = {name: item for name, item in said.items() if name != "id"}
    text = json.dumps([said, bool(part.get("thought"))], sort_keys=True)
    return base64.b64encode(_OURS + hashlib.sha256(text.encode()).digest()).decode()


def check_seal(part: Mapping[str, Any]) -> None:
    """Refuse a signature of ours that stands with another part than it was made for."""
    signature = part.get("thoughtSignature")
    if signature is None or signature == _STAND_IN:
        return
    if not isinstance(signature, str):
        raise refuse("Invalid value at 'thought_signature' (TYPE_BYTES)")
    signature = signature.translate(str.maketrans("-_", "+/"))
    try:
        is_ours = base64.b64decode(signature, validate=True).startswith(_OURS)
    except ValueError:
        raise refuse(
            "Invalid value at 'thought_signature' (TYPE_BYTES), Base64 decoding failed"
        ) from None
    if is_ours and signature != _signature(part):
        raise refuse("Corrupted thought signature.")
