"""Files that editors upload: what a document may hold, who may fetch it, and who may change one the public sees."""

import codecs
import re
import zipfile
from collections.abc import Callable, Iterable
from pathlib import PurePath

import filetype
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page, ReferenceIndex
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import policy_registry

from core.models import SiteDetails

NOT_WHAT_IT_SAYS = _(
    "This file is not what its name says (%(kind)s). Please save it again in that format and send that."
)
NOT_PLAIN_TEXT = _("This file is not plain text in UTF-8. Please save it as “UTF-8” or “CSV UTF-8” and send that.")
IN_USE = _("“%(title)s” is on the site already. Please ask a moderator to change or delete it.")

OFFICE_FOLDERS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
OPEN_DOCUMENT_TYPES = {"odt": OPEN_DOCUMENT + "text", "ods": OPEN_DOCUMENT + "spreadsheet"}
TEXTS = {"csv", "txt"}
HEAD = 8192  # bytes that tell what a file is
# What a browser that sniffs would take for a page.
MARKUP = re.compile(r"\s*<(?:!doctype|!--|\?xml|html|head|body|script|svg|iframe|meta)", re.IGNORECASE)


# What a document may hold


def check_content(file: File, name: str) -> None:
    """Refuse a document whose content is not what its name says.

    Raises:
        ValidationError: with a sentence for the person who sent it.
    """
    kind = PurePath(name).suffix[1:].lower()
    file.open()
    if kind in TEXTS:
        is_right, sentence = _is_plain_text(file), NOT_PLAIN_TEXT
    else:
        is_right, sentence = _is_of_kind(file, kind), NOT_WHAT_IT_SAYS
    file.seek(0)
    if not is_right:
        raise ValidationError(sentence, code="content", params={"kind": kind.upper()})


def _is_plain_text(file: File) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        beginning = decoder.decode(file.read(HEAD))
        if MARKUP.match(beginning) or "\0" in beginning:
            return False
        while part := file.read(File.DEFAULT_CHUNK_SIZE):
            if "\0" in decoder.decode(part):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_of_kind(file: File, kind: str) -> bool:
    head = file.read(HEAD)
    if kind == "pdf":
        return filetype.guess_extension(head) == "pdf"
    if not head.startswith(b"PK\x03\x04"):  # an archive may have anything before it, a page for example
        return False
    try:
        with zipfile.ZipFile(file.file) as archive:
            if folder := OFFICE_FOLDERS.get(kind):
                names = archive.namelist()
                return "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)
            with archive.open("mimetype") as entry:
                return entry.read(100).decode("ascii", "replace").strip() == OPEN_DOCUMENT_TYPES.get(kind)
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, ValueError, NotImplementedError):
        return False


check_name = AbstractDocument.clean


def clean_document(self: AbstractDocument) -> None:
    """Wagtail's check of the name, then ours of the content; both show at the field, in every form."""
    check_name(self)
    if not self.file or self.file._committed:
        return
    try:
        check_content(self.file, self.file.name)
    except ValidationError as error:
        raise ValidationError({"file": error}) from error


# Who may fetch it


def is_public(document: AbstractDocument) -> bool:
    """Say whether something that everybody may see leads to the document."""
    on_pages, on_others = _uses(document)
    return bool(on_others) or Page.objects.filter(pk__in=on_pages).live().public().exists() or _in_footer(document)


def _uses(file: Model) -> tuple[set[str], set[str]]:
    """Return the pages whose text as published has the file, and what else has it: themes, collections, places."""
    on_pages, on_others = set(), set()
    for source, pk in ReferenceIndex.get_references_to(file).values_list("base_content_type__model", "object_id"):
        (on_pages if source == Page._meta.model_name else on_others).add(pk)
    return on_pages, on_others


def _in_footer(document: AbstractDocument) -> bool:
    # Settings are not in the reference index.
    field = SiteDetails._meta.get_field("footer_text")
    return any(
        (model, pk) == (type(document), str(document.pk))
        for text in SiteDetails.objects.values_list("footer_text", flat=True)
        for model, pk, *_path in field.extract_references(text)
    )


def as_attachment(self: AbstractDocument) -> str:
    return content_disposition_header(as_attachment=True, filename=self.filename)


# Who may change one that the public sees


def is_published(file: Model) -> bool:
    """Say whether visitors see the picture or document, also those with a password."""
    on_pages, on_others = _uses(file)
    is_used = bool(on_others) or Page.objects.filter(pk__in=on_pages).live().exists()
    return is_used or (isinstance(file, AbstractDocument) and _in_footer(file))


def is_out_of_reach(user: AbstractBaseUser, file: Model) -> bool:
    """Say whether changing the file would change the site past the moderators."""
    return not policy_registry.get_by_type(Page).user_has_permission(user, "publish") and is_published(file)


class ModeratedFilePolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's rights on files, except that their owners leave alone what is published. Holds for every page and action
    of the desk, those for many files at once too."""

    def user_has_any_permission_for_instance(
        self, user: AbstractBaseUser, actions: Iterable[str], instance: Model
    ) -> bool:
        changing = {"change", "delete"} & set(actions)
        if changing and is_out_of_reach(user, instance):
            actions = set(actions) - changing
            if not actions:
                return False
        return super().user_has_any_permission_for_instance(user, actions, instance)


def say_why_not(view: Callable[..., HttpResponse], model: type[Model]) -> Callable[..., HttpResponse]:
    """Return a view of one file that explains the policy's refusal. Wagtail has no hook there, and no words of its own."""

    def explained(request: HttpRequest, **kwargs: int) -> HttpResponse:
        (pk,) = kwargs.values()
        file = get_object_or_404(model, pk=pk)
        if is_out_of_reach(request.user, file):
            messages.error(request, IN_USE % {"title": file.title})
            return redirect("wagtaildocs:index" if isinstance(file, AbstractDocument) else "wagtailimages:index")
        return view(request, **kwargs)

    return explained
