"""manage.py load_synonyms: put the product's list of synonyms into an empty table; afterwards it is the editors'."""

import csv
from pathlib import Path

from django.core.management.base import BaseCommand

from search.models import SynonymSet
from search.projection import record_synonyms

DATA = Path(__file__).parents[2] / "data" / "synonyms.csv"


class Command(BaseCommand):
    help = (
        "Load search/data/synonyms.csv. Does nothing once there are synonyms: what editors deleted must not come back."
    )

    def add_arguments(self, parser):
        parser.add_argument("--again", action="store_true", help="add the sets that are missing")

    def handle(self, *args, again: bool = False, **options):
        known = set(SynonymSet.objects.values_list("words", flat=True))
        if known and not again:
            self.stdout.write("Synonyms are there.")
            return
        with DATA.open(encoding="utf-8", newline="") as file:
            sets = [
                SynonymSet(words="\n".join(row["words"].split(";")), one_way=row["one_way"] == "yes", note=row["note"])
                for row in csv.DictReader(file)
            ]
        missing = [synonyms for synonyms in sets if synonyms.words not in known]
        with record_synonyms():
            SynonymSet.objects.bulk_create(missing)
        self.stdout.write(f"Loaded {len(missing)} sets of synonyms.")
