"""The models of a run: the one it was given, and those that its steps choose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..providers.registry import resolve
from ..types._value import value
from ..types.results import ModelInfo
from .object_driver import bind_language

if TYPE_CHECKING:
    from ..types.models import LanguageModel
    from .http.client import AsyncHTTPClient
    from .port import AsyncLanguageDriver

__all__ = ["AsyncStepModel", "AsyncStepModels"]


@value
class AsyncStepModel:
    """A model and the driver that is bound to it."""

    handle: LanguageModel
    driver: AsyncLanguageDriver
    info: ModelInfo


class AsyncStepModels:
    """Binds models to the client that the call was given, or else to their own."""

    def __init__(self, handle: Any, client: AsyncHTTPClient | None) -> None:
        self._client = client
        self.first = self._bind(handle)

    def of(self, chosen: Any) -> AsyncStepModel:
        """The model that a step chose; the run's own for None.

        Raises:
            InvalidArgumentError: it is no model.
            NoSuchProviderError: the string names an unknown provider.
        """
        if chosen is None or chosen is self.first.handle:
            return self.first
        return self._bind(resolve(chosen, "language"))

    def _bind(self, handle: Any) -> AsyncStepModel:
        info = ModelInfo(handle.provider, handle.model_id)
        return AsyncStepModel(handle, bind_language(handle, self._client), info)
