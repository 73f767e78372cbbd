"""Who works in the project, in which role, and who is invited to."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from annotations import invitations, projects, roles
from annotations.access import Role
from annotations.admin.base import ScopedAdmin
from annotations.admin.forms import VersionedForm
from annotations.models import Invitation, Membership, User
from annotations.refusal import Refused
from annotations.scope import holds, number, rows_of
from annotations.versions import Conflict


class MembershipForm(VersionedForm):
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        help_text=_("As the person signs in. Who has no account yet comes by an invitation."),
    )
    role = forms.ChoiceField(label=_("Role"), choices=roles.choices, widget=forms.RadioSelect)

    def clean_username(self):
        user = User.objects.filter(username=self.cleaned_data["username"], is_active=True).first()
        if user is None:
            raise forms.ValidationError(
                _("Nobody signs in under this name. Invite the person by a link instead.")
            )
        if Membership.objects.active().filter(project=self.instance.project_id, user=user).exists():
            raise forms.ValidationError(
                _("This person is a member already: change the role in the list of members.")
            )
        self.instance.user = user
        return user.username


class InvitationForm(forms.Form):
    role = forms.ChoiceField(
        label=_("Role"), choices=roles.choices, widget=forms.RadioSelect, initial=Role.CODER
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("The link is sent there, and shown to you too.")
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if not settings.MAIL:
            del self.fields["email"]


@admin.register(Membership)
class MembershipAdmin(ScopedAdmin):
    form = MembershipForm
    view_role = add_role = change_role = Role.MANAGER
    list_display = ("person", "role", "joined_on", "left_on")
    list_select_related = ("user",)
    actions = ("end",)

    def get_fields(self, request, obj=None):
        return ("user", "role", "joined", "left") if obj else ("username", "role")

    def get_readonly_fields(self, request, obj=None):
        return ("user", "joined", "left", "username") if obj else ()

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("invite/", view(self.invite_view), name="invite"),
            path(
                "invitation/<int:invitation_id>/revoke/",
                view(require_POST(self.revoke_view)),
                name="revoke_invitation",
            ),
            path("<int:member_id>/end/", view(require_POST(self.end_view)), name="end_membership"),
            *super().get_urls(),
        ]

    # The list

    @admin.display(description=_("person"), ordering="user__username")
    def person(self, member):
        name = member.user.get_full_name()
        return f"{name} ({member.user})" if name else str(member.user)

    @admin.display(description=_("joined"), ordering="joined")
    def joined_on(self, member):
        return date_format(member.joined, "DATE_FORMAT")

    @admin.display(description=_("left"), ordering="left", empty_value="")
    def left_on(self, member):
        return member.left and date_format(member.left, "DATE_FORMAT")

    def changelist_view(self, request, extra_context=None):
        shown = {}
        if holds(request, Role.MANAGER):
            shown = {"open_invitations": open_invitations(request), "roles": roles.described()}
        return super().changelist_view(request, shown | (extra_context or {}))

    def render_change_form(self, request, context, *args, **options):
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().render_change_form(request, context, *args, **options)

    # Changing and ending

    def save_model(self, request, obj, form, change):
        if not change:
            obj.pk = projects.join(request.project, obj.user, role=obj.role).pk
            return
        before = Membership.objects.get(pk=obj.pk)
        if obj.role != Role.MANAGER:
            projects.keep_a_manager(before)
        super().save_model(request, obj, form, change)

    @admin.action(description=_("End the membership"), permissions=["change"])
    def end(self, request, queryset):
        self.apply_to_each(request, queryset, projects.leave, done=_("Memberships ended: %(count)d."))

    def end_view(self, request, member_id):
        """End one membership from its own page."""
        may_invite_or_forbid(request)
        member = get_object_or_404(rows_of(request, Membership), pk=member_id)
        seen = number(request.POST.get("version"))
        answer(request, lambda: projects.leave(member, seen=seen), done=_("The membership is ended."))
        return HttpResponseRedirect(reverse("admin:annotations_membership_changelist"))

    # Inviting

    def invite_view(self, request):
        may_invite_or_forbid(request)
        form = InvitationForm(request.POST or None)
        link = None
        if request.method == "POST" and form.is_valid():
            link = self.invited(request, form)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Invite somebody"),
            "form": form,
            "link": link,
            "days": invitations.VALID_FOR.days,
        }
        return TemplateResponse(request, "admin/annotations/membership/invite.html", context)

    def invited(self, request, form):
        """Make the invitation, mail it where that is asked, and return its link, which is shown this once."""
        try:
            invitation, secret = invitations.invite(request.project, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return None
        link = address_of_invitation(request, secret)
        if invitation.email:
            send_invitation(invitation, link)
        return link

    def revoke_view(self, request, invitation_id):
        may_invite_or_forbid(request)
        invitation = get_object_or_404(rows_of(request, Invitation), pk=invitation_id)
        answer(
            request,
            lambda: invitations.revoke(invitation, by=request.user),
            done=_("The invitation is taken back."),
        )
        return HttpResponseRedirect(reverse("admin:annotations_membership_changelist"))


def may_invite_or_forbid(request):
    if not holds(request, Role.MANAGER):
        raise PermissionDenied


def answer(request, act, *, done):
    """Do it and say so, or say why not; a conflict has a page of its own."""
    try:
        act()
    except Conflict:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)


def open_invitations(request):
    return rows_of(request, Invitation).open().select_related("made_by")


def address_of_invitation(request, secret):
    """The whole address of the link, outside the project that it is made in."""
    root = request.META["SCRIPT_NAME"].removesuffix(f"/p/{request.project.slug}")
    return request.build_absolute_uri(f"{root}/invitation/{secret}/")


def send_invitation(invitation, link):
    told = {
        "project": invitation.project,
        "by": invitation.made_by,
        "link": link,
        "days": invitations.VALID_FOR.days,
    }
    subject = _("An invitation to “%(project)s”") % {"project": invitation.project}
    words = render_to_string("annotations/invitation.txt", told)
    send_mail(" ".join(subject.split()), words, None, [invitation.email])
