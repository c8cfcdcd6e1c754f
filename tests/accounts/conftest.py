"""A small page tree, one term of each vocabulary, and one person for each role."""

from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import Page

from accounts.roles import EDITORS, MODERATORS, SITE_MANAGERS
from accounts.second_factor import new_recovery_codes
from casestudies.models import CaseStudyIndexPage
from connectors.models import DirectoryPage
from tests.accounts.codes import VERIFY, code_of

PASSWORD = "correct horse battery"


@pytest.fixture
def tree(home):
    """The home page, the directory and the case-study shelf, with the site on top of them."""
    return SimpleNamespace(
        root=Page.get_first_root_node(),
        home=home,
        directory=DirectoryPage.objects.get(),
        shelf=CaseStudyIndexPage.objects.get(),
    )


@pytest.fixture
def people(tree):
    """An editor, a moderator, a site manager and a superuser, each with the rights that `setup_roles` gives."""
    User = get_user_model()
    found = SimpleNamespace(root=User.objects.create_superuser("root", password=PASSWORD))
    for name, group in {"editor": EDITORS, "moderator": MODERATORS, "manager": SITE_MANAGERS}.items():
        user = User.objects.create_user(name, password=PASSWORD)
        user.groups.add(Group.objects.get(name=group))
        setattr(found, name, user)
    return found


@pytest.fixture
def device(people):
    """The confirmed device of the moderator."""
    return TOTPDevice.objects.create(user=people.moderator, name="app")


@pytest.fixture
def recovery_codes(people, device):
    return new_recovery_codes(user=people.moderator)


@pytest.fixture
def signed_in(client, people):
    """A browser in which the moderator has typed the password, and only that."""
    client.force_login(people.moderator)
    return client


@pytest.fixture
def verified(signed_in, device):
    """The same after the code."""
    assert signed_in.post(VERIFY, {"code": code_of(device)}).status_code == 302
    return signed_in
