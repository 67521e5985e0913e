"""A model and the settings of a run brought together: what all text and object functions share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..concurrency import Deadline, async_ as cc
from ..providers.registry import resolve
from ..types._value import evolve
from ..types.timeouts import Timeout
from .callbacks import check_functions
from .object_driver import bind_language
from .run import AsyncRun
from .step_models import AsyncStepModels

if TYPE_CHECKING:
    from ..engine.setup import RunSetup
    from ..types.models import LanguageModel
    from ..types.results import GenerateTextResult
    from ..types.services import TokenCount
    from .http.client import AsyncHTTPClient

__all__ = ["AsyncBoundModel"]


class AsyncBoundModel:
    """A language model, its settings, and the client that its runs use.

    Raises:
        InvalidArgumentError: `model` is neither a model string nor a model.
        NoSuchProviderError: The string names an unknown provider.
        ConfigurationError: A function is a coroutine function, on the synchronous face.
    """

    def __init__(
        self, model: str | LanguageModel, setup: RunSetup, client: AsyncHTTPClient | None
    ) -> None:
        handle: Any = resolve(model, "language")
        own = client if client is not None else getattr(handle, "client", None)
        self._handle = handle
        self._client = client
        self.setup = _with_limits(setup, own)
        check_functions(setup)

    def begun(self) -> RunSetup:
        """The setup for several runs that together take no longer than one may."""
        control = self.setup.control
        total = Deadline(control.timeout.total)
        return evolve(self.setup, control=evolve(control, total=total))

    def run(self, *, streaming: bool) -> AsyncRun:
        """A run that has not begun."""
        models = AsyncStepModels(self._handle, self._client)
        return AsyncRun(models, self.setup, streaming=streaming)

    async def result(self) -> GenerateTextResult[Any]:
        """The result of a run over plain calls."""
        await cc.take_turn()
        run = self.run(streaming=False)
        try:
            return await run.finish()
        finally:
            await run.aclose()

    async def count(self) -> TokenCount:
        """How many input tokens the call would use.

        Raises:
            UnsupportedFunctionalityError: The model's provider does not tell.
        """
        setup, driver = self.begun(), bind_language(self._handle, self._client)
        return await driver.count_tokens(setup.call, setup.control)


def _with_limits(setup: RunSetup, client: Any) -> RunSetup:
    """`setup` with the client's default limits where the call gave none."""
    limits = getattr(client, "timeout", None)
    if not isinstance(limits, Timeout) or not setup.default_limits:
        return setup  # a client of another kind is refused where it is bound
    return evolve(setup, control=evolve(setup.control, timeout=limits))
