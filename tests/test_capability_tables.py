"""The capability tables: how they are made, and that the pages have them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.capabilities import NAMES, tables
from tests.capabilities.collector import Collector
from tests.capabilities.examples import EXAMPLES, lacking
from tests.capabilities.shared import SHARED


class Report:
    """As much of a test report as the collector reads."""

    def __init__(self, nodeid: str, outcome: str = "passed", when: str = "call") -> None:
        self.nodeid, self.when = nodeid, when
        self.passed, self.failed = outcome == "passed", outcome == "failed"


def collected(*reports: Report) -> dict[str, set[str]]:
    collector = Collector()
    claims = {report.nodeid: [("acme", "text")] for report in reports}
    collector._claims = claims  # pyright: ignore[reportPrivateUsage]
    for report in reports:
        collector.pytest_runtest_logreport(report)  # type: ignore[arg-type]
    return dict(collector.passed())


def test_a_capability_is_shown_in_both_colours() -> None:
    both = Report("tests/_async/a.py::t"), Report("tests/_sync/a.py::t")

    assert collected(*both) == {"acme": {"text"}}
    assert collected(Report("tests/unit/a.py::t")) == {"acme": {"text"}}
    assert collected(both[0]) == {}
    assert collected(*both, Report("tests/_sync/b.py::t", "failed")) == {}
    assert collected(*both, Report("tests/_sync/b.py::t", "skipped")) == {"acme": {"text"}}
    assert collected(both[0], Report("tests/_sync/b.py::t", "skipped")) == {}
    assert collected(both[0], Report("tests/_sync/b.py::t", when="setup")) == {}


def test_a_table_is_written_between_its_marks() -> None:
    page = "# A\n\n<!-- capabilities: acme, other -->\nold\n<!-- end of capabilities -->\n\nend\n"
    passed = {"acme": {"text", "tools"}, "other": {"tools"}}

    written = tables.page_with(page, passed)

    assert written == (
        "# A\n\n<!-- capabilities: acme, other -->\n\n"
        "| capability | acme | other |\n|---|---|---|\n"
        "| Text | yes |  |\n| Tools, in several steps | yes | yes |\n\n"
        "<!-- end of capabilities -->\n\nend\n"
    )
    assert tables.page_with(written, passed) == written


def test_every_shared_capability_has_words() -> None:
    assert set(SHARED) <= set(NAMES)


@pytest.mark.parametrize("page", sorted(tables.PAGES.glob("*.md")), ids=lambda page: page.name)
def test_every_providers_page_has_its_table(page: Path) -> None:
    text = page.read_text("utf-8")

    assert "<!-- capabilities: " in text
    assert "| capability |" in text, "run python -m tests.capabilities"


def test_an_example_is_looked_for_in_code() -> None:
    page = "\n| Text | yes |\n| Streams | yes |\nstream_text(\n```python\ngenerate_text(m)\n```\n"

    assert lacking(page, NAMES) == ["streaming"]
    assert set(EXAMPLES) == set(NAMES)


@pytest.mark.parametrize("name", ["anthropic", "azure", "google", "vendors"])
def test_every_capability_has_an_example_on_its_page(name: str) -> None:
    page = tables.PAGES / f"{name}.md"

    assert lacking(page.read_text("utf-8"), NAMES) == []
