"""Tells search what changed: whatever makes, changes, moves, hides or deletes an entry or what it is found by.

Each handler runs in the transaction of the change, so the record of it is there exactly when the change is.
"""

from collections.abc import Iterable

from django.db.models import Q
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from taggit.models import Tag
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_slug_changed, post_page_move

from connectors.actions.slugs import remember_slug
from connectors.models import EntryKeyword, EntryPage, EntryTheme, EntryTier, Theme, Tier
from connectors.options import options_changed
from places.gazetteer import forget
from places.models import Place, PlaceAlias
from places.signals import places_loaded
from search.projection import record_change, record_rebuild


@receiver([post_save, post_delete])
def entry_changed(sender, instance, **kwargs):
    """An entry was saved (also by publishing and unpublishing) or deleted. Sender is any of the page classes."""
    if isinstance(instance, EntryPage):
        record_change([instance.pk])


@receiver([post_page_move, page_slug_changed])
def entries_got_another_address(sender, instance, **kwargs):
    _record_below(instance)


@receiver([post_save, pre_delete], sender=PageViewRestriction)
def entries_hidden_or_shown(sender, instance, **kwargs):
    _record_below(instance.page)


@receiver(pre_save, sender=Theme)
@receiver(pre_save, sender=Tier)
def term_renamed(sender, instance, **kwargs):
    """Keep the former slug: links with it stand in other people's pages."""
    former = sender.objects.filter(pk=instance.pk).values_list("slug", flat=True).first()
    if former and former != instance.slug:
        remember_slug(group=sender._meta.model_name, former=former, current=instance.slug)


@receiver([post_save, pre_delete], sender=Theme)
def theme_changed(sender, instance, **kwargs):
    options_changed()
    record_change(EntryTheme.objects.filter(tag=instance).values_list("content_object", flat=True))


@receiver([post_save, pre_delete], sender=Tier)
def tier_changed(sender, instance, **kwargs):
    options_changed()
    record_change(EntryTier.objects.filter(tag=instance).values_list("content_object", flat=True))


@receiver(post_save, sender=Tag)
def keyword_renamed(sender, instance, **kwargs):
    record_change(EntryKeyword.objects.filter(tag=instance).values_list("content_object", flat=True))


@receiver(post_save, sender=Place)
def place_changed(sender, instance, **kwargs):
    forget()
    options_changed()
    record_change(_keys_at(instance))


@receiver([post_save, post_delete], sender=PlaceAlias)
def place_got_another_name(sender, instance, **kwargs):
    forget()
    options_changed()
    record_change(_keys_at(instance.place))


@receiver(places_loaded)
def geography_changed(sender, **kwargs):
    forget()
    options_changed()
    record_rebuild()


def _record_below(page: Page) -> None:
    record_change(EntryPage.objects.descendant_of(page, inclusive=True).values_list("pk", flat=True))


def _keys_at(place: Place) -> Iterable[int]:
    """Keys of the entries that are found by the place's names: those in it, and those of its former or later self."""
    inside = Place.objects.within(place)
    links = EntryPage.entry_places.rel.related_model.objects
    return links.filter(Q(place__in=inside) | Q(place__in=place.replaced_by.all())).values_list("entry", flat=True)
