"""What apps above may listen to. Each is sent inside the transaction of what it tells."""

from django.dispatch import Signal

# One entry became another (arguments: merged, survivor – EntryPage).
entries_merged = Signal()
