"""Case studies: edited stories about entries, with evidence, and the sets that editors make of them."""

from casestudies.models.case_study import CaseStudyPage, Outcome, ReusableDocument
from casestudies.models.collections import CaseStudyCollection, CollectionItem
from casestudies.models.index import CaseStudyIndexPage

__all__ = [
    "CaseStudyCollection",
    "CaseStudyIndexPage",
    "CaseStudyPage",
    "CollectionItem",
    "Outcome",
    "ReusableDocument",
]
