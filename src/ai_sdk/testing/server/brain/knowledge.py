"""What the built-in brain knows, and how it speaks."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..turn import Ask, Attachment
from .pictures import png_size
from .words import join_words

CAPITALS = {
    "argentina": "Buenos Aires", "australia": "Canberra", "austria": "Vienna",
    "belgium": "Brussels", "brazil": "Brasília", "canada": "Ottawa", "chile": "Santiago",
    "china": "Beijing", "denmark": "Copenhagen", "egypt": "Cairo", "finland": "Helsinki",
    "france": "Paris", "germany": "Berlin", "greece": "Athens", "india": "New Delhi",
    "ireland": "Dublin", "italy": "Rome", "japan": "Tokyo", "kenya": "Nairobi",
    "mexico": "Mexico City", "netherlands": "Amsterdam", "new zealand": "Wellington",
    "norway": "Oslo", "poland": "Warsaw", "portugal": "Lisbon", "spain": "Madrid",
    "sweden": "Stockholm", "switzerland": "Bern", "turkey": "Ankara", "united kingdom": "London",
    "united states": "Washington, D.C.",
}  # fmt: skip

_FACTS: tuple[tuple[str, str], ...] = (
    (
        r"\bsky\b.*\bblue\b|\bblue\b.*\bsky\b",
        "The sky is blue because air scatters the short blue waves of sunlight far more than the "
        "long red ones, so blue light reaches your eyes from every direction.",
    ),
    (
        r"\bhaiku\b",
        "Quiet morning rain,\nthe old pond counts every drop\nand forgets them all.",
    ),
    (
        r"\bpoem\b",
        "The river takes the longest way\nand never asks how far;\nit carries every ended day\n"
        "toward the evening star.",
    ),
    (
        r"\bjoke\b",
        "Why did the programmer leave the camping trip early? There were too many bugs.",
    ),
    (
        r"\bstory\b",
        "A lighthouse keeper found a bottle with a letter inside. It was in her own hand and said: "
        "look up. She did, and saw that the lamp had gone out. She lit it just in time for the "
        "ship that carried the letter's second half.",
    ),
    (
        r"\bgravity\b",
        "Gravity is the pull that everything with mass has on everything else; it keeps your feet "
        "on the ground and the Moon in its orbit.",
    ),
    (
        r"\brainbow",
        "A rainbow appears when sunlight enters raindrops, is reflected inside them and leaves "
        "them split into its colours.",
    ),
    (
        r"\brecipe\b|\bcook\b",
        "For a simple tomato soup, soften an onion in butter, add a can of tomatoes and a cup of "
        "stock, simmer for twenty minutes, then blend it smooth.",
    ),
    (
        r"\b(who|what) are you\b|\byour name\b",
        "I am the local model that comes with this library: small, predictable, and always at "
        "home.",
    ),
    (r"\bthank", "You are welcome."),
    (r"^\W*(hi|hello|hey|good (morning|evening|day))\b", "Hello! How can I help you today?"),
)
_SUMS: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "plus": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "minus": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "x": lambda a, b: a * b,
    "\u00d7": lambda a, b: a * b,
    "times": lambda a, b: a * b,
}
_SUM = re.compile(r"(-?\d+(?:\.\d+)?)\s*(\+|plus|-|minus|\*|x|\u00d7|times)\s*(-?\d+(?:\.\d+)?)")


def reply_to(ask: Ask) -> str:
    """Answer the last thing that the user said."""
    prompt = ask.prompt
    seen = [item for m in ask.messages if m.role == "user" for item in m.attachments]
    text = _echo(prompt) or _capital(prompt) or _sum(prompt) or _count(prompt) or _name(ask)
    if text:
        return text
    if seen:
        return _describe(seen)
    for pattern, fact in _FACTS:
        if re.search(pattern, prompt, re.IGNORECASE | re.DOTALL):
            return fact
    return _anything(prompt)


def _echo(prompt: str) -> str | None:
    """`Say "..."`, `reply with ...`: the most useful thing a test model can do."""
    found = re.search(
        r"\b(?:say|repeat|reply|answer|respond)\b(?: (?:with|only|exactly|just|the words?|this))*"
        r":?\s*[\"“'\u2018](.+?)[\"”'\u2019](?:\W|$)",
        prompt,
        re.IGNORECASE | re.DOTALL,
    )
    return found.group(1) if found else None


def _capital(prompt: str) -> str | None:
    if not re.search(r"\bcapital\b", prompt, re.IGNORECASE):
        return None
    lowered = prompt.lower()
    known = [country for country in CAPITALS if country in lowered]
    if not known:
        return None
    return " ".join(f"The capital of {_country(c)} is {CAPITALS[c]}." for c in known)


def _country(name: str) -> str:
    article = "the " if name in ("netherlands", "united kingdom", "united states") else ""
    return article + name.title()


def _sum(prompt: str) -> str | None:
    found = _SUM.search(prompt.lower())
    if found is None:
        return None
    left, sign, right = found.groups()
    value = _SUMS[sign](float(left), float(right))
    return f"{left} {sign} {right} is {value:g}."


def _count(prompt: str) -> str | None:
    found = re.search(r"\bcount\b.*?\bto (\d+)", prompt, re.IGNORECASE | re.DOTALL)
    if found is None:
        return None
    return " ".join(str(number) for number in range(1, min(int(found.group(1)), 10_000) + 1))


def _name(ask: Ask) -> str | None:
    """Remember a name from earlier in the conversation, to show that messages arrive in order."""
    if not re.search(r"\bwhat(?:'s| is|\u2019s) my name\b", ask.prompt, re.IGNORECASE):
        return None
    for message in reversed(ask.messages):
        found = re.search(r"\b(?:[Mm]y name is|I am|I'm)\s+(\w+)", message.text)
        if message.role == "user" and found:
            return f"Your name is {found.group(1)}."
    return "You have not told me your name yet."


def _describe(items: list[Attachment]) -> str:
    return f"I can see {join_words([_describe_one(item) for item in items])}."


def _describe_one(item: Attachment) -> str:
    article = {"image": "an image", "file": "a file", "audio": "a sound"}[item.kind]
    facts = [item.name, item.media_type, _dimensions(item.data), item.reference]
    if item.data is not None:
        facts.append(f"{len(item.data)} bytes")
    known = [fact for fact in facts if fact]
    return f"{article} ({', '.join(known)})" if known else article


def _dimensions(data: bytes | None) -> str | None:
    size = png_size(data)
    return None if size is None else f"{size[0]} x {size[1]} pixels"


def _anything(prompt: str) -> str:
    said = " ".join(prompt.split())
    if not said:
        return "I am listening."
    said = said if len(said) <= 120 else said[:119].rsplit(" ", 1)[0] + " …"
    if said.endswith("?"):
        return (
            f"You asked: “{said}” A larger model would know; I am the local one and can only tell "
            "you that your question arrived safely."
        )
    return (
        f"You wrote: “{said}” I am the local model, so I will not pretend to understand it, but "
        "every word of it arrived safely."
    )
