"""manage.py export_person EMAIL: what is held of a person, as JSON."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand
from django.core.serializers.json import DjangoJSONEncoder

from submissions.people import export_of


class Command(BaseCommand):
    help = (
        "Print as JSON what is held under an e-mail address. Files of photos are in PRIVATE_ROOT/photos/<reference>/."
    )

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument(
            "--json", dest="file", type=Path, metavar="FILE", help="write it to a file that only you can read"
        )

    def handle(self, *args, email: str, file: Path | None, **options):
        text = _as_json(email)
        if file is None:
            self.stdout.write(text)
            return
        file.touch(mode=0o600)
        file.write_text(text, encoding="utf-8")
        self.stdout.write(f"Written to {file}.")


def _as_json(email: str) -> str:
    return json.dumps(export_of(email), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
