"""After a form was taken: on to another page, which is fetched and not posted to."""

from django.http import HttpResponseRedirect
from django.shortcuts import resolve_url


class SeeOther(HttpResponseRedirect):
    status_code = 303


def see_other(to: str, *args) -> SeeOther:
    """Return the answer that leads to an address, or to a page by its name and the parts of its address."""
    return SeeOther(resolve_url(to, *args))
