"""The form in which editors say where an archived copy of an address is."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from connectors.models import EntrySource
from linkcheck.finding import outward
from linkcheck.models import Address


class ArchivedCopyForm(forms.Form):
    """Where the copy is; empty when there is none.

    Args:
        address: what it is a copy of.
    """

    archived_url = forms.URLField(
        label=gettext_lazy("Address of an archived copy"),
        max_length=EntrySource._meta.get_field("archived_url").max_length,
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy(
            "Such as https://web.archive.org/web/2023…/https://…. Open it first: it should show what the source says. "
            "Leave it empty to take the copy away."
        ),
    )

    def __init__(self, *args, address: Address, **kwargs):
        self.address = address
        super().__init__(*args, initial={"archived_url": address.archived_url}, **kwargs)

    def clean_archived_url(self) -> str:
        url = self.cleaned_data["archived_url"]
        if not url:
            return ""
        if outward(url) == self.address.url:
            raise forms.ValidationError(_("This is the address itself. Give the address of the copy in an archive."))
        if not outward(url) or "@" in url.split("/")[2]:
            raise forms.ValidationError(_("Give an address of another site that begins with https:// or http://."))
        return url
