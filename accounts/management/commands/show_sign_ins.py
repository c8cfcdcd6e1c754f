"""Show again how to sign in with the accounts that `create_sign_ins` made."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, OutputWrapper
from django.utils.translation import gettext as _

from accounts.sign_ins import SignIn, SignInError, State, admin_address, known_sign_ins

HELPLESS = {State.CHANGED, State.FOREIGN}


class Command(BaseCommand):
    """Prints a password only while it is the right one. Refuses on a public server, like `create_sign_ins`."""

    help = "Shows again how to sign in with the accounts that create_sign_ins made."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            sign_ins = known_sign_ins(chosen_password=os.environ.get("EDITOR_PASSWORD", ""))
        except SignInError as error:
            raise CommandError(str(error)) from error
        write_sign_ins(self.stdout, sign_ins)


def write_sign_ins(stdout: OutputWrapper, sign_ins: list[SignIn]) -> None:
    """Print the address, the names and the passwords that are known, and what to do about the others."""
    stdout.write("")
    stdout.write(_("Sign in at %(address)s") % {"address": admin_address()})
    for sign_in in sign_ins:
        shown = sign_in.password or "–"
        stdout.write(f"  {sign_in.name:<10} {shown:<20} ({sign_in.state.label})")
    helpless = [sign_in.name for sign_in in sign_ins if sign_in.state in HELPLESS]
    if helpless:
        stdout.write(_("To set a new password: manage.py changepassword %(name)s") % {"name": helpless[0]})
    if any(sign_in.state == State.GONE for sign_in in sign_ins):
        stdout.write(_("To make the missing accounts: manage.py create_sign_ins"))
    stdout.write("")
