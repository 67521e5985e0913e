"""What an example of a capability looks like in the code of a provider's page."""

from __future__ import annotations

import re

__all__ = ["EXAMPLES", "lacking"]

EXAMPLES: dict[str, str] = {
    "text": r"generate_text\(",
    "streaming": r"stream_text\(",
    "conversation": r"\.response_messages",
    "instructions": r"instructions=",
    "settings": r"max_output_tokens=|temperature=|top_k=",
    "tools": r"tools=\[weather\]",
    "tool-choice": r"tool_choice=",
    "objects": r"generate_object\(",
    "partial-objects": r"stream_object\(",
    "json": r"Output\.json\(",
    "images-in": r"ImagePart\(",
    "documents-in": r"application/pdf|report\.pdf|report\.part\(",
    "audio-in": r"audio/",
    "file-ids": r"\.part\(\)",
    "reasoning": r"\.reasoning_text",
    "reasoning-back": r"messages_from_json\(",
    "sources": r"\.sources",
    "provider-tools": r"\.tools\.",
    "caching": r"cache_control|cached_content",
    "safety": r"safety_|ContentFilteredError",
    "completions": r"\.completion\(",
    "embeddings": r"embed(_many)?\(",
    "image-generation": r"generate_image\(",
    "image-edits": r"images=",
    "speech": r"generate_speech\(",
    "transcription": r"transcribe\(",
    "token-counts": r"count_tokens\(",
    "model-lists": r"list_models\(",
    "uploads": r"upload_file\(",
    "errors": r"except \w+Error",
    "tokens": r"def token\(|lambda: \"|token_provider=|api_key=token",
    "deployments": r"use_deployment_urls=",
}
"""Capability -> what stands in an example of it."""

_CODE = re.compile(r"^```python\n(.*?)^```", re.S | re.M)


def lacking(page: str, names: dict[str, str]) -> list[str]:
    """The capabilities in a page's table that no code of the page shows.

    Args:
        page: the page's text.
        names: capability -> what the tables call it.
    """
    code = "\n".join(_CODE.findall(page))
    told = [capability for capability, words in names.items() if f"\n| {words} |" in page]
    return [capability for capability in told if not re.search(EXAMPLES[capability], code)]
