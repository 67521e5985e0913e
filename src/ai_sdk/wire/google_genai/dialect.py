"""Where the two houses of the protocol differ, and what is known of the models."""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias

from ...types._value import evolve, value

__all__ = ["GOOGLE", "VERTEX", "GoogleDialect", "ModelFacts", "facts_of", "named"]

Thinking: TypeAlias = Literal["level", "budget"]

_VERSION = re.compile(r"gemini-(?:[a-z]+-)*?(\d+)(?:[.-](\d{1,2})(?!\d))?")
_SPEAKS: Final = "-tts"


@value
class GoogleDialect:
    """Who serves the protocol.

    Attributes:
        name: the provider's name, and the key of its metadata.
        option_namespaces: keys under which its options and metadata stand, the one that wins
            first.
        vertex: it is Vertex AI, where some requests and settings are others.
        version: the version in the API's address, for services that lie beside it.
    """

    name: str
    option_namespaces: tuple[str, ...]
    vertex: bool = False
    version: str = "v1beta"


GOOGLE: Final = GoogleDialect("google", ("google",))
"""The Gemini API."""

VERTEX: Final = GoogleDialect("google_vertex", ("google_vertex", "vertex", "google"), vertex=True)
"""Vertex AI."""


def named(dialect: GoogleDialect, name: str) -> GoogleDialect:
    """The dialect under another name, which its options and metadata stand under first.

    Example:
        >>> named(GOOGLE, "mine").option_namespaces
        ('mine', 'google')
    """
    if name == dialect.name:
        return dialect
    return evolve(dialect, name=name, option_namespaces=(name, *dialect.option_namespaces))


@value
class ModelFacts:
    """What is known of a model.

    Attributes:
        thinking: how it is told how much to think: by level (from Gemini 3 on), by a budget of
            tokens (Gemini 2.5); None for a model that does not think.
        instructions: it takes system instructions.
        pro: it is one of the large models, which think always.
        modern: it is a Gemini 3 or younger: signs its calls, takes files from functions, mixes
            functions with tools of the service.
        structured: it can be held to a schema and be given functions.
        penalties: it takes penalties at the Gemini API too, not on Vertex AI only.
    """

    thinking: Thinking | None = "level"
    instructions: bool = True
    pro: bool = False
    modern: bool = True
    structured: bool = True
    penalties: bool = True


def facts_of(model_id: str) -> ModelFacts:
    """What is known of a model; one that nobody knows is taken for a young Gemini.

    Example:
        >>> facts_of("gemini-2.5-flash").thinking, facts_of("gemma-3-27b-it").instructions
        ('budget', False)
    """
    name = model_id.rpartition("/")[2].lower()
    if name.startswith("gemma"):
        return ModelFacts(None, instructions=False, modern=False, structured=False)
    pro = "pro" in name.split("-")
    version = _version(name)
    if _SPEAKS in name:
        return ModelFacts(
            None,
            pro=pro,
            modern=version >= (3, 0),
            structured=False,
            penalties=version != (2, 5),
        )
    if version >= (3, 0):
        return ModelFacts("level", pro=pro)
    paints = "-image" in name
    middle = version == (2, 5)
    return ModelFacts(
        "budget" if middle and not paints else None,
        pro=pro,
        modern=False,
        structured=not paints,
        penalties=not middle,
    )


def _version(name: str) -> tuple[int, int]:
    """The model's version; names without one stand for the latest."""
    found = _VERSION.search(name)
    if found is None:
        return (1, 0) if name.startswith("gemini-pro") else (3, 0)
    return int(found[1]), int(found[2] or 0)
