"""Who may do what in the desk: three groups, their permissions, and the workflow between them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

EDITORS = "Editors"
MODERATORS = "Moderators"
SITE_MANAGERS = "Site managers"

WORKFLOW_NAME = "Moderation"
STOCK_WORKFLOW_NAME = "Moderators approval"  # what Wagtail's migrations create


class SetUpError(Exception):
    """The roles cannot be set up yet. Its text says what is missing and what to do."""


@dataclass(frozen=True)
class Role:
    """What one group may do.

    Attributes:
        name: the name of the group.
        description: the same in plain words, for people who choose a role for somebody.
        on_pages: permissions on the home page and everything below it.
        on_files: permissions on all images and documents.
        on_models: permissions on everything else, as "app.codename".
    """

    name: str
    description: str | Promise
    on_pages: frozenset[str]
    on_files: frozenset[str]
    on_models: frozenset[str]


def _rights(model: str, *actions: str) -> set[str]:
    app_label, model_name = model.split(".")
    return {f"{app_label}.{action}_{model_name}" for action in actions}


READ_VOCABULARIES = {
    "wagtailadmin.access_admin",
    *_rights("connectors.theme", "view"),
    *_rights("connectors.tier", "view"),
    *_rights("places.place", "view"),
    *_rights("casestudies.casestudycollection", "view"),
    *_rights("linkcheck.address", "view"),
    # Who writes a case study names who wrote it. A name is on no page before a moderator publishes the case study.
    *_rights("casestudies.author", "view", "add"),
}
# Who publishes case studies also says which belong together and who wrote them.
CURATE_STORIES = {
    *_rights("casestudies.casestudycollection", "add", "change"),
    *_rights("casestudies.author", "change"),
}
# Who decides also sees whether the answer arrived.
SEE_MAILS = _rights("outbox.outgoingmail", "view", "change")
# What was sent may be read by everybody at the desk; who sent it only by those who decide.
READ_SUBMISSIONS = _rights("submissions.submission", "view")
DECIDE_SUBMISSIONS = READ_SUBMISSIONS | {"submissions.decide_submission"}
# Who publishes may also say where an archived copy is: it stands on the page at once.
MEND_LINKS = _rights("linkcheck.address", "change")
# Who takes an entry off the site says why.
EXPLAIN_REMOVALS = _rights("connectors.goneaddress", "view", "change")
# Where the directory has gaps and what grows old: to plan what others do.
READ_REPORTS = {"desk.read_reports"}
# What visitors asked shows moderators what to write next.
READ_SEARCHES = _rights("search.askedwords", "view")
# What became of a commitment: editors propose, moderators approve what somebody else proposed.
PROPOSE_STATUSES = _rights("commitments.statusupdate", "view", "add") | _rights(
    "commitments.nothingfound", "view", "add"
)
APPROVE_STATUSES = PROPOSE_STATUSES | {"commitments.approve_statusupdate", "commitments.change_nothingfound"}
MODERATE = (
    READ_VOCABULARIES
    | READ_SEARCHES
    | READ_REPORTS
    | SEE_MAILS
    | MEND_LINKS
    | DECIDE_SUBMISSIONS
    | EXPLAIN_REMOVALS
    | CURATE_STORIES
    | APPROVE_STATUSES
)
RUN_THE_SITE = {
    *_rights("core.sitedetails", "change"),
    *_rights("submissions.submissionsettings", "change"),
    *_rights("connectors.theme", "add", "change", "delete"),
    *_rights("connectors.tier", "add", "change", "delete"),
    *_rights("connectors.goneaddress", "delete"),
    *_rights("taggit.tag", "change", "delete", "view"),
    *_rights("outbox.mailwords", "change"),
    *_rights("search.synonymset", "add", "change", "delete", "view"),
    # Nobody deletes a place: councils that merge get an end date and a successor, and their entries survive.
    *_rights("places.place", "add", "change"),
    *_rights("places.placealias", "add", "change", "delete", "view"),
    *_rights("casestudies.casestudycollection", "delete"),
    *_rights("casestudies.author", "delete"),
    *_rights("wagtailredirects.redirect", "add", "change", "delete", "view"),
    *_rights("accounts.user", "add", "change", "delete", "view"),
    *_rights("auth.group", "add", "change", "delete", "view"),
}

ROLES = (
    Role(
        name=EDITORS,
        description=_(
            "Write and change entries, case studies and pages, add pictures, documents and authors, propose what became of a "
            "commitment, and send all this to the moderators. Nothing they write appears on the site until a moderator has "
            "approved it. They can read what people "
            "send to the site, but not who sent it."
        ),
        on_pages=frozenset({"add", "change"}),
        on_files=frozenset({"add", "choose"}),
        on_models=frozenset(READ_VOCABULARIES | READ_SUBMISSIONS | PROPOSE_STATUSES),
    ),
    Role(
        name=MODERATORS,
        description=_(
            "Everything editors do. They also decide what appears: approve what editors send or ask for changes, "
            "publish and unpublish, lock and unlock pages, correct everybody’s pictures, documents and authors, and put case "
            "studies together in collections and series. They approve statuses of commitments that somebody else proposed. "
            "They decide about "
            "what people send to the site and write to them, see which mails arrived and send failed ones again; and they see "
            "which words visitors search for, which entries grow old and what they lack."
        ),
        on_pages=frozenset({"add", "change", "publish", "lock", "unlock"}),
        on_files=frozenset({"add", "change", "choose"}),
        on_models=frozenset(MODERATE),
    ),
    Role(
        name=SITE_MANAGERS,
        description=_(
            "Everything moderators do. They also run the site: its name and contact details, whether people can send "
            "something and by when it is decided, the lists of themes, tiers, synonyms and places, the texts of mails, "
            "redirects, and who has an account with which role. They cannot make or change administrators, nor give a right that "
            "they do not have; keep them few all the same."
        ),
        on_pages=frozenset({"add", "change", "publish", "lock", "unlock"}),
        on_files=frozenset({"add", "change", "choose"}),
        on_models=frozenset(MODERATE | RUN_THE_SITE),
    ),
)


def label_of(group: Group) -> str:
    """Return the name of a group with what it may do, for whoever gives it to somebody. A site's own groups have a name only."""
    role = next((role for role in ROLES if role.name == group.name), None)
    if role is None:
        return group.name
    return format_html('<strong>{}</strong> <span class="desk-role">{}</span>', group.name, role.description)


@transaction.atomic
def set_up_roles() -> list[str]:
    """Bring the three groups and the workflow into the state of `ROLES`, whatever they were, and say what was changed.

    The groups that Wagtail's migrations create under the same names are reused. Other groups are left alone: a
    combination of rights of your own belongs in a group with a name of its own.

    Returns:
        One sentence for each change; none when all was in order.

    Raises:
        SetUpError: when there is no default site or a permission is missing.
    """
    home = _home_page()
    changes = []
    for role in ROLES:
        changes += _set_up_group(role, home)
    return [str(change) for change in changes + _set_up_workflow(home)]


def _home_page() -> Page:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        raise SetUpError(_("There is no default site yet. Create the home page and its site first."))
    return site.root_page


def _set_up_group(role: Role, home: Page) -> list[Promise]:
    group, created = Group.objects.get_or_create(name=role.name)
    on_pages = {f"wagtailcore.{action}_page" for action in role.on_pages}
    # Wagtail asks for the rights on its own image model even where the project has another one.
    on_files = {
        right
        for action in role.on_files
        for right in (f"wagtailimages.{action}_image", f"wagtaildocs.{action}_document")
    }
    root_collection = Collection.get_first_root_node()
    changed = [
        created,
        _set_tree_permissions(GroupPagePermission, group, on_pages, page=home),
        _set_tree_permissions(GroupCollectionPermission, group, on_files, collection=root_collection),
        _set_model_permissions(group, role.on_models),
    ]
    return [_("%(group)s: rights set.") % {"group": role.name}] if any(changed) else []


def _set_tree_permissions(
    model: type[GroupPagePermission] | type[GroupCollectionPermission],
    group: Group,
    names: Iterable[str],
    **node: Page | Collection,
) -> bool:
    """Give a group these rights on one node of the tree of pages or collections, and none elsewhere in it."""
    wanted = _permissions(names)
    kept = model.objects.filter(group=group, permission__in=wanted, **node)
    missing = {permission.pk for permission in wanted} - set(kept.values_list("permission", flat=True))
    dropped, _counts = model.objects.filter(group=group).exclude(pk__in=kept.values("pk")).delete()
    model.objects.bulk_create(model(group=group, permission_id=pk, **node) for pk in sorted(missing))
    return bool(dropped or missing)


def _set_model_permissions(group: Group, names: Iterable[str]) -> bool:
    wanted = _permissions(names)
    if set(group.permissions.all()) == set(wanted):
        return False
    group.permissions.set(wanted)
    return True


def _permissions(names: Iterable[str]) -> list[Permission]:
    wanted = set(names)
    query = Q(pk__in=[])
    for name in wanted:
        app_label, codename = name.split(".")
        query |= Q(content_type__app_label=app_label, codename=codename)
    found = list(Permission.objects.filter(query).select_related("content_type"))
    missing = wanted - {f"{permission.content_type.app_label}.{permission.codename}" for permission in found}
    if missing:
        raise SetUpError(
            _("These permissions do not exist yet: %(names)s. Run `manage.py migrate` first.")
            % {"names": ", ".join(sorted(missing))}
        )
    return found


def _set_up_workflow(home: Page) -> list[Promise]:
    changes = []
    task = _one_named(GroupApprovalTask, changes)
    deciding = set(Group.objects.filter(name__in=[MODERATORS, SITE_MANAGERS]))
    if set(task.groups.all()) != deciding:
        task.groups.set(deciding)
        changes.append(_("Workflow: moderators and site managers approve."))

    workflow = _one_named(Workflow, changes)
    if list(workflow.workflow_tasks.values_list("task", flat=True)) != [task.pk]:
        workflow.workflow_tasks.all().delete()
        WorkflowTask.objects.create(workflow=workflow, task_id=task.pk, sort_order=0)
        changes.append(_("Workflow: approval is its only step."))
    if list(WorkflowPage.objects.filter(workflow=workflow).values_list("page", flat=True)) != [home.pk]:
        WorkflowPage.objects.filter(workflow=workflow).delete()
        WorkflowPage.objects.update_or_create(page=home, defaults={"workflow": workflow})
        changes.append(_("Workflow: holds for the home page and everything below it."))
    return changes


def _one_named(model: type[Workflow] | type[GroupApprovalTask], changes: list[Promise]) -> Workflow | GroupApprovalTask:
    """Return the active workflow or task named "Moderation": the one there is, Wagtail's own renamed, or a new one."""
    ours = model.objects.filter(name=WORKFLOW_NAME).first()
    stock = model.objects.filter(name=STOCK_WORKFLOW_NAME, active=True).first()
    if ours and stock:
        stock.deactivate()
        changes.append(
            _("The %(kind)s “%(name)s” switched off.") % {"kind": model._meta.verbose_name, "name": STOCK_WORKFLOW_NAME}
        )
    chosen = ours or stock or model()
    if chosen.name != WORKFLOW_NAME or not chosen.active:
        chosen.name, chosen.active = WORKFLOW_NAME, True
        chosen.save()
        changes.append(_("The %(kind)s “%(name)s” set up.") % {"kind": model._meta.verbose_name, "name": WORKFLOW_NAME})
    return chosen
