"""Where many entries are changed at once: the list of entries; and the lists of snippets, where "all" must mean all shown."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy
from wagtail import hooks

from core.logged import told
from desk.bulk.changing import BULK
from desk.bulk.views import DeleteMatchingAction, bulk_actions, bulk_change

for action in bulk_actions():
    hooks.register("register_bulk_action", action)
# After Wagtail's own of the same name, which it replaces.
hooks.register("register_bulk_action", DeleteMatchingAction, order=1)


@hooks.register("register_admin_urls")
def bulk_urls() -> list[URLPattern]:
    return [path("entries/changes/<int:key>/", bulk_change, name="desk_bulk_change")]


@hooks.register("register_log_actions")
def bulk_log_action(actions) -> None:
    text = gettext_lazy("Changed together with other entries: %(change)s")
    actions.register_action(BULK)(told(gettext_lazy("Change with others"), text, "change"))
