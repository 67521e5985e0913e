"""What is mutated, and the tests that must notice."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["TARGETS", "Target"]


class Target(NamedTuple):
    """Modules and their tests.

    Attributes:
        modules: files below `src/ai_sdk/`, each mutated on its own.
        tests: files below `tests/`.
    """

    modules: tuple[str, ...]
    tests: tuple[str, ...]


def _target(modules: str, tests: str) -> Target:
    return Target(tuple(modules.split()), tuple(tests.split()))


TARGETS: dict[str, Target] = {
    "sse": _target("sse.py", "unit/test_sse.py"),
    "partial-json": _target(
        """
        partial_json/parser.py partial_json/strings.py partial_json/once.py
        partial_json/errors.py partial_json/numbers.py
        """,
        "unit/test_partial_json.py",
    ),
    "partial-readers": _target(
        "partial_json/reader.py partial_json/elements.py",
        "unit/test_partial_json_readers.py unit/test_partial_views.py",
    ),
    "partial-copies": _target("partial_json/copies.py", "unit/test_partial_copies.py"),
    "enclosed": _target("partial_json/enclosed.py", "unit/test_enclosed_json.py"),
    "partial-output": _target("engine/partial_output.py", "unit/test_partial_output.py"),
    "retry": _target("retry.py retry_hints.py", "unit/test_retry.py"),
    "retrying": _target(
        "_async/http/retrying.py", "unit/test_retry.py _async/test_http_retries.py"
    ),
    "tool-deltas": _target("wire/tool_deltas.py", "unit/wire/test_wire_tool_deltas.py"),
    "openai-chat": _target("wire/openai_chat/stream.py", "unit/wire/test_openai_chat_stream.py"),
    "openai-responses": _target(
        "wire/openai_responses/stream.py wire/openai_responses/open_items.py",
        "unit/wire/test_openai_responses_stream.py",
    ),
    "anthropic": _target(
        "wire/anthropic_messages/stream.py wire/anthropic_messages/open_blocks.py",
        "unit/wire/test_anthropic_stream.py",
    ),
    "google": _target(
        "wire/google_genai/stream.py wire/google_genai/partial_args.py",
        "unit/wire/test_google_stream.py",
    ),
    "tool-calls": _target(
        "engine/tool_calls.py engine/call_ids.py engine/step_parts.py engine/assemble.py",
        "unit/test_tool_calls.py unit/test_run_planning.py",
    ),
}
