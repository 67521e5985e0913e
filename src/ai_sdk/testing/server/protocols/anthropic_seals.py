"""Signatures of thinking: made here, and checked when the thinking comes back."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from .anthropic_common import refuse

__all__ = ["check_seal", "signature_of", "sealed"]

_OPEN = b"sealed:"


def signature_of(thought: str) -> str:
    """The signature of a thought."""
    return base64.b64encode(hashlib.sha256(thought.encode()).digest() * 2).decode()


def sealed(thought: str) -> str:
    """A thought in a form that only this server reads."""
    return base64.b64encode(_OPEN + thought.encode()).decode()


def check_seal(block: Mapping[str, Any], at: str) -> None:
    """Refuse thinking that was changed on its way; what other servers signed is not looked at."""
    if block["type"] == "thinking":
        signature = block.get("signature")
        if not signature:
            raise refuse(f"{at}.thinking.signature: Field required")
        ours = len(signature) == len(signature_of(""))
        if ours and signature != signature_of(block.get("thinking") or ""):
            raise refuse(f"{at}: Invalid `signature` in `thinking` block")
    elif not block.get("data"):
        raise refuse(f"{at}.redacted_thinking.data: Field required")
