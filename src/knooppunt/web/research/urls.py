"""Addresses for researchers."""

from django.urls import path

from . import views

app_name = "research"
urlpatterns = [
    path("onderzoek/", views.home, name="home"),
    path("onderzoek/bestand/<slug:export>/wissen/", views.to_delete, name="to_delete"),
    path("onderzoek/bestand/<slug:export>/gewist/", views.deleted, name="deleted"),
    path("onderzoek/<slug:study>/", views.study, name="study"),
    path("onderzoek/<slug:study>/ophalen/", views.take, name="take"),
]
