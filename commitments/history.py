"""What is written once: tables whose rows can be added and read, and nothing else."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HistoryError(Exception):
    """Somebody tried to overwrite or delete a part of the history. Its text says what to do instead."""

    def __init__(self):
        super().__init__(_("The history is never overwritten. Add a new update that names the one it corrects."))


class AppendOnlyQuerySet(models.QuerySet):
    """Refuses every verb that would change or take away rows."""

    def update(self, **values):
        raise HistoryError

    def delete(self):
        raise HistoryError

    def bulk_update(self, objs, fields, batch_size=None):
        raise HistoryError

    def bulk_create(self, objs, *args, update_conflicts=False, **options):
        if update_conflicts:
            raise HistoryError
        return super().bulk_create(objs, *args, **options)

    update.alters_data = delete.alters_data = bulk_update.alters_data = True
    delete.queryset_only = True


class AppendOnly(models.Model):
    """A row that can be added, and never changed or deleted.

    Its base manager is Django's own: erasing a person's data goes through that, and changes words, not what happened.
    """

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise HistoryError
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args, **kwargs):
        raise HistoryError
