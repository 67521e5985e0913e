"""Drift between real documents of two dates: our side is sliced from the older one.

    python -m tests.codegen.dated_pairs [WORD] [--findings]

The documents lie in the shared folder; some were patched by those who carry them (see `PAIRS`).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from codegen.documents import Document, Node, Operation, read
from codegen.drift.borrowing import Borrower
from codegen.drift.compare import Comparison, compare
from codegen.drift.slicing import written
from codegen.drift.upstream import Upstream
from tests.recordings.records import shared_folder


class Pair(NamedTuple):
    """Two documents of one API, the operations that are ours, and what their carriers did."""

    name: str
    older: str
    newer: str
    operations: tuple[str, ...]
    remark: str
    events: tuple[tuple[str, str], ...] = ()


PAIRS = (
    Pair(
        "anthropic 2026-01 -> 2026-05",
        "anthropic/ai_clients_dart/openapi.yaml",
        "anthropic/tryAGI-Anthropic/openapi.yaml",
        ("messages_post", "beta_messages_post", "messages_count_tokens_post", "models_list"),
        "the newer one's carrier added the schema Ping to MessageStreamEvent",
    ),
    Pair(
        "google 2024-07 -> 2025-12",
        "google/generativelanguage-api.json",
        "google/ai_clients_dart/openapi.json",
        (
            "generativelanguage.models.generateContent",
            "generativelanguage.models.streamGenerateContent",
            "generativelanguage.models.countTokens",
            "generativelanguage.models.embedContent",
        ),
        "a discovery document against Google's own OpenAPI export, unpatched",
    ),
    Pair(
        "google 2025-12 -> 2026-08",
        "google/ai_clients_dart/openapi.json",
        "google/tryAGI-Google_Generative_AI/openapi.json",
        ("GenerateContent", "StreamGenerateContent", "CountTokens", "EmbedContent", "Predict"),
        "the newer one is a conversion whose carrier removed :predict and orphan schemas",
    ),
    Pair(
        "mistral 2025 -> 2026",
        "mistral/openapi.yaml",
        "mistral/openapi-public-doc.yaml",
        (
            "chat_completion_v1_chat_completions_post",
            "fim_completion_v1_fim_completions_post",
            "embeddings_v1_embeddings_post",
            "ocr_v1_ocr_post",
            "audio_api_v1_transcriptions_post",
        ),
        "both from the vendor; the newer one has three dangling references outside these operations",
    ),
    Pair(
        "vertex v1 -> v1beta1",
        "vertex/aiplatform.v1.json",
        "vertex/aiplatform.v1beta1.json",
        (
            "aiplatform.projects.locations.publishers.models.generateContent",
            "aiplatform.projects.locations.publishers.models.streamGenerateContent",
            "aiplatform.projects.locations.publishers.models.countTokens",
            "aiplatform.projects.locations.publishers.models.embedContent",
        ),
        "two discovery documents of one day; the version in the path moves every operation",
    ),
)


def compared(pair: Pair, upstream: Path, folder: Path) -> tuple[Document, Document, Comparison]:
    """Slice the older document into a file, and hold it against the newer one."""
    older, newer = read(upstream / pair.older), read(upstream / pair.newer)
    chosen = [each for each in older.operations.values() if each.name in pair.operations]
    assert chosen, f"{pair.older} has none of {pair.operations}"
    path = folder / "ours.json"
    path.write_text(json.dumps(sliced(older, chosen, pair.name)))
    ours = read(path)
    return ours, newer, compare(ours, newer, Upstream(events=dict(pair.events)))


def sliced(document: Document, operations: Iterable[Operation], title: str) -> Node:
    """A spec as ours are, with these operations of a document and the schemas that they use."""
    borrower = Borrower(document, {}, set())
    paths: Node = {}
    for each in operations:
        paths.setdefault(each.path, {})[each.method.lower()] = written(each, borrower)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": document.version},
        "paths": paths,
        "components": {"schemas": dict(sorted(borrower.schemas.items()))},
    }


def main(arguments: list[str] | None = None) -> int:
    """Print what is found for each pair, by severity and kind."""
    parser = argparse.ArgumentParser(prog="python -m tests.codegen.dated_pairs")
    parser.add_argument("word", nargs="?", default="", help="pairs with this word in their name")
    parser.add_argument("--findings", action="store_true", help="print each finding")
    chosen = parser.parse_args(arguments)
    for pair in PAIRS:
        if chosen.word not in pair.name:
            continue
        with tempfile.TemporaryDirectory() as folder:
            ours, newer, found = compared(pair, shared_folder() / "upstream", Path(folder))
        self_check = compare(ours, ours).findings
        print(
            f"\n{pair.name}: {len(ours.operations)} operations, {len(ours.schemas)} schemas of ours"
        )
        print(f"  {pair.older} -> {pair.newer} ({newer.format} {newer.version}); {pair.remark}")
        print(f"  {len(found.findings)} findings; against itself {len(self_check)}")
        for (severity, kind), count in sorted(
            Counter((f.severity, f.kind) for f in found.findings).items()
        ):
            print(f"    {severity:<12} {kind:<22} {count:>4}")
        for each in found.findings if chosen.findings else ():
            print(f"      {each.kind} {each.subject} {each.detail}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
