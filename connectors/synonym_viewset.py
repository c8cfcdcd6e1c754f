"""The list of synonyms on the editors' desk."""

from urllib.parse import urlencode

from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from core.text import tidy_query
from core.viewsets import LinkColumn, SnippetIndexView
from search.models import SynonymSet
from search.synonym_rules import LONGEST_LINE, shared_words

MOST_MENTIONED = 3


def listing_of(words: str) -> str:
    """Return the address of what the directory finds for these words."""
    return f"/directory/?{urlencode({'q': words})}"


def what_happens_next(synonyms: SynonymSet) -> str:
    """Say when search knows it, and which of its words stand in other sets too."""
    said = [gettext("Saved. The search knows it within a second.")]
    for line, other in shared_words(synonyms)[:MOST_MENTIONED]:
        values = {"word": line, "other": Truncator(str(other)).chars(60)}
        said.append(gettext("“%(word)s” also stands in “%(other)s” and finds the words of both.") % values)
    return " ".join(said)


def first_line(synonyms: SynonymSet) -> str:
    return synonyms.lines[0] if synonyms.lines else ""


def one_way_label(synonyms: SynonymSet) -> str:
    return gettext("One way") if synonyms.one_way else ""


class SynonymIndexView(SnippetIndexView):
    add_item_label = _("Add a set")  # short, so that the heading beside it can be read on a phone


class SynonymCreateView(CreateView):
    def get_initial_form_instance(self):
        """Begin with the words that somebody clicked on in the report of searches."""
        return SynonymSet(words=tidy_query(self.request.GET.get("words", ""), max_length=LONGEST_LINE))

    def get_success_message(self, instance):
        return what_happens_next(instance)


class SynonymEditView(EditView):
    def get_success_message(self):
        return what_happens_next(self.object)


class SynonymViewSet(SnippetViewSet):
    model = SynonymSet
    icon = "resubmit"
    menu_label = _("Synonyms")
    index_view_class = SynonymIndexView
    add_view_class = SynonymCreateView
    edit_view_class = SynonymEditView
    copy_view_enabled = False  # a copy would be the same set twice
    search_fields = ("words", "note")
    ordering = ["words"]
    list_per_page = 100
    list_display = [
        "__str__",
        Column("one_way", label=_("One way only"), accessor=one_way_label, sort_key="one_way"),
        "note",
        LinkColumn(
            "try", label=_("Try it"), accessor=first_line, get_url=lambda synonyms: listing_of(first_line(synonyms))
        ),
    ]
    panels = [
        HelpPanel(template="desk/synonym_help.html", heading=_("What this does")),
        FieldPanel("words", heading=_("Words")),
        FieldPanel("one_way"),
        FieldPanel("note"),
    ]
