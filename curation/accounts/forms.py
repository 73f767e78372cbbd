"""What is asked on signing in and about passwords, codes and keys: allauth's forms in our words."""

from allauth.account import forms as account
from allauth.mfa.base import forms as codes
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as keys
from django import forms
from django.utils.translation import gettext_lazy as _

CODE_HELP = _("Six digits from your app, or one of your recovery codes.")


class InOurWords:
    """Gives each field our label and explanation, and takes what stands inside it away."""

    labels = {}
    explained = {}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.explained.get(name, "")


class NewPassword:
    """Two fields of the same new password; what is asked of a password stands below the first."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["password1"].help_text = _(
            "Eight characters or more, not only digits, and nothing that everybody uses. Three or four words are good."
        )

    def clean(self):
        cleaned = super().clean()
        new = cleaned.get("password1")
        if new and self.user and self.user.check_password(new):
            self.add_error("password1", _("This is the password you have now; choose another one."))
        return cleaned


PASSWORDS = {"password1": _("New password"), "password2": _("New password again")}


class SignIn(InOurWords, account.LoginForm):
    labels = {"login": _("User name or e-mail"), "password": _("Password")}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username webauthn",
            "autocapitalize": "none",
            "spellcheck": "false",
        }


class ConfirmByPassword(InOurWords, account.ReauthenticateForm):
    labels = {"password": _("Password")}


class ChangePassword(NewPassword, InOurWords, account.ChangePasswordForm):
    labels = PASSWORDS | {"oldpassword": _("Password of now")}


class ChoosePassword(NewPassword, InOurWords, account.SetPasswordForm):
    labels = PASSWORDS


class ResetPassword(NewPassword, InOurWords, account.ResetPasswordKeyForm):
    labels = PASSWORDS


class AskForReset(InOurWords, account.ResetPasswordForm):
    labels = {"email": _("E-mail")}


class ConfirmByCode(InOurWords, codes.AuthenticateForm):
    labels = {"code": _("Code")}
    explained = {"code": CODE_HELP}


class ConfirmAgainByCode(InOurWords, codes.ReauthenticateForm):
    labels = {"code": _("Code")}
    explained = {"code": CODE_HELP}


class AddApp(InOurWords, ActivateTOTPForm):
    labels = {"code": _("Code")}
    explained = {"code": _("The six digits that the app shows now.")}


class AddKey(InOurWords, keys.AddWebAuthnForm):
    labels = {"name": _("Name"), "passwordless": _("Sign in with this key alone, without a password")}
    explained = {
        "name": _("Such as “laptop” or “blue key”, so that you tell them apart."),
        "passwordless": _("The key then asks for a PIN, a finger or your face."),
    }

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["name"].max_length = 100
        self.fields["passwordless"].initial = True

    def clean_name(self):
        return self.cleaned_data["name"] or str(_("Key"))


class RenameKey(InOurWords, keys.EditWebAuthnForm):
    labels = {"name": _("Name")}

    name = forms.CharField(max_length=100)
