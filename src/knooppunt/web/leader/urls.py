"""Addresses for project leaders."""

from django.urls import path

from . import factsheets, importing, lists, reach, research, views, withdrawing

app_name = "leader"
urlpatterns = [
    path("cijfers/", views.figures, name="figures"),
    path("cijfers/factsheet/", factsheets.factsheets, name="factsheets"),
    path("cijfers/factsheet/uitgave/<slug:code>.<slug:format>", factsheets.edition_file, name="edition_file"),
    path("cijfers/factsheet/uitgave/<slug:code>/", withdrawing.edition, name="edition"),
    path("cijfers/factsheet/uitgave/<slug:code>/citaat/<slug:mark>/weg/", withdrawing.take_out, name="take_out_quote"),
    path("cijfers/factsheet/tekst/<slug:code>/", factsheets.change_words, name="change_words"),
    path("cijfers/factsheet/tekst/<slug:code>/weg/", factsheets.remove_words, name="remove_words"),
    path("cijfers/factsheet/<int:year>/<str:scope>/", factsheets.sheet, name="factsheet"),
    path("cijfers/factsheet/<int:year>/<str:scope>/intern.<slug:format>", factsheets.internal_file, name="own_file"),
    path("cijfers/factsheet/<int:year>/<str:scope>/woorden/", factsheets.words, name="words"),
    path("cijfers/factsheet/<int:year>/<str:scope>/tekst/<slug:kind>/", factsheets.add_words, name="add_words"),
    path("cijfers/factsheet/<int:year>/<str:scope>/vaststellen/", factsheets.publish, name="publish"),
    path("cijfers/onderzoek/", research.studies, name="studies"),
    path("cijfers/inlezen/", importing.choose, name="taking_in"),
    path("cijfers/inlezen/opslaan/", importing.confirm, name="take_in"),
    path("cijfers/inlezen/<slug:code>/terug/", importing.take_back, name="take_back"),
    path("cijfers/inlezen/woorden/", lists.own_values, name="own_values"),
    path("cijfers/inlezen/woorden/<slug:place>/<slug:name>/<slug:code>/weg/", lists.remove_value, name="remove_value"),
    path("cijfers/inlezen/sjabloon.xlsx", importing.empty, name="empty_workbook"),
    path("bereik/", reach.overview, name="reach"),
    path("bereik/langsgaan/", reach.to_visit, name="to_visit"),
    path("bereik/bezoeken/", reach.visits, name="visits"),
    path("bereik/bezoeken/nieuw/", reach.note_down, name="note_down"),
    path("bereik/bezoeken/<slug:code>/", reach.correct, name="visit"),
    path("bereik/verwacht/<slug:place>/", reach.births, name="births"),
]
