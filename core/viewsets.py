"""What the lists of the editors' desk share."""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.functional import cached_property
from wagtail import hooks
from wagtail.admin.ui.tables import TitleColumn
from wagtail.snippets.views.snippets import IndexView

from core.text import tidy_query

# A spreadsheet runs a cell that starts with one of these as a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def defused(value):
    """Return a cell that a spreadsheet reads as text: an apostrophe stands before what looks like a formula."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


class LinkColumn(TitleColumn):
    """A link among a row's other cells; an empty cell where there is nothing to link to."""

    cell_template_name = "desk/link_cell.html"
    empty_value_display = ""


class WordSearchMixin:
    """Searches a list by substrings: each word must occur in one of the view's `search_fields`.

    The CMS's search would refuse lists with counted columns and knows nothing about aliases.
    """

    @cached_property
    def search_query(self):
        return tidy_query(super().search_query)

    def search_queryset(self, queryset):
        for word in self.search_query.split():
            queryset = queryset.filter(self.word_matches(word))
        return queryset

    def word_matches(self, word: str) -> Q:
        return reduce(or_, (Q(**{f"{field}__icontains": word}) for field in self.search_fields))


class HeadedListMixin:
    """Lets apps above put something above a list: functions of the hook `construct_list_header` take the request and the view."""

    def get_context_data(self, *args, **kwargs):
        parts = [make(self.request, self) for make in hooks.get_hooks("construct_list_header")]
        return {**super().get_context_data(*args, **kwargs), "list_header": [part for part in parts if part]}


class SnippetIndexView(WordSearchMixin, IndexView):
    pass
