"""Addresses for everyone."""

from django.urls import path

from . import choosing, factsheets, views

urlpatterns = [
    path("", views.home, name="home"),
    path("ouders/", views.parents, name="parents"),
    path("professionals/", views.professionals, name="professionals"),
    path("film/", views.film, name="film"),
    path("contact/", views.find_contact, name="find_contact"),
    path("contact/<slug:place>/", views.local_contact, name="local_contact"),
    path("folder/", views.leaflet, name="leaflet"),
    path("folder/<slug:place>/", views.leaflet, name="local_leaflet"),
    path("over/", views.about, name="about"),
    path("factsheets/", factsheets.published, name="published_factsheets"),
    path("factsheets/<slug:code>/", factsheets.one, name="published_factsheet"),
    path("factsheets/<slug:code>.pdf", factsheets.paper, name="published_factsheet_paper"),
    path("privacy/", views.privacy, name="privacy"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path("hulp/", views.help_, name="help"),
    path("taal/", choosing.language, name="language"),
    path("taal/<slug:code>/", choosing.in_language, name="in_language"),
    path("taal/<slug:code>/<slug:place>/", choosing.in_language_at, name="in_language_at"),
    path("letters/", choosing.letters, name="letters"),
    path("blijf/", views.stay, name="stay"),
    path("gezondheid/", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
]
