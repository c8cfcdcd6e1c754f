"""One of each block of the palette, filled in as an editor would."""

from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image
from wagtail.documents import get_document_model

from commitments.models import CommitmentIndexPage, CommitmentPage
from core.models import CoreImage


def make_picture(title="Baths", size=(1600, 900)):
    output = BytesIO()
    Image.new("RGB", size, (154, 52, 22)).save(output, "JPEG")
    return CoreImage.objects.create(
        title=title, file=ImageFile(BytesIO(output.getvalue()), name="baths.jpg"), credit="Photo: Jo Smith"
    )


def make_document():
    return get_document_model().objects.create(title="Lease", file=ContentFile(b"%PDF-1.4", name="lease.pdf"))


def make_commitment():
    return CommitmentIndexPage.objects.get().add_child(
        instance=CommitmentPage(
            title="A line",
            slug="a-line",
            summary="A line to the north.",
            wording="A line will be built.",
            organisation="HM Treasury",
            office_holder="Chancellor",
            promised_on="2021-03",
            promise_title="Spring Budget 2021",
            promise_url="https://example.org/budget",
        )
    )


def picture_value(picture, alt="Four neighbours paint a door", caption="Painting day"):
    return {"image": {"image": picture.pk, "decorative": False, "alt_text": alt}, "caption": caption}


def palette(*, picture, document, entry, commitment):
    """Each block by its name, as it is stored."""
    source = {"source_title": "Yearly report", "source_url": "https://example.org/report"}
    image = picture_value(picture)["image"]
    return {
        "text": "<h2>How it began</h2><p>In 2013 the baths closed.[1]</p>",
        "quote": {
            "quote": "We kept going.",
            "who": "A resident",
            "role": "Swimmer",
            "consent": True,
            "consent_note": "by mail",
        },
        "pull_out": "One house then does two jobs.",
        "question": {"question": "Who mends the roof?", "answer": "<p>The trust does.</p>"},
        "picture": picture_value(picture),
        "picture_pair": {"first": picture_value(picture), "second": picture_value(picture, "The door is red", "After")},
        "video": {
            "title": "How the baths were saved",
            "url": "https://videos.example.org/baths",
            "poster": image,
            "length": "4 minutes",
            "words": "captions",
            "transcript_url": "https://videos.example.org/words",
        },
        "key_fact": {"number": "42", "unit": "homes", "label": "share a house", "as_of": "2018-12", **source},
        "timeline": {"title": "How it went", "steps": [{"when": "2013", "what": "<p>The group is founded.</p>"}]},
        "table": {
            "caption": "What it cost",
            "table": {"columns": [{"type": "text", "heading": "Year"}], "rows": [{"values": ["2021"]}]},
            "first_column_is_heading": True,
        },
        "chart": {
            "title": "More members every year",
            "description": "From 12 to 45 members.",
            "kind": "line",
            "figures": "Year,Members\n2021,12\n2022,\n2023,45",
            "file": None,
            "unit": "members",
            "note": "Counted in June.",
            **source,
        },
        "costs": {
            "title": "What the first year cost",
            "costs": [
                {
                    "item": "Mending the roof",
                    "amount": "40000",
                    "exactness": "",
                    "price_year": "2021",
                    "frequency": "once",
                    "paid_by": "Council",
                }
            ],
            "note": "Hours of volunteers are not counted.",
            **source,
        },
        "outcome": {
            "indicator": "Homes let by the trust",
            "baseline": "0",
            "result": "6",
            "unit": "homes",
            "measured_on": "2023-09",
            "how_sure": "monitored",
            **source,
        },
        "what_did_not_work": "<p>The first site fell through.</p>",
        "what_it_needs": "<p>A council that will wait.</p>",
        "copy_and_change": {"copy": "<p>Ask residents first.</p>", "change": "<p>Start with the lease.</p>"},
        "linked_entry": entry.pk,
        "linked_commitment": commitment.pk,
        "document": {"document": document.pk, "description": "To take to your solicitor", "licence": "ogl-3.0"},
        "notes": ["<p>Board papers of March 2015.</p>"],
    }


def stored(*blocks):
    """A story out of pairs of a block's name and its value."""
    return [{"type": name, "value": value} for name, value in blocks]
