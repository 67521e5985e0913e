"""The built-in script: a small deterministic brain behind every protocol."""

from __future__ import annotations

from .language import answer

__all__ = ["answer"]
