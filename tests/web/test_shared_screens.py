"""The decorator of every view: no writing on GET, outsiders find nothing, refusals become pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from knooppunt.casework.refusals import Conflict, NotFound, Refused
from knooppunt.people.actor import NOBODY
from knooppunt.web.shared.screens import ANYONE, SCREENS, WroteOnGet, screen


@pytest.fixture
def ask(rf: RequestFactory) -> Callable[..., HttpResponse]:
    """Ask a view as a visitor: `ask(view, "post")`."""

    def visit(act: Callable[..., HttpResponse], method: str = "get", for_: Any = ANYONE, **data: str) -> HttpResponse:
        request = getattr(rf, method)("/x/", data)
        request.actor, request.roles, request.session = NOBODY, frozenset(), {}
        act.__module__, act.__name__ = "knooppunt.web.try", "a_try"
        return screen(activity="try", for_=for_)(act)(request)

    yield visit
    SCREENS.pop("try.a_try", None)


def write(request: Any) -> HttpResponse:
    """Change something."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET name = name WHERE 1 = 0")
    return HttpResponse("done")


@pytest.mark.django_db
def test_a_get_cannot_write(ask: Callable[..., HttpResponse]) -> None:
    with pytest.raises(WroteOnGet):
        ask(write)
    assert ask(write, "post").content == b"done"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "  insert into people_person values (1)",
        "WITH x AS (SELECT 1) DELETE FROM people_person",
        "/* SELECT */ DELETE FROM people_person",
        "DROP TABLE people_person",
        "REPLACE INTO people_person VALUES (1)",
        "MERGE INTO people_person",
        "UPDATE people_person SET name = 'trail_'",
    ],
)
def test_no_writing_statement_passes_on_get(ask: Callable[..., HttpResponse], sql: str) -> None:
    def view(request: Any) -> HttpResponse:
        """Try."""
        with connection.cursor() as cursor:
            cursor.execute(sql)
        return HttpResponse()

    with pytest.raises(WroteOnGet):
        ask(view)


@pytest.mark.django_db
def test_reading_and_the_trail_pass_on_get(ask: Callable[..., HttpResponse]) -> None:
    def view(request: Any) -> HttpResponse:
        """Read, and note that it was read."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.execute("WITH x AS (SELECT 1) SELECT * FROM x")
            cursor.execute("INSERT INTO web_cache SELECT * FROM web_cache WHERE 1 = 0")
        return HttpResponse("read")

    assert ask(view).content == b"read"


def test_outsiders_find_nothing(ask: Callable[..., HttpResponse]) -> None:
    def view(request: Any) -> HttpResponse:
        """Say there is nothing."""
        raise NotFound

    with pytest.raises(Http404):
        ask(view)


@pytest.mark.parametrize("for_", ["coordinator", "signed_in", ("lead", "participant")])
def test_strangers_never_reach_a_view_for_others(ask: Callable[..., HttpResponse], for_: Any) -> None:
    def view(request: Any) -> HttpResponse:
        """Never reached."""
        raise AssertionError

    with pytest.raises(Http404):
        ask(view, for_=for_)


def test_a_refusal_is_a_page_with_its_sentence(ask: Callable[..., HttpResponse]) -> None:
    def view(request: Any) -> HttpResponse:
        """Refuse."""
        raise Refused("no_consent")

    page = ask(view, "post")
    assert page.status_code == 403
    assert "Er is geen toestemming" in page.content.decode()


def test_a_conflict_shows_both_texts(ask: Callable[..., HttpResponse]) -> None:
    def view(request: Any) -> HttpResponse:
        """Find that somebody was first."""
        raise Conflict(mine={"goal": "Onze <eigen> plek"}, theirs={"goal": "Een ander huis"}, version=3)

    page = ask(view, "post")
    assert page.status_code == 409
    assert "Onze &lt;eigen&gt; plek" in page.content.decode() and "Een ander huis" in page.content.decode()


def test_other_methods_are_not_allowed(ask: Callable[..., HttpResponse]) -> None:
    assert ask(lambda request: HttpResponse(), "delete").status_code == 405
