"""The checks that every kind of entry has."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.rich_text import RichText, get_text_for_indexing

from casestudies.walking import values_of
from connectors.models import EntryPage
from core.contact_details import ContactKind, find_contact_details
from desk.checks.reading_age import reading_age
from desk.checks.registry import Remark, register

OLDEST = 12  # years: about the reading age of a popular newspaper
HEADING = re.compile(r"<h([2-6])[ >]")


@register
def picture_has_words(entry: EntryPage) -> Iterator[Remark]:
    if entry.image and not (entry.image_alt or entry.image.description):
        yield Remark(
            _("The picture has no alternative text."),
            _("Say in one sentence what it shows, for people who cannot see it."),
            "image",
        )
    for name, picture in _pictures_without_words(entry):
        yield Remark(
            _("The picture “%(title)s” in the text has no alternative text.") % {"title": picture.title},
            _("Write it in the block of the picture, or with the picture itself."),
            name,
        )


@register
def headings_are_in_order(entry: EntryPage) -> Iterator[Remark]:
    before = 2
    for name, level in ((name, int(level)) for name, html in _rich_texts(entry) for level in HEADING.findall(html)):
        if level > before + 1:
            values = {"level": level, "before": before}
            yield Remark(
                _("A heading of level %(level)d follows one of level %(before)d.") % values,
                _("Make it a level higher: people who listen to the page find their way by headings."),
                name,
            )
        before = level


@register
def text_is_easy_to_read(entry: EntryPage) -> Iterator[Remark]:
    texts = [("summary", entry.summary), *_texts(entry)]
    age = reading_age("\n".join(text for _name, text in texts))
    if age is not None and age > OLDEST:
        yield Remark(
            _("You have to be about %(age)d to understand the text easily.") % {"age": age},
            _("Aim for %(oldest)d: one thought a sentence, short words, “use” and not “utilise”.") % {"oldest": OLDEST},
            max(texts, key=lambda text: len(text[1]))[0],  # most of it stands there
        )


@register
def has_places(entry: EntryPage) -> Iterator[Remark]:
    places = list(entry.entry_places.all())
    if not places:
        yield Remark(_("It has no place."), _("Add the council, region or nation where it happens."), "entry_places")
    elif sum(place.is_lead for place in places) != 1:
        yield Remark(
            _("None of its places, or more than one, is the lead place."),
            _("Tick exactly one: the one on the card."),
            "entry_places",
        )


@register
def has_sources(entry: EntryPage) -> Iterator[Remark]:
    if not entry.sources.all():
        yield Remark(_("It names no source."), _("Add at least one, with the fact that it backs."), "sources")


@register
def names_no_private_contact(entry: EntryPage) -> Iterator[Remark]:
    texts = [("summary", entry.summary), *_texts(entry)]
    found = [(name, detail) for name, text in texts for detail in find_contact_details(text)]
    for kind in ContactKind:
        name, first = next(((name, detail) for name, detail in found if detail.kind == kind), ("", None))
        if first:
            yield Remark(
                _("The public text holds %(what)s: %(found)s") % {"what": kind.label, "found": first.text},
                _(
                    "If it is somebody’s own, take it out: the contact belongs under “For editors”, which nobody else sees."
                ),
                name,
            )


def _fields(entry: EntryPage) -> Iterator[tuple[Any, Any]]:
    for name in entry.body_fields:
        field = entry._meta.get_field(name)
        yield field, getattr(entry, name)


def _texts(entry: EntryPage) -> Iterator[tuple[str, str]]:
    """Yield the public texts of an entry without markup, each with the name of its field."""
    for field, value in _fields(entry):
        if isinstance(field, StreamField):
            yield from ((field.name, get_text_for_indexing(html)) for html in _in_story(value))
        elif isinstance(value, str):
            yield field.name, get_text_for_indexing(value) if isinstance(field, RichTextField) else value


def _rich_texts(entry: EntryPage) -> Iterator[tuple[str, str]]:
    for field, value in _fields(entry):
        if isinstance(field, StreamField):
            yield from ((field.name, part.source) for part in values_of(value) if isinstance(part, RichText))
        elif isinstance(field, RichTextField):
            yield field.name, value


def _in_story(story) -> Iterator[str]:
    for value in values_of(story):
        if isinstance(value, RichText):
            yield value.source
        elif isinstance(value, str):
            yield value


def _pictures_without_words(entry: EntryPage) -> Iterator[tuple[str, Any]]:
    for field, value in _fields(entry):
        if isinstance(field, StreamField):
            for part in values_of(value):
                if isinstance(part, get_image_model()) and not (
                    getattr(part, "contextual_alt_text", "") or part.description or getattr(part, "decorative", False)
                ):
                    yield field.name, part
