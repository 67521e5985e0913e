"""Answers that a provider pauses and goes on with when it is asked: one answer to the caller."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..engine.assemble import Assembler
from ..engine.parts_of_answers import MOST_PARTS, TOO_MANY, joined
from ..types._value import evolve
from ..types.call import ModelFinish
from ..types.usage import Usage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..concurrency.async_ import Eventually
    from ..types.call import (
        CallWarning,
        LanguageModelCall,
        ModelResult,
        ModelStreamPart,
        RequestInfo,
        ResponseInfo,
    )
    from ..types.http import Attempt
    from ..wire.protocol import Resumption
    from .port import AsyncModelStream

__all__ = ["AsyncResumingStream", "whole_turn"]


async def whole_turn(
    resumption: Resumption,
    call: LanguageModelCall,
    answer: Callable[[LanguageModelCall], Eventually[ModelResult]],
) -> ModelResult:
    """Ask until the answer is whole.

    Args:
        resumption: how the protocol goes on.
        call: the call.
        answer: asks once.
    """
    part = await answer(call)
    whole = part
    for _ in range(MOST_PARTS):
        rest = resumption.rest(call, part)
        if rest is None:
            return whole
        call = rest
        part = await answer(call)
        whole = joined(whole, part)
    return evolve(whole, warnings=(*whole.warnings, TOO_MANY))


class AsyncResumingStream:
    """A stream that goes on over several requests; its reader sees one.

    Args:
        stream: the open stream of the first part.
        resumption: how the protocol goes on.
        call: the call.
        reopen: opens the stream of a further part.
    """

    def __init__(
        self,
        stream: AsyncModelStream,
        resumption: Resumption,
        call: LanguageModelCall,
        reopen: Callable[[LanguageModelCall], Eventually[AsyncModelStream]],
    ) -> None:
        self._stream = stream
        self._resumption = resumption
        self._call = call
        self._reopen = reopen
        self._assembler = Assembler()
        self._usage = Usage()
        self._parts = 1
        self._attempts: tuple[Attempt, ...] = ()
        self._warnings: tuple[CallWarning, ...] = tuple(stream.warnings)

    @property
    def warnings(self) -> Sequence[CallWarning]:
        """What the first request could not say."""
        return self._warnings

    @property
    def request(self) -> RequestInfo:
        """The latest request that was sent."""
        return self._stream.request

    @property
    def response(self) -> ResponseInfo:
        """What is known of the latest reply."""
        return self._stream.response

    @property
    def attempts(self) -> Sequence[Attempt]:
        """The tries it took to open all parts so far."""
        return (*self._attempts, *self._stream.attempts)

    async def receive(self) -> Sequence[ModelStreamPart] | None:
        """The next parts; None after the end mark of the last part."""
        while True:
            parts = await self._stream.receive()
            if parts is None:
                return None
            self._assembler.feed(parts)
            end = parts[-1] if parts else None
            if not isinstance(end, ModelFinish):
                return parts
            before = parts[:-1]
            rest = self._resumption.rest(self._call, self._assembler.result())
            if rest is None or self._parts > MOST_PARTS:
                return (*before, self._ended(end, paused=rest is not None))
            await self._go_on(rest, end)
            if before:
                return before

    async def _go_on(self, rest: LanguageModelCall, end: ModelFinish) -> None:
        self._usage = self._usage + end.usage
        self._attempts = (*self._attempts, *self._stream.attempts)
        self._call = rest
        self._parts += 1
        self._assembler = Assembler()
        await self._stream.aclose()
        self._stream = await self._reopen(rest)

    def _ended(self, end: ModelFinish, *, paused: bool) -> ModelFinish:
        if self._parts == 1:
            return end
        warnings = (*end.warnings, TOO_MANY) if paused else end.warnings
        return evolve(end, usage=self._usage + end.usage, warnings=warnings)

    async def aclose(self) -> None:
        """Close the connection."""
        await self._stream.aclose()
