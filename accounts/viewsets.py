"""Wagtail's pages for accounts and groups, on which nobody gives more than they hold."""

from django import forms
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.users.views import groups, users

from accounts.rights import covers, groups_to_give, may_give_group, rights_of_groups, rights_of_user
from accounts.roles import label_of


class GuardedUserFormMixin:
    def get_form(self, *args, **kwargs) -> forms.ModelForm:
        form = super().get_form(*args, **kwargs)
        form.fields["groups"].label_from_instance = label_of
        if self.request.user.is_superuser:
            return form
        if administrator := form.fields.get("is_superuser"):
            administrator.disabled = True  # Django then takes the value there was, whatever is posted
            administrator.help_text = _("Only administrators can make another one.")
        form.fields["groups"].queryset = groups_to_give(self.request.user)
        return form


class UserCreateView(GuardedUserFormMixin, users.CreateView):
    pass


class UserEditView(GuardedUserFormMixin, users.EditView):
    """Opens only for accounts that `may_change_user` allows: see the hooks, which guard deleting too."""


class GuardedUserViewSet(users.UserViewSet):
    add_view_class = UserCreateView
    edit_view_class = UserEditView
    copy_view_enabled = False  # a copy of an administrator would be one


class WeakerGroupMixin:
    """Leaves alone the groups that have more rights than the visitor."""

    def get_object(self, *args, **kwargs) -> Group:
        group = super().get_object(*args, **kwargs)
        if not may_give_group(self.request.user, group):
            raise PermissionDenied
        return group


class GuardedGroupFormMixin:
    def process_form(self) -> HttpResponse:
        """Save, look at what the group now gives, and take it back when that is too much: rights come in five forms."""
        held = rights_of_user(self.request.user)  # before: the group may be one's own
        with transaction.atomic():
            response = super().process_form()
            if self.request.user.is_superuser or not self.object.pk:
                return response
            if covers(held, rights_of_groups([self.object])):
                return response
            transaction.set_rollback(True)
        list(get_messages(self.request))  # "saved" is not true any more
        messages.error(self.request, _("Not saved: you can only give a group rights that you have yourself."))
        return redirect(self.request.path)


class GroupCreateView(GuardedGroupFormMixin, groups.CreateView):
    pass


class GroupEditView(GuardedGroupFormMixin, WeakerGroupMixin, groups.EditView):
    pass


class GroupDeleteView(WeakerGroupMixin, groups.DeleteView):
    pass


class GuardedGroupViewSet(groups.GroupViewSet):
    add_view_class = GroupCreateView
    edit_view_class = GroupEditView
    delete_view_class = GroupDeleteView
