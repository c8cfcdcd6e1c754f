"""Business words about entries, as queryset verbs."""

from django.db.models import BooleanField, CharField, Exists, ExpressionWrapper, F, OuterRef, Prefetch, Q
from wagtail.models import PageManager, PageViewRestriction
from wagtail.query import PageQuerySet


def _restricted() -> Exists:
    # Wagtail's public() asks for all restrictions first; as a subquery it is part of the one question.
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    return Exists(PageViewRestriction.objects.alias(below=path).filter(below__startswith=F("page__path")))


class EntryQuerySet(PageQuerySet):
    def once(self):
        """Each entry once: without aliases, which are second addresses of entries that are there."""
        return self.filter(alias_of=None)

    def listed(self):
        """Entries that anybody may see, each once: live, and neither they nor a page above them is restricted."""
        return self.live().once().filter(~_restricted())

    def with_is_listed(self):
        """Each entry with `is_listed`: whether anybody may see it."""
        is_listed = ExpressionWrapper(Q(live=True) & ~Q(_restricted()), output_field=BooleanField())
        return self.annotate(is_listed=is_listed)

    def of_kinds(self, content_types):
        return self.filter(content_type__in=content_types)

    def with_themes(self, slugs):
        """Entries with any of the themes. As a subquery: a join would count an entry once for each of its themes."""
        items = self.model._meta.get_field("theme_items").related_model.objects
        return self.filter(pk__in=items.filter(tag__slug__in=slugs).values("content_object"))

    def with_tiers(self, slugs):
        items = self.model._meta.get_field("tier_items").related_model.objects
        return self.filter(pk__in=items.filter(tag__slug__in=slugs).values("content_object"))

    def in_areas(self, codes):
        """Entries with a place in any of the regions, or of the nations and countries that no region holds."""
        places = self.model._meta.get_field("entry_places").related_model.objects
        in_area = Q(place__region__code__in=codes) | Q(place__code__in=codes)
        return self.filter(pk__in=places.filter(in_area).values("entry"))

    def in_places(self, places):
        """Entries with a place among `places`, a queryset of Place."""
        links = self.model._meta.get_field("entry_places").related_model.objects
        return self.filter(pk__in=links.filter(place__in=places).values("entry"))

    def for_cards(self):
        """Fetch what a card shows, in a fixed number of queries."""
        places = self.model._meta.get_field("entry_places").related_model.objects
        themes = self.model._meta.get_field("theme_items").related_model.objects
        return self.select_related("content_type", "image").prefetch_related(
            Prefetch("entry_places", places.select_related("place")),
            Prefetch("theme_items", themes.select_related("tag__picture").order_by("pk")),
        )


EntryManager = PageManager.from_queryset(EntryQuerySet)
