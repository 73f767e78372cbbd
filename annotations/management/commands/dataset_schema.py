"""`manage.py dataset_schema > docs/dataset.schema.json`: the JSON Schema of a dataset, from the published types."""

import json

from django.core.management.base import BaseCommand

from annotations import shape


class Command(BaseCommand):
    help = "Write the JSON Schema of a dataset to standard output."
    requires_system_checks = []

    def handle(self, **options):
        self.stdout.write(json.dumps(shape.json_schema(), indent=2, ensure_ascii=False))
