"""Addresses for project leaders."""

from django.urls import path

from . import views

app_name = "leader"
urlpatterns = [
    path("cijfers/", views.figures, name="figures"),
]
