"""Addresses for parents: their own place."""

from django.urls import path

from . import choices, health, log, views

app_name = "family"
urlpatterns = [
    path("ons-gezin/", views.home, name="home"),
    path("ons-gezin/<str:code>/", views.place, name="place"),
    path("ons-gezin/<str:code>/punten/", views.points, name="points"),
    path("ons-gezin/<str:code>/tafel/", views.table, name="table"),
    path("ons-gezin/<str:code>/actie/<str:action>/", views.action, name="action"),
    path("ons-gezin/<str:code>/ja-en-nee/", choices.choices, name="choices"),
    path("ons-gezin/<str:code>/ja-en-nee/<str:ref>/", choices.choice, name="choice"),
    path("ons-gezin/<str:code>/onderzoek/", choices.research, name="research"),
    path("ons-gezin/<str:code>/zo-houden/", choices.renew, name="renew"),
    path("ons-gezin/<str:code>/wie-keek/", log.log, name="log"),
    path("ons-gezin/<str:code>/wie-keek/<str:day>/<str:ref>/", log.question, name="log_question"),
    path("ons-gezin/<str:code>/stoppen/", views.stop, name="stop"),
    path("ons-gezin/<str:code>/papier/", views.paper, name="paper"),
    path("ons-gezin/<str:code>/hoe-gaat-het/", health.overview, name="health"),
    path("ons-gezin/<str:code>/hoe-gaat-het/delen/", health.share, name="health_share"),
    path("ons-gezin/<str:code>/hoe-gaat-het/wissen/", health.erase, name="health_erase"),
    path("ons-gezin/<str:code>/hoe-gaat-het/<str:slug>/", health.one, name="health_one"),
    path("hoe-gaat-het-op-papier/", health.sheet, name="health_sheet"),
]
