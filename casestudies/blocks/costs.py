"""What it cost, item by item."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from casestudies.blocks.groups import FACTS
from casestudies.blocks.sources import source_title, source_url
from casestudies.costs import Exactness, Frequency, amount_in_words, totals_of
from core.blocks import LineBlock


class CostBlock(blocks.StructBlock):
    item = LineBlock(max_length=160, label=_("Item"), help_text=_("Good: “Mending the roof”. Not: “Capital”."))
    amount = blocks.DecimalBlock(
        required=False,
        min_value=Decimal(0),
        max_digits=15,
        decimal_places=2,
        label=_("Amount in pounds"),
        help_text=_("Digits only, such as 7700000. Leave it empty when nobody has said: it is shown as not known."),
    )
    exactness = blocks.ChoiceBlock(
        required=False,
        choices=Exactness.choices,
        search_index=False,
        label=_("The amount is"),
        help_text=_("Empty: exact."),
    )
    price_year = blocks.RegexBlock(
        regex=r"^\d{4}(/\d{2})?$",
        required=False,
        label=_("In prices of"),
        help_text=_("Such as 2021 or 2021/22. Amounts are added up only when all have the same."),
        error_messages={"invalid": _("Write the year whose prices these are, such as 2021 or 2021/22.")},
    )
    frequency = blocks.ChoiceBlock(
        choices=Frequency.choices, default=Frequency.ONCE, search_index=False, label=_("One-off or yearly")
    )
    paid_by = LineBlock(required=False, max_length=160, label=_("Who paid"))


class CostTableBlock(blocks.StructBlock):
    title = LineBlock(max_length=160, label=_("Caption"), help_text=_("Such as “What the first phase cost”."))
    costs = blocks.ListBlock(CostBlock(), min_num=1, max_num=40, label=_("Costs"))
    note = LineBlock(
        required=False,
        max_length=400,
        label=_("Note"),
        help_text=_("What is left out, such as the hours of volunteers."),
    )
    source_title = source_title()
    source_url = source_url()

    def get_context(self, value, parent_context=None):
        rows = [
            {
                **cost,
                "words": amount_in_words(cost.get("amount"), cost.get("exactness")),
                "often": _often(cost.get("frequency")),
            }
            for cost in value["costs"]
        ]
        context = super().get_context(value, parent_context=parent_context)
        return {**context, "rows": rows, "totals": totals_of(value["costs"])}

    class Meta:
        icon = "decimal"
        group = FACTS
        label = _("Costs")
        template = "blocks/costs.html"
        description = _(
            "What it cost, item by item. Added up only when all amounts are known and in the prices of one year."
        )
        preview_value = {
            "title": "What the first year cost",
            "costs": [
                {
                    "item": "Mending the roof",
                    "amount": Decimal(40000),
                    "price_year": "2021",
                    "frequency": "once",
                    "paid_by": "Council",
                },
                {"item": "Two organisers", "amount": Decimal(62000), "price_year": "2021", "frequency": "yearly"},
            ],
        }


def _often(frequency: str) -> str:
    return Frequency(frequency).label if frequency in Frequency.values else Frequency.UNKNOWN.label
