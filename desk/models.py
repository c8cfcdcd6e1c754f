"""What the desk keeps; each part has its models in a module of its own."""

from desk.bulk.models import BulkChange
from desk.entry_merges import EntryMerge
from desk.place_moves import PlaceMove
from desk.saved_models import SavedView

__all__ = ["BulkChange", "EntryMerge", "PlaceMove", "SavedView"]
