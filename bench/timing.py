"""Clocks, medians and the table's lines."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

MILLISECONDS = 1_000


@dataclass(frozen=True)
class Line:
    """One line of the table.

    Attributes:
        limit: what was to be reached, in words; empty where nothing was.
        reached: whether it was; None where there is no limit.
    """

    name: str
    value: str
    limit: str = ""
    reached: bool | None = None


def timed(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Return how many milliseconds the work takes, by a clock that counts seconds."""
    began = clock()
    work()
    return (clock() - began) * MILLISECONDS


def interleaved(
    tasks: Iterable[dict[str, Callable[[], object]]], clock: Callable[[], float] = time.perf_counter
) -> dict[str, list[float]]:
    """Return the milliseconds of each of the named works, done one after the other for each task, the first one in turn.

    What slows the machine for a while slows all of them.

    Args:
        clock: `time.process_time` for what this process does alone: another program that wants the processor interrupts
            long works and seldom short ones.
    """
    times: dict[str, list[float]] = {}
    for number, works in enumerate(tasks):
        named = list(works.items())
        turn = number % len(named)
        for name, work in named[turn:] + named[:turn]:
            times.setdefault(name, []).append(timed(work, clock))
    return times


def median(times: list[float]) -> float:
    return statistics.median(times)


def percentile_95(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.95))]


def spread(times: list[float]) -> str:
    """Return "1.4 / 5.4 ms": median and 95th percentile."""
    return f"{median(times):.2f} / {percentile_95(times):.2f} ms"


def at_most(name: str, value: float, limit: float, unit: str = "") -> Line:
    """Return a line whose value must not exceed a limit."""
    return Line(name, f"{value:,.2f}{unit}", f"≤ {limit:,g}{unit}", value <= limit)


def at_least(name: str, value: float, limit: float, unit: str = "") -> Line:
    return Line(name, f"{value:,.2f}{unit}", f"≥ {limit:,g}{unit}", value >= limit)
