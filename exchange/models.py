"""What an import remembers."""

from django.db import models


class ImportedRow(models.Model):
    """What the file said about an entry when it was last imported, as one short digest a column.

    A cell that still says the same leaves the entry's field alone, whoever changed it since; a cell that says something
    new wins. Without this memory the same file, imported again, would undo the editors' work.
    """

    entry = models.OneToOneField(
        "connectors.EntryPage", models.CASCADE, primary_key=True, related_name="imported_row", db_index=True
    )
    digests = models.JSONField(default=dict)
    imported_at = models.DateTimeField(auto_now=True)

    # The desk's "used by" lists are for editors; this row is bookkeeping.
    wagtail_reference_index_ignore = True

    def __str__(self):
        return f"row of entry {self.pk}"
