"""The work done by other libraries, each taken if it is installed here: their plainest use."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from .plain import DELTAS

Work = Callable[[str, int], Any]


def installed(module: str) -> bool:
    """Whether a library is there; its parts are imported only when it runs."""
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


_HI: Any = [{"role": "user", "content": "Hi"}]


def _openai(url: str) -> Any:
    import openai

    return openai.OpenAI(base_url=f"{url}/v1", api_key="k")


def _openai_async(url: str) -> Any:
    import openai

    return openai.AsyncOpenAI(base_url=f"{url}/v1", api_key="k")


def chat_unary(url: str, count: int) -> None:
    client = _openai(url)
    for _ in range(count):
        reply = client.chat.completions.create(model="unary", messages=_HI)
        assert reply.choices[0].message.content


async def chat_unary_async(url: str, count: int) -> None:
    async with _openai_async(url) as client:
        for _ in range(count):
            reply = await client.chat.completions.create(model="unary", messages=_HI)
            assert reply.choices[0].message.content


def chat_stream(url: str, count: int) -> None:
    client, name = _openai(url), f"stream-{DELTAS}"
    for _ in range(count // DELTAS):
        stream = client.chat.completions.create(model=name, messages=_HI, stream=True)
        texts = [chunk.choices[0].delta.content or "" for chunk in stream]
        assert "".join(texts).count("word") == DELTAS


async def chat_stream_async(url: str, count: int) -> None:
    name = f"stream-{DELTAS}"
    async with _openai_async(url) as client:
        for _ in range(count // DELTAS):
            stream = await client.chat.completions.create(model=name, messages=_HI, stream=True)
            texts = [chunk.choices[0].delta.content or "" async for chunk in stream]
            assert "".join(texts).count("word") == DELTAS


def responses_unary(url: str, count: int) -> None:
    client = _openai(url)
    for _ in range(count):
        assert client.responses.create(model="unary", input="Hi").output_text


def claude_unary(url: str, count: int) -> None:
    import anthropic

    client = anthropic.Anthropic(base_url=url, api_key="k")
    for _ in range(count):
        reply: Any = client.messages.create(model="unary", messages=_HI, max_tokens=100)
        assert reply.content[0].text


async def claude_unary_async(url: str, count: int) -> None:
    import anthropic

    async with anthropic.AsyncAnthropic(base_url=url, api_key="k") as client:
        for _ in range(count):
            reply: Any = await client.messages.create(model="unary", messages=_HI, max_tokens=100)
            assert reply.content[0].text


def claude_stream(url: str, count: int) -> None:
    import anthropic

    client: Any = anthropic.Anthropic(base_url=url, api_key="k")
    for _ in range(count // DELTAS):
        stream = client.messages.create(
            model=f"stream-{DELTAS}", messages=_HI, max_tokens=100, stream=True
        )
        texts = [e.delta.text for e in stream if e.type == "content_block_delta"]
        assert "".join(texts).count("word") == DELTAS


def gemini_unary(url: str, count: int) -> None:
    from google import genai

    client: Any = genai.Client(api_key="k", http_options={"base_url": url})
    for _ in range(count):
        assert client.models.generate_content(model="unary", contents="Hi").text


def gemini_stream(url: str, count: int) -> None:
    from google import genai

    client: Any = genai.Client(api_key="k", http_options={"base_url": url})
    for _ in range(count // DELTAS):
        stream = client.models.generate_content_stream(model=f"stream-{DELTAS}", contents="Hi")
        assert "".join(chunk.text or "" for chunk in stream).count("word") == DELTAS


PEERS: dict[tuple[str, str], tuple[str, Any]] = {
    ("unary, sync", "chat"): ("openai", chat_unary),
    ("unary, async", "chat"): ("openai", chat_unary_async),
    ("stream, sync", "chat"): ("openai", chat_stream),
    ("stream, async", "chat"): ("openai", chat_stream_async),
    ("unary, sync", "responses"): ("openai", responses_unary),
    ("unary, sync", "anthropic"): ("anthropic", claude_unary),
    ("unary, async", "anthropic"): ("anthropic", claude_unary_async),
    ("stream, sync", "anthropic"): ("anthropic", claude_stream),
    ("unary, sync", "gemini"): ("google.genai", gemini_unary),
    ("stream, sync", "gemini"): ("google.genai", gemini_stream),
}
"""(workload, protocol) -> the library's module and its work."""
