"""Commitments: what was promised to places, and the history of what became of it."""

from commitments.models.commitment import CommitmentPage
from commitments.models.index import CommitmentIndexPage
from commitments.models.searched import NothingFound
from commitments.models.updates import CurrentStatus, StatusUpdate, UpdateSource

__all__ = [
    "CommitmentIndexPage",
    "CommitmentPage",
    "CurrentStatus",
    "NothingFound",
    "StatusUpdate",
    "UpdateSource",
]
