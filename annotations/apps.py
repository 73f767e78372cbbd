from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class AnnotationsConfig(AppConfig):
    name = "annotations"
    verbose_name = _("annotations")
    default = True


class EditorsAdminConfig(admin_apps.AdminConfig):
    """The admin, with the editors' site in the place of Django's own."""

    default = False
    default_site = "annotations.admin.site.EditorsSite"

    def ready(self):
        # Before Django looks for the site: made while its own package is half imported, it would be made twice.
        import_module("annotations.admin")
        super().ready()
