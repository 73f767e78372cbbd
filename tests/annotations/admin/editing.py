"""An editor at the admin: signs in, opens a form, and sends it back with changes."""

from annotations import codebook
from annotations.models import Batch, Note, SpeakerDecision
from tests.factories import (
    Role,
    State,
    make_claim,
    make_content,
    make_member,
    make_organisation,
    make_speaker,
    make_text,
)

ROLES = [Role.VIEWER, Role.CODER, Role.REVIEWER, Role.MANAGER]


def sign_in(client, project, role=Role.MANAGER):
    """Sign in as a new member of a project and return them."""
    member = make_member(project, role)
    client.force_login(member)
    return member


def at(project, address=""):
    """The address of a page of the admin's, such as ``source/1/change/``, in a project."""
    return f"/p/{project.slug}/admin/annotations/{address}"


def filled(answer):
    """What a browser would send if nothing were typed into the forms of a page."""
    formsets = [inline.formset for inline in answer.context["inline_admin_formsets"]]
    forms = [answer.context["adminform"].form]
    forms += [form for formset in formsets for form in (formset.management_form, *formset.forms)]
    fields = [field for form in forms for field in form]
    return {
        field.html_name: field.value()
        for field in fields
        if field.value() is not None and field.value() is not False
    }


def send(client, address, **typed):
    """Open a form, type something into it, and send it."""
    return client.post(address, filled(client.get(address)) | typed)


def make_study(project):
    """Fill a project with a row of each model; returns them by the name the admin gives them in addresses."""
    manager = make_member(project, Role.MANAGER)
    claim = make_claim(content=make_content(make_text(project=project)), state=State.ACCEPTED)
    anchor, coding, speaking = claim.anchors.get(), claim.codings.get(), claim.attributions.get()
    one, other = make_speaker(project, "One"), make_organisation(project, "Another")
    return {
        "project": project,
        "membership": project.memberships.get(user=manager),
        "source": anchor.text.source,
        "text": anchor.text,
        "reading": claim.reading,
        "speaker": speaking.speaker,
        "speakerdecision": SpeakerDecision.objects.create(
            project=project, one=one, other=other, outcome="not-same"
        ),
        "theme": coding.theme,
        "scale": coding.theme.scale,
        "codebookversion": codebook.current(project, by=manager),
        "decision": claim.decisions.first(),
        "note": Note.objects.create(
            project=project, theme=coding.theme, body="A doubt", kind="translation-suspect"
        ),
        "batch": Batch.objects.create(
            project=project, file_name="a.json", sha256="0" * 64, counts={"claims": 1}
        ),
    }
