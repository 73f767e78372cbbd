"""How the database's own rules speak to an editor. Constraints are named in plain words, so the name is the sentence."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "a_theme_code_is_used_once_a_project": _(
        "Another theme of this project has this code: choose another code."
    ),
    "a_scale_code_is_used_once_a_project": _(
        "Another scale of this project has this code: choose another code."
    ),
    "a_stance_code_is_used_once_a_scale": _(
        "Two stances of this scale have the same code: change one of them."
    ),
    "a_speaker_has_one_main_name": _("A speaker has one main name: make the other one “Also known as”."),
    "an_affiliation_ends_after_it_began": _(
        "This affiliation ends before it began: correct one of the dates."
    ),
    "nobody_is_affiliated_with_themselves": _(
        "A speaker cannot belong to itself: choose another organisation."
    ),
    "a_person_is_a_member_once": _("This person is a member already: open their row in the list of members."),
    "a_note_is_on_one_thing": _(
        "A note is on one thing: a claim, a theme, a speaker or a passage of a text."
    ),
}
AT_THE_SAME_TIME = _(
    "The database refused this, because of a change made at the same time. Look again and save again."
)


def sentence(name: str) -> str:
    """Return a constraint's rule as a sentence."""
    return SENTENCES.get(name) or name.replace("_", " ").capitalize() + "."


def sentence_of(error: Exception, *models) -> str:
    """Return what an ``IntegrityError`` on one of these models says, as a sentence."""
    diagnosis = getattr(error.__cause__, "diag", None)
    said = f"{getattr(diagnosis, 'constraint_name', '')} {error}"
    broken = [rule.name for rule, columns in _rules(models) if rule.name in said or said.endswith(columns)]
    return sentence(broken[0]) if broken else AT_THE_SAME_TIME


def _rules(models):
    """Each constraint with the columns by which SQLite calls a unique one, in place of its name."""
    for model in models:
        for rule in model._meta.constraints:
            fields = rule.fields if isinstance(rule, UniqueConstraint) else ()
            columns = [f"{model._meta.db_table}.{model._meta.get_field(name).column}" for name in fields]
            yield rule, f"failed: {', '.join(columns)}"


class InSentences:
    """A form whose model's constraints refuse in sentences."""

    def _update_errors(self, errors):
        super()._update_errors(_in_sentences(errors, self._meta.model))


def _in_sentences(errors, model):
    if not hasattr(errors, "error_dict"):
        return errors
    found = {**errors.error_dict}
    found[NON_FIELD_ERRORS] = [_translate(error, model) for error in found.get(NON_FIELD_ERRORS, [])]
    return ValidationError({field: listed for field, listed in found.items() if listed})


def _translate(error, model):
    unique = tuple((error.params or {}).get("unique_check", ()))
    for rule in model._meta.constraints:
        if rule.name in str(error.message) or unique and unique == getattr(rule, "fields", None):
            return ValidationError(sentence(rule.name), code=error.code)
    return error
