"""Adds a published case study of forty blocks and ten pictures to a prepared site: what `make lighthouse` looks at."""

import json
import os
from io import BytesIO

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
SLUG = "a-story-of-forty-blocks"
BLOCKS = 40
PICTURES = 10
SIZE = (1_600, 1_000)
WORDS = "This paragraph stands for one that an editor wrote about a place, and is as long as such paragraphs are. "


def main() -> None:
    django.setup()
    from django.db import transaction

    with transaction.atomic():
        page = add_long_story()
    print(page.url, len(page.story))


def add_long_story():
    from casestudies.evidence import EvidenceLevel
    from casestudies.models import CaseStudyIndexPage, CaseStudyPage
    from commitments.models import CommitmentPage
    from connectors.models import EntryPage, EntryPlace, EntryTheme, Theme
    from places.models import Place
    from tests.casestudies.stories import make_document

    pictures = [_picture(number) for number in range(PICTURES)]
    entries = list(EntryPage.objects.live().order_by("pk")[:6])
    page = CaseStudyPage(
        title="A story of forty blocks and ten pictures",
        slug=SLUG,
        summary="A made story that shows how a long page loads on a phone.",
        question="How long does a long story take to load?",
        standfirst="It holds one of each block, and ten pictures.",
        evidence_level=EvidenceLevel.STORY,
        what_did_not_work="<p>Nothing: it was made to be measured.</p>",
        story=json.dumps(_blocks(pictures, make_document(), entries, CommitmentPage.objects.live().first())),
    )
    CaseStudyIndexPage.objects.get().add_child(instance=page)
    EntryPlace.objects.create(entry=page, place=Place.objects.get(slug="hartlepool"), is_lead=True)
    EntryTheme.objects.create(content_object=page, tag=Theme.objects.first())
    page.refresh_from_db()
    page.save_revision().publish()
    return page


def _blocks(pictures: list, document, entries: list, commitment) -> list[dict]:
    from tests.casestudies.stories import palette, picture_value, stored

    filled = palette(picture=pictures[0], document=document, entry=entries[0], commitment=commitment)
    notes = filled.pop("notes")
    pair = {"first": picture_value(pictures[8]), "second": picture_value(pictures[9])}
    blocks = [
        *filled.items(),
        *(("picture", picture_value(picture)) for picture in pictures[1:8]),
        ("picture_pair", pair),
        *(("linked_entry", entry.pk) for entry in entries[1:]),
        *((name, filled[name]) for name in ("chart", "costs", "table", "outcome", "key_fact", "timeline", "quote")),
    ]
    parts = range(1, BLOCKS - len(blocks))
    blocks += [("text", f"<h2>Part {part}</h2><p>{WORDS * 12}</p>") for part in parts]
    return stored(*blocks, ("notes", notes))


def _picture(number: int):
    """Return a picture that is about as hard to pack as a photograph: a landscape of noise in soft colours."""
    from django.core.files.images import ImageFile
    from PIL import Image, ImageFilter

    from core.models import CoreImage

    noise = [Image.effect_noise(SIZE, 60 + 8 * number).filter(ImageFilter.GaussianBlur(2)) for _band in range(3)]
    output = BytesIO()
    Image.blend(Image.merge("RGB", noise), Image.linear_gradient("L").resize(SIZE).convert("RGB"), 0.5).save(
        output, "JPEG", quality=85
    )
    file = ImageFile(BytesIO(output.getvalue()), name=f"made-{number}.jpg")
    return CoreImage.objects.create(title=f"Made picture {number}", file=file)


if __name__ == "__main__":
    main()
