"""A comparison as a person reads it."""

from __future__ import annotations

from collections.abc import Iterator

from ..documents import Document
from ..targets import Target
from .compare import Comparison
from .findings import SEVERITIES, Finding

_MOST_OPERATIONS = 4


def as_text(
    target: Target,
    ours: Document,
    theirs: Document,
    found: Comparison,
    applied: list[Finding] | None = None,
) -> str:
    """The report that `drift` prints: a summary, what was applied, the findings, the worst first."""
    done = () if applied is None else _applied(target, applied)
    return "\n".join((*_head(target, ours, theirs, found), *done, *_body(found.findings)))


def summary(findings: list[Finding]) -> str:
    """How many of each severity.

    Example:
        >>> summary([])
        'no difference'
    """
    counts = {
        severity: sum(each.severity == severity for each in findings) for severity in SEVERITIES
    }
    said = ", ".join(f"{count} {severity}" for severity, count in counts.items() if count)
    return said or "no difference"


def _head(target: Target, ours: Document, theirs: Document, found: Comparison) -> Iterator[str]:
    version = f", version {theirs.version}" if theirs.version else ""
    yield f"{target.title}: {target.spec.as_posix()} of {ours.version}"
    yield f"against {theirs.source} ({theirs.format}{version})"
    date = str(target.upstream.get("date", ""))
    watched = str(target.upstream.get("file", ""))
    if watched and theirs.source.endswith(watched) and date < ours.version:
        yield (
            f"note: the description in hand is of {date}, older than our facts of {ours.version};"
            " what it lacks may be newer than it"
        )
    for defect in theirs.defects:
        yield f"defect: {defect}"
    count = len(ours.operations)
    yield f"{count} operations, {found.paired} schemas paired: {summary(found.findings)}"


def _applied(target: Target, applied: list[Finding]) -> Iterator[str]:
    yield f"{len(applied)} written into {target.spec.as_posix()}; what is left:"
    for each in applied:
        yield f"  + {each.kind:<20} {each.subject}  {each.detail}"
    if applied:
        yield "next: put words where the spec says `# review`, then make generate test"


def _body(findings: list[Finding]) -> Iterator[str]:
    for severity in SEVERITIES:
        chosen = [each for each in findings if each.severity == severity]
        if chosen:
            yield f"\n{severity.upper()}"
        for each in chosen:
            yield from _finding(each)


def _finding(each: Finding) -> Iterator[str]:
    detail = f"  {each.detail}" if each.detail else ""
    shown = each.operations[:_MOST_OPERATIONS]
    more = f" and {len(each.operations) - len(shown)} more" if len(each.operations) > 4 else ""
    yield f"  {each.kind:<20} {each.subject}{detail}"
    yield f"    {each.meaning} ({', '.join(shown)}{more})"
    yield f"    ours   {each.ours}"
    yield f"    theirs {each.theirs}"
