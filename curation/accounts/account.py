"""A person's own page: name, language, e-mail, how they sign in, where they are signed in, and their projects."""

from allauth.account.decorators import reauthentication_required
from allauth.account.models import EmailAddress
from allauth.decorators import rate_limit
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from annotations import projects
from annotations.models import Membership, User
from annotations.refusal import Refused
from curation.accounts.browsers import browser_of


class AccountForm(forms.ModelForm):
    name = forms.CharField(label=_("Name"), max_length=150, required=False)

    class Meta:
        model = User
        fields = ["name", "language"]
        labels = {"language": _("Language of the pages")}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial["name"] = self.instance.get_full_name()

    def save(self, commit=True):
        """One name in one field, in the order that its owner writes it."""
        self.instance.first_name, self.instance.last_name = self.cleaned_data["name"], ""
        self.instance.save(update_fields=["first_name", "last_name", "language"])
        return self.instance


class EmailForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), required=False)

    def __init__(self, *args, user, **options):
        super().__init__(*args, **options)
        self.user = user

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        others = User.objects.exclude(pk=self.user.pk).filter(email__iexact=email)
        claimed = EmailAddress.objects.exclude(user=self.user).filter(email=email, verified=True)
        if email and (others.exists() or claimed.exists()):
            raise forms.ValidationError(_("Another account has this address: choose another one."))
        return email


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request):
    form = AccountForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your account is saved."))
        return redirect("account")
    members = Membership.objects.active().filter(user=request.user).select_related("project")
    page = {
        "form": form,
        "pending": EmailAddress.objects.filter(user=request.user, verified=False).exclude(
            email=request.user.email.lower()
        ),
        "sign_on": settings.SIGN_ON,
        "memberships": members.order_by("project__title", "pk"),
        "may_start": projects.may_start(request.user),
        "sessions": sessions_of(request),
        **second_factors(request.user),
    }
    return render(request, "account/account.html", page)


def second_factors(user):
    """The app, the keys and how many recovery codes are left."""
    found = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    by_type = {kind: [one for one in found if one.type == kind] for kind in Authenticator.Type}
    codes = by_type[Authenticator.Type.RECOVERY_CODES]
    return {
        "app": by_type[Authenticator.Type.TOTP],
        "keys": [{"pk": one.pk, "name": one.wrap().name, "row": one} for one in by_type["webauthn"]],
        "has_codes": bool(codes),
        "codes_left": len(codes[0].wrap().get_unused_codes()) if codes else 0,
    }


def sessions_of(request):
    """Where the person is signed in, this session first; sessions that are over are forgotten."""
    found = UserSession.objects.purge_and_list(request.user)
    shown = [
        {"row": session, "current": session.is_current(), "browser": browser_of(session.user_agent)}
        for session in sorted(found, key=lambda session: session.created_at, reverse=True)
    ]
    return sorted(shown, key=lambda session: not session["current"])


@login_required
@require_POST
def end_sessions(request):
    """End the session that is named, or all but this one."""
    others = UserSession.objects.filter(user=request.user)
    named = request.POST.get("session", "")
    chosen = others.filter(pk=int(named)) if named.isdecimal() and len(named) < 19 else others
    ended = [session.end() for session in chosen if not session.is_current()]
    if ended:
        messages.success(request, _("Ended. Whoever sits there must sign in again."))
    return redirect("account")


@login_required
@reauthentication_required
@rate_limit(action="manage_email")
@require_http_methods(["GET", "HEAD", "POST"])
def email(request):
    """Change the address: at once where the site sends no mail, else when the new one is confirmed."""
    form = EmailForm(request.POST or None, user=request.user, initial={"email": request.user.email})
    if request.method == "POST" and form.is_valid():
        change_email(request, form.cleaned_data["email"])
        return redirect("account")
    return render(request, "account/email.html", {"form": form, "sends_mail": bool(settings.MAIL)})


def change_email(request, address):
    if address and settings.MAIL and address != request.user.email.lower():
        EmailAddress.objects.add_new_email(request, request.user, address)
        return
    with transaction.atomic():
        EmailAddress.objects.filter(user=request.user).exclude(email=address).delete()
        request.user.email = address
        request.user.save(update_fields=["email"])
    messages.success(request, _("Your account is saved."))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request, slug):
    """Leave a project, after a page that says what that means."""
    member = get_object_or_404(Membership.objects.active(), user=request.user, project__slug=slug)
    if request.method == "POST":
        try:
            projects.leave(member)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("You have left “%(project)s”.") % {"project": member.project})
        return redirect("account")
    return render(request, "account/leave.html", {"project": member.project})
