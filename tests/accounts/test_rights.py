"""Nobody gets past what they may do by way of somebody's account or a group."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import GroupPagePermission

from accounts.roles import EDITORS, MODERATORS, SITE_MANAGERS
from tests.accounts.conftest import PASSWORD

NEW_PASSWORD = "another horse battery"
REFUSED = reverse("wagtailadmin_home")


@pytest.fixture
def strong(people):
    """A group with a right that site managers do not hold, and somebody in it."""
    group = Group.objects.create(name="Strong")
    group.permissions.add(Permission.objects.get(codename="change_workflow"))
    get_user_model().objects.create_user("stronger", password=PASSWORD).groups.add(group)
    return group


def typed(user, **changes):
    data = {
        "username": user.username,
        "email": "somebody@example.org",
        "first_name": "Jo",
        "last_name": "Smith",
        "is_active": "on",
        "groups": [group.pk for group in user.groups.all()] if user.pk else [],
        **changes,
    }
    return {name: value for name, value in data.items() if value is not None}


def bulk(action, *users):
    ids = "&".join(f"id={user.pk}" for user in users)
    return f"{reverse('wagtail_bulk_action', args=['accounts', 'user', action])}?{ids}"


def state(user):
    found = get_user_model().objects.filter(pk=user.pk).first()
    return found and (found.is_superuser, found.is_active, found.password, found.email, set(found.groups.all()))


ATTACKS = {
    "set the password": lambda c, u, g: c.post(
        reverse("wagtailusers_users:edit", args=[u.pk]), typed(u, password1=NEW_PASSWORD, password2=NEW_PASSWORD)
    ),
    "demote": lambda c, u, g: c.post(reverse("wagtailusers_users:edit", args=[u.pk]), typed(u)),
    "deactivate": lambda c, u, g: c.post(reverse("wagtailusers_users:edit", args=[u.pk]), typed(u, is_active=None)),
    "delete": lambda c, u, g: c.post(reverse("wagtailusers_users:delete", args=[u.pk])),
    "reset": lambda c, u, g: c.post(reverse("accounts:reset", args=[u.pk])),
    "bulk delete": lambda c, u, g: c.post(bulk("delete", u)),
    "bulk deactivate": lambda c, u, g: c.post(bulk("set_active_state", u), {"mark_as_active": "False"}),
    "bulk role": lambda c, u, g: c.post(bulk("assign_role", u), {"role": Group.objects.get(name=EDITORS).pk}),
}


@pytest.mark.parametrize("name", ["root", "stronger"])
@pytest.mark.parametrize("attack", ATTACKS)
def test_site_manager_cannot_touch_an_account_above_theirs(client, people, strong, attack, name):
    target = get_user_model().objects.get(username=name)
    TOTPDevice.objects.create(user=target, name="app")
    before = state(target)
    client.force_login(people.manager)

    ATTACKS[attack](client, target, strong)

    assert state(target) == before
    assert TOTPDevice.objects.filter(user=target).exists()


@pytest.mark.parametrize("attack", ATTACKS)
def test_superuser_can_do_all_of_this(client, people, strong, attack):
    target = get_user_model().objects.create_superuser("colleague", password=PASSWORD)
    TOTPDevice.objects.create(user=target, name="app")
    before = state(target)
    client.force_login(people.root)

    ATTACKS[attack](client, target, strong)

    assert state(target) != before or not TOTPDevice.objects.filter(user=target).exists()


def test_form_of_a_superuser_does_not_open_for_a_site_manager(client, people):
    client.force_login(people.manager)

    answer = client.get(reverse("wagtailusers_users:edit", args=[people.root.pk]))

    assert answer["Location"] == REFUSED


def test_bulk_action_over_everybody_leaves_superusers_alone(client, people):
    client.force_login(people.manager)

    client.post(
        reverse("wagtail_bulk_action", args=["accounts", "user", "set_active_state"]) + "?id=all",
        {"mark_as_active": "False"},
    )

    assert get_user_model().objects.get(pk=people.root.pk).is_active


@pytest.mark.parametrize("who", ["new", "editor", "manager"])
def test_site_manager_cannot_make_an_administrator(client, people, who):
    client.force_login(people.manager)
    user = get_user_model()(username="new") if who == "new" else getattr(people, who)
    address = reverse("wagtailusers_users:edit", args=[user.pk]) if user.pk else reverse("wagtailusers_users:add")

    client.post(address, typed(user, is_superuser="on", password1=NEW_PASSWORD, password2=NEW_PASSWORD))

    found = get_user_model().objects.get(username=user.username)
    assert found.check_password(NEW_PASSWORD)
    assert not found.is_superuser


def test_administrator_makes_an_administrator(client, people):
    client.force_login(people.root)

    client.post(
        reverse("wagtailusers_users:add"),
        typed(get_user_model()(username="new"), is_superuser="on", password1=NEW_PASSWORD, password2=NEW_PASSWORD),
    )

    assert get_user_model().objects.get(username="new").is_superuser


def test_accounts_cannot_be_copied(client, people):
    client.force_login(people.manager)

    assert client.get(f"/admin/users/copy/{people.root.pk}/").status_code == 404


@pytest.mark.parametrize("who", ["new", "editor", "manager"])
def test_site_manager_cannot_give_a_group_that_holds_more(client, people, strong, who):
    client.force_login(people.manager)
    user = get_user_model()(username="new") if who == "new" else getattr(people, who)
    address = reverse("wagtailusers_users:edit", args=[user.pk]) if user.pk else reverse("wagtailusers_users:add")

    client.post(address, typed(user, groups=[strong.pk], password1=NEW_PASSWORD, password2=NEW_PASSWORD))
    client.post(bulk("assign_role", people.editor, people.manager), {"role": strong.pk})

    assert {user.username for user in strong.user_set.all()} == {"stronger"}


@pytest.mark.parametrize("name", [EDITORS, MODERATORS, SITE_MANAGERS])
def test_site_manager_gives_the_three_roles(client, people, strong, name):
    client.force_login(people.manager)
    role = Group.objects.get(name=name)

    form = client.get(reverse("wagtailusers_users:add")).content.decode()
    client.post(
        reverse("wagtailusers_users:add"),
        typed(get_user_model()(username="new"), groups=[role.pk], password1=NEW_PASSWORD, password2=NEW_PASSWORD),
    )
    client.post(bulk("assign_role", people.editor), {"role": role.pk})

    assert "Strong" not in form
    assert set(get_user_model().objects.get(username="new").groups.all()) == {role}
    assert role in people.editor.groups.all()


def test_site_manager_changes_and_deletes_an_editor(client, people):
    client.force_login(people.manager)

    client.post(reverse("wagtailusers_users:edit", args=[people.editor.pk]), typed(people.editor, first_name="Sam"))
    assert get_user_model().objects.get(pk=people.editor.pk).first_name == "Sam"

    client.post(reverse("wagtailusers_users:delete", args=[people.editor.pk]))
    assert not get_user_model().objects.filter(pk=people.editor.pk).exists()


# Groups


def group_form(client, group):
    """What a browser would send for the group's form, untouched."""
    page = client.get(reverse("wagtailusers_groups:edit", args=[group.pk]))
    forms = [page.context["form"]]
    for panel in page.context["permission_panels"]:
        forms += [panel.management_form, *panel.forms] if hasattr(panel, "management_form") else [panel]
    return {field.html_name: sent(field) for form in forms for field in form if sent(field) is not None}


def sent(field):
    value = field.value()
    if value is False:
        return None
    if not isinstance(value, list):
        return getattr(value, "pk", value)
    offered = {str(key) for key, _label in field.field.choices}
    keys = [getattr(one, field.field.to_field_name or "pk", one) for one in value]
    return [key for key in keys if str(key) in offered]


NOT_SAVED = "Not saved: you can only give a group rights that you have yourself."


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def test_site_manager_cannot_give_their_own_group_more(client, people):
    client.force_login(people.manager)
    group = Group.objects.get(name=SITE_MANAGERS)
    before = set(group.permissions.all())
    data = group_form(client, group)
    data["permissions"] = [*data["permissions"], Permission.objects.get(codename="change_site").pk]

    answer = client.post(reverse("wagtailusers_groups:edit", args=[group.pk]), data, follow=True)

    assert set(group.permissions.all()) == before
    assert len(said(answer)) == 1
    assert NOT_SAVED in said(answer)[0]


def test_site_manager_cannot_make_a_group_that_holds_more(client, people):
    client.force_login(people.manager)
    data = group_form(client, Group.objects.get(name=EDITORS))
    data |= {"name": "Fresh", "permissions": [Permission.objects.get(codename="change_site").pk]}

    answer = client.post(reverse("wagtailusers_groups:add"), data, follow=True)

    assert not Group.objects.filter(name="Fresh").exists()
    assert NOT_SAVED in said(answer)[0]


def test_site_manager_cannot_give_a_group_rights_on_the_root_page(client, people, tree):
    client.force_login(people.manager)
    group = Group.objects.get(name=SITE_MANAGERS)
    data = group_form(client, group)
    data["page_permissions-0-page"] = tree.root.pk

    answer = client.post(reverse("wagtailusers_groups:edit", args=[group.pk]), data, follow=True)

    assert not GroupPagePermission.objects.filter(page=tree.root).exists()
    assert NOT_SAVED in said(answer)[0]


def test_site_manager_cannot_touch_a_group_that_holds_more(client, people, strong):
    client.force_login(people.manager)

    opened = client.get(reverse("wagtailusers_groups:edit", args=[strong.pk]))
    client.post(reverse("wagtailusers_groups:delete", args=[strong.pk]))

    assert opened["Location"] == REFUSED
    assert Group.objects.filter(pk=strong.pk).exists()


def test_site_manager_changes_a_group_below_theirs(client, people):
    client.force_login(people.manager)
    group = Group.objects.get(name=EDITORS)
    data = group_form(client, group)
    added = Permission.objects.get(codename="change_sitedetails")
    data["permissions"] = [*data["permissions"], added.pk]

    client.post(reverse("wagtailusers_groups:edit", args=[group.pk]), data)

    assert added in group.permissions.all()


def test_list_of_users_asks_the_same_number_of_questions_for_three(client, people, django_assert_max_num_queries):
    client.force_login(people.manager)
    address = reverse("wagtailusers_users:index")
    client.get(address)
    with django_assert_max_num_queries(60) as one:
        client.get(address)
    for name in "abc":
        get_user_model().objects.create_user(name).groups.add(Group.objects.get(name=EDITORS))

    with django_assert_max_num_queries(len(one)):
        client.get(address)
