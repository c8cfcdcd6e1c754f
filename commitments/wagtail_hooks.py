"""What commitments add to the editors' desk."""

from django.contrib.auth.models import Permission
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from commitments import log_actions  # noqa: F401 - registers its hooks
from commitments.desk import views
from commitments.desk.searched import NothingFoundViewSet
from commitments.desk.viewset import CommitmentViewSet
from commitments.models import NothingFound, StatusUpdate

register_snippet(NothingFoundViewSet)


@hooks.register("register_admin_viewset")
def commitment_viewset():
    return CommitmentViewSet()


@hooks.register("register_admin_menu_item")
def commitments_menu() -> MenuItem:
    """Put what was promised, and where somebody looked and found nothing, into one menu: the main one stays short."""
    items = [viewset.get_menu_item() for viewset in (CommitmentViewSet(), NothingFound.snippet_viewset)]
    return SubmenuMenuItem(
        _("Commitments"),
        Menu(items=items),
        name="commitments-menu",
        icon_name=CommitmentViewSet.icon,
        order=CommitmentViewSet.menu_order,
    )


@hooks.register("register_admin_urls")
def status_urls():
    return [
        path("commitments/<int:pk>/statuses/", views.statuses, name="commitment_statuses"),
        path("commitments/statuses/<int:pk>/approve/", views.approve, name="commitment_approve"),
        path("commitments/statuses/<int:pk>/decline/", views.decline, name="commitment_decline"),
    ]


@hooks.register("register_permissions")
def status_permissions():
    """Let site managers give proposing and approving to a group of their own."""
    return Permission.objects.filter(
        content_type__app_label="commitments",
        codename__in=["view_statusupdate", "add_statusupdate", "approve_statusupdate"],
    )


@hooks.register("before_delete_page")
def keep_commitments_with_a_history(request: HttpRequest, page: Page):
    """Refuse to delete a page below which a commitment has a history, and say what to do instead."""
    if not _holds_history([page]):
        return None
    messages.error(
        request,
        _("“%(title)s” has a history of statuses, which is never deleted. Unpublish it instead.")
        % {"title": page.title},
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def keep_ticked_commitments_with_a_history(request: HttpRequest, action_type: str, objects, action_class_instance):
    if action_type == "delete" and all(isinstance(one, Page) for one in objects) and _holds_history(objects):
        messages.error(
            request, _("One of these has a history of statuses, which is never deleted. Unpublish it instead.")
        )
        return redirect(action_class_instance.next_url)
    return None


def _holds_history(pages: list[Page]) -> bool:
    histories = StatusUpdate.objects.order_by()
    return any(histories.filter(commitment__path__startswith=page.path).exists() for page in pages)
