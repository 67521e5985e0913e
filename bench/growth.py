"""`python -m bench.growth [KIND ...]`: how our costs grow with what is asked.

Nothing may grow faster than what is asked for: each exponent is that from a size to the next, and 1
is linear. Kinds are chosen by parts of their names, such as `history` or `streams`.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from .crew import Member, crew
from .jobs import Job
from .provider.process import Server, serving

_ENOUGH = 8  # seconds after which a size is not measured again


@dataclass(frozen=True)
class Kind:
    """What grows: a job for each size."""

    name: str
    job: str
    scenario: str
    sizes: tuple[int, ...]
    note: str


@dataclass(frozen=True)
class Grown:
    """The figures of a kind.

    Attributes:
        ms: the least milliseconds of CPU time for each size.
        kib: by how much the process grew at most.
        failed: why there are fewer figures than sizes, or "".
    """

    name: str
    note: str
    sizes: list[int]
    ms: list[float]
    kib: list[float]
    failed: str = ""

    def exponents(self) -> list[float]:
        """From each size to the next: 1 is linear."""
        pairs = zip(self.sizes, self.sizes[1:], self.ms, self.ms[1:], strict=False)
        return [math.log(t2 / t1) / math.log(n2 / n1) for n1, n2, t1, t2 in pairs]


KINDS = (
    Kind(
        "partial objects, plain",
        "partial",
        "object-{0}",
        (10_240, 102_400, 1_048_576),
        "characters",
    ),
    Kind(
        "partial objects, validated",
        "typed",
        "object-{0}",
        (10_240, 102_400, 1_048_576),
        "characters",
    ),
    Kind("one stream", "stream", "long-{0}", (1_000, 10_000, 100_000, 1_000_000), "deltas"),
    Kind("streams at once", "crowd", "stream-20", (1, 10, 100, 1_000, 2_000), "of 20 deltas"),
    Kind("history", "history", "unary", (10, 100, 1_000, 10_000), "messages"),
    Kind("tools", "tools", "unary", (1, 10, 100, 500), "tools"),
    Kind(
        "embed_many",
        "embed",
        "embed-100-64",
        (100, 1_000, 10_000, 100_000, 1_000_000),
        "texts, 64 numbers each",
    ),
)


def _job(kind: Kind, size: int, server: Server) -> Job:
    base = f"{server.address}/{kind.scenario.format(size)}"
    warm = {"partial": "object-1024", "typed": "object-1024", "stream": "stream-100"}
    first = f"{server.address}/{warm.get(kind.job, kind.scenario)}"
    deltas, repeats = (20, size) if kind.job == "crowd" else (size, _repeats(kind, size))
    asynchronous = kind.job == "crowd"
    return Job(kind.job, "chat", asynchronous, base, first, deltas, repeats, 1)


def _repeats(kind: Kind, size: int) -> int:
    """Small sizes are done several times, so that the clock sees them."""
    return max(1, min(20, kind.sizes[-1] // size)) if kind.job != "embed" else 1


def _grown(kind: Kind, member: Member, server: Server, rounds: int) -> Grown:
    grown = Grown(kind.name, kind.note, [], [], [])
    for size in kind.sizes:
        job, figures, spent = _job(kind, size, server), [], 0.0
        while len(figures) < rounds and spent < _ENOUGH:
            answer = member.run(job, 300)
            if "failed" in answer:
                return Grown(**{**asdict(grown), "failed": f"{size}: {answer['failed']}"})
            figures.append((answer["cpu"], answer["kib"]))
            spent += answer["wall"]
        times = job.repeats if kind.job != "crowd" else 1
        grown.sizes.append(size)
        grown.ms.append(min(cpu for cpu, _ in figures) * 1000 / times)
        grown.kib.append(min(kib for _, kib in figures))
    return grown


def measured(rounds: int, kinds: tuple[Kind, ...] = KINDS) -> Iterator[Grown]:
    """Each kind's figures."""
    scenarios = {kind.scenario.format(size) for kind in kinds for size in kind.sizes}
    with (
        serving(sorted(scenarios | {"object-1024", "stream-100"})) as server,
        crew(["ai_sdk"]) as members,
    ):
        for kind in kinds:
            yield _grown(kind, members["ai_sdk"], server, rounds)


def line(grown: Grown) -> str:
    """The figures as text."""
    triples = zip(grown.sizes, grown.ms, grown.kib, strict=True)
    shown = "  ".join(f"{n:,}: {ms:.2f} ms {kib / 1024:.1f} MB" for n, ms, kib in triples)
    exponents = " ".join(f"{each:.2f}" for each in grown.exponents())
    return f"{grown.name:27} {shown}   n^ {exponents} {grown.failed}"


def chosen(words: Sequence[str]) -> tuple[Kind, ...]:
    """The kinds whose names have one of these words in them; all where there is none."""
    found = (kind for kind in KINDS if not words or any(word in kind.name for word in words))
    return tuple(found)


def main() -> None:
    """Print those that were asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description=__doc__)
    names = ", ".join(kind.name for kind in KINDS)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"all, or some of: {names}")
    parser.add_argument("--rounds", type=int, default=3, help="the least of these counts")
    asked = parser.parse_args()
    kinds = chosen(asked.kinds)
    if not kinds:
        parser.error(f"nothing of that name grows; there are: {names}")
    for grown in measured(asked.rounds, kinds):
        print(line(grown), flush=True)


if __name__ == "__main__":
    main()
