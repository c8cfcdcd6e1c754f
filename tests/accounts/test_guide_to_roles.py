"""What docs/editors.md says each role may do is so, and nothing of the desk is left to nobody."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import RequestFactory
from django.urls import reverse
from wagtail.admin.menu import admin_menu, reports_menu, settings_menu

from accounts.roles import ROLES

GUIDE = Path(settings.BASE_DIR) / "docs/editors.md"
PERSONS = {"Editor": "editor", "Moderator": "moderator", "Site manager": "manager"}

# What each phrase of the guide comes down to: rights on pages below home, rights on models, or pages of the desk that open.
PHRASES = {
    "write and change entries": ["page:add", "page:change"],
    "case studies and standard pages": ["page:add", "page:change"],
    "add pictures": ["opens:wagtailimages:add"],
    "documents and authors": ["opens:wagtaildocs:add", "casestudies.add_author"],
    "send a page to moderation": ["page:submit"],
    "publish": ["page:publish"],
    "unpublish": ["page:unpublish"],
    "lock": ["page:lock"],
    "approve or return what editors sent": ["approves"],
    "put case studies together in collections and series": [
        "casestudies.add_casestudycollection",
        "casestudies.change_casestudycollection",
    ],
    "decide about what people sent and write to them": ["submissions.decide_submission"],
    "see what visitors search for": ["search.view_askedwords"],
    "which entries grow old or lack something and which mails arrived": ["desk.read_reports", "opens:mail_report"],
    "send failed ones again": ["outbox.change_outgoingmail"],
    "change settings": ["settings"],
    "themes": ["connectors.add_theme", "connectors.change_theme", "connectors.delete_theme"],
    "tiers": ["connectors.add_tier", "connectors.change_tier", "connectors.delete_tier"],
    "synonyms": ["search.add_synonymset", "search.change_synonymset", "search.delete_synonymset"],
    "the texts of mails": ["opens:mail_texts"],
    "places": ["places.add_place", "places.change_place", "places.add_placealias"],
    "redirects and people": ["opens:wagtailredirects:index", "opens:wagtailusers_users:index"],
    "delete collections and authors": ["casestudies.delete_casestudycollection", "casestudies.delete_author"],
}

# Left to administrators: how the site is built, not what is on it.
ADMINISTRATORS_ONLY = {
    (settings_menu, "sites"),  # a wrong host name takes the site away
    (settings_menu, "workflows"),  # set up by `setup_roles`; a change there lets unread pages through
    (settings_menu, "workflow-tasks"),
    (settings_menu, "collections"),  # of files: rights hang on them
    (admin_menu, "snippets"),  # each kind of snippet has a line of its own, so Wagtail's list of the rest is empty
}


def phrases_of_the_guide() -> list[tuple[str, str]]:
    rows = re.findall(r"^\| \*\*(.+?)\*\* \| (.+) \|$", GUIDE.read_text(), re.MULTILINE)
    return [
        (role, phrase)
        for role, cell in rows
        if role in PERSONS
        for part in cell.split(", ")
        if (phrase := part.removeprefix("and ")) != "all that"
    ]


def test_guide_and_checks_know_the_same_phrases():
    said = phrases_of_the_guide()

    assert {role for role, _phrase in said} == set(PERSONS)
    assert {phrase for _role, phrase in said} == set(PHRASES)


@pytest.mark.parametrize(("role", "phrase"), phrases_of_the_guide())
def test_role_may_do_what_the_guide_says_and_the_roles_before_may_not(client, people, tree, role, phrase):
    order = list(PERSONS)
    for other in order:
        may = all(is_allowed(client, getattr(people, PERSONS[other]), tree, what) for what in PHRASES[phrase])
        assert may == (order.index(other) >= order.index(role)), other


def test_every_line_of_the_menus_belongs_to_a_role_and_opens_for_it(client, people):
    menus = (admin_menu, reports_menu, settings_menu)
    shown = set()
    for person in (getattr(people, name) for name in PERSONS.values()):
        client.force_login(person)
        request = RequestFactory().get(reverse("wagtailadmin_home"))
        request.user = person
        for menu in menus:
            lines = [item for item in menu.registered_menu_items if item.is_shown(request)]
            shown |= {(menu, item.name) for item in lines}
            assert [item.name for item in lines if item.url.startswith("/") and not opens(client, item.url)] == []

    assert {(menu, item.name) for menu in menus for item in menu.registered_menu_items} - shown == ADMINISTRATORS_ONLY


def test_roles_are_described_where_they_are_given(client, people):
    client.force_login(people.manager)
    person = people.editor.pk
    pages = [
        client.get(reverse("wagtailusers_users:add")),
        client.get(reverse("wagtailusers_users:edit", args=[person])),
        client.get(reverse("wagtail_bulk_action", args=["accounts", "user", "assign_role"]), {"id": person}),
    ]

    for page in pages:
        words = " ".join(BeautifulSoup(page.content, "html.parser").get_text().split())
        assert [role.name for role in ROLES if str(role.description) not in words] == []


def is_allowed(client, person, tree, what: str) -> bool:
    kind, _, name = what.partition(":")
    if kind == "page":
        return getattr(tree.directory.permissions_for_user(person), f"can_{PAGE_RIGHTS[name]}")()
    if kind == "opens":
        client.force_login(person)
        return client.get(reverse(name)).status_code == 200
    if kind == "approves":
        return person.groups.filter(groupapprovaltask__active=True).exists()
    if kind == "settings":
        return all(opens_for(client, person, item) for item in settings_of_the_site())
    return person.has_perm(what)


PAGE_RIGHTS = {
    "add": "add_subpage",
    "change": "edit",
    "submit": "submit_for_moderation",
    "publish": "publish",
    "unpublish": "unpublish",
    "lock": "lock",
}


def settings_of_the_site() -> list[str]:
    """Return the addresses of all pages on which settings are changed."""
    pages = [item.url for item in settings_menu.registered_menu_items if "/settings/" in item.url]
    assert len(pages) > 1
    return pages


def opens_for(client, person, address: str) -> bool:
    client.force_login(person)
    return opens(client, address)


def opens(client, address: str) -> bool:
    response = client.get(address)
    if response.status_code == 302:  # settings lead to their row, the desk's first page is for who may not
        address = response.url
        response = client.get(address)
    return response.status_code == 200 and address != reverse("wagtailadmin_home")


def test_every_role_of_the_guide_is_a_group(people):
    assert Group.objects.filter(name__in=[role.name for role in ROLES]).count() == len(PERSONS)
