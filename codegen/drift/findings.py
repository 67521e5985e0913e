"""What a comparison finds: one value per difference, and how bad each kind is for whom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias

from ..documents import Node

Side: TypeAlias = Literal["sent", "received"]
Severity: TypeAlias = Literal["breaking", "behavioural", "additive"]

SEVERITIES: tuple[Severity, ...] = ("breaking", "behavioural", "additive")
"""Worst first."""

# kind -> severity where we send it, severity where we read it, what it means for each of the two
_KINDS: dict[str, tuple[Severity, Severity, str, str]] = {
    "operation-gone": (
        "breaking",
        "breaking",
        "calls will be answered with not found",
        "calls will be answered with not found",
    ),
    "operation-moved": (
        "breaking",
        "breaking",
        "calls go to an address that may be switched off",
        "calls go to an address that may be switched off",
    ),
    "operation-deprecated": (
        "behavioural",
        "behavioural",
        "works today, and is announced to go away",
        "works today, and is announced to go away",
    ),
    "body-gone": (
        "breaking",
        "breaking",
        "requests in this format may be refused",
        "this form of answer is no longer described",
    ),
    "parameter-added": (
        "additive",
        "additive",
        "there is something new to set",
        "there is something new to set",
    ),
    "parameter-required": (
        "breaking",
        "breaking",
        "requests without it will be refused",
        "requests without it will be refused",
    ),
    "parameter-optional": (
        "additive",
        "additive",
        "may be left out now",
        "may be left out now",
    ),
    "parameter-removed": (
        "breaking",
        "breaking",
        "may be refused, or do nothing",
        "may be refused, or do nothing",
    ),
    "parameter-deprecated": (
        "behavioural",
        "behavioural",
        "works today, and is announced to go away",
        "works today, and is announced to go away",
    ),
    "field-added": (
        "additive",
        "additive",
        "there is something new to set",
        "arrives already, untyped, until the classes have it",
    ),
    "field-added-required": (
        "breaking",
        "additive",
        "requests without it will be refused",
        "arrives already, untyped, until the classes have it",
    ),
    "field-removed": (
        "breaking",
        "breaking",
        "may be refused, or do nothing",
        "will read as absent",
    ),
    "field-retyped": (
        "breaking",
        "breaking",
        "values of the old type may be refused",
        "arrives with a type that readers do not expect",
    ),
    "field-widened": (
        "additive",
        "behavioural",
        "takes values of another type, too",
        "may arrive with another type, too",
    ),
    "field-narrowed": (
        "breaking",
        "additive",
        "values of some type may be refused",
        "no longer arrives with some type",
    ),
    "field-required": (
        "breaking",
        "additive",
        "requests without it will be refused",
        "is always there now",
    ),
    "field-optional": (
        "additive",
        "behavioural",
        "may be left out now",
        "may be absent now",
    ),
    "field-nullable": ("additive", "behavioural", "takes null now", "may be null now"),
    "field-not-nullable": (
        "breaking",
        "additive",
        "null will be refused",
        "is never null now",
    ),
    "field-deprecated": (
        "behavioural",
        "behavioural",
        "works today, and is announced to go away",
        "arrives today, and is announced to go away",
    ),
    "enum-grown": (
        "additive",
        "additive",
        "there is one more value to choose",
        "a new value arrives; readers keep it as it is",
    ),
    "enum-shrunk": (
        "breaking",
        "behavioural",
        "the value may be refused",
        "the value no longer arrives",
    ),
    "enum-opened": (
        "additive",
        "behavioural",
        "takes any value now",
        "may arrive with any value",
    ),
    "enum-closed": (
        "breaking",
        "additive",
        "values outside the list may be refused",
        "has a list of values now",
    ),
    "member-added": (
        "additive",
        "additive",
        "there is one more form to send",
        "arrives already, as Raw, until the classes have it",
    ),
    "member-removed": (
        "breaking",
        "behavioural",
        "this form may be refused",
        "this form no longer arrives",
    ),
}
KINDS = tuple(_KINDS)


class Finding(NamedTuple):
    """One difference between our spec and the provider's.

    Args:
        kind: What happened, one of `KINDS`.
        ours: JSON pointer into our spec: to the thing, or to what it was added to.
        theirs: JSON pointer into the provider's: to the thing, or to what it was taken from.
        subject: The thing in words, such as "ChatRequest.top_k".
        detail: What it was and what it is.
        sides: Whether we send it, read it, or both.
        operations: Our operations that reach it.
        node: The provider's schema of what was added or changed, to apply it.
    """

    kind: str
    ours: str
    theirs: str
    subject: str
    detail: str
    sides: frozenset[Side]
    operations: tuple[str, ...]
    node: Node | None = None

    @property
    def severity(self) -> Severity:
        """The worse of what it means for what we send and for what we read."""
        sent, received, _, _ = _KINDS[self.kind]
        met = {sent} if self.sides == {"sent"} else {sent, received}
        met = {received} if self.sides == {"received"} else met
        return next(each for each in SEVERITIES if each in met)

    @property
    def meaning(self) -> str:
        """What it means for a user."""
        _, _, sent, received = _KINDS[self.kind]
        said = [sent] if "sent" in self.sides else []
        if "received" in self.sides and received not in said:
            said.append(received)
        return "; ".join(said)

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {
            "kind": self.kind,
            "severity": self.severity,
            "subject": self.subject,
            "detail": self.detail,
            "meaning": self.meaning,
            "ours": self.ours,
            "theirs": self.theirs,
            "sides": sorted(self.sides),
            "operations": list(self.operations),
        }


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """Each difference once, with all sides and operations it was met on; the worst first."""
    found: dict[tuple[str, ...], Finding] = {}
    for each in findings:
        key = (each.kind, each.ours, each.detail)
        old = found.get(key, each)
        found[key] = old._replace(
            sides=old.sides | each.sides,
            operations=tuple(dict.fromkeys((*old.operations, *each.operations))),
        )
    return sorted(found.values(), key=lambda each: SEVERITIES.index(each.severity))


def subject(place: str) -> str:
    """A pointer in words.

    Example:
        >>> subject("#/components/schemas/Ask/properties/parts/items/anyOf/1")
        'Ask.parts[]|1'
    """
    steps = [step.replace("~1", "/").replace("~0", "~") for step in place.split("/")[1:]]
    if steps[:2] == ["components", "schemas"]:
        steps = steps[2:]
    elif steps[:1] == ["paths"]:
        steps = [f"{steps[2].upper()} {steps[1]}", *steps[3:]] if len(steps) > 2 else steps[1:]
    out, skip = "", False
    for n, step in enumerate(steps):
        if skip:
            out, skip = f"{out}.{step}", False
        elif step == "properties" and n + 1 < len(steps):
            skip = True
        elif step in ("items", "additionalProperties"):
            out += "[]"
        elif step in ("anyOf", "oneOf", "allOf"):
            continue
        else:
            out += f"|{step}" if step.isdigit() and n else (f" {step}" if out else step)
    return out
