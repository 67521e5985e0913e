"""Who takes part, in which environment its library is, and what is installed there."""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """A contestant.

    Attributes:
        name: as the tables show it.
        kind: "limit", "plain" client, "peer" or "ours".
        module: its module below `bench.contestants`.
        cls: its class there.
        environment: the environment that its library is installed in; "" for our own.
        requirements: what is installed there.
        needs: the module that must be importable.
    """

    name: str
    kind: str
    module: str
    cls: str
    environment: str
    requirements: str
    needs: str


_PLAIN = "httpx httpx2 aiohttp msgspec"
_PYDANTIC_AI = "pydantic-ai-slim[openai,anthropic,google]"

ROSTER = {
    entry.name: entry
    for entry in (
        Entry("limit", "limit", "limit", "Limit", "plain", _PLAIN, "msgspec"),
        Entry("httpx", "plain", "plain", "Httpx", "plain", _PLAIN, "httpx"),
        Entry("httpx raw", "plain", "raw", "RawHttpx", "plain", _PLAIN, "httpx"),
        Entry("httpx2", "plain", "plain", "Httpx2", "plain", _PLAIN, "httpx2"),
        Entry("httpx2 raw", "plain", "raw", "RawHttpx2", "plain", _PLAIN, "httpx2"),
        Entry("aiohttp", "plain", "plain_aiohttp", "Aiohttp", "plain", _PLAIN, "aiohttp"),
        Entry("ai_sdk", "ours", "ours", "Ours", "", "", "ai_sdk"),
        Entry("openai", "peer", "openai_sdk", "OpenAI", "openai", "openai", "openai"),
        Entry(
            "openai[aiohttp]",
            "peer",
            "openai_sdk",
            "OpenAIOverAiohttp",
            "openai-aiohttp",
            "openai[aiohttp]",
            "openai",
        ),
        Entry(
            "anthropic", "peer", "anthropic_sdk", "Claude", "anthropic", "anthropic", "anthropic"
        ),
        Entry("google-genai", "peer", "genai", "Gemini", "google-genai", "google-genai", "google"),
        Entry(
            "pydantic-ai",
            "peer",
            "pydantic",
            "PydanticAI",
            "pydantic-ai",
            _PYDANTIC_AI,
            "pydantic_ai",
        ),
        Entry("litellm", "peer", "lite", "Litellm", "litellm", "litellm mcp", "litellm"),
        Entry(
            "langchain",
            "peer",
            "langchain",
            "Langchain",
            "langchain-openai",
            "langchain-openai",
            "langchain_openai",
        ),
        Entry(
            "instructor",
            "peer",
            "instructor",
            "Instructor",
            "instructor",
            "instructor",
            "instructor",
        ),
    )
}
"""Name -> contestant, in the order in which they take turns."""
