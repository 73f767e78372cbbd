"""Every address of the site. What belongs to a project stands behind /p/<slug>/ (annotations/middleware.py)."""

from django.contrib import admin
from django.urls import include, path

from annotations.admin.claim_address import claim_record
from annotations.views import front_page
from curation.published import codebook_page, dataset_page, release_file, release_page
from curation.views import download, guide, guide_picture

handler400 = "curation.errors.bad_request"
handler403 = "curation.errors.not_allowed"
handler404 = "curation.errors.not_found"
handler429 = "curation.errors.too_often"
handler500 = "curation.errors.broken"

urlpatterns = [
    path("", front_page, name="front_page"),
    path("", include("curation.accounts.urls")),
    path("dataset.json", download, name="dataset"),
    path("help/", guide, name="help"),
    path("help/<slug:page>/", guide, name="help_page"),
    path("help/pictures/<str:name>", guide_picture, name="help_picture"),
    path("data/<slug:project>/<slug:slug>/", dataset_page, name="published_dataset"),
    path("data/<slug:project>/<slug:slug>/<str:version>/", release_page, name="published_release"),
    path("data/<slug:project>/<slug:slug>/<str:version>/codebook/", codebook_page, name="published_codebook"),
    path(
        "data/<slug:project>/<slug:slug>/<str:version>/files/<str:name>", release_file, name="published_file"
    ),
    path("claims/<str:record>/", claim_record, name="claim"),
    path("desk/", include("annotations.desk.urls")),
    path("admin/", admin.site.urls),
]
