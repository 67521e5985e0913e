"""A model that is no language model, bound to a client for one run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..providers.registry import resolve

if TYPE_CHECKING:
    from ..engine.media import MediaSetup
    from ..providers.registry import Kind
    from ..types.run import CallControl
    from .http.client import AsyncHTTPClient

__all__ = ["AsyncBoundMedia"]


class AsyncBoundMedia:
    """A model and the limits of a run that begins now.

    Attributes:
        model: the model.
        control: the limits, the client's own where the caller gave none.

    Raises:
        InvalidArgumentError: `model` is neither a model string nor a model.
        NoSuchProviderError: The string names an unknown provider.
        NoSuchModelError: The model is of another kind, or the provider has none of this kind.
    """

    def __init__(
        self, model: Any, kind: Kind, setup: MediaSetup, client: AsyncHTTPClient | None
    ) -> None:
        self.model: Any = resolve(model, kind)
        own = client if client is not None else getattr(self.model, "client", None)
        self.control: CallControl = setup.begun(getattr(own, "timeout", None))
        self._client = client

    def driver(self) -> Any:
        """The model's driver on the run's client."""
        return self.model.bind_async(self._client)
