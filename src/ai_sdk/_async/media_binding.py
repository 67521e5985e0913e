"""A model that is no language model, bound to a client for one run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..engine.downloads import made_file
from ..providers.registry import resolve
from ..types.content import FileURL
from .downloads import configured_address, fetch_all

if TYPE_CHECKING:
    from ..engine.media import MediaSetup
    from ..providers.registry import Kind
    from ..types.content import FilePart
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

    async def fetched(self, file: FilePart) -> FilePart:
        """`file` with its content where it lies behind a URL.

        Raises:
            DownloadError: It cannot be fetched, or must not be.
        """
        if not isinstance(file.data, FileURL):
            return file
        url = file.data.url
        files = await fetch_all([url], self.control, configured_address(self.model))
        content = files[url]
        return file if content is None else made_file(file, content)

    def driver(self) -> Any:
        """The model's driver on the run's client."""
        return self.model.bind_async(self._client)
