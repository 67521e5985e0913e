"""`stream_text`: the same as `generate_text`, read as it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, overload

from ..engine.setup import TextSettings, run_setup
from ..types.models import LanguageModel
from .binding import AsyncBoundModel
from .text_stream import AsyncTextStream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typing_extensions import Unpack

    from ..engine.prompt import Instructions, MessageLike
    from ..output import OutputSpec
    from .http.client import AsyncHTTPClient

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
    client: AsyncHTTPClient | None = None,
    **settings: Unpack[TextSettings],
) -> AsyncTextStream[Any]:
    """Ask a language model and read its answer as it is written.

    Takes what `generate_text` takes. Bad arguments raise here; nothing is sent before the block
    is entered.

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
    bound = AsyncBoundModel(model, setup, client)
    return AsyncTextStream(lambda: bound.run(streaming=True), bound.setup.output)
