"""What each command does."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..errors import InvalidArgumentError
from .place import Place, place

__all__ = ["chat", "demo", "embed", "generate"]


def demo(options: Namespace) -> int:
    """Run the main job, first synchronously, then asynchronously."""
    from .demo import run

    return run(options.local, options.provider)


@contextmanager
def _model(options: Namespace, kind: str) -> Iterator[tuple[Any, Place]]:
    with place(options.local) as where:
        yield (where.model(options.model, kind), where)


def generate(options: Namespace) -> int:
    """Ask once; stream the answer, or print it whole."""
    from .. import generate_text, stream_text

    prompt = " ".join(options.prompt) or sys.stdin.read().strip()
    if not prompt:
        raise InvalidArgumentError("give a prompt, as words or on standard input")
    with _model(options, "language") as (model, _):
        if options.json or options.no_stream:
            result = generate_text(model, instructions=options.instructions, prompt=prompt)
            print(json.dumps(result.to_dict()) if options.json else result.text)
            return 0
        with stream_text(model, instructions=options.instructions, prompt=prompt) as stream:
            for delta in stream.text_stream:
                print(delta, end="", flush=True)
        print()
    return 0


def chat(options: Namespace) -> int:
    """Talk until the end of the input."""
    from .. import UserMessage, stream_text

    messages: list[Any] = []
    with _model(options, "language") as (model, where):
        _say(f"Talking to {where.name(model)}. An empty line or Ctrl-D ends it.")
        for line in _lines():
            messages.append(UserMessage(line))
            with stream_text(model, instructions=options.instructions, messages=messages) as stream:
                for delta in stream.text_stream:
                    print(delta, end="", flush=True)
                print()
                messages += stream.result().response_messages
    return 0


def _say(text: str) -> None:
    """Tell a person; never part of the output."""
    if sys.stdin.isatty():
        print(text, file=sys.stderr)


def _lines() -> Iterator[str]:
    asking = sys.stdin.isatty()
    while True:
        try:
            line = input("> ") if asking else sys.stdin.readline()
        except EOFError:
            return
        if not line.strip():
            return
        yield line.strip()


def embed(options: Namespace) -> int:
    """Print a vector for each text."""
    from .. import embed_many

    texts = options.texts or [line.strip() for line in sys.stdin if line.strip()]
    if not texts:
        raise InvalidArgumentError("give texts, as words or as lines on standard input")
    with _model(options, "embedding") as (model, _):
        result = embed_many(model, texts)
    for text, vector in zip(texts, result.embeddings, strict=True):
        numbers = list(vector)
        if options.json:
            print(json.dumps({"text": text, "embedding": numbers}))
        else:
            start = ", ".join(f"{number:.4f}" for number in [n for n in numbers if n][:4])
            print(f"{text}\t{len(numbers)} dimensions\t[{start}, ...]")
    return 0
