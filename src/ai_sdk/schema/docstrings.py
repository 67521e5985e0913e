"""Docstrings: what a thing is for, and its parameters, in Google, NumPy or Sphinx style."""

from __future__ import annotations

import inspect
import re
from typing import Any, NamedTuple

__all__ = ["Docstring", "docstring_of", "parse_docstring"]

_FIELDS = (
    "args|arguments|parameters|params|keyword args|keyword arguments|other parameters|attributes"
)
_OTHERS = (
    "returns?|yields?|raises|examples?|notes?|warns?|warnings?|references|see also|todo|methods"
)
_HEADER = re.compile(rf"(?:({_FIELDS})|{_OTHERS}) *:?", re.IGNORECASE)
_GOOGLE = re.compile(r"\*{0,2}(\w+) *(?:\([^)]*(?:\)[^):]*)*\))? *: *(.*)")
_NUMPY = re.compile(r"(\*{0,2}\w+(?: *, *\*{0,2}\w+)*) *(?::.*)?")
_SPHINX = re.compile(r":(param|parameter|arg|argument|key|keyword|ivar|var|attr)\b([^:]*): *(.*)")
_TAG = re.compile(r":\w[^:]*:")


class Docstring(NamedTuple):
    """A docstring, read.

    Attributes:
        text: what stands before the first section; None when there is nothing.
        params: name -> description, of parameters and attributes.
    """

    text: str | None
    params: dict[str, str]


def docstring_of(thing: Any) -> Docstring:
    """Read the docstring that somebody wrote for a function or class.

    Those that dataclasses and named tuples make for themselves do not count.
    """
    doc = thing.__dict__.get("__doc__") if isinstance(thing, type) else thing.__doc__
    if not isinstance(doc, str) or (
        isinstance(thing, type) and doc.startswith(f"{thing.__name__}(")
    ):
        return Docstring(None, {})
    return parse_docstring(doc)


def parse_docstring(doc: str) -> Docstring:
    """Read a docstring.

    Example:
        >>> parse_docstring("Add one.   :param a: to what")
        Docstring(text='Add one. :param a: to what', params={})
    """
    lines = inspect.cleandoc(doc).splitlines()
    text: list[str] = []
    params: dict[str, str] = {}
    at = 0
    in_text = True
    while at < len(lines):
        line = lines[at]
        body = _section(lines, at)
        if body is not None:
            in_text = False
            numpy = body == at + 2
            end = _section_end(lines, body, numpy)
            header = _HEADER.fullmatch(line.strip())
            if header is not None and header[1]:
                params.update(_entries(lines[body:end], _NUMPY if numpy else _GOOGLE))
            at = end
        elif _TAG.match(line):
            in_text = False
            end = _block_end(lines, at)
            tag = _SPHINX.match(line)
            if tag is not None and tag[2].split():
                params[tag[2].split()[-1].lstrip("*")] = _joined([tag[3], *lines[at + 1 : end]])
            at = end
        else:
            text += [line] if in_text else []
            at += 1
    paragraphs = re.split(r"\n\s*\n", "\n".join(text).strip())
    whole = "\n\n".join(" ".join(each.split()) for each in paragraphs)
    return Docstring(whole or None, {name: words for name, words in params.items() if words})


def _section(lines: list[str], at: int) -> int | None:
    """Where the body of a section starts whose header is line `at`; None if it is no header."""
    line = lines[at]
    if _HEADER.fullmatch(line.strip()) is None or _indent(line):
        return None
    under = lines[at + 1] if at + 1 < len(lines) else ""
    if under.strip() and set(under.strip()) == {"-"}:
        return at + 2
    return at + 1 if line.rstrip().endswith(":") and _indent(under) else None


def _section_end(lines: list[str], body: int, numpy: bool) -> int:
    for at in range(body, len(lines)):
        outside = bool(lines[at].strip()) and not _indent(lines[at])
        if outside and not (numpy and _section(lines, at) is None and not _underlined(lines, at)):
            return at
    return len(lines)


def _underlined(lines: list[str], at: int) -> bool:
    under = lines[at + 1].strip() if at + 1 < len(lines) else ""
    return len(under) > 2 and set(under) == {"-"}


def _block_end(lines: list[str], at: int) -> int:
    at += 1
    while at < len(lines) and lines[at].strip() and not _TAG.match(lines[at]):
        at += 1
    return at


def _entries(lines: list[str], pattern: re.Pattern[str]) -> dict[str, str]:
    """Read the names and descriptions in a section's body."""
    left = min((_indent(line) for line in lines if line.strip()), default=0)
    found: dict[str, list[str]] = {}
    words: list[str] = []
    for line in lines:
        entry = pattern.fullmatch(line.strip()) if _indent(line) == left else None
        if entry is None:
            words.append(line)
            continue
        words = [entry[2]] if pattern is _GOOGLE else []
        for name in entry[1].split(","):
            found[name.strip().lstrip("*")] = words
    return {name: _joined(words) for name, words in found.items()}


def _joined(lines: list[str]) -> str:
    return " ".join(" ".join(lines).split())


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip()) if line.strip() else 0
