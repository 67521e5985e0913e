"""Names: a model's place in an address, and the wire's spelling of our settings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from ...errors import InvalidArgumentError
from ..options import snake_case

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .dialect import GoogleDialect

__all__ = ["camel_case", "model_path", "resource_name", "spellings", "wire_spelling"]

_HUMP = re.compile(r"(?<=[a-z0-9])_([a-z0-9])")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f?#\\\ud800-\udfff]")
_AS_THEY_ARE: Final = frozenset(("labels", "response_schema", "response_json_schema", "headers"))
_COLLECTIONS: Final = ("models", "tunedModels", "dynamic", "endpoints", "publishers")


def model_path(dialect: GoogleDialect, model_id: str, action: str) -> str:
    """The path of an action of a model, below the provider's address.

    Args:
        dialect: who serves the model.
        model_id: "gemini-3-pro", or a resource such as "tunedModels/mine", on Vertex AI also
            "endpoints/123" and "publishers/meta/models/llama".
        action: such as "generateContent".

    Raises:
        InvalidArgumentError: the id could lead out of its place in the address.

    Example:
        >>> from ai_sdk.wire.google_genai.dialect import GOOGLE, VERTEX
        >>> model_path(GOOGLE, "gemini-3-pro", "generateContent")
        '/models/gemini-3-pro:generateContent'
        >>> model_path(VERTEX, "gemini-3-pro", "countTokens")
        '/publishers/google/models/gemini-3-pro:countTokens'
    """
    name = resource_name(model_id)
    if dialect.vertex and name.startswith("models/"):
        name = f"publishers/google/{name}"
    return f"/{name}:{action}"


def resource_name(model_id: str) -> str:
    """The model's resource name, safe in an address.

    Example:
        >>> resource_name("gemini-3-pro"), resource_name("tunedModels/mine")
        ('models/gemini-3-pro', 'tunedModels/mine')
        >>> resource_name("a/b")
        'models/a%2Fb'
    """
    segments = model_id.split("/")
    if _FORBIDDEN.search(model_id) or any(segment in ("", ".", "..") for segment in segments):
        raise InvalidArgumentError(
            f"model: {model_id!r} cannot be part of an address", parameter="model", value=model_id
        )
    if len(segments) > 1 and segments[0] in _COLLECTIONS:
        return "/".join(quote(segment, safe="@") for segment in segments)
    return f"models/{quote(model_id, safe='@')}"


def camel_case(name: str) -> str:
    """A name in the wire's spelling.

    Example:
        >>> camel_case("thinking_budget"), camel_case("topK")
        ('thinkingBudget', 'topK')
    """
    return _HUMP.sub(lambda found: found[1].upper(), name)


def spellings(names: Iterable[str]) -> dict[str, str]:
    """Our spelling -> the wire's, for the fields of a request.

    Example:
        >>> spellings(["topK", "seed"])
        {'top_k': 'topK', 'seed': 'seed'}
    """
    return {snake_case(name): name for name in names}


def wire_spelling(item: Any) -> Any:
    """A setting with the names in it in the wire's spelling, at any depth.

    Example:
        >>> wire_spelling([{"include_thoughts": True}])
        [{'includeThoughts': True}]
    """
    if isinstance(item, Mapping):
        return {
            camel_case(str(name)): inner if name in _AS_THEY_ARE else wire_spelling(inner)
            for name, inner in item.items()
        }
    if isinstance(item, (list, tuple)):
        return [wire_spelling(inner) for inner in item]
    return item
