"""The editors' site: one project at a time, in an editor's words and order."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_http_methods

from annotations.admin.bar import bar
from annotations.admin.front import front_page
from annotations.admin.offering import Offering
from annotations.admin.review_queue import review_queue
from annotations.admin.view_pages import addresses

OURS = {"annotations", "curation"}


class EditorsSite(admin.AdminSite):
    """Open to the members of the project in the address; the middleware has looked them up."""

    site_title = "Standpoint"
    site_url = None
    enable_nav_sidebar = False

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.disable_action("delete_selected")

    def register(self, model_or_iterable, admin_class=None, **options):
        """Only what is ours: Django's groups and what signing in needs would mean nothing to an editor."""
        several = isinstance(model_or_iterable, list | tuple)
        models = model_or_iterable if several else [model_or_iterable]
        ours = [model for model in models if model._meta.app_label in OURS]
        super().register(ours, admin_class, **options)

    def has_permission(self, request):
        return request.user.is_active and request.membership is not None

    def each_context(self, request):
        """What every page needs; Django's own would build the whole list of apps each time."""
        title = request.project.title if request.project else self.site_title
        return {
            "site_title": title,
            "site_header": title,
            "site_url": None,
            "has_permission": self.has_permission(request),
            "available_apps": [],
            "is_popup": False,
            "is_nav_sidebar_enabled": False,
            "bar": bar(request, self) if request.membership else None,
        }

    def admin_view(self, view, cacheable=False):
        """Django's pages would take any other method for a GET."""
        return super().admin_view(require_http_methods(["GET", "HEAD", "POST"])(view), cacheable)

    def get_urls(self):
        # "View on site" would tell rows of any project apart from rows that are not there.
        own = [path("review/", self.admin_view(review_queue), name="review_queue")]
        stock = [address for address in super().get_urls() if getattr(address, "name", "") != "view_on_site"]
        return own + addresses(self) + stock

    def index(self, request, extra_context=None):
        return front_page(request, self.each_context(request) | (extra_context or {}))

    def autocomplete_view(self, request):
        return Offering.as_view(admin_site=self)(request)

    def app_index(self, request, app_label, extra_context=None):
        """Our apps are no concern of an editor's: there is one index."""
        return redirect("admin:index")

    def login(self, request, extra_context=None):
        return redirect_to_login(request.GET.get("next", request.get_full_path()), settings.LOGIN_URL)

    def password_change(self, request, extra_context=None):
        return redirect("password_change")
