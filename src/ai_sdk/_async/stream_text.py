"""`stream_text`: the same as `generate_text`, read as it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, overload

from ..engine.setup import TextSettings, run_setup
from ..engine.transforms import transform_factories
from ..types.models import LanguageModel
from .binding import AsyncBoundModel
from .text_stream import AsyncTextStream
from .transformed import AsyncTransformed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typing_extensions import Unpack

    from ..engine.prompt import Instructions, MessageLike
    from ..output import OutputSpec
    from ..types.transform import Transforms
    from .http.client import AsyncHTTPClient
    from .run import AsyncRun

__all__ = ["stream_text"]

T = TypeVar("T")


@overload
def stream_text(
    model: str | LanguageModel,
    *,
    instructions: Instructions | None = ...,
    prompt: str | Sequence[MessageLike] | None = ...,
    messages: Sequence[MessageLike] | None = ...,
    output: None = ...,
    transform: Transforms = ...,
    client: AsyncHTTPClient | None = ...,
    **settings: Unpack[TextSettings],
) -> AsyncTextStream[str]: ...
@overload
def stream_text(
    model: str | LanguageModel,
    *,
    instructions: Instructions | None = ...,
    prompt: str | Sequence[MessageLike] | None = ...,
    messages: Sequence[MessageLike] | None = ...,
    output: OutputSpec[T],
    transform: Transforms = ...,
    client: AsyncHTTPClient | None = ...,
    **settings: Unpack[TextSettings],
) -> AsyncTextStream[T]: ...
def stream_text(
    model: str | LanguageModel,
    *,
    instructions: Instructions | None = None,
    prompt: str | Sequence[MessageLike] | None = None,
    messages: Sequence[MessageLike] | None = None,
    output: OutputSpec[Any] | None = None,
    transform: Transforms = None,
    client: AsyncHTTPClient | None = None,
    **settings: Unpack[TextSettings],
) -> AsyncTextStream[Any]:
    """Ask a language model and read its answer as it is written.

    Takes what `generate_text` takes. Bad arguments raise here; nothing is sent before the block
    is entered.

    Args:
        model: "provider:model-id" or a model handle.
        instructions: what the model is to be and do (the system prompt).
        prompt: the user's text, or messages. Give this or `messages`.
        messages: a conversation, as message classes or dicts.
        output: what to make of the answer, such as `Output.object(Recipe)`.
        transform: what stands between the model's parts and all views of the stream: one or
            several of `smooth_stream()`, classes with `feed` and `finish` (see
            `StreamTransform`), functions that make such objects. `result()` is of what the model
            said, not of what the transforms made of it.
        client: the HTTP client to use; the shared default one otherwise.
        **settings: see `TextSettings`: sampling, tools, limits, callbacks, provider options.

    Returns:
        A stream: iterate it for parts, or `text_stream`, `partial_output_stream`,
        `element_stream`; `result()` is what `generate_text` returns.

    Raises:
        InvalidArgumentError: an argument is wrong.

    Example:
        >>> with stream_text("openai:gpt-5", prompt="Tell me a story.") as stream:
        ...     for delta in stream.text_stream:
        ...         print(delta, end="", flush=True)
    """
    setup = run_setup(
        instructions=instructions,
        prompt=prompt,
        messages=messages,
        output=output,
        settings=settings,
    )
    factories = transform_factories(transform)
    bound = AsyncBoundModel(model, setup, client)

    def through(run: AsyncRun) -> AsyncTransformed:
        return AsyncTransformed(run, factories, setup.control.cancel)

    return AsyncTextStream(
        lambda: bound.run(streaming=True), bound.setup.output, through if factories else None
    )
