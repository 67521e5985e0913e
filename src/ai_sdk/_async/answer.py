"""The answer of a run as its output: read, mended by the caller's hook, or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..concurrency import async_ as cc
from ..engine.repairs import may_ask_again
from ..errors import NoObjectGeneratedError

if TYPE_CHECKING:
    from ..engine.run_state import RunState
    from ..engine.setup import RunSetup
    from ..types.results import GenerateTextResult

__all__ = ["AsyncAnswerReader"]


class AsyncAnswerReader:
    """Makes the result of a run that has no more steps of its own.

    Attributes:
        repairs_left: how often the model may still be asked again.
    """

    def __init__(self, setup: RunSetup) -> None:
        self._output = setup.output
        self._hook = setup.repairs.hook
        self.repairs_left = setup.repairs.limit

    @property
    def may_mend(self) -> bool:
        """The hook or the model may still make something of an answer that does not fit."""
        return self._hook is not None or self.repairs_left > 0

    async def read(self, state: RunState) -> GenerateTextResult[Any] | None:
        """The result; None where the model is to answer again, which `state` is ready for."""
        result = state.result(self._output)
        error = result.output_error
        if not isinstance(error, NoObjectGeneratedError):
            return result
        mended = await self._mended(error)
        if mended is not None:
            result = state.result(self._output, mended=mended)
            error = result.output_error
        if not isinstance(error, NoObjectGeneratedError):
            return result
        if not self.repairs_left or not may_ask_again(state.steps[-1]):
            return result
        self.repairs_left -= 1
        state.reject(error)
        return None

    async def _mended(self, error: NoObjectGeneratedError) -> str | None:
        if self._hook is None:
            return None
        mended = await cc.invoke(self._hook, error.text or "", error)
        return mended if isinstance(mended, str) else None
