"""`python -m codegen drift PROVIDER --upstream FILE_OR_URL`: what the provider has changed.

Exit status: 0 nothing as bad as `--fail-on` (breaking), 1 something is, 2 it could not be compared.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..documents import Document, UnreadableError, read
from ..targets import ROOT, Target, targets
from .compare import Comparison, compare
from .findings import SEVERITIES
from .text import as_text
from .upstream import upstream_of

if TYPE_CHECKING:
    from .apply import Applied


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Compare one provider's published description with our spec, print it, apply it if told."""
    chosen = _parser(root).parse_args(arguments)
    target = targets(root)[chosen.provider]
    try:
        ours, theirs = read(root / target.spec), read(chosen.upstream)
    except UnreadableError as error:
        print(error, file=sys.stderr)
        return 2
    found = compare(ours, theirs, upstream_of(target.upstream))
    applied = _apply(root / target.spec, found, theirs, target) if chosen.apply else None
    if applied is not None:
        found = found._replace(findings=applied.left)
    if chosen.json:
        shown = as_json(target, ours, theirs, found)
        if applied is not None:
            shown["applied"] = [each.to_dict() for each in applied.applied]
        print(json.dumps(shown, indent=2, ensure_ascii=False))
    else:
        print(as_text(target, ours, theirs, found, None if applied is None else applied.applied))
    bad = SEVERITIES[: SEVERITIES.index(chosen.fail_on) + 1]
    return int(any(each.severity in bad for each in found.findings))


def _apply(path: Path, found: Comparison, theirs: Document, target: Target) -> Applied:
    """Write what is additive into the spec at `path`."""
    from .apply import apply

    done = apply(path.read_text("utf-8"), found, theirs, target)
    if done.applied:
        path.write_text(done.text, "utf-8")
    return done


def as_json(
    target: Target, ours: Document, theirs: Document, found: Comparison
) -> dict[str, object]:
    """What `--json` prints."""
    counts = {
        severity: sum(each.severity == severity for each in found.findings)
        for severity in SEVERITIES
    }
    return {
        "provider": target.provider,
        "ours": {"source": target.spec.as_posix(), "version": ours.version},
        "theirs": {
            "source": theirs.source,
            "format": theirs.format,
            "title": theirs.title,
            "version": theirs.version,
            "defects": list(theirs.defects),
        },
        "operations": [each.name for each in ours.operations.values()],
        "schemas_paired": found.paired,
        "summary": counts,
        "findings": [each.to_dict() for each in found.findings],
    }


def _parser(root: Path) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m codegen drift", description=__doc__)
    parser.add_argument("provider", choices=list(targets(root)), help="whose spec of ours")
    parser.add_argument(
        "--upstream",
        required=True,
        metavar="FILE_OR_URL",
        help="what the provider publishes: OpenAPI 3.x, Google discovery, botocore service model",
    )
    parser.add_argument("--json", action="store_true", help="print the findings for a machine")
    parser.add_argument(
        "--apply",
        action="store_true",
        help="write additive facts and deprecations into our spec; the rest is printed",
    )
    parser.add_argument(
        "--fail-on",
        choices=SEVERITIES,
        default="breaking",
        help="the mildest severity that makes the exit status 1 (breaking)",
    )
    return parser
