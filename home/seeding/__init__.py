"""Fills a database with the seed content of home/seed/: what is missing is made, what is there stays as it is."""

from django.db import transaction

from home.seeding.commitments import seed_commitments
from home.seeding.entries import seed_entries, seed_links
from home.seeding.frame import seed_frame, seed_standard_pages
from home.seeding.sets import seed_authors, seed_collections
from home.seeding.vocabularies import seed_vocabularies


@transaction.atomic
def seed_everything() -> int:
    """Make all that is missing and return how many pages were made. A crash half-way leaves nothing behind."""
    seed_vocabularies()
    seed_authors()
    home, made = seed_frame()
    made += seed_standard_pages(home)
    made += seed_commitments()
    new = seed_entries(home)
    seed_links(new)
    seed_collections()
    return made + len(new)
