"""The calls that the long runs make: each asserts that the answer is that of its own request."""

from __future__ import annotations

from typing import Any

import ai_sdk.aio as ai

__all__ = ["left_early", "streamed", "whole", "with_tools", "with_tools_streamed"]


class CrossedReply(Exception):
    """An answer was another request's, or not whole."""


@ai.tool
def save(note: str) -> str:
    """Save a note."""
    return note


@ai.tool(name="save")
async def save_later(note: str) -> str:
    """Save a note."""
    return note


async def whole(model: Any, nonce: str, **settings: Any) -> None:
    """A whole answer."""
    result = await ai.generate_text(model, prompt=nonce, **settings)
    _check(result.text, nonce)


async def streamed(model: Any, nonce: str, **settings: Any) -> None:
    """A stream, read to its end."""
    async with ai.stream_text(model, prompt=nonce, **settings) as stream:
        texts = [delta async for delta in stream.text_stream]
        result = await stream.result()
    _check("".join(texts), nonce)
    _check(result.text, nonce)


async def left_early(model: Any, nonce: str, **settings: Any) -> None:
    """A stream of which only the start is read."""
    async with ai.stream_text(model, prompt=nonce, **settings) as stream:
        async for text in stream.text_stream:
            _check(text, nonce)
            break


async def with_tools(model: Any, nonce: str, **settings: Any) -> None:
    """Two steps: a call of a tool, in a thread, and the answer."""
    steps = ai.is_step_count(3)
    result = await ai.generate_text(
        model, prompt=nonce, tools=[save], stop_when=steps, timeout=_PATIENT, **settings
    )
    _check(result.text, nonce)
    _check(str(result.steps[0].tool_results[0].output), nonce)


async def with_tools_streamed(model: Any, nonce: str, **settings: Any) -> None:
    """The same as a stream, with a coroutine for a tool."""
    steps = ai.is_step_count(3)
    async with ai.stream_text(
        model, prompt=nonce, tools=[save_later], stop_when=steps, **settings
    ) as stream:
        result = await stream.result()
    _check(result.text, nonce)
    _check(str(result.steps[0].tool_results[0].output), nonce)


_PATIENT = ai.Timeout(tool=60)


def _check(text: str, nonce: str) -> None:
    """The text is the nonce, as many times as the server said it."""
    if not text or text.replace(nonce, ""):
        raise CrossedReply(f"{nonce} was answered with {text!r}")
