"""The content security policy of the desk, of previews and of public pages; and that no desk page needs more."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from accounts.models import User
from casestudies.models import CaseStudyPage
from tests.connectors.test_desk import make_entry, make_tree

pytestmark = pytest.mark.django_db

SCRIPT = re.compile(r"<script\b([^>]*)>", re.IGNORECASE)
HANDLER = re.compile(r"<[a-z][^>]*\s(on[a-z]+)=[\"']", re.IGNORECASE)
SCREENS = [
    "wagtailadmin_home",
    "wagtailadmin_explore_root",
    "wagtailadmin_workflows:add",
    "wagtailadmin_reports:aging_pages",
    "wagtailadmin_reports:site_history",
    "wagtailsnippets_places_place:list",
    "wagtailsnippets_connectors_theme:add",
    "wagtailsnippets_casestudies_casestudycollection:add",
    "wagtailsnippets_casestudies_author:add",
    "wagtailimages:add",
    "wagtailimages:add_multiple",
    "wagtaildocs:add_multiple",
    "wagtailusers_users:add",
    "wagtailusers_groups:add",
    "wagtailsites:add",
    "wagtailredirects:add",
    "wagtailadmin_account",
    "entries:index",
]


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def desk(client):
    client.force_login(User.objects.create_superuser("editor", "editor@example.org", "a long password"))
    return client


def policy(response) -> dict[str, str]:
    parts = [part.partition(" ") for part in response.headers["Content-Security-Policy"].split("; ")]
    return {name: value for name, _space, value in parts}


def inline_scripts(html: str) -> list[str]:
    return [tag for tag in SCRIPT.findall(html) if "src=" not in tag and "application/json" not in tag]


def test_policy_of_the_desk_loosens_style_attributes_and_pictures_only(desk, tree):
    public = policy(desk.get("/"))
    admin = policy(desk.get(reverse("wagtailadmin_home")))

    assert {name: value for name, value in admin.items() if public.get(name) != value and name != "script-src"} == {
        "style-src": admin["style-src"],
        "style-src-attr": "'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "frame-src": "'self'",
    }
    assert re.fullmatch(r"'self' 'nonce-[^']+'", admin["script-src"])
    assert admin["style-src"] == admin["script-src"]
    assert admin["frame-ancestors"] == "'none'"


def test_policy_of_public_pages_has_a_nonce_and_no_unsafe_source(client, tree):
    public = policy(client.get("/"))

    assert re.fullmatch(r"'self'( 'nonce-[^']+')?", public["script-src"])
    assert "unsafe" not in str(public)
    assert public["frame-ancestors"] == "'none'"


def test_policy_of_a_preview_is_the_public_one_that_the_desk_may_frame(desk, tree):
    entry = make_entry(tree, "Allotments", live=False)

    preview = policy(desk.get(reverse("wagtailadmin_pages:view_draft", args=[entry.pk])))

    assert {**policy(desk.get("/")), "frame-ancestors": "'self'", "script-src": ""} == {**preview, "script-src": ""}
    assert "unsafe" not in preview["script-src"]


@pytest.mark.parametrize("screen", SCREENS)
def test_desk_screens_have_no_inline_script_or_handler(desk, tree, screen):
    html = desk.get(reverse(screen)).content.decode()

    assert inline_scripts(html) == []
    assert HANDLER.findall(html) == []


def test_desk_editors_have_no_inline_script_or_handler(desk, tree):
    image = get_image_model().objects.create(title="Leeks", file=get_test_image_file())
    study = make_entry(tree, "Baths", model=CaseStudyPage, image=image)
    addresses = [
        reverse("wagtailadmin_pages:edit", args=[study.pk]),
        reverse("wagtailadmin_pages:add", args=["connectors", "initiativepage", tree.directory.pk]),
        reverse("wagtailadmin_pages:add", args=["connectors", "connectorpage", tree.directory.pk]),
        reverse("wagtailsnippets_places_place:edit", args=[tree.hartlepool.pk]),
        reverse("wagtailimages:edit", args=[image.pk]),
        reverse("wagtailadmin_pages:history", args=[study.pk]),
        reverse("wagtailadmin_pages:set_privacy", args=[study.pk]),
    ]

    pages = {address: desk.get(address).content.decode() for address in addresses}

    assert {address: inline_scripts(html) + HANDLER.findall(html) for address, html in pages.items()} == {
        address: [] for address in addresses
    }


def test_desk_choosers_carry_their_start_as_data(desk, tree):
    html = desk.get(
        reverse("wagtailadmin_pages:add", args=["connectors", "initiativepage", tree.directory.pk])
    ).content.decode()

    for start in ("SnippetChooser", "PageChooser", "ImageChooser", "InlinePanel"):
        assert f'data-desk-new="{start}"' in html
    assert 'data-desk-call="initDateChooser"' in html


def test_desk_report_exports_are_defused(desk, tree):
    make_entry(tree, "=HYPERLINK(1)", last_published_at=timezone.now())

    text = b"".join(desk.get(reverse("wagtailadmin_reports:aging_pages") + "?export=csv").streaming_content).decode()

    assert "'=HYPERLINK(1)" in text
    assert "\n=HYPERLINK" not in text


def test_desk_carries_the_name_of_the_site(desk, client, tree):
    assert "Next Town Over" in desk.get(reverse("wagtailadmin_home")).content.decode()
    client.logout()
    assert "Sign in to Next Town Over" in client.get(reverse("wagtailadmin_login")).content.decode()


def test_desk_help_menu_leaves_out_release_notes(desk, tree):
    assert "wagtail-features.wagtail" not in (html := desk.get(reverse("wagtailadmin_home")).content.decode())
    assert "whats-new-in-wagtail" not in html
