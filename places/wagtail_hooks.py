"""What places add to the editors' desk."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from core.logged import told
from places.models import Place
from places.viewsets import PlaceViewSet, RegisterPolicy

# Before the viewset, which would settle for Wagtail's default.
register_permission_policy(Place, RegisterPolicy(Place))
register_snippet(PlaceViewSet)


@hooks.register("register_log_actions")
def alias_log_action(actions):
    moved = told(_("Move another name"), _("The name “%(name)s” moved: %(other)s"), "name", "other")
    actions.register_action("places.move_alias")(moved)
