"""Signing in and passwords: allauth's views, where ours say more or ask less."""

import time

from allauth.account import views
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.authentication import get_authentication_records
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.socialaccount.providers.openid_connect import views as openid
from allauth.socialaccount.views import ConnectionsView
from django.conf import settings
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from requests import RequestException

from curation.accounts import forms


class SignIn(views.LoginView):
    def get_context_data(self, **context):
        return super().get_context_data(**context) | {"sign_on": settings.SIGN_ON}


class Connections(ConnectionsView):
    def get_context_data(self, **context):
        return super().get_context_data(**context) | {"sign_on": settings.SIGN_ON}


def to_provider(request, provider_id):
    """On to the single sign-on; if it does not answer, a page says so."""
    try:
        return openid.login(request, provider_id)
    except RequestException:
        return render(request, "socialaccount/authentication_error.html", status=502)


class OwnPassword(views.PasswordChangeView):
    """Choosing a password. Who has just typed the one-time password is not asked for it again, and goes on to the
    page that they asked for at first."""

    def dispatch(self, request, *args, **options):
        self.is_first = getattr(request.user, "must_change_password", False)
        return super().dispatch(request, *args, **options)

    def get_form_class(self):
        if self.request.user.must_change_password and typed_password_just_now(self.request):
            return forms.ChoosePassword
        return super().get_form_class()

    def get_default_success_url(self):
        return settings.LOGIN_REDIRECT_URL if self.is_first else reverse("account")


def typed_password_just_now(request):
    """Whether the person signed in with a password in the last minutes of this session."""
    records = get_authentication_records(request, request.user)
    moments = [record["at"] for record in records if record["method"] == "password"]
    return bool(moments) and time.time() - moments[-1] < REAUTHENTICATION_TIMEOUT


class AskForReset(views.PasswordResetView):
    """Says plainly when the site sends no mail; else it says the same whether it knows the address or not."""

    def post(self, request, *args, **kwargs):
        return super().post(request, *args, **kwargs) if settings.MAIL else self.get(request)

    def get_context_data(self, **context):
        return super().get_context_data(**context) | {"sends_mail": bool(settings.MAIL)}


class ResetPassword(views.PasswordResetFromKeyView):
    success_url = reverse_lazy("account_login")


class AddApp(ActivateTOTPView):
    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        secret = context["form"].secret
        return context | {"secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))}
