"""Where a command's models live: at a provider, or in the provider server on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..providers._openai import create_openai
from ..providers.registry import resolve
from ..types._value import value

__all__ = ["Place", "place"]


@value
class Place:
    """A local server's address, or None for the real providers."""

    base_url: str | None = None

    def model(self, name: str, kind: Any) -> Any:
        """The handle for a model string."""
        if self.base_url is None:
            return resolve(name, kind)
        provider = create_openai(base_url=self.base_url, api_key="local")
        model_id = name.partition(":")[2] or name
        return getattr(provider, kind)(model_id)

    def name(self, model: Any) -> str:
        """The model and its place, for people."""
        where = " on this machine" if self.base_url else ""
        return f"{model.provider}:{model.model_id}{where}"


@contextmanager
def place(local: bool) -> Iterator[Place]:
    """The place to use; a local server runs as long as the block does."""
    if not local:
        yield Place()
        return
    from ..testing import ProviderServer

    with ProviderServer() as server:
        yield Place(server.base_url)
