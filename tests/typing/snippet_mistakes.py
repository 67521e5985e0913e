"""Mistakes that a type checker finds: each comment fails the check when the error is gone."""

from __future__ import annotations

from ai_sdk import Output, aio, generate_object, generate_text, stream_object, stream_text

from .samples import City, Recipe


def settings() -> None:
    """Wrong names and wrong types of settings."""
    generate_text("openai:gpt-5", prompt="p", temprature=1)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    generate_text("openai:gpt-5", prompt="p", temperature="hot")  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue, reportArgumentType]
    generate_text("openai:gpt-5", prompt=5)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue, reportArgumentType]
    generate_text(5, prompt="p")  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue, reportArgumentType]
    generate_text(prompt="p")  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    generate_text("openai:gpt-5", prompt="p", stream=True)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    generate_text("openai:gpt-5", prompt="p", reasoning="lots")  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue, reportArgumentType]


def outputs() -> None:
    """Wrong uses of typed outputs."""
    result = generate_text("openai:gpt-5", prompt="p", output=Output.object(Recipe))
    result.output.people  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    made = generate_object("openai:gpt-5", Recipe, prompt="p")
    made.object.people  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    made.object = Recipe("soup", [])  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    generate_object("openai:gpt-5", output="enum", prompt="p")  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    with stream_object("openai:gpt-5", City, prompt="p") as stream:
        stream.element_stream  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]


async def colours() -> None:
    """The wrong colour."""
    await generate_text("openai:gpt-5", prompt="p")  # type: ignore[misc]  # pyright: ignore[reportGeneralTypeIssues]
    aio.generate_text("openai:gpt-5", prompt="p").text  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    async with stream_text("openai:gpt-5", prompt="p"):  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
        pass
    with aio.stream_text("openai:gpt-5", prompt="p"):  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
        pass
    for part in aio.stream_text("openai:gpt-5", prompt="p"):  # type: ignore[attr-defined]  # pyright: ignore[reportGeneralTypeIssues]
        pass
