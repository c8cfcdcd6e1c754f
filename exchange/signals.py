"""What other apps may listen to."""

from django.dispatch import Signal

# Sent inside the transaction that wrote them, with `keys`: the primary keys of the entries that were made or changed.
# An import writes in bulk, without Django's post_save: this is the one place where its changes are announced.
entries_imported = Signal()
