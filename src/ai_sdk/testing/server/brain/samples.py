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
_STEPS = ["Prepare the ingredients.", "Cook them gently until done.", "Serve warm."]
_COLOURS = ["red", "green", "blue"]
_ITEMS = {
    "ingredients": ["1 onion", "2 cloves of garlic", "1 tablespoon of olive oil"],
    "steps": _STEPS,
    "instructions": _STEPS,
    "tags": ["simple", "quick", "fresh"],
    "keywords": ["simple", "quick", "fresh"],
    "colors": _COLOURS,
    "colours": _COLOURS,
    "cities": ["Paris", "London", "Tokyo"],
    "names": ["Jane", "John", "Alex"],
}
_SWEET = ["2 eggs", "200 g of flour", "300 ml of milk"]
_DISHES = {"pancake": _SWEET, "cake": _SWEET, "waffle": _SWEET, "cookie": _SWEET}
_NUMBERS = {
    "minutes": 20,
    "servings": 4,
    "people": 4,
    "age": 36,
    "year": 2025,
    "temperature": 18,
    "price": 9.5,
    "rating": 4,
    "days": 3,
}
_TITLE_WORDS = frozenset(("name", "title", "subject", "topic", "dish"))
_PROMPT_WORDS = frozenset(("query", "question", "prompt", "text", "message", "input", "search"))


def sample_items(key: str, prompt: str) -> list[str]:
    """Ready items for a list of this name; none if the name is not known."""
    if key.lower() == "ingredients":
        lowered = prompt.lower()
        found = (items for dish, items in _DISHES.items() if dish in lowered)
        return list(next(found, _ITEMS["ingredients"]))
    return list(_ITEMS.get(key.lower(), ()))


def sample_number(key: str) -> float | None:
    """A number that suits a property of this name, if the name is known."""
    return next((_NUMBERS[word] for word in reversed(words_of(key)) if word in _NUMBERS), None)


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
