"""The addresses of the coding desk, below /p/<slug>/desk/."""

from django.urls import path

from annotations.desk import beside, coding, doubts, known, page, people, reading

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
    path("<int:text_id>/mentions/", known.mentions, name="desk_mentions"),
    path("<int:text_id>/neighbours/", known.neighbours, name="desk_neighbours"),
    path("<int:text_id>/beside/<int:other_id>/", beside.place, name="desk_beside"),
    path("<int:text_id>/doubts/", doubts.doubts, name="desk_doubts"),
    path("<int:text_id>/doubts/new/", doubts.doubt, name="desk_doubt"),
    path("<int:text_id>/doubts/<int:note_id>/", doubts.settle, name="desk_settle"),
]
