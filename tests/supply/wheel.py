"""The wheel: what is in it, and whether it is the same each time."""

from __future__ import annotations

import subprocess
from pathlib import Path
from zipfile import ZipFile

__all__ = ["built", "strangers"]

ROOT = Path(__file__).parents[2]


def built(folder: Path) -> Path:
    """A wheel of the tree as it is, made in the folder."""
    from hatchling.builders.wheel import WheelBuilder

    return Path(next(WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])))


def strangers(wheel: Path) -> list[str]:
    """Files of the wheel that version control does not have as they are, and those it lacks."""
    listed = subprocess.run(
        ["git", "ls-files", "src/ai_sdk"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    ours = {name.removeprefix("src/"): (ROOT / name).read_bytes() for name in listed}
    with ZipFile(wheel) as packed:
        there = {name: packed.read(name) for name in packed.namelist() if ".dist-info/" not in name}
    return sorted(name for name in ours.keys() | there.keys() if ours.get(name) != there.get(name))
