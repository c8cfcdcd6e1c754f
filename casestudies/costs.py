"""What something cost, added up only where that is honest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Frequency(models.TextChoices):
    ONCE = "once", gettext_lazy("one-off")
    YEARLY = "yearly", gettext_lazy("a year")
    UNKNOWN = "unknown", gettext_lazy("not known")


class Exactness(models.TextChoices):
    ABOUT = "about", gettext_lazy("about")
    UP_TO = "up_to", gettext_lazy("up to")
    AT_LEAST = "at_least", gettext_lazy("at least")


@dataclass(frozen=True)
class Totals:
    """Sums in words such as "about £120,000", None where nothing is to be added. `why_not` says why there is no sum."""

    once: str | None = None
    yearly: str | None = None
    price_year: str = ""
    why_not: str = ""


def amount_in_words(amount: Decimal | None, exactness: str | None = None) -> str:
    """Return an amount in pounds as readers see it, such as "up to £1,000,000". None reads "not known"."""
    if amount is None:
        return _("not known")
    pounds = f"£{amount:,.0f}" if amount == amount.to_integral_value() else f"£{amount:,.2f}"
    return f"{Exactness(exactness).label} {pounds}" if exactness else pounds


def totals_of(items: Iterable[Mapping[str, Any]]) -> Totals:
    """Add up the items of a cost table.

    Args:
        items: with `amount` (pounds or None), `exactness`, `price_year` and `frequency`.
    """
    items = list(items)
    years = {item.get("price_year") or "" for item in items}
    if len(items) < 2:  # noqa: PLR2004 - one amount is its own sum
        return Totals()
    if any(item.get("amount") is None for item in items):
        return Totals(why_not=_("Not added up: not all amounts are known."))
    if any(item.get("exactness") in {Exactness.UP_TO, Exactness.AT_LEAST} for item in items):
        return Totals(why_not=_("Not added up: some amounts are only limits."))
    if any(item.get("frequency") not in {Frequency.ONCE, Frequency.YEARLY} for item in items):
        return Totals(why_not=_("Not added up: for some amounts it is not known whether they come once or every year."))
    if len(years) > 1 or "" in years:
        return Totals(why_not=_("Not added up: the amounts are not known to be in the prices of one year."))
    return Totals(_sum(items, Frequency.ONCE), _sum(items, Frequency.YEARLY), years.pop())


def _sum(items: list[Mapping[str, Any]], frequency: Frequency) -> str | None:
    chosen = [item for item in items if item.get("frequency") == frequency]
    if not chosen:
        return None
    is_rough = any(item.get("exactness") for item in chosen)
    return amount_in_words(sum(item.get("amount") for item in chosen), Exactness.ABOUT if is_rough else "")
