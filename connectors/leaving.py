"""What happens to the address of a page that is removed, comes back, is renamed or moved."""

from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from connectors.actions.copying import drop_numbers_of_aliases
from connectors.actions.removing import (
    follow_gone,
    forget_gone,
    forget_gone_below,
    path_of,
    remember_deleted,
    remember_gone,
)
from connectors.models import EntryPage


@receiver(page_unpublished)
def entry_unpublished(sender, instance, **kwargs):
    if isinstance(instance, EntryPage) and not instance.get_view_restrictions().exists():
        remember_gone(instance)


@receiver(pre_delete, sender=EntryPage)
def entry_deleted(sender, instance, **kwargs):
    remember_deleted(instance, was_public=instance.live and not instance.get_view_restrictions().exists())
    drop_numbers_of_aliases(instance)


@receiver(page_published)
def entry_published(sender, instance, **kwargs):
    if isinstance(instance, EntryPage):
        forget_gone(instance)


@receiver(post_save, sender=PageViewRestriction)
def page_restricted(sender, instance, **kwargs):
    forget_gone_below(instance.page)


@receiver([page_slug_changed, post_page_move])
def page_got_another_address(sender, instance, **kwargs):
    """Correct what Wagtail's redirects leave: a page that got an old address back would lead to itself once it is hidden."""
    made = Redirect.objects.filter(automatically_created=True, redirect_page__path__startswith=instance.path)
    made = list(made.select_related("redirect_page"))
    to_itself = [one.pk for one in made if one.old_path == path_of(one.redirect_page)]
    # Nobody outside knows the address of a draft, and the redirect would tell that there is one.
    to_drafts = [one.pk for one in made if one.redirect_page.first_published_at is None and not one.redirect_page.live]
    Redirect.objects.filter(pk__in=[*to_itself, *to_drafts]).delete()
    follow_gone(Page.objects.get(pk=instance.pk))
