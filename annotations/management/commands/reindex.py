"""``manage.py reindex``: build the index of words anew, some claims at a time, then names and sources."""

from django.core.management.base import BaseCommand
from django.db import transaction
from tqdm import tqdm

from annotations import finding, search
from annotations.models import Claim, Name, Source

AT_ONCE = 1000


class Command(BaseCommand):
    help = "Write the words that claims, speakers and sources are found by anew. Others can go on working meanwhile."

    def handle(self, **options):
        last = Claim.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        count = 0
        with tqdm(total=Claim.objects.count(), unit="claim", disable=None) as bar:
            for start in range(0, last, AT_ONCE):
                done = self.write(start)
                count += done
                bar.update(done)
        with transaction.atomic():
            finding.index_names(Name.objects.all())
            finding.index_sources(Source.objects.all())
        self.stdout.write(f"{count} claims indexed. So are all names and sources.")

    @transaction.atomic
    def write(self, start):
        claims = Claim.objects.filter(pk__gt=start, pk__lte=start + AT_ONCE)
        search.index(claims)
        return claims.count()
