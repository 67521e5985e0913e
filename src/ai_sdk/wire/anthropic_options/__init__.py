"""The typed options of Anthropic's requests: made from the spec, meant for the caller."""

from __future__ import annotations

from ._generated import AnthropicFileOptions, AnthropicMessageOptions

__all__ = ["AnthropicFileOptions", "AnthropicMessageOptions"]
