"""Python names for what a description calls otherwise."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable

_WORD = re.compile(r"[A-Za-z0-9]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def class_name(name: str) -> str:
    """An identifier in the manner of class names.

    Example:
        >>> class_name("OpenAI.Response-2"), class_name("chat_request"), class_name("3d")
        ('OpenAIResponse2', 'ChatRequest', 'X3d')
    """
    joined = "".join(word[:1].upper() + word[1:] for word in _WORD.findall(name)) or "Schema"
    return joined if joined[0].isalpha() else f"X{joined}"


def constant_name(name: str) -> str:
    """An identifier in the manner of functions.

    Example:
        >>> constant_name("createChatCompletion"), constant_name("models.get"), constant_name("list")
        ('create_chat_completion', 'models_get', 'list_')
    """
    joined = "_".join(_HUMP.sub("_", word).lower() for word in _WORD.findall(name)) or "call"
    joined = joined if joined[0].isalpha() else f"call_{joined}"
    return f"{joined}_" if keyword.iskeyword(joined) or joined in ("list", "type") else joined


def unique(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """The names, each with a number behind it where it was there already.

    Example:
        >>> unique(["A", "B", "A"], taken=["B"])
        ['A', 'B2', 'A2']
    """
    met = set(taken)
    out: list[str] = []
    for name in names:
        free, n = name, 2
        while free in met:
            free, n = f"{name}{n}", n + 1
        met.add(free)
        out.append(free)
    return out
