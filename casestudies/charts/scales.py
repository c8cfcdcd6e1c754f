"""Scales of a chart: where an axis begins and ends, and which round numbers stand on it."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils.translation import pgettext

from casestudies.charts.figures import written
from core.fields import parse_partial_date

STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
NEAR_ZERO = Decimal("0.5")  # a scale begins at 0 when the smallest value is below this share of the largest
MONTHS = 12
FINANCIAL_YEAR = re.compile(r"^(\d{4})/\d{2}$")


@dataclass(frozen=True)
class Scale:
    """An axis of values from its first round number to its last."""

    ticks: tuple[Decimal, ...]

    @property
    def low(self) -> Decimal:
        return self.ticks[0]

    @property
    def high(self) -> Decimal:
        return self.ticks[-1]

    def share(self, number: Decimal) -> float:
        """Return where on the axis a number lies, from 0 to 1."""
        return float((number - self.low) / (self.high - self.low))

    @property
    def texts(self) -> tuple[str, ...]:
        """The ticks in short: all in millions when the largest is."""
        largest = max(abs(self.low), abs(self.high))
        powers = ((12, pgettext("trillion", "tn")), (9, pgettext("billion", "bn")), (6, pgettext("million", "m")))
        power, word = next(((power, word) for power, word in powers if largest >= Decimal(10) ** power), (0, ""))
        return tuple(written((tick.scaleb(-power)).normalize()) + (word if tick else "") for tick in self.ticks)


def scale_of(numbers: Sequence[Decimal], *, from_zero: bool, count: int) -> Scale:
    """Return an axis of round numbers that holds all the numbers.

    Args:
        numbers: at least one.
        from_zero: bars are compared by their length, so theirs must begin at nought.
        count: about how many steps there is room for.
    """
    low, high = min(numbers), max(numbers)
    if from_zero or (low >= 0 and low < high * NEAR_ZERO) or low == high:
        low = min(low, Decimal(0))
    if from_zero or low == high:
        high = max(high, Decimal(0))
    if low == high:
        high = Decimal(1)
    step = _step((high - low) / count)
    first, last = math.floor(low / step), math.ceil(high / step)
    return Scale(tuple(step * index for index in range(first, last + 1)))


def _step(rough: Decimal) -> Decimal:
    power = Decimal(10) ** rough.adjusted()
    return next(step * power for step in STEPS if step * power >= rough)


def moments(labels: Sequence[str]) -> tuple[int, ...] | None:
    """Return the month of each label, counted from the year 0, when all are dates in order of time. None when not.

    A line through 2010, 2011 and 2024 must not look as if a year lay between each.
    """
    try:
        dates = [parse_partial_date(FINANCIAL_YEAR.sub(r"\1", label)) for label in labels]
    except ValidationError:
        return None
    months = tuple(int(date[:4]) * MONTHS + int(date[5:7] or 1) - 1 for date in dates)
    in_order = all(before < after for before, after in pairwise(months))
    return months if in_order and len(months) > 1 else None
