"""`count_tokens`: how much of a model's window a call would fill."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..engine.services import counted
from ..engine.setup import TextSettings, run_setup
from .binding import AsyncBoundModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typing_extensions import Unpack

    from ..engine.prompt import Instructions, MessageLike
    from ..output import OutputSpec
    from ..types.models import LanguageModel
    from ..types.services import TokenCount
    from .http.client import AsyncHTTPClient

__all__ = ["count_tokens"]


async def count_tokens(
    model: str | LanguageModel,
    *,
    instructions: Instructions | None = None,
    prompt: str | Sequence[MessageLike] | None = None,
    messages: Sequence[MessageLike] | None = None,
    output: OutputSpec[Any] | None = None,
    client: AsyncHTTPClient | None = None,
    **settings: Unpack[TextSettings],
) -> TokenCount:
    """Ask the provider how many input tokens a call would use, without making it.

    Takes what `generate_text` takes: the count is of the very request that it would send.

    Args:
        model: "provider:model-id" or a model handle.
        instructions: what the model is to be and do (the system prompt).
        prompt: the user's text, or messages. Give this or `messages`.
        messages: a conversation, as message classes or dicts.
        output: what would be made of the answer; its schema counts.
        client: the HTTP client to use; the shared default one otherwise.
        **settings: see `TextSettings`: tools, reasoning, limits, provider options.

    Returns:
        The count: `input_tokens`.

    Raises:
        InvalidArgumentError: An argument is wrong; nothing was sent.
        UnsupportedFunctionalityError: The provider does not count tokens for this model.
        APICallError: The provider answered with an error.
        APIConnectionError: No usable answer came, or a time limit passed.

    Example:
        >>> count = count_tokens("openai:gpt-5", prompt="Why is the sky blue?")
        >>> assert count.input_tokens > 0
    """
    setup = run_setup(
        instructions=instructions,
        prompt=prompt,
        messages=messages,
        output=output,
        settings=settings,
    )
    bound = AsyncBoundModel(model, setup, client)
    return counted(await bound.count(), bound.setup)
