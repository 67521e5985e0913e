"""A driver that is asked for JSON in the way its model can give it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..types._value import evolve
from .downloads import AsyncDownloadDriver

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..engine.object_mode import Asked
    from ..engine.object_tool import AnswerParts
    from ..types.call import (
        CallWarning,
        LanguageModelCall,
        ModelResult,
        ModelStreamPart,
        RequestInfo,
        ResponseInfo,
    )
    from ..types.http import Attempt
    from ..types.models import ModelCapabilities
    from ..types.run import CallControl
    from ..types.services import TokenCount
    from .port import AsyncModelStream

__all__ = ["AsyncObjectDriver", "bind_language"]


def bind_language(handle: Any, client: Any) -> AsyncObjectDriver:
    """A driver of a language model that takes every call for JSON, and files behind URLs.

    Args:
        handle: a language model; one without `capabilities` is taken to do everything.
        client: the HTTP client to use; None for the default.
    """
    driver = AsyncDownloadDriver(handle.bind_async(client), handle)
    return AsyncObjectDriver(driver, getattr(handle, "capabilities", None))


class AsyncObjectDriver:
    """Changes calls for JSON to what the model can do, and what comes of them back."""

    def __init__(self, driver: AsyncDownloadDriver, capabilities: ModelCapabilities | None) -> None:
        self._driver = driver
        self._capabilities = capabilities

    async def generate(self, call: LanguageModelCall, control: CallControl) -> ModelResult:
        """One whole answer."""
        if call.response_format is None:  # as most calls are; what follows is for JSON
            return await self._driver.generate(call, control)
        from ..engine.object_mode import asked_of

        asked = asked_of(call, self._capabilities)
        result = await self._driver.generate(asked.call, control)
        if asked.answer_tool is not None:
            from ..engine.object_tool import answered

            result = answered(result, asked.answer_tool)
        if not asked.warnings:
            return result
        return evolve(result, warnings=(*asked.warnings, *result.warnings))

    async def stream(self, call: LanguageModelCall, control: CallControl) -> AsyncModelStream:
        """An open stream."""
        if call.response_format is None:
            return await self._driver.stream(call, control)
        from ..engine.object_mode import asked_of

        asked = asked_of(call, self._capabilities)
        stream = await self._driver.stream(asked.call, control)
        return AsyncObjectModelStream(stream, asked) if asked.warnings else stream

    async def count_tokens(self, call: LanguageModelCall, control: CallControl) -> TokenCount:
        """How many input tokens the call would use."""
        from ..engine.object_mode import asked_of

        asked = asked_of(call, self._capabilities)
        count = await self._driver.count_tokens(asked.call, control)
        return evolve(count, warnings=(*asked.warnings, *count.warnings))


class AsyncObjectModelStream:
    """A stream whose model was asked in another way."""

    def __init__(self, stream: AsyncModelStream, asked: Asked) -> None:
        self._stream = stream
        self._warnings = asked.warnings
        self._answer: AnswerParts | None = None
        if asked.answer_tool is not None:
            from ..engine.object_tool import AnswerParts

            self._answer = AnswerParts(asked.answer_tool)

    @property
    def warnings(self) -> Sequence[CallWarning]:
        """What the request could not say, and what it said in another way."""
        return (*self._warnings, *self._stream.warnings)

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
        """The next parts; None after the end mark."""
        parts = await self._stream.receive()
        return parts if parts is None or self._answer is None else self._answer.feed(parts)

    async def aclose(self) -> None:
        """Close the connection."""
        await self._stream.aclose()
