"""Plain text helpers: names, numbers and topics in a prompt."""

from __future__ import annotations

import re

_STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        a about all an and any are as at be been but by can could describe did do does each
        every explain few find for from get give generate had has have hello help her here hi
        him his how i if in into is it its just know let like list make many me more most much
        my need now of on one or our out please reply say says see should show sentence
        sentences short simple some tell than thanks that the their them then there these they
        this those to today too two three up us use using very want was we were what when where
        which who why will with word words would write you your weather temperature time answer
        using call tool run recipe minute minutes ready serves people person json object title name
        """,
    )
)
_NAME = re.compile(r"\b[A-Z][\w'\u2019-]*(?:[ -](?:[A-Z][\w'\u2019-]*|de|of|la|le)(?=\W|$))*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:\n]\s*|[\"“'])$")
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w])")


def words_of(text: str) -> list[str]:
    """The words of a text in lower case; names in code style fall apart into words."""
    text = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", text.replace("_", " "))
    return re.findall(r"[^\W_]+", text.lower())


def numbers_of(text: str) -> list[float]:
    """The numbers of a text in order."""
    return [float(found) for found in _NUMBER.findall(text)]


def names_of(text: str) -> list[str]:
    """The proper names of a text in order, each once.

    A capital letter at the start of a sentence says nothing, so a common word there is left out.
    """
    names: list[str] = []
    for found in _NAME.finditer(text):
        name = found.group().removesuffix("'s").removesuffix("\u2019s").rstrip(" -'\u2019")
        first, _, rest = name.partition(" ")
        starts = _SENTENCE_START.search(text[: found.start()])
        if starts and (first.lower() in _STOP_WORDS or _is_command(first)):
            name = rest
        if name and name not in names and name != "I":
            names.append(name)
    return names


def _is_command(word: str) -> bool:
    """Whether a word opens a command rather than being a name; a plain guess from a list."""
    return word.lower() in {
        "add", "book", "calculate", "check", "compare", "compute", "count", "create", "draw",
        "fetch", "look", "open", "plan", "read", "search", "send", "set", "translate",
    }  # fmt: skip


def topic_of(text: str) -> str:
    """The words a prompt is about, for want of understanding: its first run of uncommon words."""
    run: list[str] = []
    for word in re.findall(r"[^\W\d][\w'\u2019-]*|\S", text):
        if word.lower() not in _STOP_WORDS and word[0].isalpha() and not _is_command(word):
            run.append(word)
        elif run:
            break
    return " ".join(run[:3])


def join_words(items: list[str]) -> str:
    """Join items as in a sentence: `a, b and c`."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)
