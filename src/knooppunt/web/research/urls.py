"""Addresses for researchers."""

from django.urls import path

from . import views

app_name = "research"
urlpatterns = [
    path("onderzoek/", views.home, name="home"),
]
