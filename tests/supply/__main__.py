"""`python -m tests.supply lock|fits|sbom|wheel`.

`lock` pins all that development needs, with hashes, for the Python and the platform it runs on;
`fits` ends with 0 if those pins are for this Python and platform;
`sbom` writes a bill of materials in CycloneDX; `wheel` builds the wheel twice and compares.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from .bill import bill_of_materials
from .pins import LOCK, fits, pinned
from .wheel import built, strangers


def main() -> int:
    """Do what was asked; 1 if the wheel is not as it must be, or the pins are for elsewhere."""
    parser = argparse.ArgumentParser(prog="python -m tests.supply", description=__doc__)
    parser.add_argument("what", choices=["lock", "fits", "sbom", "wheel"])
    parser.add_argument("--out", type=Path, default=Path("dist"), help="folder for what is made")
    asked = parser.parse_args()
    if asked.what == "lock":
        LOCK.write_text(pinned())
        print(f"wrote {LOCK.name}")
        return 0
    if asked.what == "fits":
        return 0 if fits() else 1
    if asked.what == "sbom":
        asked.out.mkdir(exist_ok=True)
        target = asked.out / "sbom.cdx.json"
        target.write_text(json.dumps(bill_of_materials(), indent=1) + "\n")
        print(f"wrote {target}")
        return 0
    with TemporaryDirectory() as one, TemporaryDirectory() as two:
        first, second = built(Path(one)), built(Path(two))
        same = first.read_bytes() == second.read_bytes()
        odd = strangers(first)
    print(
        f"{first.name}: twice the same: {same}; files that are not in the tree, or missing: {odd}"
    )
    return 0 if same and not odd else 1


if __name__ == "__main__":
    sys.exit(main())
