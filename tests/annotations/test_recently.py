"""Whom a coder chose last comes first: in this text, then anywhere."""

import pytest

from annotations import recently
from annotations.models import Speaker
from tests.factories import make_claim, make_member, make_source, make_speaker, make_text

pytestmark = pytest.mark.django_db


def quote(text, coder, name):
    speaker = make_speaker(text.project, name)
    make_claim(text=text, coder=coder, speakers=[speaker])
    return speaker


def test_those_of_this_text_come_first_and_the_last_one_before_all(project, coder):
    here, there = make_text(make_source(project)), make_text(make_source(project))
    ana, li, elsewhere = (
        quote(text, coder, name) for text, name in ((here, "Ana"), (here, "Li"), (there, "Qian"))
    )

    assert recently.speakers(coder, Speaker.objects.all(), text=here.pk) == [li, ana, elsewhere]


def test_what_others_chose_is_not_offered(project, coder):
    quote(make_text(make_source(project)), make_member(project), "Ana")

    assert recently.speakers(coder, Speaker.objects.all()) == []


def test_only_those_asked_for_are_offered(project, coder):
    quote(make_text(make_source(project)), coder, "Ana")

    assert recently.speakers(coder, Speaker.objects.filter(kind="organisation")) == []
