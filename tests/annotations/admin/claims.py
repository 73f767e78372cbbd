"""What a browser sends from the pages of claims."""

from tests.factories import Role, make_member


def sign_in(client, project, role=Role.CODER, member=None):
    """Sign in as this member of a project, or as a new one of that role, and return them."""
    member = member or make_member(project, role)
    client.force_login(member)
    return member


def at(project, address=""):
    return f"/p/{project.slug}/admin/annotations/claim/{address}"


def rows(prefix, typed, saved=()):
    """The rows of one list of the form: those of the database first, then new ones."""
    data = {f"{prefix}-TOTAL_FORMS": len(typed), f"{prefix}-INITIAL_FORMS": len(saved)}
    for number, row in enumerate(typed):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def voice(speaker, organisation="", via="", named_as="", **row):
    return {"speaker": speaker.pk, "organisation": organisation, "via": via, "named_as": named_as} | row


def code(theme, stance="", certainty="", note="", **row):
    chosen = theme.scale.stances.get(code=stance).pk if stance else ""
    return {"theme": theme.pk, "stance": chosen, "certainty": certainty, "note": note} | row


def form(text, quote, voices=(), codes=(), **fields):
    """The form of a new claim as a browser would send it."""
    typed = {
        "text": text.pk,
        "quote": quote,
        "place": "",
        "reporting": "indirect",
        "said": "",
        "paraphrase": "",
    }
    return typed | rows("attributions", voices) | rows("codings", codes) | {"version": ""} | fields


def form_of(claim, **fields):
    """The form of a draft as a browser would send it back unchanged, but for ``fields``."""
    anchor = claim.coded_anchor
    voices = [
        voice(
            row.speaker, named_as=row.named_as, organisation=row.organisation_id or "", via=row.via_id or ""
        )
        | {"id": row.pk, "claim": claim.pk}
        for row in claim.attributions.all()
    ]
    codes = [
        code(row.theme, row.stance.code if row.stance else "", row.certainty, row.note)
        | {"id": row.pk, "claim": claim.pk}
        for row in claim.codings.all()
    ]
    return (
        form(
            anchor.text, anchor.quote, reporting=claim.reporting, said=claim.said, paraphrase=claim.paraphrase
        )
        | rows("attributions", voices, saved=voices)
        | rows("codings", codes, saved=codes)
        | {"version": claim.version}
        | fields
    )


def said(claim):
    """What a claim says now, as plain values."""
    return {
        "quote": claim.coded_anchor.quote,
        "voices": [str(row.speaker) for row in claim.attributions.all()],
        "codes": [(row.theme.code, row.stance and row.stance.code) for row in claim.codings.all()],
        "paraphrase": claim.paraphrase,
        "state": claim.state,
        "version": claim.version,
    }


def now(claim):
    """A claim read afresh."""
    return type(claim).objects.get(pk=claim.pk)


def mark(client, text, quote, **typed):
    """Send the form of a new claim."""
    return client.post(at(text.project, "add/"), form(text, quote, **typed))


def save(client, claim, **changes):
    """Send the form of a draft back, changed."""
    return client.post(at(claim.project, f"{claim.pk}/change/"), form_of(claim) | changes)


def errors(answer):
    """All that a page of the form refuses, in its order."""
    return list(answer.context["errors"])
