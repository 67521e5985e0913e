"""What the specs cover: numbers, the page, and drift where the providers' documents are at hand."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from codegen import __main__ as command_line, coverage as step, models
from codegen.report import command
from codegen.report.coverage import coverages
from codegen.targets import ROOT, targets

from .test_models import tiny  # noqa: F401 - a fixture


def test_the_page_is_current() -> None:
    assert step.main(check=True) == 0


def test_numbers_of_a_small_project(tiny: Path) -> None:  # noqa: F811
    models.main(root=tiny)
    (found,) = coverages(tiny, None)
    assert (found.revision, found.schemas, found.classes) == ("1", 6, 5)
    assert [call.address for call in found.calls] == ["POST /ask"]
    assert (found.options, found.marks, found.drift) == (4, 0, None)
    assert found.fields == 17


def test_marks_are_counted(tiny: Path) -> None:  # noqa: F811
    spec = tiny / "specs/tiny.yaml"
    spec.write_text(spec.read_text() + "# review\n# reviewer\n")
    assert coverages(tiny, None)[0].marks == 1


def test_the_page_is_written_and_found_stale(
    tiny: Path,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert step.main(check=True, root=tiny) == 1
    assert "stale: docs/api-coverage.md" in capsys.readouterr().err
    assert step.main(root=tiny) == 0
    assert step.main(check=True, root=tiny) == 0
    assert "| `ask` | `POST /ask` | `wire/tiny` |" in (tiny / step.PAGE).read_text()


def test_drift_at_a_glance(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    upstream = tiny / "theirs"
    upstream.mkdir()
    shutil.copy(tiny / "specs/tiny.yaml", upstream / "it.yaml")
    table = tiny / "specs/tiny.toml"
    table.write_text(table.read_text() + '[upstream]\nfile = "it.yaml"\ndate = "2026-01-01"\n')
    command.main(["--upstream", str(upstream)], tiny)
    assert "0, 0, 0  against it.yaml of 2026-01-01" in capsys.readouterr().out
    (upstream / "it.yaml").write_text((upstream / "it.yaml").read_text().replace("hertz", "herz"))
    command.main(["--upstream", str(upstream), "--json"], tiny)
    (shown,) = json.loads(capsys.readouterr().out)
    assert shown["drift"] == {"breaking": 1, "behavioural": 0, "additive": 1}
    assert shown["operations"] == [{"name": "ask", "address": "POST /ask", "module": "tiny"}]


@pytest.mark.parametrize("target", targets().values(), ids=targets())
def test_every_provider_is_on_the_page(target: object) -> None:
    assert f"## {target.title}" in (ROOT / step.PAGE).read_text()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "name", ["docs/regeneration.md", "docs/provider-packages.md", "CONTRIBUTING.md"]
)
def test_the_documentation_names_commands_that_exist(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    steps = set(re.findall(r"python -m codegen (\w+)", text))
    assert steps
    assert steps <= {*command_line.GENERATE, *command_line.COMMANDS}
    for module in re.findall(r"python -m (tests[.\w]*\w)", text):
        path = ROOT / module.replace(".", "/")
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), module
