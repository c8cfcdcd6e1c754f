"""What case studies add to the editors' desk."""

from django.shortcuts import redirect
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.snippets.models import register_snippet

from casestudies.models import Author
from casestudies.viewsets import StoriesGroup

register_snippet(StoriesGroup)


@hooks.register("before_delete_snippet")
def keep_authors_of_case_studies(request, instances):
    """Refuse to delete authors who are named: the database would take them off their case studies without a word."""
    named = [author for author in instances if isinstance(author, Author) and author.bylines.exists()]
    if not named:
        return None
    for author in named:
        count = author.bylines.count()
        text = ngettext(
            "“%(author)s” cannot be deleted: %(count)d case study names them. Take them off it first.",
            "“%(author)s” cannot be deleted: %(count)d case studies name them. Take them off these first.",
            count,
        )
        messages.error(request, text % {"author": author.name, "count": count})
    return redirect(named[0].snippet_viewset.get_url_name("list"))
