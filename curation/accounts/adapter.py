"""What we decide differently from allauth: its words, who is let in, and which address a visitor has."""

import ipaddress

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.utils.translation import gettext_lazy as _

NO_SUCH_PERSON = _("This name and this password do not go together. Check both; capital letters count.")
WRONG_CODE = _("This code is not right, or it has been used. Wait for the next one and try again.")

# What allauth reports by the name of a template; what stands here under no name is not worth a message.
SAID = {
    "account/messages/password_changed.txt": _("Your password is changed. Your other sessions are ended."),
    "account/messages/password_set.txt": _("Your password is set."),
    "account/messages/email_confirmation_sent.txt": _(
        "A message is on its way to you: follow the link in it to confirm the address."
    ),
    "account/messages/email_confirmed.txt": _("Your e-mail address is confirmed."),
    "account/messages/email_confirmation_failed.txt": _(
        "This address belongs to another account: choose another one."
    ),
    "mfa/messages/totp_activated.txt": _(
        "From now on you sign in with your password and a code of your app."
    ),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is removed."),
    "mfa/messages/webauthn_added.txt": _("The key is added."),
    "mfa/messages/webauthn_removed.txt": _("The key is removed."),
    "mfa/messages/recovery_codes_generated.txt": _("These are new codes; older ones no longer work."),
    "socialaccount/messages/account_connected.txt": _("The two accounts are connected."),
    "socialaccount/messages/account_connected_other.txt": _(
        "That account is connected to somebody else here already."
    ),
    "socialaccount/messages/account_disconnected.txt": _("The two accounts are no longer connected."),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed. Ask whoever runs the site."),
        "email_password_mismatch": NO_SUCH_PERSON,
        "username_password_mismatch": NO_SUCH_PERSON,
        "email_taken": _("Another account has this address: choose another one."),
        "duplicate_email": _("This is your address already."),
        "same_as_current": _("This is what it is now: choose another one."),
        "enter_current_password": _("This is not your password of now."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": WRONG_CODE,
        "invalid_password_reset": _("This link has been used or is too old."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again."),
        "rate_limited": _("Too many tries. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request):
        """Accounts come by invitation or from whoever runs the site."""
        return False

    def get_client_ip(self, request):
        """The visitor's address: what a proxy that we trust wrote last, and nobody else."""
        address = request.META.get("REMOTE_ADDR") or "0.0.0.0"
        forwarded = request.headers.get("x-forwarded-for", "").split(",")
        for before in reversed([part.strip() for part in forwarded if part.strip()]):
            if not is_trusted(address) or not is_address(before):
                break
            address = before
        return address if is_address(address) else "0.0.0.0"

    def set_password(self, user, password):
        user.must_change_password = False  # saved together with the password
        super().set_password(user, password)

    def add_message(
        self, request, level, message_template=None, message_context=None, message=None, **options
    ):
        words = message or SAID.get(message_template)
        if words:
            messages.add_message(request, level, words)


def is_address(written):
    try:
        ipaddress.ip_address(written)
    except ValueError:
        return False
    return True


def is_trusted(address):
    """Whether this is a proxy whose word we take; what is no address (a socket of this machine) is one too."""
    if "*" in settings.TRUSTED_PROXIES or not is_address(address):
        return True
    networks = (ipaddress.ip_network(given, strict=False) for given in settings.TRUSTED_PROXIES)
    return any(ipaddress.ip_address(address) in network for network in networks)


class SignOnAdapter(DefaultSocialAccountAdapter):
    error_messages = DefaultSocialAccountAdapter.error_messages

    def is_open_for_signup(self, request, sociallogin):
        """Whom the provider knows is not let in by that alone: first an account here, then the two are connected."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "cannot_generate_recovery_codes": _("Recovery codes stand in for an app or a key: add one first."),
    }

    def get_totp_label(self, user):
        return user.get_username()

    def generate_authenticator_name(self, user, type):
        return ""
