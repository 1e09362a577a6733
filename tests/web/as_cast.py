"""A client that came in through the role picker, as the browser does."""

from django.test import Client


def come_in(key: str, language: str = "nl") -> Client:
    """Give a client signed in as this member of the cast, who reads in this language on this device."""
    client = Client()
    client.cookies["language"] = language
    answer = client.post(f"/demo/als/{key}/")
    assert answer.status_code == 302, answer.status_code
    return client
