"""What other apps may listen to."""

from django.dispatch import Signal

# Sent inside the transaction that loaded the data files: they are written in bulk, without Django's post_save.
places_loaded = Signal()

# Sent inside the transaction that takes a load back, before its places go. Argument: `added`, the codes of the
# places that it added. Listeners take back what was done for it, and return sentences about that.
place_load_taken_back = Signal()
