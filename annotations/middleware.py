"""Which project a request is about, and who may go on.

The project stands in the address, /p/<slug>/…, and nowhere else. ``ProjectMiddleware`` takes the
first two segments off the path and makes them the prefix under which the site appears to be
mounted, so that ``reverse()`` and the admin's own links, popups and autocompletes stay in it.
``FirstPasswordMiddleware`` sends whoever signed in with a one-time password to choose their own.
"""

import re
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from annotations import access
from annotations.models import Membership

IN_A_PROJECT = re.compile(r"(?P<mount>/p/(?P<slug>[-a-zA-Z0-9_]+))(?P<rest>/.*)", re.DOTALL)
PASSWORD_PATH = "/account/password/"
# Signing in and out and a person's account are the same everywhere, below any project.
ACCOUNT_PATHS = re.compile(r"/(login|logout|account)/.*", re.DOTALL)
WITHOUT_PASSWORD = re.compile(rf"/(login|logout)/.*|{PASSWORD_PATH}")


class ProjectMiddleware:
    """Set ``request.project`` and ``request.membership``; both are None outside /p/<slug>/.

    The prefix holds until the view has answered: a streamed body must know its addresses by then.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.project = request.membership = None
        inside = IN_A_PROJECT.fullmatch(request.path_info)
        if inside:
            return self.answer_inside(request, **inside.groupdict())
        if request.path_info.startswith("/admin/"):
            return redirect(f"{request.META['SCRIPT_NAME']}/")
        return self.get_response(request)

    def answer_inside(self, request, mount, slug, rest):
        if ACCOUNT_PATHS.fullmatch(rest):
            request.path_info = request.META["PATH_INFO"] = rest
            return self.get_response(request)
        if not request.user.is_authenticated:
            return signed_out(request)
        request.membership = active_membership(request.user, slug)
        request.project = request.membership.project
        access.keep_to(request.membership, user=request.user)
        return self.answer_under(mount, request, rest)

    def answer_under(self, mount, request, rest):
        before = get_script_prefix()
        root = request.META["SCRIPT_NAME"] + mount
        request.META["SCRIPT_NAME"], request.META["PATH_INFO"] = root, rest
        request.path_info = rest
        set_script_prefix(f"{root}/")
        try:
            return self.get_response(request)
        finally:
            set_script_prefix(before)


def signed_out(request):
    """The way to sign in: for a person a redirect, for a script a sentence, and where the person can go on."""
    if request.get_preferred_type(["text/html", "application/json"]) != "application/json":
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
    sentence = _(
        "You are signed out: what you did is kept in this window, and sent once you have signed in again."
    )
    return JsonResponse({"sentence": sentence, "sign_in": way_back(request)}, status=401)


def way_back(request):
    """Where to sign in, to come back to the page on which the script ran."""
    page = request.headers.get("Referer", "")
    known = url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()})
    path = urlsplit(page).path if known else "/"
    return f"{settings.LOGIN_URL}?{urlencode({'next': path})}"


def active_membership(user, slug):
    """The membership that lets this user in; without one the project might as well not exist."""
    try:
        return Membership.objects.select_related("project").get(project__slug=slug, user=user, left=None)
    except Membership.DoesNotExist:
        raise Http404("No such project.") from None


class FirstPasswordMiddleware:
    """A one-time password opens one page: the one where it is replaced, and from there the page that was asked for."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        free = WITHOUT_PASSWORD.fullmatch(request.path_info)
        if not free and getattr(request.user, "must_change_password", False):
            asked = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
            return redirect(f"{reverse('account_change_password')}?{asked}".rstrip("?"))
        return self.get_response(request)
