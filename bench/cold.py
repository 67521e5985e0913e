"""Imports and first replies in fresh processes, over a bare Python."""

from __future__ import annotations

from collections.abc import Iterator

from .measure import Row, fresh

# httpx would import its command line, and rich and click with it, where those happen to be.
_HTTPX = "import sys; sys.modules['click'] = None; import httpx"
_FIRST = "import sys; from ai_sdk import generate_text, {0}; generate_text({1}, prompt='x')"
CODE = {
    "bare": "pass",
    "import": "import ai_sdk",
    "httpx": f"{_HTTPX}; httpx.Client().post("
    "sys.argv[1] + '/v1/chat/completions', json={'model': 'unary'}).json()",
    "chat": _FIRST.format(
        "create_openai", "create_openai(base_url=sys.argv[1] + '/v1', api_key='k').chat('unary')"
    ),
    "responses": _FIRST.format(
        "create_openai", "create_openai(base_url=sys.argv[1] + '/v1', api_key='k')('unary')"
    ),
    "anthropic": _FIRST.format(
        "create_anthropic", "create_anthropic(base_url=sys.argv[1], api_key='k')('unary')"
    ),
    "gemini": _FIRST.format(
        "create_google", "create_google(base_url=sys.argv[1] + '/v1beta', api_key='k')('unary')"
    ),
}


def cold(url: str, rounds: int) -> Iterator[Row]:
    """A row for the import and for each protocol's first reply, in milliseconds."""
    times: dict[str, list[float]] = {name: [] for name in CODE}
    for _ in range(rounds):
        for name, code in CODE.items():
            times[name].append(fresh(code, url))
    bare = sorted(times["bare"])[rounds // 2]
    over = {name: [max(0.1, each - bare) for each in figures] for name, figures in times.items()}
    yield Row("import", "ms", {"httpx": over["httpx"], "ai_sdk": over["import"]}, "httpx")
    for name in ("chat", "responses", "anthropic", "gemini"):
        samples = {"httpx": over["httpx"], "ai_sdk": over[name]}
        yield Row(f"first reply, {name}", "ms", samples, "httpx", 1.6)
