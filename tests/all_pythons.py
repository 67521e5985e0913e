"""`python -m tests.all_pythons`: the test suite on every supported Python that is installed.

Each Python but the running one gets an environment of its own, `.venv-3.x`, with the library and
what its tests need. The tests of the generators run on one Python only, since what they make is
made on one; the tests of types need type checkers and run there, too.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SUPPORTED = ((3, 11), (3, 12), (3, 13))
ALL_CORES = ("--numprocesses", "auto", "--dist", "worksteal")
SKIPPED = ("tests/codegen", "tests/typing")

Version = tuple[int, int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the suite on each Python; print one line for each.

    Returns:
        1 if any run failed, else 0. A Python that is not installed is only reported.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.all_pythons", description=__doc__)
    parser.add_argument("--others", action="store_true", help="leave out the running Python")
    parser.add_argument("--prepare", action="store_true", help="only make their environments")
    parser.add_argument("pytest", nargs="*", help="arguments for pytest, after --")
    options = parser.parse_args(arguments)
    if options.prepare:
        return _prepare()
    outcomes = [_on(version, options.others, options.pytest) for version in SUPPORTED]
    print()
    for version, (_, line) in zip(SUPPORTED, outcomes, strict=True):
        print(f"Python {_name(version)}: {line}")
    return 0 if all(good for good, _ in outcomes) else 1


def _prepare() -> int:
    """Make the environments of the others, so that they are there when the tests come to them."""
    for version in SUPPORTED:
        python = None if version == sys.version_info[:2] else find(version)
        if python is not None:
            _environment(version, python)
    return 0


def _on(version: Version, others: bool, arguments: Sequence[str]) -> tuple[bool, str]:
    """Whether nothing went wrong on a Python, and the line about it."""
    print(f"== Python {_name(version)}", flush=True)
    if version == sys.version_info[:2]:
        if others:
            return True, "the running one, left out"
        return _run(sys.executable, (), arguments)
    python = find(version)
    if python is None:
        return True, "not installed"
    try:
        made, without = _environment(version, python)
    except subprocess.CalledProcessError as error:
        return False, f"no environment could be made: {error}"
    good, line = _run(made, SKIPPED, arguments)
    return good, f"{line}{without}"


def find(version: Version) -> str | None:
    """The path of an interpreter: on PATH, else of pyenv; None if there is none."""
    return next((path for path in _candidates(version) if _is(path, version)), None)


def _candidates(version: Version) -> Iterator[str]:
    found = shutil.which(f"python{_name(version)}")
    if found is not None:
        yield found
    folder = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    patches = folder.glob(f"{_name(version)}.*")
    for path in sorted(patches, key=lambda each: _numbers(each.name), reverse=True):
        yield str(path / "bin" / "python")


def _is(path: str, version: Version) -> bool:
    """Whether it starts and is the Python it seems to be; pyenv's shims may be neither."""
    asked = "import sys; print(*sys.version_info[:2])"
    try:
        answer = subprocess.run([path, "-c", asked], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return answer.stdout.split() == [str(number) for number in version]


def _environment(version: Version, python: str) -> tuple[str, str]:
    """The interpreter of the Python's environment, made or brought up to date; what it lacks."""
    folder = ROOT / f".venv-{_name(version)}"
    mark, wanted = folder / ".ready", _fingerprint(python)
    made = folder / "bin" / "python"
    if mark.exists() and mark.read_text().startswith(wanted):
        return str(made), mark.read_text()[len(wanted) :]
    _do(python, "-m", "venv", "--clear", str(folder))
    _do(made, "-m", "pip", "install", "--quiet", "--upgrade", "pip>=25.1")
    _do(
        made,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-compile",
        "--editable",
        ".",
        "--group",
        "test",
    )
    without = ""
    try:
        wheels = ("--no-compile", "--only-binary", ":all:")
        _do(made, "-m", "pip", "install", "--quiet", *wheels, "--group", "engine")
    except subprocess.CalledProcessError:
        without = " (without the real engine: no wheels for this Python)"
    mark.write_text(wanted + without)
    return str(made), without


def _fingerprint(python: str) -> str:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = told["dependency-groups"]
    needed = (python, told["project"]["dependencies"], groups["test"], groups["engine"])
    return hashlib.sha256(repr(needed).encode()).hexdigest()


def _do(*command: str | Path) -> None:
    subprocess.run([str(part) for part in command], check=True, cwd=ROOT)


def _run(python: str, skipped: Sequence[str], arguments: Sequence[str]) -> tuple[bool, str]:
    began = time.monotonic()
    cache = f"cache_dir=.cache/pytest-{hashlib.sha256(python.encode()).hexdigest()[:8]}"
    command = [python, "-m", "pytest", "-o", cache]
    command += [*(f"--ignore={folder}" for folder in skipped), *arguments]
    word = "passed"
    done = subprocess.run([*command, *ALL_CORES], check=False, cwd=ROOT)
    if done.returncode == 1:  # tests failed: a busy machine is told from a fault by a second look
        print("== these failed, and run again alone", flush=True)
        _do(python, "-m", "pytest", "-o", cache, "--cache-show", "cache/lastfailed")
        command += ["--last-failed", "--last-failed-no-failures=none"]
        done = subprocess.run(command, check=False, cwd=ROOT)
        word = "passed, some tests at their second try"
    if done.returncode != 0:
        word = f"FAILED (pytest's status {done.returncode})"
    return done.returncode == 0, f"{word} in {time.monotonic() - began:.0f} s"


def _name(version: Version) -> str:
    return ".".join(str(number) for number in version)


def _numbers(name: str) -> list[int]:
    return [int(digits) for digits in re.findall(r"\d+", name)]


if __name__ == "__main__":
    sys.exit(main())
