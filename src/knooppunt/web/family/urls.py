"""Addresses for parents: their own place."""

from django.urls import path

from . import views

app_name = "family"
urlpatterns = [
    path("ons-gezin/", views.home, name="home"),
    path("ons-gezin/<str:code>/", views.place, name="place"),
    path("ons-gezin/<str:code>/punten/", views.points, name="points"),
    path("ons-gezin/<str:code>/tafel/", views.table, name="table"),
    path("ons-gezin/<str:code>/actie/<str:action>/", views.action, name="action"),
    path("ons-gezin/<str:code>/ja-en-nee/", views.choices, name="choices"),
    path("ons-gezin/<str:code>/ja-en-nee/<str:ref>/", views.choice, name="choice"),
    path("ons-gezin/<str:code>/stoppen/", views.stop, name="stop"),
    path("ons-gezin/<str:code>/papier/", views.paper, name="paper"),
]
