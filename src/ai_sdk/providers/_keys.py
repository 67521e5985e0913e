"""API keys as handles hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..types.secret import Secret

if TYPE_CHECKING:
    from ..types.endpoint import APIKey

__all__ = ["secret_key"]


def secret_key(key: APIKey) -> Any:
    """A key as handles hold it: a literal one wrapped in `Secret`.

    The first thing that is done with a key that was given: errors show the locals of frames.
    """
    return Secret(key) if isinstance(key, str) else key
