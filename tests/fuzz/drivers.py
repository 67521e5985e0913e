"""What makes the inputs: a seeded random driver that is always there, and atheris where installed."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

from .judge import Judge
from .target import MAX_INPUT, Target

__all__ = ["CORPUS", "FOUND", "has_atheris", "run_atheris", "run_random", "seeds_of"]

CORPUS = Path(".cache/fuzz/corpus")
"""Inputs that atheris found to reach new code; kept between runs, never committed."""

FOUND = Path(".cache/fuzz/found")
"""Inputs that failed."""

_POOL = 400


def has_atheris() -> bool:
    """Whether the coverage-guided driver can be used."""
    try:
        import atheris  # noqa: F401
    except ImportError:
        return False
    return True


def seeds_of(target: Target) -> list[bytes]:
    """What mutation starts from: the target's own documents, and the corpus of earlier runs."""
    found = CORPUS / target.name
    kept = [path.read_bytes() for path in sorted(found.iterdir())] if found.is_dir() else []
    return [seed for seed in (*target.seeds(), *kept) if len(seed) <= MAX_INPUT]


def _grow_tokens(target: Target, judge: Judge, seeds: list[bytes], rng: Random) -> None:
    for token in target.tokens:
        judge.grow(b"", token)
        judge.grow(rng.choice(seeds), token)


def run_random(target: Target, judge: Judge, seeds: list[bytes], seed: int) -> None:
    """Mutate seeds, and what became of them as long as it still reaches the parser."""
    rng = Random(f"{target.name} {seed}")
    for data in seeds:
        judge.take(data)
    _grow_tokens(target, judge, seeds, rng)
    pool = list(seeds)
    while not judge.done:
        data = rng.choice(seeds if rng.random() < 0.4 else pool)
        for _ in range(1 + int(rng.random() ** 2 * 4)):
            data = target.mutate(data, rng)
        data = data[:MAX_INPUT]
        if judge.take(data) and rng.random() < 0.05:
            if len(pool) < _POOL:
                pool.append(data)
            else:
                pool[int(rng.random() * _POOL)] = data


def run_atheris(
    target: Target, judge: Judge, seeds: list[bytes], seed: int, done: Callable[[], None]
) -> None:
    """Let libFuzzer choose by coverage what to mutate, with the target's mutator; never returns.

    Args:
        done: writes down what was found; libFuzzer leaves no other moment.
    """
    import atheris

    place = CORPUS / target.name
    for folder in (place, FOUND):
        folder.mkdir(parents=True, exist_ok=True)
    for data in seeds:
        (place / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)

    _grow_tokens(target, judge, seeds, Random(f"{target.name} {seed}"))

    def one_input(data: bytes) -> None:
        if not judge.done:
            judge.take(data)
        if judge.done:
            done()
            sys.stdout.flush()
            os._exit(0)

    def mutator(data: bytes, max_size: int, number: int) -> bytes:
        rng = Random(number)
        for _ in range(1 + int(rng.random() ** 2 * 4)):
            data = target.mutate(data, rng)
        return data[:max_size]

    options = [f"-seed={seed + 1}", f"-max_len={MAX_INPUT}", "-timeout=60", "-rss_limit_mb=4096"]
    options += [f"-artifact_prefix={FOUND}/{target.name}-"]  # what ends the process is kept, too
    atheris.Setup([sys.argv[0], *options, str(place)], one_input, custom_mutator=mutator)
    atheris.Fuzz()
