"""What places add to the editors' desk."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from places.models import Place
from places.viewsets import PlaceViewSet, RegisterPolicy

# Before the viewset, which would settle for Wagtail's default.
register_permission_policy(Place, RegisterPolicy(Place))
register_snippet(PlaceViewSet)


@hooks.register("register_log_actions")
def alias_log_action(actions):
    actions.register_action("places.move_alias", _("Move another name"), moved_message)


def moved_message(data) -> str:
    return gettext("The name “%(name)s” moved: %(other)s") % {
        "name": data.get("name", ""),
        "other": data.get("other", ""),
    }
