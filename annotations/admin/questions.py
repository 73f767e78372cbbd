"""Lists with questions above them: the one place where a FilterSet of ``annotations.filters`` becomes a list's filters.

An admin names its FilterSet in ``questions``. What is answered stands above the list, the rest opens under "More
questions"; an answer is kept in the address, and a question that the FilterSet does not ask is left out with a sentence.
"""

from django.contrib.admin.views.main import ChangeList
from django.forms import Media, Select

from annotations import saved_views
from annotations.access import Role
from annotations.admin.claim_choices import ChoiceSelect, KeySelect, LightSelect
from annotations.models import Attribution, Coding, Text
from annotations.scope import holds

# Questions whose answer is typed and chosen from what is offered: by a field that points to the same rows.
TYPED_TO_CHOOSE = {
    "theme": Coding._meta.get_field("theme"),
    "speaker": Attribution._meta.get_field("speaker"),
    "organisation": Attribution._meta.get_field("organisation"),
    "affiliation": Attribution._meta.get_field("organisation"),
    "source": Text._meta.get_field("source"),
    "of_source": Text._meta.get_field("source"),
}
ASKS_MORE = "more"
FEW = 5  # questions that need no button to open them


def dress(name, field, site):
    """Give a question the widget that suits many choices, where there may be many."""
    if name in TYPED_TO_CHOOSE:
        field.widget = KeySelect(TYPED_TO_CHOOSE[name], site, choices=field.widget.choices)
    elif type(field.widget) is Select:
        field.widget = LightSelect(choices=field.widget.choices)


class QuestionsChangeList(ChangeList):
    """The admin's list, narrowed by a FilterSet; Django's own look-ups by parameter never see its questions."""

    def get_filters_params(self, params=None):
        kept = super().get_filters_params(params)
        names = {*self.model_admin.questions.base_filters, ASKS_MORE}
        return {name: value for name, value in kept.items() if name not in names}

    def get_queryset(self, request, exclude_parameters=None):
        self.query = ""  # the words are one of the questions
        rows = super().get_queryset(request, exclude_parameters)
        asked = self.model_admin.questions(request.GET, rows, project=request.project, user=request.user)
        self.asked = asked.form
        self.answered = [name for name in asked.filters if request.GET.get(name)]
        others = [name for name in asked.filters if name != "q"]
        self.may_ask_more = len(others) > FEW
        self.asks_more = ASKS_MORE in request.GET or not self.may_ask_more
        self.views = saved_views.of_list(request.user, request.project, self.opts.model_name)
        self.kept_query = saved_views.kept_query(request.GET.urlencode())
        return asked.qs

    def get_results(self, request):
        super().get_results(request)
        self.result_list = self.model_admin.with_parts(request, list(self.result_list))

    @property
    def may_be_saved(self):
        """Whether something was asked that no view keeps yet."""
        kept = [view.query for view in self.views]
        return bool(self.kept_query) and self.kept_query not in kept and not self.is_popup

    @property
    def words(self):
        """The field for words, where the list may be asked for some."""
        return self.asked["q"] if "q" in self.asked.fields else None

    @property
    def questions(self):
        """The fields to show: those with an answer, and all where somebody asks for more."""
        for name, field in self.asked.fields.items():
            if name != "q" and (self.asks_more or name in self.answered):
                dress(name, field, self.model_admin.admin_site)
                yield self.asked[name]

    @property
    def questions_media(self):
        """What the fields need in the browser: nothing, where none offers while somebody types."""
        shown = set(self.asked.fields) if self.asks_more else set(self.answered)
        if not shown & set(TYPED_TO_CHOOSE):
            return Media()
        return ChoiceSelect(TYPED_TO_CHOOSE["speaker"], self.model_admin.admin_site).media


class Asked:
    """An admin whose list is asked the questions of a FilterSet."""

    questions = None

    def get_changelist(self, request, **options):
        return QuestionsChangeList if self.questions else super().get_changelist(request, **options)

    def changelist_view(self, request, extra_context=None):
        may = {"may_share": holds(request, Role.CODER), "may_forget": holds(request, Role.MANAGER)}
        answer = super().changelist_view(request, may | (extra_context or {}))
        shown = getattr(answer, "context_data", None) or {}
        if self.questions and "cl" in shown:
            # One list of scripts: what came twice would dress the same fields twice.
            shown["media"] += shown["cl"].questions_media
        return answer

    def with_parts(self, request, rows):
        """Give the rows of one page what their line shows besides their own columns; in a fixed number of queries."""
        return rows

    def lookup_allowed(self, lookup, value, request):
        if self.questions is None:
            return super().lookup_allowed(lookup, value, request)
        kept = self.questions.kept_from(request.user, request.project)
        return lookup in {*self.questions.base_filters, ASKS_MORE} and lookup not in kept
