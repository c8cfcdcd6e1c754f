"""Somebody at the desk, with what they chose about mails."""

from django.contrib.auth.models import Group

from accounts.models import User
from accounts.roles import MODERATORS
from submissions.models import ArrivalMails
from tests.factories import UserFactory


def person(email: str, how_often: str = "", group: str = MODERATORS) -> User:
    user = UserFactory(email=email)
    user.groups.add(Group.objects.get(name=group))
    if how_often:
        ArrivalMails.objects.create(user=user, how_often=how_often)
    return user
