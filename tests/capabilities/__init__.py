"""What each provider can do, as tables in the documentation made from the tests that passed.

A test says what it shows with a marker:

    @pytest.mark.capability("azure", "tools")
    async def test_tools() -> None: ...

The shared tests in `tests/_async/test_capabilities.py` carry it already: they run one body per
capability over every provider of `ai_sdk.cli.local.LOCAL`, against the local server. So a new
provider gets its first rows with its row there and an entry in `shared.LACKS` for what it does not
have; what is particular to it gets a test of its own with the marker, wherever that test lives.
A capability that is new needs its words in `NAMES` below.

`python -m tests.capabilities` runs all marked tests in both colours and writes, between the lines
`<!-- capabilities: azure -->` and `<!-- end of capabilities -->` of the pages in `docs/providers`,
a table of what passed. `--check` writes nothing and fails where a table is not what it would be.
"""

from __future__ import annotations

__all__ = ["NAMES"]

NAMES: dict[str, str] = {
    "text": "Text",
    "streaming": "Streams",
    "conversation": "Conversations of several turns",
    "instructions": "Instructions",
    "settings": "Settings: temperature, token limit, stop sequences",
    "tools": "Tools, in several steps",
    "tool-choice": "A tool that must be called",
    "objects": "Objects of a type of yours",
    "partial-objects": "Objects while they are written",
    "json": "JSON without a schema",
    "images-in": "Images in prompts",
    "documents-in": "PDF documents in prompts",
    "audio-in": "Audio in prompts",
    "file-ids": "Files by id in prompts",
    "reasoning": "Reasoning in answers",
    "reasoning-back": "Reasoning sent back, signatures unchanged",
    "sources": "Sources of answers",
    "provider-tools": "Tools that the provider runs",
    "caching": "Prompt caching",
    "safety": "Safety settings and what filters found",
    "completions": "Older models that go on with a text",
    "embeddings": "Embeddings",
    "image-generation": "Images",
    "image-edits": "Edits of images",
    "speech": "Speech",
    "transcription": "Transcription",
    "token-counts": "Token counts before a call",
    "model-lists": "Lists of models",
    "uploads": "File uploads",
    "errors": "Typed errors, retries",
    "tokens": "Tokens from a function instead of a key",
    "deployments": "Addresses of deployments",
}
"""Capability -> what the tables call it, in the order of the tables."""
