"""Case studies: edited stories about entries, with evidence, and the sets that editors make of them."""

from casestudies.models.authors import Author, AuthorKind, Byline
from casestudies.models.case_study import CaseStudyPage
from casestudies.models.collections import CaseStudyCollection, CollectionItem
from casestudies.models.index import CaseStudyIndexPage, FeaturedStory
from casestudies.models.parts import Outcome, PublicChange, ReusableDocument

__all__ = [
    "Author",
    "AuthorKind",
    "Byline",
    "CaseStudyCollection",
    "CaseStudyIndexPage",
    "CaseStudyPage",
    "CollectionItem",
    "FeaturedStory",
    "Outcome",
    "PublicChange",
    "ReusableDocument",
]
