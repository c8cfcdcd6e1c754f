"""Where a fact comes from: the same two fields in every block that holds one."""

from django.utils.translation import gettext_lazy as _

from core.blocks import AddressBlock, LineBlock


def source_title(*, required: bool = False) -> LineBlock:
    """The name of the source, as its own page calls it."""
    return LineBlock(
        required=required,
        label=_("Source"),
        help_text=_("Good: “New members announcement, June 2023”. Not: “website”."),
    )


def source_url() -> AddressBlock:
    """Its address."""
    return AddressBlock(required=False, label=_("Address of the source"))
