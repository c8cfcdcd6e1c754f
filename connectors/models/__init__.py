"""The directory: what an entry is, its two kinds of this app, its vocabularies and the listing page."""

from connectors.models.addresses import FormerSlug, GoneAddress
from connectors.models.connector import Clause, ConnectorPage
from connectors.models.directory import DirectoryPage
from connectors.models.entry import EntryPage
from connectors.models.initiative import InitiativePage
from connectors.models.merges import TermMerge
from connectors.models.parts import (
    EntryKeyword,
    EntryLink,
    EntryPlace,
    EntrySource,
    EntryTheme,
    EntryTier,
    ExternalId,
)
from connectors.models.vocabularies import Theme, Tier

__all__ = [
    "Clause",
    "ConnectorPage",
    "DirectoryPage",
    "EntryKeyword",
    "EntryLink",
    "EntryPage",
    "EntryPlace",
    "EntrySource",
    "EntryTheme",
    "EntryTier",
    "ExternalId",
    "FormerSlug",
    "GoneAddress",
    "InitiativePage",
    "TermMerge",
    "Theme",
    "Tier",
]
