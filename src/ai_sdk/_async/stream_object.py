"""`stream_object`: a value of a type, seen growing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, overload

from ..engine.colour import RefusesSync
from ..engine.objects import ObjectSettings, as_object, object_output, object_settings
from ..engine.setup import run_setup
from ..types.models import LanguageModel
from ..types.results import ObjectResult
from .binding import AsyncBoundModel
from .text_stream import AsyncTextStream

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence
    from types import TracebackType
    from typing import Self

    from typing_extensions import TypeForm, Unpack

    from ..engine.prompt import Instructions, MessageLike
    from ..types.stream_parts import StreamPart
    from ..types.usage import Usage
    from .http.client import AsyncHTTPClient

__all__ = ["AsyncObjectStream", "stream_object"]

T = TypeVar("T")
ObjectT = TypeVar("ObjectT", covariant=True)
ElementT = TypeVar("ElementT")


class AsyncObjectStream(RefusesSync, Generic[ObjectT]):
    """A value that is read while it is written. The same cursor and block rules as text streams.

    Example:
        >>> with stream_object(model, Recipe, prompt="Pancakes") as stream:
        ...     for partial in stream.partial_object_stream:
        ...         print(partial)
        ...     recipe = stream.result().object
    """

    def __init__(self, stream: AsyncTextStream[Any]) -> None:
        self._text = stream

    async def __aenter__(self) -> Self:
        await self._text.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connection."""
        await self._text.aclose()

    async def __aiter__(self) -> AsyncIterator[StreamPart]:
        async for part in self._text:
            yield part

    @property
    def partial_object_stream(self) -> AsyncIterator[Any]:
        """The value as far as it is known, in snapshots that later ones never change.

        Read a snapshot as you would read the object: that of a class is a `Partial`, whose fields
        are None until they come. Inside it, what is complete is in its type (enum members, dates,
        objects), what is not, or does not fit, stays plain JSON data; nothing raises because of
        it. Snapshots share what did not change: do not change them.
        """
        return self._text.partial_output_stream

    @property
    def partial_json_stream(self) -> AsyncIterator[Any]:
        """The same as plain JSON data, to send on: dicts, lists, texts, numbers."""
        return self._text.partial_json_stream

    @property
    def element_stream(self: AsyncObjectStream[Sequence[ElementT]]) -> AsyncIterator[ElementT]:
        """With `output="array"`: each element once, complete and validated."""
        return self._text.element_stream

    @property
    def text_stream(self) -> AsyncIterator[str]:
        """The model's text, piece by piece: JSON, and whatever it says around it."""
        return self._text.text_stream

    @property
    def usage(self) -> Usage:
        """Tokens so far; readable at any time."""
        return self._text.usage

    async def result(self) -> ObjectResult[ObjectT]:
        """Read the rest and give what `generate_object` would have returned.

        Raises:
            NoObjectGeneratedError: the answer is no value of the schema.
            StreamInterruptedError: the block was left before the end.
        """
        return as_object(await self._text.result())


@overload
def stream_object(
    model: str | LanguageModel,
    schema: TypeForm[T],
    *,
    output: Literal["object"] = ...,
    schema_name: str | None = ...,
    schema_description: str | None = ...,
    instructions: Instructions | None = ...,
    prompt: str | Sequence[MessageLike] | None = ...,
    messages: Sequence[MessageLike] | None = ...,
    client: AsyncHTTPClient | None = ...,
    **settings: Unpack[ObjectSettings],
) -> AsyncObjectStream[T]: ...
@overload
def stream_object(
    model: str | LanguageModel,
    schema: TypeForm[T],
    *,
    output: Literal["array"],
    schema_name: str | None = ...,
    schema_description: str | None = ...,
    instructions: Instructions | None = ...,
    prompt: str | Sequence[MessageLike] | None = ...,
    messages: Sequence[MessageLike] | None = ...,
    client: AsyncHTTPClient | None = ...,
    **settings: Unpack[ObjectSettings],
) -> AsyncObjectStream[list[T]]: ...
@overload
def stream_object(
    model: str | LanguageModel,
    schema: None = ...,
    *,
    output: Literal["enum"],
    enum: Sequence[T],
    schema_name: str | None = ...,
    instructions: Instructions | None = ...,
    prompt: str | Sequence[MessageLike] | None = ...,
    messages: Sequence[MessageLike] | None = ...,
    client: AsyncHTTPClient | None = ...,
    **settings: Unpack[ObjectSettings],
) -> AsyncObjectStream[T]: ...
@overload
def stream_object(
    model: str | LanguageModel,
    schema: Mapping[str, Any] | None = ...,
    *,
    output: Literal["object", "array", "no-schema"] = ...,
    schema_name: str | None = ...,
    schema_description: str | None = ...,
    instructions: Instructions | None = ...,
    prompt: str | Sequence[MessageLike] | None = ...,
    messages: Sequence[MessageLike] | None = ...,
    client: AsyncHTTPClient | None = ...,
    **settings: Unpack[ObjectSettings],
) -> AsyncObjectStream[Any]: ...
def stream_object(
    model: str | LanguageModel,
    schema: Any = None,
    *,
    output: Literal["object", "array", "enum", "no-schema"] = "object",
    enum: Sequence[Any] | None = None,
    schema_name: str | None = None,
    schema_description: str | None = None,
    instructions: Instructions | None = None,
    prompt: str | Sequence[MessageLike] | None = None,
    messages: Sequence[MessageLike] | None = None,
    client: AsyncHTTPClient | None = None,
    **settings: Unpack[ObjectSettings],
) -> AsyncObjectStream[Any]:
    """Ask a language model for a value of a type and read it as it is written.

    Takes what `generate_object` takes. When `max_repairs` has the model answer again, the partial
    values begin anew with the new answer; once an element was given by `element_stream`, the model
    is not asked again.

    Returns:
        A stream with `partial_object_stream`, `element_stream`, `text_stream` and `result()`.

    Raises:
        InvalidArgumentError: an argument is wrong.

    Example:
        >>> with stream_object("openai:gpt-5", Recipe, prompt="Pancakes") as stream:
        ...     for partial in stream.partial_object_stream:
        ...         print(partial)
    """
    spec = object_output(schema, output, enum, schema_name, schema_description)
    setup = run_setup(
        instructions=instructions,
        prompt=prompt,
        messages=messages,
        output=spec,
        settings=object_settings(settings),
        makes="object",
    )
    bound = AsyncBoundModel(model, setup, client)
    text: AsyncTextStream[Any] = AsyncTextStream(lambda: bound.run(streaming=True), spec)
    return AsyncObjectStream(text)
