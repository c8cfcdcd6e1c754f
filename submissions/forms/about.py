"""What it is called, what it does, who runs it, how far along it is, what it costs, what was learned."""

from django import forms
from django.utils.translation import gettext_lazy as _

from connectors.choices import ConnectorKind, CostBand, Stage
from connectors.models.entry import SUMMARY_LENGTH
from core.fields import PartialDateFormField
from submissions.forms.base import AddressField, HintedRadios, LineField, StepForm, TextField

LONGEST_TITLE = 120
LONGEST_TEXT = 5_000
UNKNOWN = "unknown"
NOT_SAID = ("", _("I do not know, or would rather not say"))


class InitiativeAboutForm(StepForm):
    question = _("What is it called, and what does it do?")
    short = _("Name and what it does")

    title = LineField(
        label=_("Name of the initiative"),
        help_text=_("As people in your place know it, such as “Bramley Baths”."),
        called=_("The name"),
        longest=LONGEST_TITLE,
        missing=_("Enter the name of the initiative"),
    )
    summary = TextField(
        label=_("What it does, in a sentence or two"),
        help_text=_(
            "Such as “Residents of Bramley run the Edwardian baths that their council could no longer keep open.”"
        ),
        called=_("What it does"),
        longest=SUMMARY_LENGTH,
        missing=_("Say in a sentence or two what it does"),
        widget=forms.Textarea(attrs={"rows": 4, "data-most": SUMMARY_LENGTH}),
    )
    what_it_does = TextField(
        label=_("Tell us more (optional)"),
        help_text=_("In plain words, for somebody from another town: how it works, who takes part, why it began."),
        called=_("This text"),
        longest=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class ConnectorAboutForm(InitiativeAboutForm):
    short = _("Name and what it does")

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=ConnectorKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is"), "invalid_choice": _("Choose what it is")},
    )
    field_order = ["title", "kind", "summary", "what_it_does"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].label = _("Name")
        self.fields["title"].help_text = _("Such as “Greater Manchester Good Employment Charter”.")
        self.fields["title"].error_messages["required"] = _("Enter its name")
        self.fields["summary"].help_text = _(
            "Such as “A network of 40 community businesses that lend each other staff and advice.”"
        )


class CaseStudyAboutForm(InitiativeAboutForm):
    """Of a case study only title and summary can be suggested here; the rest goes into the reason."""

    what_it_does = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].label = _("Title of the case study")
        self.fields["summary"].label = _("Summary")


class CommitmentAboutForm(InitiativeAboutForm):
    """Of a commitment its words and measure; what became of it goes into the reason, with its evidence."""

    what_it_does = None

    wording = TextField(
        label=_("What was promised"),
        called=_("What was promised"),
        longest=LONGEST_TEXT,
        missing=_("Say what was promised"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    measure = TextField(
        label=_("How can anybody tell that it is done? (optional)"),
        called=_("This text"),
        longest=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].label = _("Title of the commitment")
        self.fields["title"].help_text = _("Such as “West Yorkshire mass transit”.")
        self.fields["summary"].label = _("Summary")
        self.fields["summary"].help_text = _("What was promised and where, in a sentence or two.")


class LinksForm(StepForm):
    question = _("Who does it link, and what does it offer?")
    lead = _("Everything here is optional.")
    short = _("Who it links")

    communities_linked = TextField(
        label=_("Which communities and bodies does it link? (optional)"),
        help_text=_("Such as “Residents of Dyke House and the borough council”."),
        called=_("This text"),
        longest=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    what_it_offers = TextField(
        label=_("What does it offer? (optional)"),
        called=_("This text"),
        longest=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    what_it_asks = TextField(
        label=_("What does it ask in return? (optional)"),
        called=_("This text"),
        longest=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class WhoForm(StepForm):
    question = _("Who runs it?")
    short = _("Who runs it")

    organisation = LineField(
        label=_("Organisation or group"),
        help_text=_(
            "Such as “Friends of Stretford Public Hall”. If it has no name, say who they are: “neighbours in Dyke House”."
        ),
        called=_("The organisation or group"),
        longest=255,
        missing=_("Enter who runs it"),
    )
    website = AddressField(
        label=_("Website (optional)"),
        called=_("The web address"),
        longest=500,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url", "spellcheck": "false"}),
    )
    partners = TextField(
        label=_("Who else takes part? (optional)"),
        help_text=_("Partners, one on each line."),
        called=_("The list of partners"),
        longest=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ConnectorWhoForm(WhoForm):
    partners = None


class WhenField(PartialDateFormField):
    """A date known to the year, the month or the day. What was typed is shown again as it was typed."""

    def prepare_value(self, value):
        return value

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, "max_length": None, **kwargs})


class StageRadios(HintedRadios):
    hints = {
        Stage.IDEA: _("Talked about, not begun."),
        Stage.PILOT: _("Being tried out, small or for a time."),
        Stage.RUNNING: _("It goes on."),
        Stage.SCALED: _("Much bigger than it began, or taken up in other places."),
        Stage.PAUSED: _("Stopped for now, and meant to go on."),
        Stage.ENDED: _("Over. What was learned is still worth telling."),
    }


class StageForm(StepForm):
    question = _("How far along is it, and since when?")
    short = _("Stage and start")

    stage = forms.ChoiceField(
        label=_("How far along is it?"),
        choices=Stage.choices,
        widget=StageRadios,
        error_messages={
            "required": _("Choose how far along it is"),
            "invalid_choice": _("Choose how far along it is"),
        },
    )
    started = WhenField(
        label=_("When did it start? (optional)"), help_text=_("A year is enough: 2011, May 2019 or 24 November 2023.")
    )
    ended = WhenField(label=_("When did it end? (optional)"), help_text=_("Leave empty while it goes on."))

    def clean(self):
        cleaned = super().clean()
        started, ended = cleaned.get("started"), cleaned.get("ended")
        if started and ended and ended < started[: len(ended)]:
            self.add_error("ended", _("The end must be after the start"))
        return cleaned


class MoneyForm(StepForm):
    question = _("What does it cost, and who pays?")
    lead = _("Everything here is optional. Rough amounts help the next town most.")
    short = _("Cost and funding")

    setup_cost_band = forms.ChoiceField(
        label=_("What did it cost to set up? (optional)"),
        choices=[*CostBand.choices, NOT_SAID],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("Choose one of the amounts")},
    )
    yearly_cost_band = forms.ChoiceField(
        label=_("What does it cost in a year? (optional)"),
        choices=[*CostBand.choices, NOT_SAID],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("Choose one of the amounts")},
    )
    funders = TextField(
        label=_("Who pays for it? (optional)"),
        help_text=_("One on each line."),
        called=_("The list of funders"),
        longest=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LessonsForm(StepForm):
    question = _("What worked, and what did not?")
    lead = _("Everything here is optional, and the most useful part for the next town.")
    short = _("What worked and what did not")

    what_to_copy = TextField(
        label=_("What worked well? (optional)"),
        help_text=_("What should somebody copy who begins tomorrow?"),
        called=_("This text"),
        longest=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    what_did_not_work = TextField(
        label=_("What did not work? (optional)"),
        help_text=_("What was tried, what happened, and what you would do instead."),
        called=_("This text"),
        longest=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
