"""The typed options of Gemini's requests: made from the spec, meant for the caller."""

from __future__ import annotations

from ._generated import GoogleEmbeddingOptions, GoogleImagenOptions, GoogleLanguageOptions

__all__ = ["GoogleEmbeddingOptions", "GoogleImagenOptions", "GoogleLanguageOptions"]
