"""Real documents of two dates: facts that anybody can look up in them are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from codegen.drift.compare import compare
from tests.recordings.records import shared_folder

from . import dated_pairs

FACTS = {
    "mistral 2025 -> 2026": [],
    "anthropic 2026-01 -> 2026-05": [
        ("field-deprecated", "CreateMessageParams.temperature"),
        ("field-deprecated", "CreateMessageParams.top_k"),
    ],
    "google 2025-12 -> 2026-08": [
        ("operation-gone", "Predict (POST /v1beta/models/{model}:predict)"),
        ("field-added", "GenerateContentRequest.serviceTier"),
        ("field-added", "GenerateContentRequest.store"),
    ],
}


@pytest.mark.parametrize("pair", dated_pairs.PAIRS[:4], ids=lambda pair: pair.name)
def test_the_older_against_the_newer(pair: dated_pairs.Pair, tmp_path: Path) -> None:
    upstream = shared_folder() / "upstream"
    if not (upstream / pair.newer).exists():
        pytest.skip("no documents of providers in the shared folder (set AI_SDK_SHARED)")
    ours, _, found = dated_pairs.compared(pair, upstream, tmp_path)
    met = {(each.kind, each.subject) for each in found.findings}
    assert compare(ours, ours).findings == []
    assert len(found.findings) > 10
    for fact in FACTS.get(pair.name, ()):
        assert fact in met
