"""What editors, moderators and site managers may do, asked of Wagtail itself."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Task,
    Workflow,
)
from wagtail.permissions import policy_registry

from accounts.roles import EDITORS, MODERATORS, ROLES, SITE_MANAGERS, set_up_roles

NOBODY, ALL = set(), {"editor", "moderator", "manager"}
DECIDING = {"moderator", "manager"}
MANAGING = {"manager"}


def page_rights(group):
    rights = GroupPagePermission.objects.filter(group=group).select_related("page", "permission")
    return {(right.page.title, right.permission.codename) for right in rights}


def file_rights(group):
    rights = GroupCollectionPermission.objects.filter(group=group).select_related("collection", "permission")
    return {(right.collection.name, right.permission.codename) for right in rights}


def snapshot():
    """Everything that `setup_roles` is answerable for."""
    groups = {
        group.name: (page_rights(group), file_rights(group), set(group.permissions.values_list("codename", flat=True)))
        for group in Group.objects.all()
    }
    workflows = {
        workflow.name: (
            workflow.active,
            [task.specific.name for task in workflow.tasks],
            {group.name for task in workflow.tasks for group in task.specific.groups.all()},
            [link.page.title for link in workflow.workflow_pages.all()],
        )
        for workflow in Workflow.objects.all()
    }
    return groups, workflows, Task.objects.count()


def test_setup_roles_reuses_the_stock_groups_and_workflow(tree):
    call_command("setup_roles")

    groups, workflows, tasks = snapshot()

    assert set(groups) == {EDITORS, MODERATORS, SITE_MANAGERS}
    assert groups[EDITORS][0] == {("Next Town Over", "add_page"), ("Next Town Over", "change_page")}
    assert workflows == {"Moderation": (True, ["Moderation"], {MODERATORS, SITE_MANAGERS}, ["Next Town Over"])}
    assert tasks == 1


def test_setup_roles_changes_nothing_the_second_time(tree, capsys):
    call_command("setup_roles")
    before = snapshot()
    capsys.readouterr()

    call_command("setup_roles")

    assert snapshot() == before
    assert capsys.readouterr().out == "The roles are as they should be.\n"


def test_setup_roles_brings_drifted_groups_back(tree):
    call_command("setup_roles")
    before = snapshot()
    editors = Group.objects.get(name=EDITORS)
    GroupPagePermission.objects.create(group=editors, page=tree.root, permission_type="publish")
    editors.permissions.add(Permission.objects.get(codename="change_user"))
    GroupCollectionPermission.objects.filter(group=editors).delete()
    GroupApprovalTask.objects.get().groups.add(editors)
    Workflow.objects.update(active=False)

    call_command("setup_roles")

    assert snapshot() == before


def test_setup_roles_moves_the_rights_to_a_new_home_page(tree):
    set_up_roles()
    other = tree.root.add_child(instance=Page(title="Other home", slug="other"))
    Site.objects.update(root_page=other)

    set_up_roles()

    assert {title for title, _right in page_rights(Group.objects.get(name=MODERATORS))} == {"Other home"}
    assert [link.page.title for link in Workflow.objects.get().workflow_pages.all()] == ["Other home"]


def test_setup_roles_leaves_other_groups_alone(tree):
    own = Group.objects.create(name="Picture desk")
    GroupPagePermission.objects.create(group=own, page=tree.home, permission_type="add")

    set_up_roles()

    assert page_rights(own) == {("Next Town Over", "add_page")}


def test_setup_roles_without_a_site_says_what_to_do(db):
    Site.objects.all().delete()

    with pytest.raises(CommandError, match="no default site"):
        call_command("setup_roles")


def test_setup_roles_switches_the_stock_workflow_off_when_there_is_ours(tree):
    Workflow.objects.create(name="Moderators approval")
    GroupApprovalTask.objects.create(name="Moderators approval")

    set_up_roles()

    assert [workflow.name for workflow in Workflow.objects.filter(active=True)] == ["Moderation"]
    assert tree.directory.get_workflow().name == "Moderation"


def test_roles_are_described_in_plain_words():
    assert [role.name for role in ROLES] == [EDITORS, MODERATORS, SITE_MANAGERS]
    assert all(len(str(role.description)) > 100 for role in ROLES)


@pytest.mark.parametrize(
    ("action", "allowed"),
    [
        ("can_add_subpage", ALL),
        ("can_edit", ALL),
        ("can_submit_for_moderation", ALL),
        ("can_publish", DECIDING),
        ("can_unpublish", DECIDING),
        ("can_publish_subpage", DECIDING),
        ("can_set_view_restrictions", DECIDING),
        ("can_lock", DECIDING),
        ("can_unlock", DECIDING),
        ("can_delete", NOBODY),  # it has pages below it
    ],
)
@pytest.mark.parametrize("where", ["home", "directory", "shelf"])
def test_page_right_belongs_to_the_right_roles(people, tree, where, action, allowed):
    tree.directory.add_child(instance=Page(title="Something", slug="something"))
    tree.shelf.add_child(instance=Page(title="Something", slug="something"))
    page = getattr(tree, where)

    may = {name for name in ALL if getattr(page.permissions_for_user(getattr(people, name)), action)()}

    assert may == allowed


def test_nobody_but_superusers_may_touch_the_root_page(people, tree):
    testers = [tree.root.permissions_for_user(getattr(people, name)) for name in ALL]

    assert not any(tester.can_edit() or tester.can_add_subpage() or tester.can_publish() for tester in testers)


@pytest.mark.parametrize(
    ("right", "allowed"),
    [
        ("wagtailadmin.access_admin", ALL),
        ("connectors.view_theme", ALL),
        ("connectors.view_tier", ALL),
        ("places.view_place", ALL),
        ("casestudies.view_casestudycollection", ALL),
        ("connectors.change_theme", MANAGING),
        ("connectors.delete_tier", MANAGING),
        ("places.change_place", MANAGING),
        ("places.add_placealias", MANAGING),
        ("places.delete_place", NOBODY),
        ("casestudies.add_casestudycollection", DECIDING),
        ("casestudies.delete_casestudycollection", MANAGING),
        ("casestudies.add_author", ALL),
        ("casestudies.change_author", DECIDING),
        ("casestudies.delete_author", MANAGING),
        ("core.change_sitedetails", MANAGING),
        ("outbox.view_outgoingmail", DECIDING),
        ("outbox.change_outgoingmail", DECIDING),
        ("outbox.delete_outgoingmail", NOBODY),
        ("outbox.change_mailwords", MANAGING),
        ("wagtailredirects.add_redirect", MANAGING),
        ("accounts.change_user", MANAGING),
        ("auth.change_group", MANAGING),
        ("wagtailcore.change_workflow", NOBODY),
        ("submissions.view_submission", ALL),
        ("submissions.decide_submission", DECIDING),
        ("submissions.change_submission", NOBODY),
    ],
)
def test_model_right_belongs_to_the_right_roles(people, right, allowed):
    assert {name for name in ALL if getattr(people, name).has_perm(right)} == allowed


@pytest.mark.parametrize(("action", "allowed"), [("add", ALL), ("choose", ALL), ("change", DECIDING)])
@pytest.mark.parametrize("kind", ["image", "document"])
def test_file_right_belongs_to_the_right_roles(people, kind, action, allowed):
    from wagtail.documents import get_document_model
    from wagtail.images import get_image_model

    model = get_image_model() if kind == "image" else get_document_model()
    policy = policy_registry.get_by_type(model)
    root = Collection.get_first_root_node()
    somebody_elses = model(title="Leeks", collection=root, uploaded_by_user=people.root)

    if action == "add":
        may = {name for name in ALL if policy.user_has_permission(getattr(people, name), "add")}
    else:
        may = {
            name
            for name in ALL
            if policy.user_has_permission_for_instance(getattr(people, name), action, somebody_elses)
        }

    assert may == allowed


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("wagtailadmin_home", ALL),
        ("wagtailimages:add", ALL),
        ("wagtailsettings:edit", MANAGING),
        ("wagtailusers_users:index", MANAGING),
        ("wagtailusers_groups:index", MANAGING),
        ("wagtailredirects:index", MANAGING),
        ("mail_report", DECIDING),
        ("mail_texts", MANAGING),
    ],
)
def test_desk_page_opens_for_the_right_roles(client, people, name, allowed):
    site = Site.objects.get()
    address = reverse(name, args=["core", "sitedetails", site.pk] if name == "wagtailsettings:edit" else [])
    opened = set()
    for person in ALL:
        client.force_login(getattr(people, person))
        if client.get(address).status_code == 200:
            opened.add(person)

    assert opened == allowed
