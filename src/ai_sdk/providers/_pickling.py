"""Providers and their models go to other processes by what they are made of, but never with a key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import ConfigurationError
from ..types.secret import Secret

if TYPE_CHECKING:
    from typing import Self

    from ..types.endpoint import Endpoint

__all__ = ["Picklable"]


class Picklable:
    """What has an endpoint: pickled, and copied deeply, when it is made of plain values."""

    endpoint: Endpoint
    client: Any

    def __copy__(self) -> Self:
        """Itself: it cannot change."""
        return self

    def __getstate__(self) -> dict[str, Any]:
        key = self.endpoint.api_key
        variable = self.endpoint.api_key_variable or "an environment variable"
        if isinstance(key, Secret):
            raise ConfigurationError(
                f"cannot pickle {self!r}: api_key is a literal key. Leave it out and set "
                f"{variable}, or pass a function that can be imported"
            )
        if key is not None and not _importable(key):
            raise ConfigurationError(
                f"cannot pickle {self!r}: api_key is a function that cannot be imported. Define "
                "it at the top level of a module"
            )
        if self.endpoint.signer is not None and not _importable(self.endpoint.signer):
            raise ConfigurationError(
                f"cannot pickle {self!r}: it signs with a literal key. Leave the key out and set "
                "the environment variables of the provider"
            )
        if held := self.endpoint.literal_secrets():
            raise ConfigurationError(
                f"cannot pickle {self!r}: {held[0]!r} in its headers or query is a literal "
                "credential. Pass it to the call instead"
            )
        if self.client is not None:
            raise ConfigurationError(
                f"cannot pickle {self!r}: client holds connections. Pass client= to the call "
                "instead, or use the default client"
            )
        return dict(self.__dict__)


def _importable(function: Any) -> bool:
    import pickle  # whoever pickles a handle has it already

    try:
        pickle.dumps(function)
    except (pickle.PicklingError, AttributeError, TypeError):
        return False
    return True
