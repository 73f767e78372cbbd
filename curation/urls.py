"""Every address of the site. What belongs to a project stands behind /p/<slug>/ (annotations/middleware.py)."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import path

from curation.accounts import OwnPassword

urlpatterns = [
    path("login/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("password/", OwnPassword.as_view(), name="password_change"),
    path("admin/", admin.site.urls),
]
