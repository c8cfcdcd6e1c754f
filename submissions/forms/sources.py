"""Links and sources: up to six, each an address and what it tells."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from submissions.forms.base import AddressField, LineField, StepForm

ROWS = 6
SHOWN = 2  # rows; the others are unfolded


class SourcesForm(StepForm):
    question = _("Where can people read more?")
    lead = _("Reports, news, your own pages. Everything here is optional; a link makes it easier to believe.")
    short = _("Links and sources")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for row in range(1, ROWS + 1):
            self.fields[f"url_{row}"] = AddressField(
                label=_("Address of the link"), called=_("The web address"), longest=500
            )
            self.fields[f"says_{row}"] = LineField(
                label=_("What it is, or what it tells (optional)"), called=_("What it tells"), longest=255
            )

    @classmethod
    def kept_names(cls) -> tuple[str, ...]:
        return tuple(f"{name}_{row}" for row in range(1, ROWS + 1) for name in ("url", "says"))

    def clean(self):
        cleaned = super().clean()
        for row in range(1, ROWS + 1):
            if cleaned.get(f"says_{row}") and not cleaned.get(f"url_{row}") and f"url_{row}" not in self.errors:
                self.add_error(
                    f"url_{row}", ValidationError(_("Enter the address of link %(row)d"), params={"row": row})
                )
        return cleaned

    @property
    def rows(self) -> list[tuple]:
        """Number, address and words of each row, for the page."""
        return [(row, self[f"url_{row}"], self[f"says_{row}"]) for row in range(1, ROWS + 1)]

    @property
    def has_many(self) -> bool:
        """Tell whether more links were typed, or are asked about, than the page shows at first."""
        return any(self[name].value() or self[name].errors for name in self.kept_names()[2 * SHOWN :])
