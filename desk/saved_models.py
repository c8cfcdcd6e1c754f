"""What the desk keeps for each person who sits at it: saved views of lists."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

NAME_LENGTH, QUERY_LENGTH = 60, 2_000


class SavedView(models.Model):
    """A list as somebody narrowed and sorted it, under a name of theirs. Nobody else sees it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    list_name = models.CharField(_("list"), max_length=80)  # the name of its address
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    query = models.CharField(_("query string"), max_length=QUERY_LENGTH, blank=True)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name", "pk"]
        default_permissions = ()
        permissions = [("read_reports", _("Can read the reports on entries"))]
        constraints = [
            models.UniqueConstraint(fields=["user", "list_name", "name"], name="view_name_once_per_list"),
        ]

    def __str__(self):
        return self.name
