"""Where the servers that order documents differ: one frozen value each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ...types._value import value
from ..errors import error_from_reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...errors import APICallError
    from ...types.http import HTTPReply

__all__ = ["RerankDialect"]


@value
class RerankDialect:
    """How one provider speaks the protocol.

    Attributes:
        name: the provider's name; the key of its metadata.
        option_namespaces: names under which `provider_options` are read; the first wins.
        pass_unknown_options: send options that the protocol does not know.
        path: where the operation lies below the base URL.
        top: what the field that limits the answer is called.
        read_error: the typed error of a reply with an error status.
    """

    name: str
    option_namespaces: tuple[str, ...]
    pass_unknown_options: bool = True
    path: str = "/rerank"
    top: Literal["top_n", "top_k"] = "top_n"
    read_error: Callable[[HTTPReply], APICallError] = error_from_reply
