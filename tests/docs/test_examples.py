"""Every Python block of the README and the documentation runs, against the local server."""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
import types
from collections.abc import Iterator
from pathlib import Path

import pytest

import ai_sdk
from ai_sdk.cli.local import LOCAL
from ai_sdk.providers.registry import PROVIDERS
from ai_sdk.testing import ProviderServer

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```python\n(.*?)^```", re.M | re.S)


@pytest.fixture(autouse=True)
def provider(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[ProviderServer]:
    """Every provider, as far as the examples know."""
    with ProviderServer() as server:
        for name, row in LOCAL.items():
            monkeypatch.setenv(row.base_url_variable, f"{server.origin}{row.base_path}")
            monkeypatch.setenv(PROVIDERS[name].key_variable or "", "local")
        monkeypatch.chdir(tmp_path)
        (tmp_path / "photo.png").write_bytes(PNG)
        (tmp_path / "speech.wav").write_bytes(WAV)
        yield server
        ai_sdk.close()


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cfc0f01f0005000101a2b5d1ee0000000049454e44ae426082"
)
WAV = b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x40\x1f\0\0\x80\x3e\0\0\2\0\x10\0data\0\0\0\0"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_examples_run(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = page.read_text()
    blocks = list(BLOCK.finditer(text))
    module = types.ModuleType("documentation_example")
    monkeypatch.setitem(sys.modules, module.__name__, module)  # types are looked up there
    for block in blocks:
        line = text[: block.start()].count("\n") + 1
        code = "\n" * line + block.group(1)
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(code, str(page), "exec", dont_inherit=True), vars(module))


def test_links_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_no_example_needs_a_key_of_its_own() -> None:
    assert os.environ["OPENAI_API_KEY"] == "local"
