"""Every address of the site. What belongs to a project stands behind /p/<slug>/ (annotations/middleware.py)."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import path

from annotations.admin.claim_address import claim_record
from annotations.views import front_page
from curation.accounts import OwnPassword
from curation.views import download

handler400 = "curation.errors.bad_request"
handler403 = "curation.errors.not_allowed"
handler404 = "curation.errors.not_found"
handler429 = "curation.errors.too_often"
handler500 = "curation.errors.broken"

urlpatterns = [
    path("", front_page, name="front_page"),
    path("login/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("password/", OwnPassword.as_view(), name="password_change"),
    path("dataset.json", download, name="dataset"),
    path("claims/<str:record>/", claim_record, name="claim"),
    path("admin/", admin.site.urls),
]
