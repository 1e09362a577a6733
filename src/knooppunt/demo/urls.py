"""Addresses of the demo: the role picker and the postbox. They exist only where this room is installed."""

from django.urls import path

from . import views

app_name = "demo"
urlpatterns = [
    path("", views.cast, name="cast"),
    path("als/bezoeker/", views.leave, name="leave"),
    path("als/<slug:key>/", views.enter, name="enter"),
    path("postbak/", views.postbox, name="postbox"),
]
