"""The interleaved run: round by round, everybody who can takes a turn at a workload."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .crew import Answer, Member
from .jobs import Job
from .provider.process import Server
from .record import Row
from .workload import Workload


@dataclass(frozen=True)
class Pace:
    """How long things may take.

    Attributes:
        rounds: how often everybody takes a turn.
        allowance: seconds after which those whom no budget compares with sit out further rounds.
        patience: seconds after which a single job is given up.
    """

    rounds: int
    allowance: float = 8
    patience: float = 120


@dataclass
class _Turns:
    """What one contestant did in one row."""

    answers: list[Answer] = field(default_factory=list)
    spent: float = 0
    failed: str = ""


def measured(
    load: Workload, protocol: str, members: Mapping[str, Member], server: Server, pace: Pace
) -> list[Row]:
    """The workload's rows in a protocol: CPU time, and memory where that is looked at."""
    takes = {name: _Turns() for name in _able(load, protocol, members)}
    for _ in range(min(pace.rounds, load.rounds)):
        for name, turns in takes.items():
            member = members[name]
            may_rest = member.entry.kind in ("plain", "peer") and name not in load.bases
            if turns.failed or (may_rest and turns.spent > pace.allowance):
                continue
            _turn(turns, member, _job(load, protocol, member, server), server, pace.patience)
    return list(_rows(load, protocol, takes))


def _able(load: Workload, protocol: str, members: Mapping[str, Member]) -> Iterator[str]:
    for name, member in members.items():
        wanted = protocol not in load.only or name in load.only[protocol]
        if wanted and protocol in member.protocols and _method(load, member):
            yield name


def _method(load: Workload, member: Member) -> str:
    """The name of the method that does it; "" where there is none."""
    kind = {"crowd": "stream", "threads": "unary"}.get(load.kind, load.kind)
    name = f"{kind}_async" if load.asynchronous else kind
    return name if name in member.can else ""


def _job(load: Workload, protocol: str, member: Member, server: Server) -> Job:
    repeats = (load.light if member.entry.kind == "peer" else 0) or load.repeats
    return Job(
        load.kind,
        protocol,
        load.asynchronous,
        f"{server.address}/{load.scenario}",
        f"{server.address}/{load.warm}",
        load.size,
        repeats,
        load.units(repeats),
    )


def _turn(turns: _Turns, member: Member, job: Job, server: Server, patience: float) -> None:
    before = server.cpu()
    answer = member.run(job, patience)
    if "failed" in answer:
        turns.failed = str(answer["failed"])
        return
    turns.spent += answer["wall"]
    turns.answers.append(
        {**answer, "each": answer["cpu"] / job.units, "server": server.cpu() - before}
    )


def _rows(load: Workload, protocol: str, takes: Mapping[str, _Turns]) -> Iterator[Row]:
    name = f"{load.name}, {protocol}" if len(load.protocols) > 1 else load.name
    failed = {who: turns.failed for who, turns in takes.items() if turns.failed}
    seen = {who: turns.answers for who, turns in takes.items() if not turns.failed}
    scale = 1e3 if load.unit.startswith("ms") else 1e6
    samples = {who: [each["each"] * scale for each in answers] for who, answers in seen.items()}
    server = {
        who: statistics.median(each["server"] / each["cpu"] for each in answers)
        for who, answers in seen.items()
    }
    yield Row(name, load.unit, load.budgets, samples, server, failed)
    if load.memory:
        scale = 1 / 1024 if load.memory == "MB" else 1 / load.repeats
        grown = {who: [each["kib"] * scale for each in answers] for who, answers in seen.items()}
        yield Row(name, load.memory, load.memory_budgets, grown, {}, failed)
