"""The addresses of the coding desk, below /p/<slug>/desk/."""

from django.urls import path

from annotations.desk import coding, page, people, reading

urlpatterns = [
    path("", page.go_on, name="desk"),
    path("claim/<str:record>/", page.claim, name="desk_claim"),
    path("speakers/", people.speakers, name="desk_speakers"),
    path("<int:text_id>/", page.text, name="desk_text"),
    path("<int:text_id>/claims/", page.claims, name="desk_claims"),
    path("<int:text_id>/acts/", coding.act, name="desk_acts"),
    path("<int:text_id>/undo/", coding.undo, name="desk_undo"),
    path("<int:text_id>/redo/", coding.redo, name="desk_redo"),
    path("<int:text_id>/speakers/", people.new_speaker, name="desk_new_speaker"),
    path("<int:text_id>/speaks-for/", people.speaks_for, name="desk_speaks_for"),
    path("<int:text_id>/reading/", reading.submit, name="desk_reading"),
]
