"""What other apps may listen to."""

from django.dispatch import Signal

# Sent inside the transaction that wrote them, with `keys`: the primary keys of the entries that were made or changed.
# An import writes in bulk, without Django's post_save: this is the one place where its changes are announced.
entries_imported = Signal()

# Sent before an import is taken back, with `keys` of its entries and `since`, when it began. Receivers return, by the keys
# of entries that must stay as they are, why: something hangs on them that the import did not make.
import_taken_back = Signal()
