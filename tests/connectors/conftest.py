"""What the tests of the desk's lists share."""

import pytest
from django.contrib.auth.models import Group

from accounts.roles import set_up_roles
from tests.factories import UserFactory


@pytest.fixture
def sign_in(home, client):
    set_up_roles()

    def sign_in(group):
        user = UserFactory()
        user.save()  # the factory sets the password after the first save
        user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        return client

    return sign_in
