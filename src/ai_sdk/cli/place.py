"""Where a command's models live: at a provider, or in the provider server on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..errors import NoSuchModelError, NoSuchProviderError
from ..providers.registry import provider_named, resolve
from ..types._value import value
from .local import LOCAL

__all__ = ["Place", "place"]


@value
class Place:
    """A local server's origin, or None for the real providers."""

    origin: str | None = None

    def provider(self, name: str) -> Any:
        """The provider of a name.

        Raises:
            NoSuchProviderError: nobody has that name, or the local server does not speak for it.
        """
        if self.origin is None:
            return provider_named(name)
        if name not in LOCAL:
            raise NoSuchProviderError(
                f"the local server does not stand in for {name!r} (known: {', '.join(LOCAL)})",
                provider=name,
                available=tuple(LOCAL),
            )
        return LOCAL[name].made(self.origin)

    def model(self, name: str, kind: Any) -> Any:
        """The handle for a model string."""
        if self.origin is None:
            return resolve(name, kind)
        provider, colon, model_id = name.partition(":")
        made = self.provider(provider if colon else "openai")
        factory = getattr(made, kind, None)
        if factory is None:
            raise NoSuchModelError(
                f"the provider {provider!r} has no {kind} models", model_id=model_id, kind=kind
            )
        return factory(model_id if colon else name)

    def name(self, model: Any) -> str:
        """The model and its place, for people."""
        where = " on this machine" if self.origin else ""
        return f"{model.provider}:{model.model_id}{where}"


@contextmanager
def place(local: bool) -> Iterator[Place]:
    """The place to use; a local server runs as long as the block does."""
    if not local:
        yield Place()
        return
    from ..testing import ProviderServer

    with ProviderServer() as server:
        yield Place(server.origin)
