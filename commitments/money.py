"""What a commitment changes in money. Pure functions: an amount is a number or not known, and what is not known stays so."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

Amount = Decimal | None
ROUNDS_TO_A_BILLION = 999_995_000  # or it would read as £1000m


@dataclass(frozen=True)
class Money:
    """The money of one commitment, in pounds.

    Attributes:
        promised: the sum that was announced.
        new: how much of it had not been announced or spent before.
        replaced: what the fund that it takes the place of was worth over the same time; 0 when it replaces nothing.
    """

    promised: Amount = None
    new: Amount = None
    replaced: Amount = None

    @property
    def net(self) -> Amount:
        """How much more (or less, below 0) there is than before: the new money less what it replaces.

        Not known as soon as either is not known.
        """
        return None if self.new is None or self.replaced is None else self.new - self.replaced

    @property
    def is_told(self) -> bool:
        """Whether anything at all is known."""
        return any(amount is not None for amount in (self.promised, self.new, self.replaced))


@dataclass(frozen=True)
class Sum:
    """Amounts of several commitments added up. `unknown` of them are not in the total."""

    total: Amount
    known: int
    unknown: int

    @property
    def is_whole(self) -> bool:
        return self.known > 0 and not self.unknown


def sum_of(amounts: Iterable[Amount]) -> Sum:
    """Add up what is known. The total is not known, not nought, when none of them is."""
    amounts = list(amounts)
    known = [amount for amount in amounts if amount is not None]
    return Sum(sum(known, Decimal(0)) if known else None, len(known), len(amounts) - len(known))


def in_words(amount: Amount) -> str:
    """Return an amount as people read it: "£4.8bn", "−£12.5m", "£950"; empty when it is not known."""
    if amount is None:
        return ""
    size, sign = abs(amount), "−" if amount < 0 else ""
    for least, power, unit in ((ROUNDS_TO_A_BILLION, 9, "bn"), (1_000_000, 6, "m")):
        if size >= least:
            short = size.scaleb(-power).quantize(Decimal("0.01")).normalize()
            return f"{sign}£{short:f}{unit}"
    return (
        f"{sign}£{size.quantize(Decimal(1)) if size == size.to_integral_value() else size.quantize(Decimal('0.01')):,}"
    )
