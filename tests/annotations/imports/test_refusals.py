"""A good file, broken in one place at a time: each refusal names the place, says why, and stores nothing."""

import ast
import re
from pathlib import Path

import pytest
from django.utils import translation

from annotations.imports import dataset
from annotations.imports.file import NotImported
from annotations.models import Batch, Project
from tests import pseudo
from tests.datasets import make_anchor, make_dataset, make_text, published, write_dataset

pytestmark = pytest.mark.django_db

REMOVED = object()


def broken(*changes):
    """Return the good dataset with the values at these paths, such as "claims.3.said", replaced."""
    content = make_dataset()
    for path, value in changes:
        *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        holder = content
        for step in steps:
            holder = holder[step]
        if value is REMOVED:
            del holder[last]
        else:
            holder[last] = value
    return content


def refusal(folder, content):
    with pytest.raises(NotImported) as refused:
        dataset.load(write_dataset(folder, content), slug="networks")
    assert not Project.objects.exists()
    assert not Batch.objects.exists()
    return refused.value


PARALLEL = make_anchor(
    "a-translation", make_dataset()["sources"][0]["texts"][1]["body"], "Network", "parallel"
)

ONE_BY_ONE = [
    # the document
    ("format", "other", "format", "'standpoint-dataset'"),
    ("version", 2, "version", "Write 1"),
    ("version", True, "version", "Write 1"),
    ("codebook", 0, "codebook", "1 or more"),
    ("codebook", "3", "codebook", "a whole number"),
    ("codebook", True, "codebook", "a whole number"),
    ("project", REMOVED, "project", "missing"),
    ("claims", REMOVED, "claims", "missing"),
    ("extra", [], "extra", "no such key"),
    ("claims", {}, "claims", "list"),
    ("project.title", "", "project.title", "empty"),
    ("project.slug", "two words", "project.slug", "letters, digits, hyphens"),
    # the types
    ("claims.0.said", REMOVED, "claims[0].said", "missing"),
    ("claims.0.colour", "red", "claims[0].colour", "no such key here"),
    ("claims.0.anchors.0.start", "1", "claims[0].anchors[0].start", "a whole number, not “1”"),
    ("claims.0.anchors.0.start", True, "claims[0].anchors[0].start", "a whole number, not true"),
    ("claims.0.anchors.0.start", 1.5, "claims[0].anchors[0].start", "a whole number"),
    ("claims.0.anchors.0.start", -1, "claims[0].anchors[0].start", "0 or more"),
    ("claims.0.anchors.0.end", 2**31, "claims[0].anchors[0].end", "or less"),
    ("claims.0.anchors", {}, "claims[0].anchors", "a list, not an object"),
    ("claims.0", [], "claims[0]", "an object, not a list"),
    ("claims.0.paraphrase", None, "claims[0].paraphrase", "a string, not null"),
    ("claims.0.state", "done", "claims[0].state", "not “done”"),
    ("claims.0.reporting", "", "claims[0].reporting", "'direct'"),
    ("claims.0.id", "with space", "claims[0].id", "“with space” is none"),
    ("claims.0.id", "x" * 65, "claims[0].id", "1 to 64"),
    ("claims.0.coder", "", "claims[0].coder", "empty"),
    ("notes.0.resolved", 1, "notes[0].resolved", "true or false"),
    ("notes.0.on", {"claim": "c1", "theme": "before"}, "notes[0].on", "one of them"),
    ("notes.1.on", {"text": "r1"}, "notes[1].on", "one of them"),
    ("sources.0.title", "x" * 1001, "sources[0].title", "1000 characters"),
    ("scales.0.stances.0.position", 40000, "scales[0].stances[0].position", "or less"),
    ("sources.0.texts.0.sha256", "abc", "sources[0].texts[0].sha256", "64 digits"),
    ("themes.0.labels", {"en": 1}, "themes[0].labels.en", "a string, not 1"),
    # dates
    ("claims.0.said", "2024-1", "claims[0].said", "2023, 2023-08 or 2023-08-14"),
    ("claims.0.said", "2024-02-30", "claims[0].said", "calendar"),
    ("sources.0.published", "2024-13", "sources[0].published", "calendar"),
    ("sources.0.retrieved", "0000", "sources[0].retrieved", "calendar"),
    ("speakers.2.affiliations.1.until", "2002", "speakers[2].affiliations[1].until", "before"),
    ("speakers.2.affiliations.1.from", "2003-00", "speakers[2].affiliations[1].from", "calendar"),
    # the codebook
    ("scales.1.code", "importance", "scales[1].code", "second time"),
    ("scales.1.stances.1.code", "support", "scales[1].stances[1].code", "second time"),
    ("themes.1.code", "networks", "themes[1].code", "second time"),
    ("themes.1.parent", "nowhere", "themes[1].parent", "no theme “nowhere”"),
    ("themes.0.parent", "joining", "themes[0].parent", "part of itself"),
    ("themes.0.parent", "networks", "themes[0].parent", "part of itself"),
    ("themes.2.scale", "nowhere", "themes[2].scale", "no scale “nowhere”"),
    # speakers
    ("speakers.1.id", "Agency", "speakers[1].id", "second time"),
    ("speakers.3.merged_into", "nowhere", "speakers[3].merged_into", "no speaker “nowhere”"),
    ("speakers.3.merged_into", "Agency", "speakers[3].merged_into", "another kind"),
    ("speakers.2.merged_into", "lynn", "speakers[2].merged_into", "circle"),
    ("speakers.2.names.1.kind", "main", "speakers[2].names", "Exactly one"),
    ("speakers.0.names", [], "speakers[0].names", "Exactly one"),
    ("speakers.0.names.0.text", "", "speakers[0].names[0].text", "empty"),
    ("speakers.2.names.2.source", "nowhere", "speakers[2].names[2].source", "no source “nowhere”"),
    (
        "speakers.2.affiliations.0.organisation",
        "others",
        "speakers[2].affiliations[0].organisation",
        "the kind",
    ),
    ("speakers.2.affiliations.0.organisation", "x", "speakers[2].affiliations[0].organisation", "no speaker"),
    # sources
    ("sources.1.id", "a-source", "sources[1].id", "second time"),
    ("sources.1.rights", "quotes", "sources[1].rights", "Only full rights"),
    ("sources.1.rights", "none", "sources[1].rights", "'full'"),
    ("sources.1.texts.1.id", "z-original", "sources[1].texts[1].id", "second time"),
    ("sources.1.texts.1.body", "", "sources[1].texts[1].body", "only datasets with full rights"),
    ("sources.1.texts.1.body", "a\r\nb", "sources[1].texts[1].body", "Character 1 is a carriage return"),
    ("sources.1.texts.1.sha256", "0" * 64, "sources[1].texts[1].sha256", "not the SHA-256"),
    ("sources.1.texts.1.replaces", "z-original", "sources[1].texts[1].replaces", "another source"),
    ("sources.1.texts.1.replaces", "nowhere", "sources[1].texts[1].replaces", "no text “nowhere”"),
    ("sources.1.texts.0.replaces", "r2", "sources[1].texts[0].replaces", "circle"),
    ("sources.0.texts.0.of", "z-original", "sources[0].texts[0].of", "circle"),
    ("sources.0.texts.0.of", "r1", "sources[0].texts[0].of", "another source"),
    # claims
    ("claims.1.id", "c1", "claims[1].id", "second time"),
    ("claims.3.record", "c1", "claims[3].record", "one accepted claim"),
    ("claims.1.supersedes", ["nowhere"], "claims[1].supersedes[0]", "no claim “nowhere”"),
    ("claims.1.supersedes", ["c1", "c1"], "claims[1].supersedes[1]", "second time"),
    ("claims.0.supersedes", ["c2"], "claims[0].supersedes", "circle"),
    ("claims.0.supersedes", ["c1"], "claims[0].supersedes", "circle"),
    ("claims.3.speakers", [], "claims[3].speakers", "only drafts"),
    ("claims.3.codings", [], "claims[3].codings", "only drafts"),
    # anchors
    ("claims.2.anchors", [], "claims[2].anchors", "Exactly one anchor"),
    ("claims.0.anchors.0.kind", "coded", "claims[0].anchors", "Exactly one anchor"),
    ("claims.0.anchors.1.kind", "parallel", "claims[0].anchors", "Exactly one anchor"),
    ("claims.2.anchors.0.text", "nowhere", "claims[2].anchors[0].text", "no text “nowhere”"),
    ("claims.3.anchors.1", PARALLEL, "claims[3].anchors[1].text", "another source"),
    ("claims.2.anchors.0.quote", "nein", "claims[2].anchors[0].quote", "the text has “نعم"),
    ("claims.2.anchors.0.end", 4000, "claims[2].anchors[0].end", "no passage"),
    ("claims.2.anchors.0.end", 0, "claims[2].anchors[0].end", "no passage"),
    ("claims.2.anchors.0.prefix", "x", "claims[2].anchors[0].prefix", "other words before"),
    ("claims.2.anchors.0.suffix", "x", "claims[2].anchors[0].suffix", "other words after"),
    ("sources.1.texts.0.kind", "excerpt", "claims[3].anchors[0].start", "excerpt"),
    # who speaks
    ("claims.3.speakers.0.speaker", "nobody", "claims[3].speakers[0].speaker", "no speaker “nobody”"),
    (
        "claims.3.speakers.0.organisation",
        "others",
        "claims[3].speakers[0].organisation",
        "the kind organisation",
    ),
    ("claims.3.speakers.0.via", "nobody", "claims[3].speakers[0].via", "no speaker “nobody”"),
    ("claims.3.speakers.0.via", "expert", "claims[3].speakers[0].via", "by themselves"),
    # codings
    ("claims.3.codings.0.theme", "nothing", "claims[3].codings[0].theme", "no theme “nothing”"),
    ("claims.3.codings.0.stance", "high", "claims[3].codings[0].stance", "not on the scale “stance”"),
    ("claims.3.codings.0.stance", "", "claims[3].codings[0].stance", "1 to 64"),
    ("claims.3.codings.0.certainty", "sure", "claims[3].codings[0].certainty", "'low'"),
    ("claims.3.codings.0.codebook", 4, "claims[3].codings[0].codebook", "has the number 3"),
    # notes
    ("notes.1.id", "n1", "notes[1].id", "second time"),
    ("notes.0.on", {"claim": "c2"}, "notes[0].on.claim", "no claim with the record “c2”"),
    ("notes.0.on", {"theme": "nothing"}, "notes[0].on.theme", "no theme “nothing”"),
    ("notes.0.on", {"speaker": "nobody"}, "notes[0].on.speaker", "no speaker “nobody”"),
    ("notes.0.on", {"text": "nowhere", "start": 0, "end": 1}, "notes[0].on.text", "no text “nowhere”"),
    ("notes.0.on", {"text": "r1", "start": 3, "end": 3}, "notes[0].on.end", "no passage"),
    ("notes.0.on", {"text": "r1", "start": 0, "end": 999}, "notes[0].on.end", "no passage"),
]


@pytest.mark.parametrize(
    ("at", "value", "path", "reason"), ONE_BY_ONE, ids=[f"{at}-{reason}" for at, _, _, reason in ONE_BY_ONE]
)
def test_one_wrong_value_is_refused_where_it_stands(tmp_path, at, value, path, reason):
    refused = refusal(tmp_path, broken((at, value)))

    assert refused.path == path
    assert reason in refused.reason


def test_the_good_file_is_good(tmp_path):
    assert dataset.check(write_dataset(tmp_path, broken()), slug="networks")["claims"] == 9


def test_a_theme_twice_in_a_claim_is_refused(tmp_path):
    content = broken(("claims.3.codings.1", {**make_dataset()["claims"][3]["codings"][0]}))

    assert refusal(tmp_path, content).path == "claims[3].codings[1].theme"


@pytest.mark.parametrize("organisation", [None, "Institute"])
def test_a_speaker_twice_for_the_same_in_a_claim_is_refused(tmp_path, organisation):
    voices = [
        {"speaker": "expert", "named_as": name, "organisation": organisation, "via": None} for name in "ab"
    ]

    refused = refusal(tmp_path, broken(("claims.3.speakers", voices)))

    assert refused.path == "claims[3].speakers[1].speaker"


def test_a_claim_twice_in_a_text_is_refused(tmp_path):
    coded = make_dataset()["claims"][2]["anchors"][0]

    refused = refusal(tmp_path, broken(("claims.2.anchors", [coded, {**coded, "kind": "carried"}])))

    assert refused.path == "claims[2].anchors[1].text"


def test_a_text_that_is_replaced_twice_is_refused(tmp_path):
    third = make_text("r3", "Third wording.", replaces="r1")

    refused = refusal(tmp_path, broken(("sources.1.texts", [*make_dataset()["sources"][1]["texts"], third])))

    assert (refused.path, "already" in refused.reason) == ("sources[1].texts[2].replaces", True)


def test_somebody_affiliated_with_themselves_is_refused(tmp_path):
    themselves = {"organisation": "Agency", "role": "", "from": None, "until": None}

    refused = refusal(tmp_path, broken(("speakers.0.affiliations", [themselves])))

    assert refused.path == "speakers[0].affiliations[0].organisation"


# The line


def test_a_refusal_says_the_line_of_the_record(tmp_path):
    content = broken(("claims.3.said", "2024-02-30"))
    line = next(
        number for number, line in enumerate(published(content).split(b"\n"), start=1) if b'"id":"c4"' in line
    )

    refused = refusal(tmp_path, content)

    assert refused.line == line
    assert str(refused).startswith(f"claims[3].said, line {line}: ")


# The bytes


def replaced(old, new):
    assert published(make_dataset()).count(old) >= 1
    return published(make_dataset()).replace(old, new, 1)


BYTES = [
    (b"", "", "empty"),
    (b" \n\n", "", "empty"),
    (b"PK\x03\x04\x14\x00", "", "not JSON"),
    (b"[]", "", "begins with {"),
    (b"12", "", "begins with {"),
    (b"\xff\xfe{\x00}\x00", "", "not UTF-8"),
    (published(make_dataset())[:-40], "notes[3]", "ends in the middle"),
    (published(make_dataset())[:100], "", "ends in the middle"),
    (published(make_dataset()) + b"{}", "", "not JSON"),
    (replaced(b'"format"', b'"format":"standpoint-dataset","format"'), "format", "second time"),
    (replaced(b'"notes":', b'"notes":[],\n"notes":'), "notes", "second time"),
    (replaced(b'"paraphrase"', b'"paraphrase":"","paraphrase"'), "claims[0].paraphrase", "second time"),
    (replaced(b"small models", b"small\\u0000models"), "sources[1].texts[0].body", "U+0000"),
    (replaced(b"small models", b"small\0models"), "sources[1].texts[0].body", "U+0000"),
    (replaced(b"the network", b"\\ud83d network"), "claims[1].paraphrase", "lone surrogate, U+D83D"),
    (replaced(b"the network", b"\\uDE00\\ud83d"), "claims[1].paraphrase", "lone surrogate, U+DE00"),
    (replaced(b"the network", b"\\\\\\ud83d\\u0041"), "claims[1].paraphrase", "lone surrogate, U+D83D"),
    (replaced(b"the network", b"\xed\xa0\xbd"), "claims[1].paraphrase", "not UTF-8 (byte 0xED)"),
    (replaced(b"the network", b"\xc3("), "claims[1].paraphrase", "not UTF-8 (byte 0xC3)"),
    (replaced(b"the network", b"\\u12"), "claims[1].paraphrase", "not JSON"),
    (replaced(b'"start":0', b'"start":NaN'), "notes[1].on.start", "not JSON"),
    (replaced(b'"start":0', b'"start":' + b"9" * 40), "notes[1].on.start", "not JSON"),
    (replaced(b'"start":0', b'"start":' + b"[" * 5000 + b"]" * 5000), None, "nested too deeply"),
]


@pytest.mark.parametrize(
    ("content", "path", "reason"), BYTES, ids=[f"{number}" for number in range(len(BYTES))]
)
def test_wrong_bytes_are_refused_where_they_stand(tmp_path, content, path, reason):
    refused = refusal(tmp_path, content)

    assert reason in refused.reason
    assert path is None or refused.path.startswith(path)


@pytest.mark.parametrize("written", [b"\\\\ud83d", b"\\ud83d\\ude00", b"\\\\u0000"])
def test_what_only_looks_like_half_a_character_comes_in(tmp_path, written):
    content = replaced(b"the network", written)

    assert dataset.check(write_dataset(tmp_path, content), slug="networks")["claims"] == 9


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(NotImported, match="cannot be read: No such file"):
        dataset.load(tmp_path / "nothing.json", slug="networks")


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(NotImported, match="cannot be read: Is a directory"):
        dataset.load(tmp_path, slug="networks")


# The language


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "pt-br",
            "claims[3].codings[0].stance, linha 27: “high” não está na escala “stance” do tema “networks”.",
        ),
        ("zh-hans", "claims[3].codings[0].stance，第27行：“high”不在主题“networks”的量表“stance”中。"),
    ],
)
def test_a_refusal_speaks_the_readers_language(tmp_path, language, said):
    with translation.override(language):
        refused = refusal(tmp_path, broken(("claims.3.codings.0.stance", "high")))

    assert str(refused) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Write 'direct', 'indirect' or 'reported', not an object."),
        ("pt-br", "Escreva 'direct', 'indirect' ou 'reported', não um objeto."),
    ],
)
def test_what_may_be_written_is_told_in_the_readers_language(tmp_path, language, said):
    with translation.override(language):
        assert refusal(tmp_path, broken(("claims.0.reporting", {}))).reason == said


def test_no_refusal_says_a_word_that_is_not_marked(tmp_path):
    contents = [broken((at, value)) for at, value, *_ in ONE_BY_ONE] + [content for content, *_ in BYTES]

    with pseudo.spoken(), translation.override(pseudo.CODE):
        reasons = [refusal(tmp_path, content).reason for content in contents]

    assert {reason: words for reason in reasons if (words := unmarked(reason))} == {}


def unmarked(reason):
    """Words in English as they stand, apart from what is cited of the file."""
    ours = re.sub("“[^”]*”|'[^']*'", " ", reason)
    words = [word for word in re.findall(r"\w+", ours) if word.isalpha() and word.isascii()]
    return [word for word in words if set(word) & set(pseudo.PLAIN) and word not in ("true", "false", "null")]


def test_a_word_that_is_not_marked_is_found():
    assert unmarked("⟦Wríté~⟧ a list, not “one” ⟦óf 'two'~⟧ null") == ["a", "list", "not"]


IMPORTS = Path(dataset.__file__).parent
SPOKEN = {"Fault", "NotImported", "Refused"}


def bare_reasons(tree):
    """What a refusal says as it stands in the code, in one language."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SPOKEN:
            yield from (ast.unparse(given) for given in node.args if is_bare(given))


def is_bare(given):
    if isinstance(given, ast.BinOp):
        return is_bare(given.left) or is_bare(given.right)
    return isinstance(given, ast.JoinedStr | ast.Constant)


@pytest.mark.parametrize("path", sorted(IMPORTS.glob("*.py")), ids=lambda path: path.name)
def test_every_reason_is_marked_for_translation(path):
    assert list(bare_reasons(ast.parse(path.read_text()))) == []


def test_a_reason_that_is_not_marked_is_found():
    code = "Fault(['on'], 'a')\nRefused(f'b{c}')\nNotImported('d' % e)\nFault([], _('f') % g)"

    assert list(bare_reasons(ast.parse(code))) == ["'a'", "f'b{c}'", "'d' % e"]
