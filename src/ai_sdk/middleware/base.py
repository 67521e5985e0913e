"""`PureMiddleware`: the hooks of a middleware that never waits, and so serves both colours."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol

from ..errors import InvalidArgumentError
from ..types._value import field, value
from ..types.call import LanguageModelCall, ModelResult

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..types.call import ModelStreamPart
    from ..types.run import CallControl

__all__ = ["CallContext", "PartTransform", "PureMiddleware", "called", "transform_of"]


@value
class CallContext:
    """What a hook may know of the call it is part of.

    Attributes:
        provider: name of the provider of the model that is called.
        model_id: id of that model.
        streaming: whether the answer is streamed.
        control: time limits, retries, and the caller's token.
    """

    provider: str
    model_id: str
    streaming: bool
    control: CallControl = field(repr=False)


class PartTransform(Protocol):
    """Changes, drops, adds or holds back the parts of one answer."""

    def feed(self, part: ModelStreamPart) -> Iterable[ModelStreamPart]:
        """What is handed on for `part`."""
        ...

    def finish(self) -> Iterable[ModelStreamPart]:
        """What is still to be handed on after the last part."""
        ...


class PureMiddleware:
    """Hooks around the calls of a language model; each does nothing unless you override it.

    Plain code only: one object serves both colours, any number of calls, and threads. What has to
    wait (for a cache, a queue) goes into a subclass of `Middleware` or `AsyncMiddleware` instead.

    Example:
        >>> class Shorter(PureMiddleware):
        ...     def transform_call(self, call, context):
        ...         return evolve(call, max_output_tokens=100)
        >>> model = wrap_language_model("openai:gpt-5", Shorter())
    """

    plays_result: bool = False
    """Streams are answered by a plain call whose result is played as a stream."""

    def transform_call(self, call: LanguageModelCall, context: CallContext) -> LanguageModelCall:
        """The call that goes on to the model."""
        return call

    def transform_result(self, result: ModelResult, context: CallContext) -> ModelResult:
        """The result of a plain call."""
        return result

    def transform_part(
        self, part: ModelStreamPart, context: CallContext
    ) -> Iterable[ModelStreamPart]:
        """What goes on for one part of a streamed answer."""
        return (part,)

    def stream_transform(self, context: CallContext) -> PartTransform | None:
        """The transform of one streamed answer, where parts must be seen together.

        None leaves the parts as they are. By default it applies `transform_part`.
        """
        if type(self).transform_part is PureMiddleware.transform_part:
            return None
        return _EachPart(self, context)


class _EachPart:
    def __init__(self, middleware: PureMiddleware, context: CallContext) -> None:
        self._middleware, self._context = middleware, context

    def feed(self, part: ModelStreamPart) -> Iterable[ModelStreamPart]:
        return self._middleware.transform_part(part, self._context)

    def finish(self) -> Iterator[ModelStreamPart]:
        return iter(())


def called(
    middleware: PureMiddleware, call: LanguageModelCall, context: CallContext
) -> LanguageModelCall:
    """The call as `middleware` changes it.

    Raises:
        InvalidArgumentError: Its hook returned something else.
    """
    found: Any = middleware.transform_call(call, context)
    if not isinstance(found, LanguageModelCall):
        raise _wrong(middleware, "transform_call", "a LanguageModelCall", found)
    return found


def transform_of(middleware: PureMiddleware, context: CallContext) -> PartTransform | None:
    """The transform of one answer.

    Raises:
        InvalidArgumentError: The hook returned something else.
    """
    found: Any = middleware.stream_transform(context)
    if found is not None and not (hasattr(found, "feed") and hasattr(found, "finish")):
        raise _wrong(middleware, "stream_transform", "an object with feed and finish", found)
    transform: PartTransform | None = found
    return transform


def _wrong(middleware: object, hook: str, wanted: str, found: object) -> InvalidArgumentError:
    return InvalidArgumentError(
        f"{type(middleware).__name__}.{hook} must return {wanted}, not {type(found).__name__}",
        parameter="middleware",
    )
