"""What is shipped is what is in the tree, and what it is made with is pinned."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.supply.bill import bill_of_materials
from tests.supply.pins import LOCK, fits
from tests.supply.wheel import built, strangers

ROOT = Path(__file__).parents[1]
PIN = re.compile(r"[A-Za-z0-9._-]+==[^ ]+ --hash=sha256:[0-9a-f]{64}")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("hatchling", reason="hatchling builds the wheel")
    return built(tmp_path_factory.mktemp("wheel"))


def test_the_wheel_is_the_same_each_time(wheel: Path, tmp_path: Path) -> None:
    assert built(tmp_path).read_bytes() == wheel.read_bytes()


def test_the_wheel_has_what_the_tree_has_and_nothing_else(wheel: Path) -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("this is no git checkout")
    untracked = subprocess.run(
        ["git", "status", "--porcelain", "src"], cwd=ROOT, capture_output=True, check=True
    ).stdout
    if untracked:
        pytest.skip("the tree has changes that are not committed")

    assert strangers(wheel) == []


def test_nothing_of_the_wheel_runs_by_itself(wheel: Path) -> None:
    with ZipFile(wheel) as packed:
        names = packed.namelist()

    assert [name for name in names if name.endswith((".pth", ".so", ".exe", ".sh"))] == []
    assert {name.partition("/")[0] for name in names} == {"ai_sdk", _info(names)}


def _info(names: list[str]) -> str:
    return next(name.partition("/")[0] for name in names if ".dist-info/" in name)


def test_pins_are_for_one_python_and_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.python_version_tuple", lambda: ("3", "11", "9"))
    monkeypatch.setattr("platform.system", lambda: "Linux")
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    assert fits()

    monkeypatch.setattr("platform.machine", lambda: "aarch64")
    assert not fits()


def test_every_pin_has_a_hash() -> None:
    lines = [line for line in LOCK.read_text().splitlines() if not line.startswith("#")]

    assert len(lines) > 50
    assert [line for line in lines if not PIN.fullmatch(line)] == []


def test_what_development_names_is_pinned() -> None:
    tomllib = pytest.importorskip("tomllib")
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    named = {
        _plain(each)
        for group in ("test", "engine", "dev")
        for each in groups[group]
        if isinstance(each, str)
    }
    pinned = {_plain(line) for line in LOCK.read_text().splitlines() if not line.startswith("#")}

    assert named - pinned == set()


def _plain(requirement: str) -> str:
    name = re.split(r"[<>=!~;\[ ]", requirement, maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_bill_of_materials_is_complete() -> None:
    bill = bill_of_materials()

    names = {each["name"] for each in bill["components"]}
    assert {"attrs", "cattrs", "httpx", "httpcore2", "msgspec"} <= names
    refs = [each["bom-ref"] for each in (bill["metadata"]["component"], *bill["components"])]
    assert len(set(refs)) == len(refs)
    assert {each["ref"] for each in bill["dependencies"]} == set(refs)
    assert {ref for each in bill["dependencies"] for ref in each["dependsOn"]} <= set(refs)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    for each in bill["components"]:
        assert each["purl"] == f"pkg:pypi/{each['name']}@{each['version']}"


def test_licences_are_expressions_where_a_distribution_says_so() -> None:
    bill = bill_of_materials()

    assert bill["metadata"]["component"]["licenses"] == [{"expression": "Apache-2.0"}]
    for each in bill["components"]:
        (licence,) = each["licenses"]
        assert licence.keys() in ({"expression"}, {"license"})
        assert licence.get("license", {}).keys() <= {"name"}


def test_bandit_finds_nothing() -> None:
    pytest.importorskip("bandit", reason="bandit is part of the group dev")
    command = [sys.executable, "-m", "bandit", "-q", "-c", "pyproject.toml", "-r", "src"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert (done.returncode, done.stdout) == (0, "")
