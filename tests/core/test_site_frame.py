"""Errors, health, headers and the small files that robots ask for."""

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import Site

from core.models import SiteDetails
from tests.factories import InitiativeFactory, PlaceFactory, StandardPageFactory


def test_unknown_address_says_page_not_found_and_offers_a_search(client, home):
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert "Page not found" in response.content.decode()
    assert 'action="/directory/"' in response.content.decode()


def test_nul_in_an_address_is_refused_with_a_page(client, home):
    response = client.get("/direc\x00tory/")

    assert response.status_code == 400
    assert "We could not read that request" in response.content.decode()


def test_server_error_page_needs_no_database(rf):
    from core.views import server_error

    response = server_error(rf.get("/"))

    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()


def test_form_without_its_token_is_refused_with_advice(home):
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "a", "password": "b"})

    assert response.status_code == 403
    assert "load the page again" in response.content.decode()


def test_wrong_host_is_refused(client, home):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_healthz_answers_without_the_database(client):
    assert client.get("/healthz/").content == b"ok\n"


def test_readyz_names_what_works(client, db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    response = client.get("/readyz/")

    assert response.status_code == 200
    assert response.json() == {"ready": True, "database": True, "migrations": True, "storage": True, "index": True}


def test_readyz_is_503_when_uploads_cannot_be_stored(client, db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "missing"

    response = client.get("/readyz/")

    assert response.status_code == 503
    assert response.json()["storage"] is False


def test_maintenance_switch_closes_and_opens_the_site(client, home, settings, tmp_path, capsys):
    settings.DATA_DIR = tmp_path
    call_command("maintenance", "on")
    closed = client.get("/")
    alive = client.get("/healthz/")
    call_command("maintenance", "off")

    assert closed.status_code == 503
    assert closed.headers["Retry-After"] == "3600"
    assert "Back shortly" in closed.content.decode()
    assert alive.status_code == 200
    assert client.get("/").status_code == 200


def test_robots_are_kept_from_the_desk_and_shown_the_sitemap(client, home):
    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /admin/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_sitemap_lists_published_pages_and_current_places(client, directory):
    InitiativeFactory(parent=directory, slug="baths")
    InitiativeFactory(parent=directory, slug="draft", live=False)
    PlaceFactory(slug="leeds")
    PlaceFactory(slug="craven", until="2023-03-31")

    xml = client.get("/sitemap.xml").content.decode()

    assert "/directory/baths/</loc>" in xml
    assert "/places/leeds/</loc>" in xml
    assert "draft" not in xml
    assert "craven" not in xml


def test_security_txt_appears_with_the_contact_address(client, home):
    assert client.get("/.well-known/security.txt").status_code == 404

    SiteDetails.objects.update_or_create(site=Site.objects.get(), defaults={"contact_email": "desk@example.org"})

    text = client.get("/.well-known/security.txt").content.decode()
    assert text.startswith("Contact: mailto:desk@example.org\nExpires: ")


@pytest.mark.parametrize(
    ("languages", "named"),
    [(None, "en"), ([("en-gb", "English"), ("en", "English"), ("cy", "Cymraeg")], "en, cy")],
    ids=["as it is", "with Welsh"],
)
def test_security_txt_names_the_languages_there_are(client, home, settings, languages, named):
    SiteDetails.objects.update_or_create(site=Site.objects.get(), defaults={"contact_email": "desk@example.org"})
    if languages:
        settings.LANGUAGES = languages

    assert f"\nPreferred-Languages: {named}\n" in client.get("/.well-known/security.txt").text


def test_public_page_sets_no_cookie_and_may_be_cached(client, home):
    response = client.get("/")

    assert not response.cookies
    assert response.headers["Cache-Control"] == "public, max-age=60"


def test_page_for_somebody_signed_in_is_not_for_shared_caches(admin_client, home):
    assert "public" not in admin_client.get("/").headers.get("Cache-Control", "")


def test_public_page_carries_the_strict_headers(client, home):
    headers = client.get("/").headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "'nonce-" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_site_manager_changes_name_and_footer_without_a_developer(client, home):
    SiteDetails.objects.update_or_create(
        site=Site.objects.get(), defaults={"name": "Places Together", "footer_text": "<p>Run by volunteers.</p>"}
    )

    html = client.get("/").content.decode()

    assert "Places Together" in html
    assert "<p>Run by volunteers.</p>" in html


def test_footer_links_to_the_pages_that_editors_ticked(client, home):
    StandardPageFactory(parent=home, title="Privacy", in_footer=True)
    StandardPageFactory(parent=home, title="Hidden corner", in_footer=False)

    html = client.get("/").content.decode()

    assert ">Privacy</a>" in html
    assert "Hidden corner" not in html


@pytest.mark.parametrize("path", ["/media/../manage.py", "/media/documents/secret.pdf", "/media/images/none.png"])
def test_media_address_gives_only_pictures(client, home, path):
    assert client.get(path).status_code == 404


def test_page_that_lists_others_tells_search_engines_its_introduction(client, directory):
    directory.introduction = '<p>What people do <b>here</b> &amp; "there".</p>'
    directory.save_revision().publish()

    html = client.get("/directory/").content.decode()

    assert '<meta name="description" content="What people do here &amp; &quot;there&quot;.">' in html
