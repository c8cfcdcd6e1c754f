"""Take away somebody's second factor, for instance because the phone is lost and no recovery code is left."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.second_factor import reset


class Command(BaseCommand):
    """Make sure first that it is really that person who asks: the password alone signs in afterwards."""

    help = "Takes away somebody's second factor, so that they can sign in with the password alone and set up a new one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(_("There is nobody with the user name %(name)s.") % {"name": username})
        if reset(user=user):
            self.stdout.write(_("%(name)s now signs in with the password alone.") % {"name": username})
        else:
            self.stdout.write(_("%(name)s had no second factor.") % {"name": username})
