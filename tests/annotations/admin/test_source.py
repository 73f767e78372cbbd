"""Sources and texts come in through forms, word for word; readings are opened and submitted."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.models import Claim, Reading, Source, Text
from annotations.search import claims_with
from tests.annotations.admin.editing import at, filled, send, sign_in
from tests.factories import Role, make_claim, make_member, make_project, make_source, make_text

pytestmark = pytest.mark.django_db

BODY = " First line\r\n\r\nU+2028:\u2028 😀 能源 عربي e\u0301 "
KEPT = BODY.replace("\r\n", "\n")
NEW = {"title": "A report", "language": "en", "rights": "full", "kind": "original", "body": BODY}


def add_page(project):
    return at(project, "source/add/")


def test_a_pasted_text_is_kept_word_for_word(client):
    project = make_project()
    coder = sign_in(client, project, Role.CODER)

    answer = send(client, add_page(project), **NEW, published="2024-07", publisher="A paper")

    source = Source.objects.get()
    kept = [
        source.project,
        source.title,
        source.published,
        source.texts.get().body,
        source.history.get().history_user,
    ]
    assert [answer.status_code, *kept] == [302, project, "A report", "2024-07", KEPT, coder]


def test_a_text_file_is_kept_with_its_sum(client):
    project = make_project()
    sign_in(client, project, Role.CODER)
    file = SimpleUploadedFile("report.txt", b"\xef\xbb\xbf" + BODY.encode())

    answer = send(client, add_page(project), **NEW | {"body": "", "file": file})

    text = Text.objects.get()
    assert [answer.status_code, text.body] == [302, KEPT]
    assert text.upload_sha256 == hashlib.sha256(b"\xef\xbb\xbf" + BODY.encode()).hexdigest()


def test_without_a_title_the_first_line_is_the_title(client):
    project = make_project()
    sign_in(client, project, Role.CODER)

    send(client, add_page(project), **NEW | {"title": ""})

    assert Source.objects.get().title == "First line"


def test_a_translation_says_its_own_language(client):
    project = make_project()
    sign_in(client, project, Role.CODER)

    send(
        client,
        add_page(project),
        **NEW | {"language": "zh", "text_language": "pt", "kind": "machine-translation"},
    )

    text = Text.objects.get()
    assert [text.source.language, text.language, text.kind] == ["zh", "pt", "machine-translation"]


WRONG = [
    ({"body": ""}, "Paste the text here or choose a file: one of the two."),
    ({"body": "ab\0"}, "Character 3 is U+0000 (a null)"),
    ({"language": ""}, "This field is required."),
    ({"published": "2024-13"}, "“2024-13” is not a day of the calendar."),
    ({"body": "", "file": SimpleUploadedFile("report.txt", b"\xff\xfe\x00\xd8")}, "errornote"),
]


@pytest.mark.parametrize(("typed", "sentence"), WRONG)
def test_what_cannot_be_kept_is_refused_and_what_was_typed_stays(client, typed, sentence):
    project = make_project()
    sign_in(client, project, Role.CODER)

    answer = send(client, add_page(project), **NEW | {"title": "Typed with care"} | typed)

    assert [answer.status_code, Source.objects.count(), Text.objects.count()] == [200, 0, 0]
    assert sentence in answer.text and 'value="Typed with care"' in answer.text


def test_the_facts_are_said_in_words(client):
    project = make_project()
    source = make_source(project, language="he", published="2023-11", retrieved="2023-12-01")
    sign_in(client, project, Role.VIEWER)

    facts = client.get(at(project, f"source/{source.pk}/change/")).context["facts"]

    said = {name: value for _label, value, name in facts}
    assert [said["language"], said["published"], said["retrieved"]] == ["Hebrew", "Nov 2023", "1 Dec 2023"]


def test_the_same_text_is_warned_of_and_what_was_typed_stays(client):
    project = make_project()
    there = make_text(make_source(project, title="The first of them"), body=KEPT).source
    sign_in(client, project, Role.CODER)

    answer = send(client, add_page(project), **NEW | {"title": "Typed with care"})

    assert [answer.status_code, Source.objects.count()] == [200, 1]
    assert "The same text is there already, in “The first of them”." in answer.text
    assert at(project, f"source/{there.pk}/change/") in answer.text
    assert 'value="Typed with care"' in answer.text


def test_the_same_text_is_added_all_the_same(client):
    project = make_project()
    make_text(make_source(project), body=KEPT)
    sign_in(client, project, Role.CODER)

    answer = send(client, add_page(project), **NEW, all_the_same="on")

    assert [answer.status_code, Source.objects.count()] == [302, 2]


def test_the_same_text_of_another_project_is_no_news(client):
    make_text(body=KEPT)
    project = make_project()
    sign_in(client, project, Role.CODER)

    assert send(client, add_page(project), **NEW).status_code == 302


def test_the_text_of_a_chosen_file_stays_when_something_else_is_wrong(client):
    project = make_project()
    sign_in(client, project, Role.CODER)
    file = SimpleUploadedFile("report.txt", b"\xef\xbb\xbfWords of the file")

    answer = send(client, add_page(project), **NEW | {"body": "", "language": "", "file": file})

    assert [answer.status_code, Text.objects.count()] == [200, 0]
    assert "Words of the file</textarea>" in answer.text


def test_a_new_source_leads_to_its_page(client):
    project = make_project()
    sign_in(client, project, Role.CODER)

    answer = client.post(add_page(project), NEW | {"_save": "1"}, follow=True)

    source = Source.objects.get()
    assert answer.redirect_chain[-1][0] == at(project, f"source/{source.pk}/change/")
    assert "Code it at the desk" in answer.text and "能源" in answer.text


def test_the_page_of_a_source_shows_the_wording_that_was_asked_for(client):
    text = make_text(body="In the first wording")
    other = make_text(text.source, body="Noutras palavras", language="pt")
    sign_in(client, text.project, Role.VIEWER)
    page = at(text.project, f"source/{text.source_id}/change/")

    shown = [client.get(page).context["text"], client.get(f"{page}?text={other.pk}").context["text"]]

    assert shown == [text, other]


def test_of_a_corrected_text_the_correction_is_shown(client):
    faulty = make_text(body="Fautly")
    corrected = make_text(faulty.source, body="Faulty", replaces=faulty)
    sign_in(client, faulty.project, Role.VIEWER)

    answer = client.get(at(faulty.project, f"source/{faulty.source_id}/change/"))

    assert answer.context["text"] == corrected


def statements_of(client, page):
    with CaptureQueriesContext(connection) as found:
        client.get(page)
    return len(found)


@pytest.mark.parametrize("model", ["source", "text"])
def test_a_page_takes_as_many_statements_for_three_claims_as_for_one(client, model):
    claim = make_claim()
    text = claim.anchors.get().text
    sign_in(client, claim.project)
    page = at(claim.project, f"{model}/{text.source_id if model == 'source' else text.pk}/change/")
    client.get(page)
    before = statements_of(client, page)
    for _ in range(2):
        make_claim(text)
        make_text(text.source)
        make_claim(text=Text.objects.latest("pk"))

    assert statements_of(client, page) == before


def test_claims_are_found_by_the_new_title_of_their_source(client):
    claim = make_claim()
    source = claim.anchors.get().text.source
    sign_in(client, claim.project)

    send(client, at(claim.project, f"source/{source.pk}/change/"), title="Renamed")

    assert list(claims_with("renamed", project=claim.project)) == [claim]


# Texts


def test_a_text_is_shown_as_it_is(client):
    text = make_text(body="Words <b>here</b>\n", language="ar")
    sign_in(client, text.project, Role.VIEWER)

    answer = client.get(at(text.project, f"text/{text.pk}/change/"))

    assert (
        'lang="ar" dir="auto" aria-label="The text">Words &lt;b&gt;here&lt;/b&gt;\n</article>' in answer.text
    )


def test_a_text_cannot_be_changed_by_any_form(client):
    text = make_text(body="As it was")
    sign_in(client, text.project)

    answer = client.post(
        at(text.project, f"text/{text.pk}/change/"), {"body": "Other words", "language": "xx"}
    )

    text.refresh_from_db()
    assert [answer.status_code, text.body, text.language] == [403, "As it was", "en"]


def new_text_page(text, **asked):
    asked = "&".join(f"{name}={value}" for name, value in asked.items())
    return at(text.project, f"text/add/?source={text.source_id}&{asked}")


def test_a_translation_is_added_to_a_source(client):
    text = make_text()
    sign_in(client, text.project, Role.CODER)
    page = new_text_page(text, of=text.pk, kind="human-translation")

    answer = send(client, page, language="pt", body="Palavras", made_by="A translator")

    added = Text.objects.exclude(pk=text.pk).get()
    text.source.refresh_from_db()
    assert [answer.status_code, added.of, added.body, added.source.version] == [302, text, "Palavras", 2]


def test_a_correction_replaces_the_faulty_text(client):
    text = make_text(body="Fautly words")
    sign_in(client, text.project, Role.CODER)

    send(client, new_text_page(text, replaces=text.pk, kind="original", language="en"), body="Faulty words")

    assert [list(Text.objects.current()), Text.objects.get(pk=text.pk).body] == [
        [text.replaced_by],
        "Fautly words",
    ]


def test_a_text_for_a_source_that_has_moved_is_a_conflict_and_then_goes_in(client):
    text = make_text()
    sign_in(client, text.project, Role.CODER)
    page = new_text_page(text, of=text.pk, kind="human-translation")
    typed = filled(client.get(page)) | {"language": "pt", "body": "Palavras"}
    first = client.post(page, typed | {"body": "Outras palavras"})

    second = client.post(page, typed)
    again = client.post(page, filled(second))

    bodies = list(Text.objects.exclude(pk=text.pk).values_list("body", flat=True))
    assert [first.status_code, second.status_code, again.status_code] == [302, 409, 302]
    assert ["Palavras" in second.text, bodies] == [True, ["Outras palavras", "Palavras"]]


@pytest.mark.parametrize("field", ["source", "of", "replaces"])
def test_texts_of_other_sources_and_projects_cannot_be_chosen(client, field):
    text, foreign = make_text(), make_text()
    sign_in(client, text.project, Role.CODER)
    page = new_text_page(text, kind="human-translation")
    chosen = foreign.source_id if field == "source" else foreign.pk

    answer = send(client, page, language="pt", body="Palavras", **{field: chosen})

    assert [answer.status_code, Text.objects.count()] == [200, 2]


def test_only_texts_of_the_source_are_offered(client):
    text = make_text()
    make_text(make_source(text.project, title="A source of its own"))
    sign_in(client, text.project, Role.CODER)

    answer = client.get(new_text_page(text, kind="human-translation"))

    assert [str(text) in answer.text, "A source of its own" in answer.text] == [True, False]


@pytest.mark.parametrize("source", ["", "x", "9" * 30, "0"])
def test_without_a_source_of_the_project_there_is_no_form_for_a_text(client, source):
    text = make_text()
    sign_in(client, text.project, Role.CODER)

    answer = client.get(at(text.project, f"text/add/?source={source}"))

    assert answer.url == at(text.project, "source/")


def test_viewers_add_no_text(client):
    text = make_text()
    sign_in(client, text.project, Role.VIEWER)

    page = new_text_page(text, kind="human-translation")
    statuses = [client.get(page).status_code, client.post(page, {"source": text.source_id}).status_code]

    assert [statuses, client.get(at(text.project, "text/add/")).status_code] == [[403, 403], 403]


# Readings


def test_a_coder_opens_a_reading_and_says_that_nothing_is_there(client):
    text = make_text()
    coder = sign_in(client, text.project, Role.CODER)
    page = client.post(at(text.project, f"text/{text.pk}/read/")).url
    reading = Reading.objects.get(coder=coder)

    answer = client.post(
        at(text.project, f"reading/{reading.pk}/submit/"), {"nothing_here": "1"}, follow=True
    )

    reading.refresh_from_db()
    assert [page, answer.status_code] == [at(text.project, f"reading/{reading.pk}/change/"), 200]
    assert [reading.nothing_here, reading.submitted is None] == [True, False]


def test_a_reading_with_a_draft_in_it_is_not_submitted(client):
    claim = make_claim()
    client.force_login(claim.coder)

    answer = client.post(at(claim.project, f"reading/{claim.reading_id}/submit/"), follow=True)

    assert "There are drafts in this reading: submit or discard them first." in answer.text


def test_the_reading_of_another_coder_cannot_be_submitted(client):
    claim = make_claim()
    Claim.objects.update(state=Claim.State.DISCARDED)
    statuses = []
    for role in (Role.VIEWER, Role.CODER, Role.MANAGER):
        client.force_login(make_member(claim.project, role))
        statuses.append(client.post(at(claim.project, f"reading/{claim.reading_id}/submit/")).status_code)

    claim.reading.refresh_from_db()
    assert [statuses, claim.reading.submitted] == [[404, 404, 302], None]


def test_viewers_open_no_reading(client):
    text = make_text()
    sign_in(client, text.project, Role.VIEWER)

    answer = client.post(at(text.project, f"text/{text.pk}/read/"))

    assert [answer.status_code, Reading.objects.count()] == [404, 0]
