"""`models --spec`: packages for other people's providers, from any description."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from codegen import __main__ as command
from codegen.documents import normal_form
from codegen.packages.write import package
from codegen.targets import ROOT
from tests.recordings.records import shared_folder

from . import every_document

PAGE = ROOT / "docs" / "provider-packages.md"
FILE = re.compile(r'^```\w+ title="([^"]+)"\n(.*?)^```', re.M | re.S)
SAMPLE = (
    "voyage/voyage-openapi.yml",  # inline bodies only
    "bfl/openapi.json",  # 3.1
    "fireworks/tryAGI-Fireworks/openapi.yaml",  # 3.0, multipart
    "azure/AIFoundryAzureAI.json",  # base classes with a mapping
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("acme")
    for name, text in FILE.findall(PAGE.read_text("utf-8")):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    arguments = ["--spec", str(root / "acme.yaml"), "--operations", "createChat"]
    assert command.main(["models", *arguments, "--out", str(root / "acme_ai" / "wire")]) == 0
    (root / "acme_ai" / "py.typed").touch()
    info = root / "acme_ai-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-ai\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[ai_sdk.providers]\nacme = acme_ai:acme\n")
    return root


class TestAcme:
    """The package of the documentation's page, built from that page."""

    @pytest.fixture
    def server(self) -> Iterator[ThreadingHTTPServer]:
        with ThreadingHTTPServer(("127.0.0.1", 0), AcmeServer) as server:
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            yield server
            server.shutdown()
            thread.join()

    def test_it_serves_both_colours_by_name(
        self, folder: Path, server: ThreadingHTTPServer
    ) -> None:
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(folder), str(ROOT / "src"))),
            "ACME_API_KEY": "k",
            "ACME_BASE_URL": f"http://127.0.0.1:{server.server_address[1]}/v1",
        }
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env=environment,
            capture_output=True,
            text=True,
            cwd=folder,
            timeout=120,
        )
        assert done.stdout.splitlines() == [
            "calm to 1 turns stop 3",
            "None to 2 turns stop 3",
            "['None', ' to', ' 1', ' turns'] stop 3",
            "StreamInterruptedError",
            'acme: no option "moood"; did you mean "mood"?',
        ], done.stderr

    def test_it_is_typed(self, folder: Path) -> None:
        pytest.importorskip("mypy", reason="type checkers are installed for one Python only")
        cache = ROOT / ".cache" / "mypy-packages"
        done = subprocess.run(
            [sys.executable, "-m", "mypy", "--strict", f"--cache-dir={cache}", "-p", "acme_ai"],
            env={**os.environ, "MYPYPATH": str(ROOT / "src")},
            cwd=folder,
            capture_output=True,
            text=True,
        )
        assert done.stdout == "Success: no issues found in 5 source files\n"


SCRIPT = """
import asyncio
from ai_sdk import aio, generate_text, stream_text
from ai_sdk.errors import StreamInterruptedError
from acme_ai import acme

result = generate_text("acme:small", prompt="p", provider_options=acme.options(mood="calm"))
print(result.text, result.finish_reason, result.usage.output_tokens)

async def main():
    result = await aio.generate_text("acme:small", instructions="i", prompt="p")
    print(result.text, result.finish_reason, result.usage.output_tokens)
    await aio.close()

asyncio.run(main())
with stream_text(acme.language("small"), prompt="p") as stream:
    texts = list(stream.text_stream)
    result = stream.result()
    print(texts, result.finish_reason, result.usage.output_tokens)
try:
    with stream_text("acme:cut", prompt="p") as stream:
        stream.result()
except StreamInterruptedError as error:
    print(type(error).__name__)
result = generate_text("acme:small", prompt="p", provider_options={"acme": {"moood": "calm"}})
print(result.warnings[0].message)
"""


class AcmeServer(BaseHTTPRequestHandler):
    """Acme's own server: it says back what it was asked."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        assert self.path == "/v1/chat"
        says = f"{asked.get('mood')} to {len(asked['turns'])} turns"
        end = {"why": "done", "tokens": {"in": 2, "out": 3}}
        if asked["stream"]:
            pieces = re.findall(r" ?\S+", says)
            events: list[Any] = [{"event": "piece", "says": piece} for piece in pieces]
            events += [{"event": "new"}] if asked["model"] == "cut" else [{"event": "end", **end}]
            body = "".join(f"data: {json.dumps(each)}\n\n" for each in events).encode()
        else:
            body = json.dumps({"says": says, **end}).encode()
        self.send_response(200)
        kind = "text/event-stream" if asked["stream"] else "application/json"
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class TestAnyDocument:
    @pytest.mark.parametrize("name", SAMPLE)
    def test_a_sample_of_real_ones(self, name: str, tmp_path: Path) -> None:
        source = shared_folder() / "upstream" / name
        if not source.exists():
            pytest.skip(f"no {name} in the shared folder's upstream/ (set AI_SDK_SHARED)")
        made = every_document.row(source, name, tmp_path, f"sample_{SAMPLE.index(name)}")
        assert made is not None
        assert made.failures == ()
        assert made.classes > 5

    def test_an_unknown_operation_is_named(
        self, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        (tmp_path / "acme.yaml").write_text(
            dict(FILE.findall(PAGE.read_text("utf-8")))["acme.yaml"]
        )
        arguments = ["--spec", str(tmp_path / "acme.yaml"), "--out", str(tmp_path / "out")]
        assert command.main(["models", *arguments, "--operations", "createChart"]) == 2
        assert "no operation createChart; did you mean createChat?" in capsys.readouterr().err
        assert not (tmp_path / "out").exists()

    def test_a_document_that_is_none(
        self, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        (tmp_path / "it.json").write_text('{"swagger": "2.0"}')
        assert (
            command.main(["models", "--spec", str(tmp_path / "it.json"), "--out", str(tmp_path)])
            == 2
        )
        assert "no OpenAPI 3 document" in capsys.readouterr().err

    def test_classes_of_events_that_no_operation_names(self) -> None:
        raw = {
            "openapi": "3.1.0",
            "info": {"title": "T"},
            "paths": {"/a": {"get": {"operationId": "a", "responses": {"200": {}}}}},
            "components": {
                "schemas": {"ev-ent": {"type": "object", "properties": {"x": {"type": "null"}}}}
            },
        }
        document = normal_form(raw, "test")
        assert "class EvEnt" in package(document, ["a"], ["ev-ent"])["models.py"]
        assert "class EvEnt" not in package(document, ["a"])["models.py"]
        with pytest.raises(LookupError, match="no schema ev"):
            package(document, ["a"], ["ev"])
