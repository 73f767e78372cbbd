"""The project, its members, and the people who sign in."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from annotations import projects
from annotations.access import Role
from annotations.admin.base import ScopedAdmin, Unlogged
from annotations.admin.forms import VersionedForm
from annotations.models import Membership, Project, User


@admin.register(Project)
class ProjectAdmin(ScopedAdmin):
    change_role = Role.MANAGER
    fields = ("slug", "title", "language", "blind", "own_review")
    readonly_fields = ("slug",)
    list_display = ("title", "slug", "language", "blind")


class MembershipForm(VersionedForm):
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        help_text=_("As the person signs in. Whoever runs the site makes new accounts."),
    )

    def clean_username(self):
        user = User.objects.filter(username=self.cleaned_data["username"], is_active=True).first()
        if user is None:
            raise forms.ValidationError(
                _("Nobody signs in under this name. Ask whoever runs the site for an account.")
            )
        if Membership.objects.active().filter(project=self.instance.project_id, user=user).exists():
            raise forms.ValidationError(
                _("This person is a member already: change the role in the list of members.")
            )
        self.instance.user = user
        return user.username


@admin.register(Membership)
class MembershipAdmin(ScopedAdmin):
    form = MembershipForm
    view_role = add_role = change_role = Role.MANAGER
    list_display = ("user", "role", "joined", "left")
    list_filter = ("role",)
    list_select_related = ("user",)
    search_fields = ("user__username",)
    actions = ("end",)

    def get_fields(self, request, obj=None):
        return ("user", "role", "joined", "left") if obj else ("username", "role")

    def get_readonly_fields(self, request, obj=None):
        return ("user", "joined", "left", "username") if obj else ()

    def save_model(self, request, obj, form, change):
        if not change:
            obj.pk = projects.join(request.project, obj.user, role=obj.role).pk
            return
        before = Membership.objects.get(pk=obj.pk)
        if obj.role != Role.MANAGER:
            projects.keep_a_manager(before)
        super().save_model(request, obj, form, change)

    @admin.action(description=_("End the membership at once"), permissions=["change"])
    def end(self, request, queryset):
        self.apply_to_each(request, queryset, projects.leave, done=_("Memberships ended: %(count)d."))


class PersonForm(UserChangeForm):
    """Sends along what it showed, so that only what was changed in it is written."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.show_hidden_initial = not field.disabled


class NewPasswordForm(AdminPasswordChangeForm):
    """Django's own hint joins sentences that then stay in English."""

    usable_password_help_text = _(
        "Whether this person may sign in with a password. If you turn it off, the password they have is lost."
    )


@admin.register(User)
class PersonAdmin(Unlogged, UserAdmin):
    """Everybody who signs in, whatever their projects: for superusers alone."""

    form = PersonForm
    change_password_form = NewPasswordForm
    view_on_site = False
    list_display = ("username", "first_name", "last_name", "is_active", "is_superuser")
    list_filter = ()
    fieldsets = (
        (None, {"fields": ("username", "password", "must_change_password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Access"), {"fields": ("is_active", "is_superuser")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "usable_password", "password1", "password2", "must_change_password")}),
    )

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return request.user.is_active and request.user.is_superuser

    has_add_permission = has_view_permission
    has_change_permission = has_view_permission

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        """Of two open forms neither takes back what the other one changed."""
        if not change:
            obj.save()
        elif form.changed_data:
            obj.save(update_fields=form.changed_data)

    def history_view(self, request, object_id, extra_context=None):
        raise Http404
