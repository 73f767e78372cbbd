"""Claims and speakers as the desk is told of them, in JSON: what a person may see, in a fixed number of queries.

Places are code points of the text that is open; speakers, themes and stances go by their ids.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db.models import Count, QuerySet
from django.urls import reverse

from annotations import search
from annotations.models import Anchor, Attribution, Claim, Coding, Name, Note, Text
from annotations.scope import rows_of

State = Claim.State
SHOWN_STATES = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.ACCEPTED)
COLUMNS = (
    "pk",
    "key",
    "record",
    "version",
    "state",
    "coder_id",
    "reporting",
    "said",
    "paraphrase",
    "active_seconds",
)


def claims_in(request, text: Text) -> list[dict]:
    """Return the claims that stand in a text, as far as the person sees them, in the order of the text."""
    standing = Anchor.objects.filter(text=text).order_by().values("claim")
    return claims_as_shown(
        request, text, rows_of(request, Claim).filter(state__in=SHOWN_STATES, pk__in=standing)
    )


def claims_as_shown(request, text: Text, claims: QuerySet[Claim]) -> list[dict]:
    """Return claims that a person may see, with their places in this text and elsewhere."""
    rows = list(claims.order_by().values(*COLUMNS))
    ids = search.among([row["pk"] for row in rows])
    places, voices, codes = _places(ids), _voices(ids), _codes(ids)
    address = reverse("admin:annotations_claim_change", args=[0])
    older, notes = _superseded(request, ids), _notes(request, ids)
    told = [
        _one(request, text, row, places[row["pk"]], address)
        | {
            "voices": voices[row["pk"]],
            "codes": codes[row["pk"]],
            "supersedes": older[row["pk"]],
            "notes": notes[row["record"]],
        }
        for row in rows
    ]
    return sorted(told, key=in_order_of_text)


def claim_after(request, text: Text, claim: Claim, after: dict, *, is_new: bool) -> dict:
    """Return a claim as an act left it (see ``annotations.written``): nothing is asked for a new one, two questions for others."""
    coded = _place(after["text"], after["start"], after["end"], Anchor.Kind.CODED)
    places = [coded, *(_place(**place) for place in after["elsewhere"])]
    row = {name: getattr(claim, name) for name in COLUMNS} | {
        name: after[name] for name in ("version", "state", "reporting", "said", "paraphrase")
    }
    address = reverse("admin:annotations_claim_change", args=[0])
    told = _one(request, text, row, places, address) | {"voices": after["voices"], "codes": after["codes"]}
    if is_new:
        return told | {"supersedes": [], "notes": 0}
    ids = search.among([claim.pk])
    return told | {
        "supersedes": _superseded(request, ids)[claim.pk],
        "notes": _notes(request, ids)[claim.record],
    }


def in_order_of_text(claim: dict) -> tuple:
    """The outer before the inner one, as the text is read; what stands elsewhere only comes last."""
    nowhere = claim["start"] is None
    return (nowhere, claim["start"] or 0, -(claim["end"] or 0), claim["key"])


def _one(request, text: Text, row: dict, places: list[dict], address: str) -> dict:
    here = next((place for place in places if place["text"] == text.pk), None)
    mine = row["coder_id"] == request.user.pk
    draft = mine and row["state"] == State.DRAFT
    return {
        "key": row["key"],
        "record": row["record"],
        "id": row["pk"],
        "version": row["version"],
        "state": row["state"],
        "mine": mine,
        "editable": bool(draft and here and here["kind"] == Anchor.Kind.CODED),
        "here": here and here["kind"],
        "start": here and here["start"],
        "end": here and here["end"],
        "reporting": row["reporting"],
        "said": row["said"],
        "paraphrase": row["paraphrase"],
        "elsewhere": [place for place in places if place is not here],
        "seconds": row["active_seconds"] if request.project.coding_time else None,
        "address": address.replace("/0/", f"/{row['pk']}/"),
    }


def _places(claims) -> dict[int, list[dict]]:
    found = defaultdict(list)
    rows = Anchor.objects.filter(claim__in=claims).order_by("pk")
    for claim, *place in rows.values_list("claim_id", "text_id", "start", "end", "kind", "confirmed_by_id"):
        found[claim].append(_place(*place))
    return found


def _place(text, start, end, kind, confirmed_by=None) -> dict:
    return {"text": text, "start": start, "end": end, "kind": kind, "confirmed": confirmed_by is not None}


def _voices(claims) -> dict[int, list[dict]]:
    found = defaultdict(list)
    rows = Attribution.objects.filter(claim__in=claims).order_by("pk")
    for claim, *voice in rows.values_list("claim_id", "speaker_id", "named_as", "organisation_id", "via_id"):
        found[claim].append(dict(zip(("speaker", "named_as", "organisation", "via"), voice, strict=True)))
    return found


def _codes(claims) -> dict[int, list[dict]]:
    found = defaultdict(list)
    rows = Coding.objects.filter(claim__in=claims).order_by("pk")
    for claim, *code in rows.values_list("claim_id", "theme_id", "stance_id", "certainty", "note"):
        found[claim].append(dict(zip(("theme", "stance", "certainty", "note"), code, strict=True)))
    return found


def _superseded(request, claims) -> dict[int, list[str]]:
    """The keys of what each claim corrects, as far as the person sees that."""
    found = defaultdict(list)
    pairs = Claim.supersedes.through.objects.filter(from_claim__in=claims).order_by("to_claim")
    pairs = list(pairs.values_list("from_claim", "to_claim"))
    ids = search.among([older for _, older in pairs])
    keys = dict(rows_of(request, Claim).filter(pk__in=ids).order_by().values_list("pk", "key"))
    for newer, older in pairs:
        if older in keys:
            found[newer].append(keys[older])
    return found


def _notes(request, claims) -> Counter[str]:
    """Record → how many notes the person sees on it."""
    records = Claim.objects.filter(pk__in=claims).order_by().values("record")
    rows = rows_of(request, Note).filter(record__in=records).order_by()
    return Counter(dict(rows.values_list("record").annotate(count=Count("pk"))))


def speakers_of(request, claims: list[dict], *, but: Iterable[int] = ()) -> dict[int, dict]:
    """Return speaker id → who that is, of all who are named in these claims, but for those that the page knows."""
    voices = [voice for claim in claims for voice in claim["voices"]]
    wanted = {voice[part] for voice in voices for part in ("speaker", "organisation", "via")} - {None, *but}
    return speakers_as_shown(request, wanted) if wanted else {}


def speakers_as_shown(request, ids: Iterable[int]) -> dict[int, dict]:
    main = (
        rows_of(request, Name).filter(kind=Name.Kind.MAIN, speaker__in=search.among(sorted(ids))).order_by()
    )
    rows = main.values_list("speaker_id", "text", "speaker__kind")
    return {pk: {"name": name, "kind": kind} for pk, name, kind in rows}
