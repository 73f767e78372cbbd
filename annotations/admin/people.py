"""The accounts of everybody who signs in, whatever their projects: for superusers alone.

Nobody types a password for somebody else: a new account, and one whose password is lost, gets a link by which its owner
chooses one. The link works once, for three days, and is shown once.
"""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from annotations.admin.base import Unlogged
from annotations.admin.lists import CappedPaginator
from annotations.models import User

WORDS = {
    "username": (_("User name"), _("The person signs in with it; letters, digits and @ . + - _ will do.")),
    "first_name": (_("Name"), _("As colleagues know the person.")),
    "email": (_("E-mail"), _("The person can sign in with it, too.")),
    "is_active": (_("May sign in"), _("Off, the account is closed at once; what the person did stays.")),
    "is_superuser": (
        _("Runs the site"),
        _("Makes and closes accounts, and starts projects. Sees no project without being its member."),
    ),
}


class NewPersonForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["username", "first_name", "email"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.label, field.help_text = WORDS[name]

    def clean_username(self):
        """Signing in takes no notice of capital letters, so neither may this."""
        name = self.cleaned_data["username"]
        if User.objects.exclude(pk=self.instance.pk).filter(username__iexact=name).exists():
            raise forms.ValidationError(_("Somebody here has this user name: choose another one."))
        return name

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if email and User.objects.exclude(pk=self.instance.pk).filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Another account has this address: choose another one."))
        return email


class PersonForm(NewPersonForm):
    """Sends along what it showed, so that only what was changed in it is written."""

    request = None

    class Meta(NewPersonForm.Meta):
        fields = [*NewPersonForm.Meta.fields, "is_active", "is_superuser"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def clean(self):
        cleaned = super().clean()
        stays = cleaned.get("is_active") and cleaned.get("is_superuser")
        if self.instance == self.request.user and not stays:
            raise forms.ValidationError(
                _("You cannot close your own account or stop running the site: somebody else must do it.")
            )
        return cleaned


@admin.register(User)
class PersonAdmin(Unlogged, admin.ModelAdmin):
    view_on_site = False
    paginator = CappedPaginator
    show_full_result_count = False
    empty_value_display = ""
    list_display = ("signs_in_as", "name", "mail", "last_seen", "state")
    search_fields = ("username", "first_name", "last_name", "email")
    ordering = ("username",)

    def get_form(self, request, obj=None, change=False, **options):
        form = super().get_form(request, obj, change=change, form=PersonForm if obj else NewPersonForm)
        form.request = request
        return form

    def get_fields(self, request, obj=None):
        return (PersonForm if obj else NewPersonForm).Meta.fields

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": _("Accounts")} | (extra_context or {}))

    @admin.display(description=_("User name"), ordering="username")
    def signs_in_as(self, person):
        return person.username

    @admin.display(description=_("E-mail"), ordering="email")
    def mail(self, person):
        return person.email

    @admin.display(description=_("last signed in"), ordering="last_login")
    def last_seen(self, person):
        return person.last_login and date_format(person.last_login, "DATE_FORMAT")

    @admin.display(description=_("name"), ordering="first_name")
    def name(self, person):
        return person.get_full_name()

    @admin.display(description=_("state"), ordering="is_active")
    def state(self, person):
        if not person.is_active:
            return _("closed")
        if not person.has_usable_password():
            return _("has no password yet")
        return _("runs the site") if person.is_superuser else ""

    # For superusers alone

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return request.user.is_active and request.user.is_superuser

    has_add_permission = has_view_permission
    has_change_permission = has_view_permission

    def has_delete_permission(self, request, obj=None):
        return False

    def history_view(self, request, object_id, extra_context=None):
        raise Http404

    def render_change_form(self, request, context, *args, **options):
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().render_change_form(request, context, *args, **options)

    # Saving

    def save_model(self, request, obj, form, change):
        """Of two open forms neither takes back what the other one changed."""
        if not change:
            obj.set_unusable_password()
            obj.save()
            return
        if "email" in form.changed_data:
            # An address that is no longer the person's must open nothing.
            EmailAddress.objects.filter(user=obj).exclude(email=obj.email).delete()
        if form.changed_data:
            obj.save(update_fields=form.changed_data)

    def response_add(self, request, obj, post_url_continue=None):
        return self.link_page(request, obj)

    # The link to choose a password

    def get_urls(self):
        link = self.admin_site.admin_view(require_POST(self.link_view))
        return [path("<int:user_id>/link/", link, name="password_link"), *super().get_urls()]

    def link_view(self, request, user_id):
        """Make a link to choose a password; where phone and key are lost too, take the second factors away."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        person = get_object_or_404(User, pk=user_id, is_active=True)
        if request.POST.get("factors"):
            with transaction.atomic():
                Authenticator.objects.filter(user=person).delete()
        return self.link_page(request, person)

    def link_page(self, request, person):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("A link to choose a password"),
            "person": person,
            "link": password_link(request, person),
            "days": settings.PASSWORD_RESET_TIMEOUT // (24 * 3600),
        }
        return TemplateResponse(request, "admin/annotations/user/link.html", context)


def password_link(request, person):
    """Return an address by which this person, once, chooses a password; signing in or a new password ends it."""
    key = default_token_generator.make_token(person)
    inside = reverse(
        "account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key}
    )
    root = request.META["SCRIPT_NAME"].removesuffix(f"/p/{request.project.slug}")
    return request.build_absolute_uri(root + inside.removeprefix(request.META["SCRIPT_NAME"]))
