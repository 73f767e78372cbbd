"""A text never changes once saved."""

import hashlib

import pytest
from django.core.exceptions import ValidationError

from annotations.models import Text
from annotations.models.source import TextIsImmutable, sha256_of
from tests.factories import BODY, make_project, make_text

pytestmark = pytest.mark.django_db


def test_a_text_gets_its_sum_and_its_project():
    text = make_text()

    assert text.sha256 == hashlib.sha256(BODY.encode()).hexdigest()
    assert text.project == text.source.project


@pytest.mark.parametrize("read", [lambda text: text, lambda text: Text.objects.get(pk=text.pk)])
def test_a_changed_body_is_not_saved(read):
    text = read(make_text())
    text.body += " More."

    with pytest.raises(TextIsImmutable, match="add the corrected text, which replaces it"):
        text.save()

    assert Text.objects.get(pk=text.pk).body == BODY


def test_a_changed_body_is_not_saved_with_its_sum():
    text = make_text()
    text.body = "Other"
    text.sha256 = sha256_of("Other")

    with pytest.raises(TextIsImmutable):
        text.save()


def test_a_deferred_body_cannot_be_smuggled_in():
    text = Text.objects.defer("body").get(pk=make_text().pk)
    text.body = "Other"

    with pytest.raises(TextIsImmutable):
        text.save()


@pytest.mark.parametrize("values", [{"body": "Other"}, {"sha256": "0" * 64}])
def test_no_update_changes_a_body_or_its_sum(values):
    make_text()

    with pytest.raises(TextIsImmutable):
        Text.objects.update(**values)


@pytest.mark.parametrize("fields", [["body"], ["sha256"]])
def test_no_bulk_update_does_either(fields):
    text = make_text()
    text.body, text.sha256 = "Other", "0" * 64

    with pytest.raises(TextIsImmutable):
        Text.objects.bulk_update([text], fields)


def test_all_else_of_a_text_may_be_corrected():
    text = make_text()
    text.title = "A better title"
    text.save()

    assert Text.objects.get(pk=text.pk).title == "A better title"
    assert [page.title for page in text.history.all()] == ["A better title", ""]


def test_history_keeps_no_second_copy_of_a_body():
    assert not hasattr(make_text().history.get(), "body")


def test_a_replaced_text_is_no_longer_current():
    faulty = make_text()
    text = make_text(faulty.source, replaces=faulty)

    assert list(Text.objects.current()) == [text]


@pytest.mark.parametrize("field", ["of", "replaces"])
def test_a_text_follows_no_text_of_another_source(field):
    project = make_project()
    text = make_text(project=project)
    setattr(text, field, make_text(project=project))

    with pytest.raises(ValidationError, match="belongs to another source"):
        text.clean()
