"""`python -m codegen report [--upstream DIR] [--json]`: what the specs cover, and what drifted.

Drift is told against the providers' own documents where those are at hand. The documentation's
page "API coverage" is made of the same numbers by `python -m codegen all`.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from pathlib import Path

from ..targets import ROOT
from .coverage import Coverage, by_severity, coverages


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Print the table."""
    chosen = _parser().parse_args(arguments)
    found = coverages(root, chosen.upstream or upstream_folder(root))
    print(json.dumps([as_json(each) for each in found], indent=2) if chosen.json else table(found))
    return 0


def upstream_folder(root: Path) -> Path | None:
    """Where the providers' own documents may lie: `AI_SDK_SHARED`, or `../shared`."""
    named = os.environ.get("AI_SDK_SHARED")
    folder = (Path(named) if named else root.parent / "shared") / "upstream"
    return folder if folder.is_dir() else None


def table(found: list[Coverage]) -> str:
    """The report as a person reads it."""
    head = (
        f"{'provider':<12} {'facts of':<12} {'operations':>10} {'schemas':>8} {'classes':>8}"
        f" {'fields':>7} {'options':>8} {'review':>7}  drift (breaking, behavioural, additive)"
    )
    return "\n".join((head, *map(_line, found)))


def _line(each: Coverage) -> str:
    if each.drift is None:
        drift = "no document at hand"
    else:
        counts = ", ".join(str(count) for count in by_severity(each.drift).values())
        drift = f"{counts}  against {each.target.upstream['file']}"
        drift += f" of {each.target.upstream.get('date', '?')}"
    return (
        f"{each.target.provider:<12} {each.revision:<12} {len(each.calls):>10} {each.schemas:>8}"
        f" {each.classes:>8} {each.fields:>7} {each.options:>8} {each.marks:>7}  {drift}"
    )


def as_json(each: Coverage) -> dict[str, object]:
    """One provider's coverage for a machine."""
    return {
        "provider": each.target.provider,
        "facts_of": each.revision,
        "operations": [call._asdict() for call in each.calls],
        "schemas": each.schemas,
        "classes": each.classes,
        "fields": each.fields,
        "options": each.options,
        "to_review": each.marks,
        "drift": None if each.drift is None else by_severity(each.drift),
        "upstream": dict(each.target.upstream).get("file"),
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m codegen report",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--upstream", type=Path, metavar="DIR", help="the providers' documents")
    parser.add_argument("--json", action="store_true", help="print for a machine")
    return parser
