"""Two versions of a page beside each other in words, in place of the CMS's comparison; and the way there from the history."""

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic.history import ActionColumn
from wagtail.admin.views.generic.models import RevisionsCompareView as GenericRevisionsCompareView
from wagtail.admin.views.pages.history import PageHistoryView
from wagtail.admin.views.pages.revisions import RevisionsCompareView
from wagtail.models import Page

from desk.versions.differences import differences
from desk.versions.listing import LIVE, versions_of
from desk.versions.wording import Names, said_by

COMPARE = "wagtailadmin_pages:revisions_compare"


class CompareView(RevisionsCompareView):
    page_title = _("Compare versions")
    template_name = "desk/versions/compare.html"

    def get_context_data(self, **kwargs):
        before, after = (self._key(name, given) for name, given in self._asked)
        chosen = [int(key) for key in (before, after) if key != LIVE]
        versions = versions_of(self.object, *chosen)
        names = {version.key: version.name for version in versions}
        if before not in names or after not in names:
            raise Http404
        pages = self._page(before), self._page(after)
        rows = Names(*pages)
        return {
            # What the CMS's own view would work out is not needed.
            **super(GenericRevisionsCompareView, self).get_context_data(**kwargs),
            "object": self.object,
            "versions": versions,
            "before": before,
            "after": after,
            "before_name": names[before],
            "after_name": names[after],
            "changes": differences(*(said_by(page, rows) for page in pages)),
            "with_published": self._with_published(before, after),
        }

    @property
    def _asked(self) -> list[tuple[str, str]]:
        return [("before", self.revision_id_a), ("after", self.revision_id_b)]

    def _key(self, name: str, given: str) -> str:
        """Return "live" or the number of a revision: what was chosen in the form, else what the address says."""
        asked = self.request.GET.get(name, given)
        asked = asked if asked in {LIVE, "latest", "earliest"} or (asked.isascii() and asked.isdigit()) else given
        if asked == LIVE and not self.object.live:
            asked = "earliest"  # nothing is published to compare with
        if asked in {"latest", "earliest"}:
            order = "-created_at" if asked == "latest" else "created_at"
            found = self.object.revisions.order_by(order).values_list("pk", flat=True).first()
            asked = str(found) if found else LIVE
        return str(int(asked[:18])) if asked != LIVE else LIVE

    def _page(self, key: str) -> Page:
        content = self.object.serializable_data() if key == LIVE else self.object.revisions.get(pk=key).content
        # As the CMS makes a page of a revision, but without asking for each row whether what it refers to is still there.
        return type(self.object).from_serializable_data(content, check_fks=False)

    def _with_published(self, before: str, after: str) -> str:
        """Return the address of the comparison that matters most, where this is another one."""
        if not self.object.live or not self.object.latest_revision_id:
            return ""
        latest = str(self.object.latest_revision_id)
        return "" if (before, after) == (LIVE, latest) else reverse(COMPARE, args=[self.object.pk, LIVE, "latest"])


class VersionActions(ActionColumn):
    """What can be done with a version: first of all, see what it would change on the site."""

    def get_actions(self, instance, parent_context):
        actions = super().get_actions(instance, parent_context)
        if not self.object.live or not actions or instance.revision_id in {None, self.object.live_revision_id}:
            return actions
        address = reverse(COMPARE, args=[self.object.pk, LIVE, instance.revision_id])
        return [{"url": address, "label": _("Compare with what is published")}, *actions]


class HistoryView(PageHistoryView):
    @cached_property
    def columns(self):
        first, *others = super().columns
        ours = VersionActions(
            first.name,
            label=first.label,
            object=first.object,
            url_names=first.url_names,
            user_can_unschedule=first.user_can_unschedule,
        )
        return [ours, *others]
