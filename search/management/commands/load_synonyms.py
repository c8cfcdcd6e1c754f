"""manage.py load_synonyms: offer the product's list of synonyms; each set once, afterwards it is the editors'."""

import csv
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import IntegrityError

from search.models import OfferedSynonyms, SynonymSet
from search.projection import record_synonyms

DATA = Path(__file__).parents[2] / "data" / "synonyms.csv"


class Command(BaseCommand):
    help = (
        "Load the sets of search/data/synonyms.csv that this site never had. A set is known by its first word: what editors "
        "changed stays changed and what they deleted does not come back."
    )

    def add_arguments(self, parser):
        parser.add_argument("--again", action="store_true", help="also the sets that editors deleted or renamed")

    def handle(self, *args, again: bool = False, **options):
        sets = product_sets()
        offered = set(OfferedSynonyms.objects.values_list("name", flat=True))
        there = {synonyms.lines[0] for synonyms in SynonymSet.objects.all() if synonyms.lines}
        if there and not offered:
            # Loaded before it was remembered which: all of them were.
            offered = set(sets)
            OfferedSynonyms.objects.bulk_create([OfferedSynonyms(name=name) for name in sets], ignore_conflicts=True)
        known = there if again else offered | there
        missing = {name: synonyms for name, synonyms in sets.items() if name not in known}
        if not missing:
            self.stdout.write("Synonyms are there.")
            return
        try:
            with record_synonyms():
                OfferedSynonyms.objects.bulk_create([OfferedSynonyms(name=name) for name in missing.keys() - offered])
                SynonymSet.objects.bulk_create(missing.values())
        except IntegrityError:
            self.stdout.write("Another process is loading the synonyms.")
            return
        self.stdout.write(f"Loaded {len(missing)} sets of synonyms.")


def product_sets() -> dict[str, SynonymSet]:
    """Return the sets of the product's list by their first word."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = [(row["words"].split(";"), row) for row in csv.DictReader(file)]
    return {
        words[0]: SynonymSet(words="\n".join(words), one_way=row["one_way"] == "yes", note=row["note"])
        for words, row in rows
    }
