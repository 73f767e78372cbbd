"""Every address about a person: signing in and out, the account, second factors, single sign-on.

The names beginning with ``account_``, ``mfa_`` and ``socialaccount_`` are those by which allauth finds its pages.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount import views as sign_on
from allauth.socialaccount.providers.openid_connect import views as openid
from django.urls import path, re_path
from django.views.generic import RedirectView

from curation.accounts import account as own
from curation.accounts import sign_in, start
from curation.accounts.invitation import invitation

OIDC = {"provider_id": "oidc"}
to_account = RedirectView.as_view(pattern_name="account")

urlpatterns = [
    path("login/", sign_in.SignIn.as_view(), name="account_login"),
    path("login/", sign_in.SignIn.as_view(), name="login"),
    path("login/", sign_in.SignIn.as_view(), name="account_signup"),  # nobody signs up
    path("login/code/", mfa.authenticate, name="mfa_authenticate"),
    path("login/key/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("login/closed/", account.account_inactive, name="account_inactive"),
    path("logout/", account.logout, name="account_logout"),
    path("logout/", account.logout, name="logout"),
    path("start/", start.about, name="start"),
    path("start/codebook/", start.themes, name="start_codebook"),
    path("start/people/", start.people, name="start_people"),
    path("invitation/<str:secret>/", invitation, name="invitation"),
    # One's own page
    path("account/", own.account, name="account"),
    path("account/sessions/", own.end_sessions, name="end_sessions"),
    path("account/leave/<slug:slug>/", own.leave, name="leave_project"),
    # Passwords
    path("account/password/", sign_in.OwnPassword.as_view(), name="account_change_password"),
    path("account/password/", sign_in.OwnPassword.as_view(), name="password_change"),
    path("account/password/choose/", account.password_set, name="account_set_password"),
    path("account/password/reset/", sign_in.AskForReset.as_view(), name="account_reset_password"),
    path("account/password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^account/password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        sign_in.ResetPassword.as_view(),
        name="account_reset_password_from_key",
    ),
    # Is it you?
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/confirm/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/confirm/key/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    # Second factors
    path("account/app/", sign_in.AddApp.as_view(), name="mfa_activate_totp"),
    path("account/app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/keys/add/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("account/keys/<int:pk>/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("account/keys/<int:pk>/remove/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("account/mfa/", to_account, name="mfa_index"),
    path("account/keys/", to_account, name="mfa_list_webauthn"),
    # E-mail
    path("account/email/", own.email, name="account_email"),
    path("account/email/sent/", account.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^account/email/(?P<key>[-:\w]+)/$", account.confirm_email, name="account_confirm_email"),
    # Single sign-on
    path("account/sign-on/", sign_in.Connections.as_view(), name="socialaccount_connections"),
    path("account/sign-on/cancelled/", sign_on.login_cancelled, name="socialaccount_login_cancelled"),
    path("account/sign-on/failed/", sign_on.login_error, name="socialaccount_login_error"),
    path("account/oidc/login/", sign_in.to_provider, OIDC, name="openid_connect_login"),
    path("account/oidc/login/callback/", openid.callback, OIDC, name="openid_connect_callback"),
]
