"""Addresses for parents: their own place."""

from django.urls import path

from . import choices, dates, file, health, log, looking_back, table, telling, views

app_name = "family"
urlpatterns = [
    path("ons-gezin/", views.home, name="home"),
    path("ons-gezin/<str:code>/", views.place, name="place"),
    path("ons-gezin/<str:code>/punten/", views.points, name="points"),
    path("ons-gezin/<str:code>/tafel/", table.table, name="table"),
    path("ons-gezin/<str:code>/tafel/iemand-erbij/", table.person, name="person"),
    path("ons-gezin/<str:code>/wanneer/", dates.dates, name="dates"),
    path("ons-gezin/<str:code>/overleg/", views.meeting, name="meeting"),
    path("ons-gezin/<str:code>/overleg/papier/", file.meeting, name="meeting_paper"),
    path("ons-gezin/<str:code>/overleg/agenda/", file.calendar, name="calendar"),
    path("ons-gezin/<str:code>/afspraken/", views.agreed, name="agreed"),
    path("ons-gezin/<str:code>/klopt-het/", views.right, name="right"),
    path("ons-gezin/<str:code>/berichten/", telling.inbox, name="messages"),
    path("ons-gezin/<str:code>/berichten/schrijven/", telling.write, name="write"),
    path("ons-gezin/<str:code>/terugkijken/", looking_back.overview, name="looking_back"),
    path("ons-gezin/<str:code>/terugkijken/<str:ref>/", looking_back.question, name="look_back"),
    path("ons-gezin/<str:code>/bewaren/", views.keep, name="keep"),
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
    path("ons-gezin/<str:code>/mijn-gegevens/", file.overview, name="file"),
    path("ons-gezin/<str:code>/mijn-gegevens/lezen/", file.paper, name="file_paper"),
    path("ons-gezin/<str:code>/mijn-gegevens/bestand/", file.data, name="file_data"),
    path("ons-gezin/<str:code>/mijn-gegevens/papier/<str:scan>/", file.scan, name="file_scan"),
    path("ons-gezin/<str:code>/papier/bestand/", file.plan, name="plan_paper"),
    path("ons-gezin/<str:code>/mijn-gegevens/<str:slug>/", file.ask, name="file_ask"),
    path("hoe-gaat-het-op-papier/", health.sheet, name="health_sheet"),
]
