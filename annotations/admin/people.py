"""The people who sign in, whatever their projects: for superusers alone."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from annotations.admin.base import Unlogged
from annotations.models import User


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
