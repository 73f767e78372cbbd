from django.apps import AppConfig


class CurationConfig(AppConfig):
    name = "curation"

    def ready(self):
        """Say who sees the rows of the publishing side; the evidence side does not know them."""
        from annotations.access import RULES, Role, of_project
        from annotations.scope import PATHS
        from curation.models import Dataset, Release, Work

        RULES[Dataset] = of_project(Role.VIEWER)
        RULES[Release] = of_project(Role.VIEWER, "dataset__project_id")
        RULES[Work] = of_project(Role.MANAGER)
        PATHS[Release] = "dataset__project"
