"""One page of each kind, as the seed content has them."""

import re

from tests.browser.server import answer

PAGES = {
    "home": "/",
    "directory": "/directory/",
    "filtered directory": "/directory/?q=work&kind=connector&tier=strategic",
    "directory near a postcode": "/directory/?near=TS24&within=50",
    "directory without a result": "/directory/?q=zzzxqy",
    "map": "/directory/map/",
    "part of the map": "/directory/map/?kind=initiative&bbox=-3.5,53,-0.5,55",
    "initiative": "/directory/wharton-trust/",
    "connector": "/directory/greater-manchester-good-employment-charter/",
    "case study": "/case-studies/three-employment-charters-side-by-side/",
    "shelf": "/case-studies/",
    "shelf by evidence": "/case-studies/?evidence=story&evidence=proven",
    "collection": "/case-studies/collections/good-work-without-waiting-for-whitehall/",
    "author": "/case-studies/authors/directory-editors/",
    "standard page": "/about/",
    "contribute": "/contribute/",
    "your data": "/submit/my-data/",
    "tell us": "/submit/",
    "places": "/places/",
    "places to choose from": "/places/?q=north+east",
    "place": "/places/hartlepool/",
    "place with entries": "/places/north-west/",
    "former place": "/places/cumbria-until-2023/",
    "places like it": "/places/hartlepool/like/?area=E92000001&deprivation=4",
    "ideas that fit": "/places/hartlepool/ideas/",
    "how we compare": "/places/how-we-compare/",
    "entries to compare": "/connectors/compare/",
    "tracker": "/commitments/?place=leeds",
    "commitment": "/commitments/towns-fund/",
    "how we judge": "/commitments/method/",
    "400": "/directory/?" + "&" * 1_000,
    "404": "/no-such-page/",
    "sign-in": "/admin/login/",
}
STATUSES = {"400": 400, "404": 404}
DESK = {"sign-in"}
PUBLIC = {name: path for name, path in PAGES.items() if name not in DESK}

# Issue 2, "Must show": what a fresh copy answers with 200.
PROMISED = [
    "/",
    "/directory/",
    PAGES["initiative"],
    PAGES["connector"],
    PAGES["case study"],
    "/places/hartlepool/",
    "/admin/login/",
    "/healthz/",
    "/readyz/",
    "/sitemap.xml",
    "/robots.txt",
]


def side_by_side(site: str) -> str:
    """Return the path of the three charters side by side, as one of them links to it: keys differ from copy to copy."""
    html = answer(site + PAGES["connector"])[2].decode()
    return re.search(r'href="(/connectors/compare/\?ids=\d+,\d+,\d+)"', html)[1]
