"""Acts over HTTP: what they answer, and a sentence for each thing that cannot be; nothing of it is half saved."""

import json

import pytest
from django.test import Client

from annotations import review, sources, takedown
from annotations.models import Act, Claim
from tests.annotations.acting import as_sent
from tests.factories import (
    Role,
    State,
    make_claim,
    make_content,
    make_member,
    make_project,
    make_source,
    make_speaker,
    make_text,
    make_theme,
)

JSON = {"accept": "application/json"}


@pytest.fixture
def text(db):
    return make_text(make_source(make_project("study")))


@pytest.fixture
def coder(text, client):
    coder = make_member(text.project, username="coder")
    client.force_login(coder)
    return coder


@pytest.fixture
def content(text):
    return make_content(text, paraphrase="In short.")


@pytest.fixture
def send(client, text, coder):
    def send(what="acts", text_id=text.pk, **told):
        told = {"act": "an-act"} | told
        address = f"/p/study/desk/{text_id}/{what}/"
        return client.post(address, told, content_type="application/json", headers=JSON)

    return send


@pytest.fixture
def claim(content, coder):
    return make_claim(content=content, coder=coder)


def sentence(answer):
    return answer.status_code, answer.json()["sentence"]


# What is answered


def test_a_marked_claim_is_answered_as_the_page_shows_it(send, client, text, content):
    answer = send(kind="mark", claim="of-the-browser", content=as_sent(content), seconds=12).json()

    shown = client.get(f"/p/study/desk/{text.pk}/claims/").json()
    assert answer["claim"] == shown["claims"][0]
    assert (answer["claim"]["key"], answer["claim"]["seconds"]) == ("of-the-browser", 12)
    assert answer["speakers"] == shown["speakers"]
    assert answer["steps"] == {"undo": "Undo marking the claim", "redo": None}


def test_nobody_is_told_of_whom_the_page_knows(send, content):
    known = [voice.speaker.pk for voice in content.voices]

    answer = send(kind="mark", claim="of-the-browser", content=as_sent(content), known=known).json()

    assert answer["speakers"] == {}


@pytest.mark.parametrize("known", [7, [None], ["7"], [[7]], {}])
def test_who_is_known_must_be_a_list_of_ids(send, content, known):
    answer = send(kind="mark", claim="of-the-browser", content=as_sent(content), known=known)

    assert sentence(answer)[0] == 400
    assert not Claim.objects.exists()


def test_an_act_sent_again_is_answered_with_the_same_words(send, content):
    told = {"kind": "mark", "claim": "of-the-browser", "content": as_sent(content)}

    assert send(**told).json() == send(**told).json()
    assert Claim.objects.count() == 1


def test_an_act_sent_again_tells_the_claim_as_it_left_it(send, claim, text):
    told = {
        "kind": "rewrite",
        "claim": claim.key,
        "seen": 1,
        "content": as_sent(make_content(text, start=0, end=9)),
    }
    first = send(**told).json()["claim"]
    send(**told | {"act": "later", "seen": 2, "content": as_sent(make_content(text, start=3, end=9))})

    again = send(**told).json()["claim"]

    assert (again["version"], again["start"]) == (first["version"], 0)


def test_undo_and_redo_answer_with_the_claims_they_touched(send, content):
    send(kind="mark", claim="one", content=as_sent(content))

    undone = send("undo", act="back").json()
    redone = send("redo", act="forth").json()

    assert [(claim["key"], claim["state"]) for claim in undone["claims"]] == [("one", "discarded")]
    assert [(claim["key"], claim["state"]) for claim in redone["claims"]] == [("one", "draft")]
    assert (undone["said"], undone["steps"]["redo"]) == (
        "The claim is taken away again.",
        "Mark the claim again",
    )


def test_nothing_of_time_is_shown_where_a_project_records_none(send, content, text):
    text.project.coding_time = False
    text.project.save()

    answer = send(kind="mark", content=as_sent(content), seconds=12).json()

    assert answer["claim"]["seconds"] is None
    assert Claim.objects.get().active_seconds == 0


# What cannot be, each with its sentence


def broken(**changes):
    return lambda content, world: as_sent(content) | changes


def with_theme_of_another_project(content, world):
    return as_sent(content) | {"codes": [{"theme": make_theme(make_project()).pk}]}


def with_speaker_of_another_project(content, world):
    return as_sent(content) | {"voices": [{"speaker": make_speaker(make_project()).pk}]}


def with_stance_of_another_scale(content, world):
    other = make_project().scales.get().stances.first()
    return as_sent(content) | {"codes": [{"theme": content.codes[0].theme.pk, "stance": other.pk}]}


NOT_UNDERSTOOD = "cannot be understood"
NO_PASSAGE = "are no passage of this text"
BAD_CONTENT = {
    "a selection outside the text": (broken(start=0, end=10_000), NO_PASSAGE),
    "a selection before the text": (broken(start=-5), NO_PASSAGE),
    "an empty selection": (broken(start=7, end=7), NO_PASSAGE),
    "a number beyond all texts": (broken(end=10**400), NO_PASSAGE),
    "offsets that do not give the quote": (broken(quote="something else"), "reads differently in the text"),
    "a quote that is none": (broken(quote=7), "reads differently in the text"),
    "a theme of another project": (with_theme_of_another_project, "not in the codebook of this project"),
    "a speaker of another project": (with_speaker_of_another_project, "not in this project"),
    "a stance of another project": (with_stance_of_another_scale, "not on the scale of its theme"),
    "a theme twice": (
        lambda content, world: as_sent(content) | {"codes": as_sent(content)["codes"] * 2},
        "each theme once",
    ),
    "nobody": (broken(voices=[{}]), "Say who speaks first"),
    "a null character": (broken(paraphrase="a\0b"), "U+0000"),
    "half a character": (broken(paraphrase="\ud800"), "lone surrogate"),
    "half a character in a name": (lambda content, world: with_name(content, "\udfff"), "lone surrogate"),
    "a date that is none": (broken(said="yesterday"), "is not a date"),
    "a way of reporting that is none": (broken(reporting="sung"), "sung"),
    "words for numbers": (broken(start="0"), NOT_UNDERSTOOD),
    "truth for a number": (broken(start=True), NOT_UNDERSTOOD),
    "a fraction": (broken(start=0.5), NOT_UNDERSTOOD),
    "no list of speakers": (broken(voices={"speaker": 1}), NOT_UNDERSTOOD),
    "too many speakers": (broken(voices=[{"speaker": 1}] * 101), NOT_UNDERSTOOD),
    "a speaker that is no number": (broken(voices=[{"speaker": "1"}]), NOT_UNDERSTOOD),
    "a number that no database holds": (broken(voices=[{"speaker": 2**63}]), NOT_UNDERSTOOD),
    "a paraphrase that is no text": (broken(paraphrase=["a"]), NOT_UNDERSTOOD),
    "nothing": (lambda content, world: None, NOT_UNDERSTOOD),
    "a list": (lambda content, world: [], NOT_UNDERSTOOD),
}


def with_name(content, name):
    told = as_sent(content)
    return told | {"voices": [{**told["voices"][0], "named_as": name}]}


@pytest.mark.parametrize("name", BAD_CONTENT)
def test_content_at_fault_is_refused_in_a_sentence(send, content, text, name):
    make, said = BAD_CONTENT[name]

    status, told = sentence(send(kind="mark", content=make(content, text)))

    assert (status, said in told) == (400, True), told
    assert not Claim.objects.exists()
    assert not Act.objects.exists()


BAD_ACTS = {
    "no key": {"act": ""},
    "a key with spaces": {"act": "not a key"},
    "a key that is no text": {"act": 7},
    "a null character in a key": {"act": "a\0"},
    "half a character in a sitting": {"sitting": "\ud800"},
    "an unknown kind": {"kind": "accept"},
    "a version that is none": {"seen": "1"},
    "a negative version": {"seen": -1},
    "endless seconds": {"seconds": 1e300},
}


@pytest.mark.parametrize("name", BAD_ACTS)
def test_an_act_at_fault_is_refused_in_a_sentence(send, claim, name):
    told = {"kind": "discard", "claim": claim.key, "seen": 1} | BAD_ACTS[name]

    status, said = sentence(send(**told))

    assert (status, NOT_UNDERSTOOD in said) == (400, True)
    claim.refresh_from_db()
    assert claim.state == State.DRAFT


@pytest.mark.parametrize("body", ["", "{", "[]", "7", '"words"', "\xff", "[" * 100_000, "null"])
@pytest.mark.parametrize("what", ["acts", "undo", "redo", "speakers", "reading"])
def test_a_body_that_is_no_json_is_refused_in_a_sentence(client, text, coder, what, body):
    answer = client.post(
        f"/p/study/desk/{text.pk}/{what}/",
        body.encode("latin-1"),
        content_type="application/json",
        headers=JSON,
    )

    assert answer.status_code == 400
    assert NOT_UNDERSTOOD in answer.json()["sentence"]


def test_too_much_at_once_is_refused_in_a_sentence(send, content, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2000

    status, said = sentence(send(kind="mark", content=as_sent(content) | {"paraphrase": "a" * 3000}))

    assert (status, "too much at once" in said) == (413, True)


def test_a_stale_version_is_answered_with_the_claim_as_it_is_now(send, claim, text):
    send(kind="rewrite", claim=claim.key, seen=1, content=as_sent(make_content(text, paraphrase="Theirs.")))

    answer = send(act="late", kind="rewrite", claim=claim.key, seen=1, content=as_sent(make_content(text)))

    status, said = sentence(answer)
    assert (status, "changed by somebody else" in said) == (409, True)
    assert (answer.json()["claim"]["version"], answer.json()["claim"]["paraphrase"]) == (2, "Theirs.")


def test_a_claim_submitted_elsewhere_is_not_changed(send, claim, content, coder):
    review.submit(claim, by=coder, seen=1)

    status, said = sentence(send(kind="rewrite", claim=claim.key, seen=2, content=as_sent(content)))

    assert (status, "Only drafts can be changed" in said) == (400, True)


def test_an_undo_of_what_was_submitted_says_so(send, content, coder):
    send(kind="mark", claim="one", content=as_sent(content))
    review.submit(Claim.objects.get(), by=coder, seen=1)

    status, said = sentence(send("undo", act="back"))

    assert (status, "was submitted" in said) == (409, True)


def test_a_text_replaced_meanwhile_says_so(send, content, text, coder):
    source = text.source
    corrected = {"kind": text.kind, "language": "en", "replaces": text, "body": "Corrected."}
    sources.add_text(source, by=coder, seen=source.version, **corrected)

    status, said = sentence(send(kind="mark", content=as_sent(content)))

    assert (status, "replaced by a corrected one" in said) == (409, True)


def test_a_text_taken_down_meanwhile_says_so(send, content, text):
    source, manager = text.source, make_member(text.project, Role.MANAGER)
    takedown.take_down(source, by=manager, seen=source.version, reason="A court", title=source.title)

    for what, told in (
        ("acts", {"kind": "mark", "content": as_sent(content)}),
        ("undo", {}),
        ("reading", {}),
    ):
        status, said = sentence(send(what, **told))
        assert (status, "taken down" in said) == (409, True), what


def test_a_text_of_another_project_is_not_there(send, content):
    elsewhere = make_text()

    assert send(text_id=elsewhere.pk, kind="mark", content=as_sent(content)).status_code == 404


def test_a_viewer_is_told_who_may(client, text, content):
    client.force_login(make_member(text.project, Role.VIEWER))
    told = {"act": "an-act", "kind": "mark", "content": as_sent(content)}

    answer = client.post(
        f"/p/study/desk/{text.pk}/acts/", told, content_type="application/json", headers=JSON
    )

    assert (answer.status_code, "Only coders" in answer.json()["sentence"]) == (403, True)


def test_a_session_that_ended_is_told_where_to_sign_in(client, send, content, text):
    page = f"http://testserver/p/study/desk/{text.pk}/"
    client.logout()

    answer = client.post(
        f"/p/study/desk/{text.pk}/acts/",
        {},
        content_type="application/json",
        headers=JSON | {"referer": page},
    )

    assert (answer.status_code, "signed out" in answer.json()["sentence"]) == (401, True)
    assert answer.json()["sign_in"] == f"/login/?next=%2Fp%2Fstudy%2Fdesk%2F{text.pk}%2F"


def test_nobody_is_led_astray_by_where_a_script_says_it_ran(client, text):
    answer = client.get(
        f"/p/study/desk/{text.pk}/claims/", headers=JSON | {"referer": "https://elsewhere.example/p/"}
    )

    assert answer.json()["sign_in"] == "/login/?next=%2F"


def test_a_person_without_a_session_is_sent_to_sign_in(client, text):
    answer = client.get(f"/p/study/desk/{text.pk}/")

    assert (answer.status_code, answer["Location"]) == (302, f"/login/?next=/p/study/desk/{text.pk}/")


def test_a_token_too_old_is_refused_with_a_fresh_one_that_holds(text, coder, content):
    client = Client(enforce_csrf_checks=True)
    client.force_login(coder)
    address, told = (
        f"/p/study/desk/{text.pk}/acts/",
        {"act": "one", "kind": "mark", "content": as_sent(content)},
    )
    client.get(f"/p/study/desk/{text.pk}/")

    stale = client.post(
        address, told, content_type="application/json", headers=JSON | {"x-csrftoken": "a" * 64}
    )
    fresh = {"x-csrftoken": stale.json()["csrf"]}
    again = client.post(address, told, content_type="application/json", headers=JSON | fresh)

    assert (stale.status_code, "signed in again" in stale.json()["sentence"]) == (403, True)
    assert again.status_code == 200


def test_an_address_that_is_none_is_answered_in_json(client, coder):
    answer = client.get("/p/study/desk/1/nothing/", headers=JSON)

    assert (answer.status_code, "not there" in answer.json()["sentence"]) == (404, True)


def test_what_was_refused_can_be_sent_again_under_its_key(send, content):
    send(kind="mark", content=as_sent(content) | {"said": "yesterday"})

    assert send(kind="mark", content=as_sent(content)).status_code == 200


def test_answers_are_plain_json(send, content):
    answer = send(kind="mark", content=as_sent(content))

    assert json.loads(answer.content)["claim"]["paraphrase"] == "In short."
