import pytest

from annotations import rights

ANCHOR = {"text": "t", "kind": "coded", "start": 1, "end": 3, "quote": "qu", "prefix": "p", "suffix": "s"}
VOICE = {"speaker": "s", "named_as": "the minister", "organisation": None, "via": None}
TEXT = {"id": "t", "sha256": "0" * 64, "body": "pqus"}


@pytest.mark.parametrize(
    ("of_source", "of_export", "narrower"),
    [
        ("full", "full", "full"),
        ("full", "quotes", "quotes"),
        ("quotes", "full", "quotes"),
        ("quotes", "positions", "positions"),
        ("positions", "full", "positions"),
        ("none", "full", "none"),
        ("none", "positions", "none"),
    ],
)
def test_the_narrower_rights_hold(of_source, of_export, narrower):
    assert rights.narrower(of_source, of_export) == narrower


def test_rights_that_nobody_knows_are_no_rights():
    with pytest.raises(KeyError):
        rights.narrower("full", "everything")


@pytest.mark.parametrize(
    ("given", "quote", "around"),
    [("full", "qu", ("p", "s")), ("quotes", "qu", ("", "")), ("positions", "", ("", ""))],
)
def test_an_anchor_leaves_with_what_the_rights_allow(given, quote, around):
    leaving = rights.anchor_leaving(ANCHOR, given)

    assert (leaving["quote"], (leaving["prefix"], leaving["suffix"])) == (quote, around)
    assert (leaving["start"], leaving["end"]) == (1, 3)


@pytest.mark.parametrize(
    ("given", "body"), [("full", "pqus"), ("quotes", ""), ("positions", ""), ("none", "")]
)
def test_a_body_leaves_with_full_rights_alone(given, body):
    assert rights.text_leaving(TEXT, given) == {**TEXT, "body": body}


@pytest.mark.parametrize(
    ("given", "named_as"),
    [("full", "the minister"), ("quotes", "the minister"), ("positions", ""), ("none", "")],
)
def test_words_for_a_speaker_leave_with_quotes(given, named_as):
    assert rights.attribution_leaving(VOICE, given) == {**VOICE, "named_as": named_as}


@pytest.mark.parametrize(
    ("kind", "given", "leaves"),
    [
        ("role", "full", True),
        ("role", "quotes", True),
        ("role", "positions", False),
        ("mistranslation", "none", False),
        ("main", "none", True),
    ],
)
def test_a_name_of_one_source_leaves_as_its_words_may(kind, given, leaves):
    assert rights.name_leaving(kind, given) is leaves
