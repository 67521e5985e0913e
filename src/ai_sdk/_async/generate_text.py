"""`generate_text`: text, output and tool calls, whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, overload

from ..engine.setup import TextSettings, run_setup
from ..types.models import LanguageModel
from ..types.results import GenerateTextResult
from .binding import AsyncBoundModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typing_extensions import Unpack

    from ..engine.prompt import Instructions, MessageLike
    from ..output import OutputSpec
    from .http.client import AsyncHTTPClient

__all__ = ["generate_text"]

T = TypeVar("T")


@overload
async def generate_text(
    model: str | LanguageModel,
    *,
    instructions: Instructions | None = ...,
    prompt: str | Sequence[MessageLike] | None = ...,
    messages: Sequence[MessageLike] | None = ...,
    output: None = ...,
    client: AsyncHTTPClient | None = ...,
    **settings: Unpack[TextSettings],
) -> GenerateTextResult[str]: ...
@overload
async def generate_text(
    model: str | LanguageModel,
    *,
    instructions: Instructions | None = ...,
    prompt: str | Sequence[MessageLike] | None = ...,
    messages: Sequence[MessageLike] | None = ...,
    output: OutputSpec[T],
    client: AsyncHTTPClient | None = ...,
    **settings: Unpack[TextSettings],
) -> GenerateTextResult[T]: ...
async def generate_text(
    model: str | LanguageModel,
    *,
    instructions: Instructions | None = None,
    prompt: str | Sequence[MessageLike] | None = None,
    messages: Sequence[MessageLike] | None = None,
    output: OutputSpec[Any] | None = None,
    client: AsyncHTTPClient | None = None,
    **settings: Unpack[TextSettings],
) -> GenerateTextResult[Any]:
    """Ask a language model and wait for its whole answer.

    Args:
        model: "provider:model-id" or a model handle.
        instructions: what the model is to be and do (the system prompt).
        prompt: the user's text, or messages. Give this or `messages`.
        messages: a conversation, as message classes or dicts.
        output: what to make of the answer, such as `Output.object(Recipe)`.
        client: the HTTP client to use; the shared default one otherwise.
        **settings: see `TextSettings`: sampling, tools, limits, callbacks, provider options.

    Returns:
        The result: `text`, `output`, `tool_calls`, `usage`, `finish_reason`, `steps`, ...

    Raises:
        InvalidArgumentError: an argument is wrong; nothing was sent.
        APICallError: the provider answered with an error.
        APIConnectionError: no usable answer came, or a time limit passed.

    Example:
        >>> result = generate_text("openai:gpt-5", prompt="Why is the sky blue?")
        >>> print(result.text, result.usage.output_tokens)
    """
    setup = run_setup(
        instructions=instructions,
        prompt=prompt,
        messages=messages,
        output=output,
        settings=settings,
    )
    return await AsyncBoundModel(model, setup, client).result()
