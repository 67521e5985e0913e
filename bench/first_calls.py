"""`python -m bench.first_calls`: each provider's first call from a fresh process.

With `--modules` it also lists what each of them imported, ours and others'.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .fresh import Fresh, fresh
from .modules import ours, packages, third_party
from .places import own_python
from .provider.process import Server, serving

_CALL = "from ai_sdk import generate_text, {0}; generate_text({1}, prompt='x')"
_KEY = "api_key='k', base_url={base!r}"
MODELS = {
    "openai, Responses": f"create_openai({_KEY} + '/v1')('m')",
    "openai, chat": f"create_openai({_KEY} + '/v1').chat('m')",
    "anthropic": f"create_anthropic({_KEY} + '/v1')('m')",
    "google": f"create_google({_KEY} + '/v1beta')('m')",
    "google_vertex": f"create_google_vertex({_KEY} + '/v1beta')('m')",
    "azure": f"create_azure({_KEY} + '/v1')('m')",
    "bedrock": f"create_bedrock({_KEY}, region='us-east-1')('m')",
    **{
        name: f"create_{name}({_KEY} + '/v1')('m')"
        for name in (
            "cerebras",
            "deepseek",
            "fireworks",
            "groq",
            "mistral",
            "openrouter",
            "perplexity",
            "together",
            "xai",
        )
    },
}
_HTTPX = "from bench.contestants.plain import Httpx; Httpx('chat', {base!r}).unary()"


def code(provider: str, base: str) -> str:
    """The program: import, model, call."""
    model = MODELS[provider].format(base=base)
    return _CALL.format(model.partition("(")[0], model)


def measured(
    server: Server, rounds: int, providers: Iterable[str] = tuple(MODELS)
) -> Iterator[Mapping[str, Any]]:
    """Each provider's figures, interleaved."""
    base, python = f"{server.address}/unary", own_python()
    programs = {"httpx": _HTTPX.format(base=base)}
    programs |= {provider: code(provider, base) for provider in providers}
    took: dict[str, list[Fresh]] = {name: [] for name in programs}
    for _ in range(rounds):
        for name, program in programs.items():
            took[name].append(fresh(python, program))
    bare = fresh(python, "pass").modules
    plain = statistics.median(each.ms for each in took.pop("httpx"))
    for provider, runs in took.items():
        modules = runs[-1].modules - bare
        ms = statistics.median(each.ms for each in runs)
        yield {
            "provider": provider,
            "ms": ms,
            "ratio": ms / plain,
            "mb": statistics.median(each.mb for each in runs),
            "ours": ours(modules),
            "others": third_party(modules),
            "packages": packages(third_party(modules)),
        }


def line(call: Mapping[str, Any]) -> str:
    """The figures as text."""
    return (
        f"first call, {call['provider']:20} {call['ms']:6.0f} ms  {call['ratio']:.2f} x httpx  "
        f"{call['mb']:.1f} MB  {len(call['ours'])} modules of ours, {len(call['others'])} of "
        f"{', '.join(call['packages'])}"
    )


def main() -> None:
    """Print those that were asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.first_calls", description=__doc__)
    parser.add_argument("providers", nargs="*", metavar="PROVIDER", help="all, or parts of names")
    parser.add_argument("--rounds", type=int, default=3, help="processes for each provider")
    parser.add_argument("--modules", action="store_true", help="list what each of them imported")
    asked = parser.parse_args()
    names = [name for name in MODELS if any(part in name for part in asked.providers or ("",))]
    if not names:
        parser.error(f"no such provider; there are: {', '.join(MODELS)}")
    with serving(["unary"]) as server:
        for call in measured(server, asked.rounds, names):
            print(line(call), flush=True)
            if asked.modules:
                print(*call["ours"], *call["others"], sep="\n    ")


if __name__ == "__main__":
    main()
