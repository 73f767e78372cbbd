import pytest
from django.core.management import call_command
from django.db import connection

from annotations import evidence, search
from annotations.management.commands import reindex
from annotations.models import Name
from tests.factories import make_claim, make_text

pytestmark = pytest.mark.django_db


def test_all_words_are_written_anew_some_claims_at_a_time(capsys, monkeypatch):
    monkeypatch.setattr(reindex, "AT_ONCE", 2)
    text = make_text()
    claims = [make_claim(text) for _ in range(5)]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM claim_words")

    call_command("reindex")

    assert list(evidence.faults()) == []
    assert set(search.claims_with("model", project=text.project)) == set(claims)
    assert "5 claims indexed." in capsys.readouterr().out


def test_names_changed_since_are_found():
    claim = make_claim()
    Name.objects.update(text="钱德沛")

    call_command("reindex")

    assert list(search.claims_with("德沛", project=claim.project)) == [claim]
