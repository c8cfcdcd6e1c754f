"""A small page tree, one term of each vocabulary, and one person for each role."""

from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.models import Page, Site

from accounts.roles import EDITORS, MODERATORS, SITE_MANAGERS, set_up_roles

PASSWORD = "correct horse battery"


@pytest.fixture
def tree(db):
    """The home page, the directory and the case-study shelf, with the site on top of them."""
    from casestudies.models import CaseStudyIndexPage
    from connectors.models import DirectoryPage
    from home.models import HomePage

    root = Page.objects.get(depth=1)
    home = root.add_child(instance=HomePage(title="Next Town Over", slug="front"))
    Site.objects.filter(is_default_site=True).update(root_page=home)
    directory = home.add_child(instance=DirectoryPage(title="Directory", slug="directory"))
    shelf = home.add_child(instance=CaseStudyIndexPage(title="Case studies", slug="case-studies"))
    return SimpleNamespace(root=root, home=home, directory=directory, shelf=shelf)


@pytest.fixture
def people(tree):
    """An editor, a moderator, a site manager and a superuser, each with the rights that `setup_roles` gives."""
    set_up_roles()
    User = get_user_model()
    found = SimpleNamespace(root=User.objects.create_superuser("root", password=PASSWORD))
    for name, group in {"editor": EDITORS, "moderator": MODERATORS, "manager": SITE_MANAGERS}.items():
        user = User.objects.create_user(name, password=PASSWORD)
        user.groups.add(Group.objects.get(name=group))
        setattr(found, name, user)
    return found
