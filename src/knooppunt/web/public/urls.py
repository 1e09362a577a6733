"""Addresses for everyone."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("over/", views.about, name="about"),
    path("privacy/", views.privacy, name="privacy"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path("hulp/", views.help_, name="help"),
    path("taal/", views.language, name="language"),
    path("blijf/", views.stay, name="stay"),
    path("gezondheid/", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
]
