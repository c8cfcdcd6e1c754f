"""What all tests share."""

import contextlib

import pytest
from django.contrib.auth.models import Group
from django.core.cache import caches
from django.db import connection
from wagtail.models import Site
from wagtail.signal_handlers import reference_index_auto_update_disabled

from accounts.roles import set_up_roles
from casestudies.models import CaseStudyIndexPage
from commitments.models import CommitmentIndexPage
from connectors.models import DirectoryPage
from core import kept
from core.kept import forget_everything
from places.gazetteer import forget
from search import log
from tests.copies import open_database_of_tests, shared_folder
from tests.factories import UserFactory, make_site, trunk


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Long files first: at the end one worker would wait for the other. They leave this process's database alone."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, tmp_path_factory):
    """Replaces pytest-django's, which runs all migrations in each worker."""
    with django_db_blocker.unblock():
        open_database_of_tests(shared_folder(tmp_path_factory))
        make_site()  # here, and not in each test: both take as long as most tests do
        set_up_roles()
    yield
    with django_db_blocker.unblock():
        connection.close()


@pytest.fixture(autouse=True)
def _empty_caches(monkeypatch):
    """A cached address, content type or count of one test must not reach the next."""
    # What is kept for seconds would be read again in the middle of a slow test, and queries counted that are none of its own.
    monkeypatch.setattr(kept, "SECONDS", 3_600.0)
    forget()
    forget_everything()
    log.tally.take()
    yield
    for cache in caches.all(initialized_only=True):
        cache.clear()
    Site.clear_site_root_paths_cache()


@pytest.fixture(autouse=True)
def _no_reference_index(request):
    """The CMS's list of what is used where is written at each save: `reference_index` marks the tests that read it."""
    switch = reference_index_auto_update_disabled
    switch.value = request.node.get_closest_marker("reference_index") is None
    yield
    # Whoever switches it off for a while, as seeding does, deletes it afterwards.
    with contextlib.suppress(AttributeError):
        del switch.value


@pytest.fixture
def home(db):
    return trunk()


@pytest.fixture
def directory(home):
    return DirectoryPage.objects.get()


@pytest.fixture
def shelf(home):
    return CaseStudyIndexPage.objects.get()


@pytest.fixture
def tracker(home):
    return CommitmentIndexPage.objects.get()


@pytest.fixture
def shared_url(transactional_db, tmp_path) -> str:
    """The address of a database that processes share: the tests' own on PostgreSQL, a file where that is in memory."""
    if connection.vendor != "postgresql":
        return f"sqlite:///{tmp_path / 'db.sqlite3'}"
    it = connection.settings_dict
    return f"postgres://{it['USER']}:{it['PASSWORD']}@{it['HOST']}:{it['PORT']}/{it['NAME']}"


@pytest.fixture
def sign_in(home, client):
    """Return a function that signs somebody of a group in."""

    def sign_in(group):
        user = UserFactory()
        user.save()  # the factory sets the password after the first save
        user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        return client

    return sign_in
