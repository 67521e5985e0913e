"""Who takes part, in which environment its library is, and what is installed there."""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """A contestant.

    Attributes:
        name: as the tables show it.
        kind: "limit", "plain" client, "peer" or "ours".
        code: its module below `bench.contestants`, and its class there; a file for node.
        environment: the environment that its library is installed in; "" for our own.
        requirements: what pip, or npm, installs there.
        needs: the module that must be importable where there is no such environment.
    """

    name: str
    kind: str
    code: str
    environment: str
    requirements: str
    needs: str

    @property
    def on_node(self) -> bool:
        """Whether it is a library for node, and not for Python."""
        return self.code.endswith(".mjs")

    @property
    def module(self) -> str:
        """Where its class is."""
        return f"bench.contestants.{self.code.rpartition('.')[0]}"

    @property
    def cls(self) -> str:
        """The name of its class."""
        return self.code.rpartition(".")[2]


def _plain(name: str, code: str, *, kind: str = "plain", needs: str = "") -> Entry:
    return Entry(name, kind, code, "plain", "httpx httpx2 aiohttp msgspec", needs or name)


def _ours(name: str, code: str, needs: str) -> Entry:
    return Entry(name, "ours", code, "", "", needs)


def _peer(name: str, code: str, requirements: str, needs: str) -> Entry:
    environment = name.replace("[", "-").replace("]", "").replace(" ", "-")
    return Entry(name, "peer", code, environment, requirements, needs)


_ENTRIES = (
    _plain("limit", "limit.Limit", kind="limit", needs="msgspec"),
    _plain("httpx", "plain.Httpx"),
    _plain("httpx raw", "raw.RawHttpx", needs="httpx"),
    _plain("httpx2", "plain.Httpx2"),
    _plain("httpx2 raw", "raw.RawHttpx2", needs="httpx2"),
    _plain("aiohttp", "plain_aiohttp.Aiohttp"),
    _ours("ai_sdk", "ours.Ours", "ai_sdk"),
    _ours("ai_sdk fast", "ours.Fast", "httptools"),
    _peer("openai", "openai_sdk.OpenAI", "openai", "openai"),
    _peer("openai[aiohttp]", "openai_sdk.OpenAIOverAiohttp", "openai[aiohttp]", "httpx_aiohttp"),
    _peer("anthropic", "anthropic_sdk.Claude", "anthropic", "anthropic"),
    _peer("google-genai", "genai.Gemini", "google-genai", "google"),
    _peer(
        "pydantic-ai",
        "pydantic.PydanticAI",
        "pydantic-ai-slim[openai,anthropic,google]",
        "pydantic_ai",
    ),
    _peer("litellm", "lite.Litellm", "litellm mcp", "litellm"),
    _peer("langchain", "langchain.Langchain", "langchain-openai", "langchain_openai"),
    _peer("instructor", "instructor.Instructor", "instructor", "instructor"),
    _peer(
        "npm ai",
        "npm_ai.mjs",
        "ai@7 @ai-sdk/openai@4 @ai-sdk/anthropic@4 @ai-sdk/google@4 zod@4",
        "node",
    ),
)

ROSTER = {entry.name: entry for entry in _ENTRIES}
"""Name -> contestant, in the order in which they take turns."""
