"""Sample texts by the name of the property that they stand in."""

from __future__ import annotations

from .words import names_of, topic_of, words_of

_TEXTS = {
    "author": "Jane Doe",
    "city": "Paris",
    "color": "blue",
    "colour": "blue",
    "company": "Example Ltd",
    "country": "France",
    "currency": "EUR",
    "date": "2025-03-14",
    "email": "jane@example.com",
    "language": "English",
    "location": "Paris",
    "phone": "+1 555 0100",
    "sentiment": "neutral",
    "time": "12:00",
    "timezone": "UTC",
    "unit": "celsius",
    "url": "https://example.com/",
}
_ITEMS = {
    "ingredients": ["4 ripe tomatoes", "1 onion", "2 cups of vegetable stock"],
    "steps": ["Chop the vegetables.", "Simmer them for twenty minutes.", "Blend and serve warm."],
    "instructions": ["Chop the vegetables.", "Simmer them for twenty minutes.", "Serve warm."],
    "tags": ["simple", "quick", "fresh"],
    "keywords": ["simple", "quick", "fresh"],
    "colors": ["red", "green", "blue"],
    "colours": ["red", "green", "blue"],
    "cities": ["Paris", "London", "Tokyo"],
    "names": ["Jane", "John", "Alex"],
}
_TITLE_WORDS = frozenset(("name", "title", "subject", "topic", "dish"))
_PROMPT_WORDS = frozenset(("query", "question", "prompt", "text", "message", "input", "search"))


def sample_items(key: str) -> list[str]:
    """Ready items for a list of this name; none if the name is not known."""
    return list(_ITEMS.get(key.lower(), ()))


def sample_text(key: str, prompt: str) -> str:
    """A text that suits a property of this name."""
    words = words_of(key)
    for word in reversed(words):
        if word in _TEXTS:
            return _TEXTS[word]
    topic = topic_of(prompt)
    if _TITLE_WORDS & set(words):
        names = names_of(prompt)
        return names[0] if names else topic.capitalize() or "Example"
    if _PROMPT_WORDS & set(words):
        return " ".join(prompt.split()) or "example"
    label = " ".join(words) or "answer"
    return f"A short {label} about {topic}." if topic else f"A short {label}."
