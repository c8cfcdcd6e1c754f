"""What other apps may listen to."""

from django.dispatch import Signal

# Sent inside the transaction that loaded the data files: they are written in bulk, without Django's post_save.
places_loaded = Signal()
