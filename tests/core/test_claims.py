"""What the site says of itself claims no more than its entries hold: most of them state no evidence."""

import re
from pathlib import Path

from django.conf import settings

from core.models import SiteDetails

CLAIMS = re.compile(
    r"good chance|what works|that works? (?:here|there|elsewhere)|works? in places|what (?:has )?worked (?:here|there|elsewhere)"
    r"|\bproven\b|best practice|success stor|sure to|guarantee",
    re.IGNORECASE,
)
# The desk judges what it reads, and the seed's entries quote their sources: what stands here is ours.
PUBLIC = [
    *(path for path in Path(settings.BASE_DIR, "templates").rglob("*.html") if "admin" not in str(path)),
    *Path(settings.BASE_DIR, "atlas").glob("*.py"),
    *(Path(settings.BASE_DIR, "home", "seed", name) for name in ("pages.yaml", "site.yaml")),
    *(Path(settings.BASE_DIR, name) for name in ("README.md", "docs/editors.md")),
]


def test_no_text_of_ours_claims_that_something_works():
    found = {str(path.relative_to(settings.BASE_DIR)): CLAIMS.findall(path.read_text()) for path in PUBLIC}

    assert len(found) > 100
    assert {path: claims for path, claims in found.items() if claims} == {}


def test_tagline_that_is_there_at_first_claims_nothing_either():
    assert not CLAIMS.search(SiteDetails().tagline)
