"""Following an invitation into a project: somebody who is signed in joins; somebody new makes an account."""

from allauth.account.utils import perform_login
from allauth.decorators import rate_limit
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from annotations import invitations, roles
from annotations.models import User
from annotations.models.fields import normalise_newlines
from annotations.refusal import Refused


class NewAccount(forms.ModelForm):
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        validators=[User.username_validator],
        help_text=_("You sign in with it; letters, digits and @ . + - _ will do."),
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    first_name = forms.CharField(
        label=_("Name"),
        max_length=150,
        required=False,
        help_text=_("As colleagues know you. It is not published."),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "Eight characters or more, not only digits, and nothing that everybody uses. Three or four words are good."
        ),
    )

    class Meta:
        model = User
        fields = ["username", "first_name"]

    def clean_first_name(self):
        return normalise_newlines(self.cleaned_data["first_name"])

    def clean_username(self):
        """Signing in takes no notice of capital letters, so neither may this."""
        if User.objects.filter(username__iexact=self.cleaned_data["username"]).exists():
            raise forms.ValidationError(_("Somebody here has this user name: choose another one."))
        return self.cleaned_data["username"]

    def _post_clean(self):
        super()._post_clean()
        try:
            validate_password(self.cleaned_data.get("password", ""), self.instance)
        except forms.ValidationError as error:
            self.add_error("password", error)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit(action="signup")
def invitation(request, secret):
    """What a link leads to; following it changes nothing, only pressing the button does."""
    try:
        found = invitations.find(secret)
    except Refused as refusal:
        return render(request, "account/invitation_closed.html", {"why": refusal}, status=410)
    if request.user.is_authenticated:
        return join(request, secret, found)
    form = NewAccount(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = made(form, secret)
        if person:
            return perform_login(request, person, redirect_url=f"/p/{found.project.slug}/")
    return page(request, found, form=form)


def made(form, secret):
    """Make the account and let it in; what is refused is told by the form."""
    typed = form.cleaned_data
    try:
        return invitations.accept_as_new(
            secret, username=typed["username"], password=typed["password"], name=typed["first_name"]
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def join(request, secret, found):
    if request.method != "POST":
        return page(request, found)
    try:
        invitations.accept(secret, user=request.user)
    except Refused as refusal:
        return page(request, found, refusal=refusal)
    return redirect(f"/p/{found.project.slug}/")


def page(request, found, **more):
    told = {
        "invitation": found,
        "role": found.get_role_display(),
        "explained": roles.EXPLAINED[found.role],
        **more,
    }
    return render(request, "account/invitation.html", told)
