"""Mail texts in the desk: the list of all kinds, and the words of one."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from outbox.actions import back_to_own_words, change_words
from outbox.forms import MailWordsForm
from outbox.kinds import MailKind, mail_kinds
from outbox.messages import blocks_of, site_details
from outbox.models import MailWords
from outbox.words import Words, example_values, filled, words_for


def may_change_words(user: AbstractUser) -> bool:
    return user.has_perm("outbox.change_mailwords")


def _refuse_others(request: HttpRequest) -> None:
    if not may_change_words(request.user):
        raise PermissionDenied


@require_safe
def mail_texts(request: HttpRequest) -> HttpResponse:
    """List every kind of mail with the words it has now."""
    _refuse_others(request)
    changed = {words.code: words for words in MailWords.objects.all()}
    rows = [
        {
            "kind": kind,
            "subject": changed[code].subject if code in changed else kind.subject,
            "changed": code in changed,
        }
        for code, kind in mail_kinds().items()
    ]
    return render(request, "outbox/mail_texts.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def mail_text(request: HttpRequest, code: str) -> HttpResponse:
    """Show the words of a kind with a preview; with POST, preview others, keep them, or go back to the original ones."""
    _refuse_others(request)
    kind = mail_kinds().get(code)
    if kind is None:
        raise Http404(_("There is no such mail any more."))
    if request.method == "POST" and "back" in request.POST:
        back_to_own_words(kind)
        messages.success(request, _("“%(mail)s” has its original words again.") % {"mail": kind.label})
        return redirect("mail_text", code)
    form = MailWordsForm(request.POST or None, kind=kind)
    if form.is_valid() and "preview" not in request.POST:
        change_words(kind, form.words)
        messages.success(request, _("Saved. The next “%(mail)s” has these words.") % {"mail": kind.label})
        return redirect("mail_text", code)
    shown = form.words if form.is_valid() else words_for(kind)
    return render(request, "outbox/mail_text.html", _context(kind, form, shown))


def _context(kind: MailKind, form: MailWordsForm, shown: Words) -> dict:
    preview = filled(shown, kind, example_values(kind, settings.WAGTAILADMIN_BASE_URL))
    return {
        "kind": kind,
        "form": form,
        "placeholders": [(f"{{{name}}}", about) for name, about in kind.placeholders.items()],
        "is_changed": MailWords.objects.filter(code=kind.code).exists(),
        "subject": preview.subject,
        "blocks": blocks_of(preview.text),
        "site_name": site_details().name,
    }
