"""Reasoning details of streams, the counts of vendors, what other providers left."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, strategies as st

from ai_sdk.types.content import Source, TextPart
from ai_sdk.types.messages import AssistantMessage, UserMessage
from ai_sdk.wire.foreign import foreign_sources, is_foreign
from ai_sdk.wire.openai_chat.facts import choice_metadata, cited_sources
from ai_sdk.wire.openai_chat.reasoning_details import ReasoningDetails
from ai_sdk.wire.openai_chat.usage import usage_beside, usage_of

ENTRIES = [
    {"type": "reasoning.text", "index": 0, "text": "First I look.", "signature": "c2ln"},
    {"type": "reasoning.summary", "index": 1, "summary": "Looked."},
    {"type": "reasoning.encrypted", "index": 2, "data": "b3BhcXVl", "id": "rs_1"},
]


@given(st.data())
def test_fragments_come_together_however_they_were_cut(data: st.DataObject) -> None:
    details = ReasoningDetails()
    for entry in ENTRIES:
        name = next(key for key in ("text", "summary", "data") if key in entry)
        text, rest = str(entry[name]), {k: v for k, v in entry.items() if k != name}
        cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=3)))
        pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
        signature = rest.pop("signature", None)
        for number, piece in enumerate(pieces):
            last = number == len(pieces) - 1
            told = {"signature": signature} if last and signature else {}
            details.add([json.loads(json.dumps({**rest, name: piece, **told}))])

    assert details.taken() == ENTRIES
    assert details.taken() == []


def test_what_is_no_detail_is_passed_over() -> None:
    details = ReasoningDetails()
    details.add([None, "x", {"type": "a"}, {"type": "a", "text": None}])

    assert details.taken() == [{"type": "a"}]


def test_reasoning_beside_the_answer() -> None:
    def usage(total: int, thought: int = 5) -> dict[str, Any]:
        inner = {"reasoning_tokens": thought}
        return {
            "prompt_tokens": 9,
            "completion_tokens": 3,
            "total_tokens": total,
            "completion_tokens_details": inner,
        }

    beside, within = usage_beside(usage(17)), usage_beside(usage(12, 2))
    assert (beside.output_tokens, beside.output_token_details.text) == (8, 3)
    assert (within.output_tokens, within.output_token_details.text) == (3, 1)
    assert usage_beside(None) == usage_of(None)


def test_cited_lists_in_the_forms_they_have() -> None:
    body = {
        "search_results": [],
        "citations": ["https://a.test", {"url": ""}, None, {"title": "x"}],
    }
    found = cited_sources("acme", body, ("search_results", "citations"), 3)

    assert [(source.id, source.url) for source in found] == [("src-3", "https://a.test")]
    assert cited_sources("acme", {"citations": "x"}, ("citations",)) == []


def test_what_a_filter_found_stays_found() -> None:
    def chunk(**found: Any) -> dict[str, Any]:
        return {"index": 0, "content_filter_results": found}

    seen: dict[str, Any] = {}
    for each in (
        chunk(hate={"filtered": False, "severity": "low"}),
        chunk(hate={"filtered": False, "severity": "safe"}, sexual={"filtered": False}),
        chunk(hate={"filtered": False, "severity": "high"}),
        chunk(jailbreak={"filtered": False, "detected": True}),
        chunk(jailbreak={"filtered": False, "detected": False}),
        {"index": 0, "content_filter_results": {}, "native_finish_reason": "STOP"},
    ):
        seen.update(choice_metadata(each, seen))

    assert seen == {
        "content_filter_results": {
            "hate": {"filtered": False, "severity": "high"},
            "sexual": {"filtered": False},
            "jailbreak": {"filtered": False, "detected": True},
        },
        "native_finish_reason": "STOP",
    }


def test_sources_of_another_provider_are_named_once() -> None:
    def source(number: int, **metadata: Any) -> Source:
        return Source(f"s{number}", "url", f"https://{number}.test", provider_metadata=metadata)

    parts = (
        source(1, google={"kind": "web"}),
        source(2),
        source(3, openai={"a": 1}),
        TextPart("x"),
    )
    prompt = (UserMessage("hi"), AssistantMessage("yes"), AssistantMessage(parts))

    (warning,) = foreign_sources("openai", prompt)
    assert warning.message == (
        "openai: sources that another provider cited (https://1.test) are left out"
    )
    assert foreign_sources("openai", prompt[:2]) == []
    assert not is_foreign(parts[1], "openai")
