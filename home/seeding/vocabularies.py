"""Seeding of themes and tiers, each theme with a pattern of its own."""

from io import BytesIO

from django.core.files.images import ImageFile

from connectors.models import Theme, Tier
from core.licences import Licence
from core.models import CoreImage
from home.patterns import draw_pattern
from home.seeding.files import folded, read_seed


def seed_vocabularies() -> None:
    """Make the themes and tiers that are missing."""
    for order, row in enumerate(read_seed("themes"), start=1):
        theme, made = Theme.objects.get_or_create(slug=row["slug"], defaults=_term(row, order))
        if made:
            theme.picture = _pattern(theme)
            theme.save(update_fields=["picture"])
    for order, row in enumerate(read_seed("tiers"), start=1):
        Tier.objects.get_or_create(slug=row["slug"], defaults=_term(row, order))


def _term(row: dict, order: int) -> dict:
    return {
        "name": row["name"],
        "description": folded(row.get("description")),
        "synonyms": "\n".join(row.get("synonyms", [])),
        "sort_order": order * 10,
    }


def _pattern(theme: Theme) -> CoreImage:
    return CoreImage.objects.create(
        title=f"Pattern: {theme.name}",
        file=ImageFile(BytesIO(draw_pattern(theme.slug)), name=f"pattern-{theme.slug}.png"),
        credit="Drawn for this site",
        licence=Licence.CC0,
    )
