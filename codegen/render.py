"""From a prepared document to formatted Python: datamodel-code-generator, then ruff."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from .spec import Node

TEMPLATES = Path(__file__).parent / "templates"
LINE_LENGTH = 100
_MODEL = "ai_sdk.wire._model"
_COMMON = [
    "--input-file-type=openapi",
    "--preset=standard-py311-20261027",
    "--target-python-version=3.11",
    f"--custom-template-dir={TEMPLATES}",
    "--strict-nullable",
    "--strict-refs",
    "--no-treat-dot-as-module",
    "--no-collapse-root-models",
    "--no-use-standard-primitive-types",
    "--naming-strategy=full-path",
    "--use-tag-as-union-variant-name",
    "--keep-model-order",
    "--disable-timestamp",
    "--ignore-pyproject",
    "--use-schema-description",
    "--use-field-description",
    "--use-single-line-docstring",
    "--no-formatters",
]
_ATTRS = [
    "--output-model-type=dataclasses.dataclass",
    f"--import-overrides={json.dumps({'dataclass': _MODEL, 'field': _MODEL})}",
    "--additional-imports="
    + ",".join(["typing.ClassVar", *(f"{_MODEL}.{name}" for name in ("UNSET", "Unset", "model"))]),
]


def attrs_classes(document: Node) -> str:
    """Source of one wire class per schema of `document`; no header, not formatted."""
    source = _generate(document, _ATTRS)
    return source.replace(f"from {_MODEL} import", "from .._model import")


def typed_dicts(document: Node) -> str:
    """Source of one TypedDict per schema of `document`; no header, not formatted."""
    source = _generate(document, ["--output-model-type=typing.TypedDict"])
    return source.replace("from typing_extensions import TypedDict", "from typing import TypedDict")


def formatted(source: str) -> str:
    """`source` without unused imports, in ruff's format."""
    base = [sys.executable, "-m", "ruff"]
    isolated = ["--isolated", f"--line-length={LINE_LENGTH}", "--stdin-filename=_generated.py", "-"]
    fixes = ["--fix", "--select=F401,F811,I", "--quiet", "--target-version=py311"]
    fixed = _run([*base, "check", *fixes, *isolated], source)
    return _run([*base, "format", "--quiet", *isolated], fixed)


def _generate(document: Node, options: list[str]) -> str:
    with tempfile.TemporaryDirectory() as folder:
        spec, output = Path(folder, "spec.json"), Path(folder, "out.py")
        spec.write_text(json.dumps(document), "utf-8")
        command = [sys.executable, "-m", "datamodel_code_generator"]
        _run([*command, f"--input={spec}", f"--output={output}", *_COMMON, *options])
        lines = output.read_text("utf-8").splitlines()
    start = next(n for n, line in enumerate(lines) if line and not line.startswith("#"))
    return "\n".join(lines[start:]) + "\n"


def _run(command: list[str], text: str | None = None) -> str:
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[:4])} failed:\n{done.stderr or done.stdout}")
    return done.stdout
