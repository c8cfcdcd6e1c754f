"""What people sent about entries keeps these where an import put them."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.dispatch import receiver
from django.utils.translation import gettext as _

from exchange.signals import import_taken_back
from submissions.models import Submission


@receiver(import_taken_back)
def submissions_stand_in_the_way(sender, keys: Collection[int], since: datetime, **kwargs) -> dict[int, str]:
    """Return the entries about which somebody sent something since an import began."""
    about = Submission.objects.filter(Q(target__in=keys) | Q(page__in=keys), created_at__gt=since)
    found = {key for pair in about.values_list("target", "page") for key in pair if key}
    return dict.fromkeys(found.intersection(keys), _("somebody sent something about it"))
