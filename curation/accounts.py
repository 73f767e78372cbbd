"""Choosing a password of one's own."""

from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import PasswordChangeView


class OwnPasswordForm(PasswordChangeForm):
    def clean(self):
        cleaned = super().clean()
        if cleaned.get("new_password1") and cleaned["new_password1"] == cleaned.get("old_password"):
            self.add_error("new_password1", "This is the password you have now; choose another one.")
        return cleaned


class OwnPassword(PasswordChangeView):
    form_class = OwnPasswordForm
    template_name = "registration/password.html"
    success_url = "/"

    def form_valid(self, form):
        form.user.must_change_password = False  # saved together with the password
        return super().form_valid(form)
