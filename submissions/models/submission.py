"""Submission and Answer: one thing that somebody tells us, from the first answer to the decision."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.licences import Licence
from submissions.secrets import new_reference
from submissions.states import CHANGEABLE, DECIDED, IN_QUEUE, SENT, Journey, State, said_to_sender


class Submission(models.Model):
    """A draft from its first answer on, later what waits for a decision.

    Personal data are the three `contact_` columns, the thread (`Message`) and what somebody may have written into an answer.
    """

    reference = models.CharField(_("reference"), max_length=9, unique=True, default=new_reference, editable=False)
    journey = models.CharField(_("kind"), max_length=10, choices=Journey)
    state = models.CharField(_("state"), max_length=11, choices=State, default=State.DRAFT)
    # Hash of the number that the first page carried: the same page sent twice begins one draft.
    begun_with = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 - NULLs are many
    target = models.ForeignKey(
        "connectors.EntryPage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="suggestions",
        verbose_name=_("about the entry"),
    )
    # What the entry said when the suggestion was begun, as answers: tells what the sender changed, and what others did since.
    before = models.JSONField(default=dict, editable=False)

    contact_name = models.CharField(_("name"), max_length=120, blank=True)
    contact_role = models.CharField(_("role"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    licence = models.CharField(_("licence agreed to"), max_length=20, choices=Licence, blank=True)
    consented_at = models.DateTimeField(_("agreed on"), null=True, blank=True)
    email_confirmed_at = models.DateTimeField(_("e-mail confirmed"), null=True, blank=True)
    from_contact = models.BooleanField(
        _("sent by the contact on file"), default=False, help_text=_("Proven by the e-mail address of the entry.")
    )

    flags = models.JSONField(_("flags"), default=list, editable=False)
    # Many of them: it comes after all others in the queue. A person decides all the same.
    likely_spam = models.BooleanField(_("likely spam"), default=False, editable=False)
    # What the first page and the last one noticed (`submissions/traps.py`), until flags are made of it.
    signs = models.JSONField(default=dict, editable=False)
    # Of its texts, to find the same text sent again.
    fingerprint = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    created_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("last answer"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    queued_at = models.DateTimeField(_("reached the moderators"), null=True, blank=True)
    due_on = models.DateField(_("decision due"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    page = models.ForeignKey(
        "connectors.EntryPage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="submissions",
        verbose_name=_("entry it became"),
    )

    # Name, answers, thread and photos are gone: asked for by the sender, or because their time was over.
    emptied_at = models.DateTimeField(_("personal data erased"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["state", "due_on"]),
            models.Index(fields=["contact_email"]),
            models.Index(fields=["updated_at"]),
        ]
        permissions = [("decide_submission", "Can decide on submissions")]

    def __str__(self):
        return f"{self.reference} {self.name}".strip()

    @cached_property
    def answers(self) -> dict[str, dict[str, list[str]]]:
        """Step → field → values as they were typed. Read once; `forget_answers()` after a change."""
        return {answer.step: answer.data for answer in self.answer_set.all()}

    def forget_answers(self) -> None:
        self.__dict__.pop("answers", None)

    @property
    def name(self) -> str:
        """The title given so far, or that of the entry it is about; empty before the first answer."""
        typed = (self.answers.get("about", {}).get("title") or [""])[0]
        return " ".join(typed.split()) or (self.target.title if self.target else "")

    @property
    def standing(self) -> str:
        """How it stands, in the words for who sent it. The desk's own are `get_state_display()`."""
        return said_to_sender(self.state, self.journey)

    @property
    def is_sent(self) -> bool:
        return self.state in SENT

    @property
    def is_in_queue(self) -> bool:
        return self.state in IN_QUEUE

    @property
    def is_decided(self) -> bool:
        return self.state in DECIDED

    @property
    def can_change(self) -> bool:
        return self.state in CHANGEABLE

    @property
    def is_overdue(self) -> bool:
        return bool(self.is_in_queue and self.due_on and self.due_on < timezone.localdate())


class Answer(models.Model):
    """What was typed on one page of the journey, as it was typed: also what is not right yet is kept."""

    submission = models.ForeignKey(Submission, models.CASCADE, verbose_name=_("submission"))
    step = models.CharField(_("page"), max_length=20)
    data = models.JSONField(_("answers"), default=dict)
    version = models.PositiveIntegerField(default=1)
    # Gone through with "Continue"; what is only kept while typing is not.
    is_done = models.BooleanField(default=False)
    # Number of the page that wrote it last: the same page sent again, after a retry or the back button, is no second window.
    window = models.CharField(max_length=32, blank=True, editable=False)
    updated_at = models.DateTimeField(_("changed"), default=timezone.now)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [models.UniqueConstraint(fields=["submission", "step"], name="one_answer_per_step")]

    def __str__(self):
        return f"{self.submission_id} {self.step}"
