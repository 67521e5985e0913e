"""Middleware that waits, and the driver of a model with middleware around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import AISDKError, ConfigurationError, UnsupportedFunctionalityError
from ..middleware.base import CallContext, PureMiddleware, called, transform_of
from ..middleware.simulate import played

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..concurrency.async_ import Eventually
    from ..middleware.base import PartTransform
    from ..types.call import (
        CallWarning,
        LanguageModelCall,
        ModelResult,
        ModelStreamPart,
        RequestInfo,
        ResponseInfo,
    )
    from ..types.http import Attempt
    from ..types.models import LanguageModel
    from ..types.run import CallControl
    from ..types.services import TokenCount
    from .port import AsyncLanguageDriver, AsyncModelStream

__all__ = ["AsyncMiddleware", "AsyncMiddlewareDriver", "bind_wrapped"]


class AsyncMiddleware(PureMiddleware):
    """Hooks around the calls of a language model that may wait: caches, queues, retries.

    `proceed(call)` goes on to the next middleware and at last to the model; it may be called once,
    several times or not at all. The hooks of `PureMiddleware` are there as well: `transform_call`
    runs before, `transform_result` and `stream_transform` after.

    Example:
        >>> class Logged(Middleware):
        ...     def around_generate(self, call, proceed, context):
        ...         result = proceed(call)
        ...         print(context.model_id, result.usage.total_tokens)
        ...         return result
        >>> model = wrap_language_model("openai:gpt-5", Logged())
    """

    async def around_generate(
        self,
        call: LanguageModelCall,
        proceed: Callable[[LanguageModelCall], Eventually[ModelResult]],
        context: CallContext,
    ) -> ModelResult:
        """The result of a plain call."""
        return await proceed(call)

    async def around_stream(
        self,
        call: LanguageModelCall,
        proceed: Callable[[LanguageModelCall], Eventually[AsyncModelStream]],
        context: CallContext,
    ) -> AsyncModelStream:
        """The open stream of a streamed call."""
        return await proceed(call)


def bind_wrapped(
    model: LanguageModel, middleware: Sequence[PureMiddleware], client: Any
) -> AsyncLanguageDriver:
    """A driver of `model` with each middleware around it, the first outermost.

    Raises:
        ConfigurationError: One is of the other colour.
    """
    wanted = AsyncMiddleware.__name__
    for each in middleware:
        if hasattr(each, "around_generate") and not isinstance(each, AsyncMiddleware):
            raise ConfigurationError(
                f"{type(each).__name__} waits in the way of the other face: derive it from "
                f"{wanted} to use it here, or from PureMiddleware for both"
            )
    driver: Any = model.bind_async(client)
    for each in reversed(middleware):
        driver = AsyncMiddlewareDriver(driver, each, model)
    found: AsyncLanguageDriver = driver
    return found


class AsyncMiddlewareDriver:
    """A driver with one middleware around it."""

    def __init__(
        self, driver: AsyncLanguageDriver, middleware: PureMiddleware, model: LanguageModel
    ) -> None:
        self._driver, self._middleware, self._model = driver, middleware, model

    def _context(self, control: CallControl, *, streaming: bool) -> CallContext:
        return CallContext(self._model.provider, self._model.model_id, streaming, control)

    async def generate(self, call: LanguageModelCall, control: CallControl) -> ModelResult:
        """One whole answer."""
        context = self._context(control, streaming=False)
        changed = called(self._middleware, call, context)
        return await self._generated(changed, control, context)

    async def _generated(
        self, call: LanguageModelCall, control: CallControl, context: CallContext
    ) -> ModelResult:
        if isinstance(self._middleware, AsyncMiddleware):
            result = await self._middleware.around_generate(
                call, lambda again: self._driver.generate(again, control), context
            )
        else:
            result = await self._driver.generate(call, control)
        return self._middleware.transform_result(result, context)

    async def stream(self, call: LanguageModelCall, control: CallControl) -> AsyncModelStream:
        """An open stream."""
        context = self._context(control, streaming=True)
        changed = called(self._middleware, call, context)
        if self._middleware.plays_result:
            return AsyncPlayedStream(await self._generated(changed, control, context))
        transform = transform_of(self._middleware, context)
        if isinstance(self._middleware, AsyncMiddleware):
            stream = await self._middleware.around_stream(
                changed, lambda again: self._driver.stream(again, control), context
            )
        else:
            stream = await self._driver.stream(changed, control)
        return stream if transform is None else AsyncTransformedModelStream(stream, transform)

    async def count_tokens(self, call: LanguageModelCall, control: CallControl) -> TokenCount:
        """How many input tokens the call would use."""
        counter: Any = getattr(self._driver, "count_tokens", None)
        if counter is None:
            raise UnsupportedFunctionalityError(
                "this model's provider does not count tokens", functionality="count_tokens"
            )
        changed = called(self._middleware, call, self._context(control, streaming=False))
        count: TokenCount = await counter(changed, control)
        return count


class AsyncPlayedStream:
    """A whole answer as a stream.

    Attributes:
        warnings: what the request could not say.
        request: the request that was sent.
        response: what is known of the reply.
        attempts: the tries it took.
    """

    def __init__(self, result: ModelResult) -> None:
        self.warnings: Sequence[CallWarning] = result.warnings
        self.request: RequestInfo = result.request
        self.response: ResponseInfo = result.response
        self.attempts: Sequence[Attempt] = result.attempts
        self._result: ModelResult | None = result

    async def receive(self) -> Sequence[ModelStreamPart] | None:
        """All parts, then None."""
        result, self._result = self._result, None
        return None if result is None else tuple(played(result))

    async def aclose(self) -> None:
        """Drop what was not read; there is no connection."""
        self._result = None


class AsyncTransformedModelStream:
    """A stream whose parts go through a middleware's transform."""

    def __init__(self, stream: AsyncModelStream, transform: PartTransform) -> None:
        self._stream, self._transform = stream, transform
        self._error: AISDKError | None = None
        self._over = False

    @property
    def warnings(self) -> Sequence[CallWarning]:
        """What the request could not say."""
        return self._stream.warnings

    @property
    def request(self) -> RequestInfo:
        """The request that was sent."""
        return self._stream.request

    @property
    def response(self) -> ResponseInfo:
        """What is known of the reply."""
        return self._stream.response

    @property
    def attempts(self) -> Sequence[Attempt]:
        """The tries it took to open the stream."""
        return self._stream.attempts

    async def receive(self) -> Sequence[ModelStreamPart] | None:
        """The next parts; what is held back comes before the end, or before an error."""
        if self._error is not None:
            raise self._error
        if self._over:
            return None
        try:
            parts = await self._stream.receive()
        except AISDKError as error:
            rest = list(self._transform.finish())
            if not rest:
                raise
            self._error = error
            return rest
        if parts is None:
            self._over = True
            return list(self._transform.finish()) or None
        return [made for part in parts for made in self._transform.feed(part)]

    async def aclose(self) -> None:
        """Close the connection."""
        await self._stream.aclose()
