"""Every language is one catalogue: who reads what in which language, which way it runs, and how big the letters are."""

import re
from datetime import UTC, date, datetime

import pytest
from babel import Locale
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext, ngettext

from knooppunt.casework import forms
from knooppunt.casework.letters import language_of
from knooppunt.casework.models import Parent
from knooppunt.foundation.clock import travel
from knooppunt.letters import post
from knooppunt.letters.models import Letter
from knooppunt.people.actor import actor_of
from knooppunt.people.models import Person
from knooppunt.people.own_account import choose_language
from knooppunt.web.shared import labels
from knooppunt.web.templatetags import house

ARABIC = {"language": "ar"}


@pytest.fixture
def visitor(db: None) -> Client:
    return Client()


@pytest.fixture
def midwife(visitor: Client) -> Client:
    """Somebody of the staff who chose Arabic on a page for everyone."""
    person = Person.objects.create_user("noor@example.org", name="Noor", language="nl")
    visitor.force_login(person)
    visitor.cookies.load(ARABIC)
    return visitor


def test_the_languages_are_those_of_the_catalogues_by_their_own_names() -> None:
    assert settings.LANGUAGES[:2] == [("nl", "Nederlands"), ("en", "English")]
    assert dict(settings.LANGUAGES)["ar"] == "العربية"
    assert dict(settings.LANGUAGES)["pl"] == "polski"
    right_to_left = [code for code in dict(settings.LANGUAGES) if Locale.parse(code).text_direction == "rtl"]
    assert "ar" in right_to_left and right_to_left == settings.LANGUAGES_BIDI


def test_a_page_for_everyone_speaks_every_language_and_turns_round(visitor: Client) -> None:
    visitor.cookies.load(ARABIC)
    answer = visitor.get("/over/")
    page = answer.content.decode()
    assert '<html lang="ar" dir="rtl"' in page
    assert (answer.headers["Content-Language"], "Cookie" in answer.headers["Vary"]) == ("ar", True)
    for code, name in (("nl", "Nederlands"), ("en", "English"), ("pl", "Polski")):
        assert f'value="{code}" lang="{code}" dir="ltr">{name}<' in page
    assert 'value="ar"' not in page


def test_a_screen_of_the_staff_is_wholly_dutch_for_who_reads_arabic_elsewhere(midwife: Client) -> None:
    answer = midwife.get("/account/tweede-stap/")
    page = answer.content.decode()
    assert '<html lang="nl" dir="ltr"' in page
    assert (answer.headers["Content-Language"], answer.wsgi_request.actor.language) == ("nl", "nl")
    assert 'value="en"' in page
    assert 'value="ar"' not in page
    assert "language" not in answer.cookies, "the choice is kept for the pages that speak it"


def test_english_is_whole_on_every_screen(midwife: Client) -> None:
    midwife.cookies["language"] = "en"
    assert '<html lang="en" dir="ltr"' in midwife.get("/account/tweede-stap/").content.decode()


def test_a_page_that_is_not_there_says_so_in_the_readers_language(visitor: Client) -> None:
    visitor.cookies.load(ARABIC)
    assert 'lang="ar" dir="rtl"' in visitor.get("/bestaat-niet/").content.decode()


def test_the_choice_is_kept_with_the_account_and_letters_follow(visitor: Client) -> None:
    person = Person.objects.create_user("noor@example.org", name="Noor", language="nl")
    visitor.force_login(person)
    assert visitor.post("/taal/", {"language": "en", "next": "/over/"}).cookies["language"].value == "en"
    person.refresh_from_db()
    assert person.language == "en"


@pytest.mark.django_db
def test_another_site_changes_nothing_of_an_account_and_a_page_of_a_cache_still_works() -> None:
    person = Person.objects.create_user("noor@example.org", name="Noor", language="nl")
    careful = Client(enforce_csrf_checks=True)
    assert careful.post("/taal/", {"language": "en", "next": "/"}).cookies["language"].value == "en"
    assert "csrfmiddlewaretoken" not in Client().get("/").content.decode()
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(person)
    refused = careful.post("/taal/", {"language": "en", "next": "/"})
    person.refresh_from_db()
    assert refused.status_code == 403 and "language" not in refused.cookies and person.language == "nl"
    page = careful.get("/account/tweede-stap/").content.decode()
    form = page.partition('action="/taal/"')[2].partition("</form>")[0]
    token = form.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    assert token and careful.post("/taal/", {"language": "en", "csrfmiddlewaretoken": token}).status_code == 302
    person.refresh_from_db()
    assert person.language == "en"


@pytest.mark.django_db
def test_letters_to_the_staff_come_in_a_language_that_has_them() -> None:
    person = Person.objects.create_user("noor@example.org", name="Noor", language="nl")
    choose_language(actor_of(person, "strong"), "ar")
    person.refresh_from_db()
    assert person.language == "nl", "no letter to the staff is written in Arabic"
    post.write("lead_asked", "noor@example.org", "ar")
    post.write("family_message", "yara@example.org", "ar")
    assert list(Letter.objects.order_by("pk").values_list("language", flat=True)) == ["nl", "ar"]


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_a_text_that_is_missing_shows_in_dutch(language: str) -> None:
    with translation.override(language):
        assert gettext("Deze zin staat in geen catalogus.") == "Deze zin staat in geen catalogus."
        both = ("%(n)d zin zonder vertaling", "%(n)d zinnen zonder vertaling")
        assert [ngettext(*both, number) for number in (1, 2)] == list(both)


def test_lists_and_wordings_come_from_the_catalogue() -> None:
    assert forms.label("needs", "housing", "en") == "Housing"
    assert forms.label("needs", "housing", "nl") == "Wonen"
    assert forms.label("needs", "housing", "Sorani") == "Wonen", "somebody may speak a language that we have not"
    assert forms.wording("contact", "en").language == "en"
    assert forms.wording("contact", "tr").language == "nl"
    assert forms.spoken("take_part")[:2] == ["nl", "en"]


def test_languages_have_a_name_in_every_language() -> None:
    with translation.override("nl"):
        assert labels.label("language", "ar") == "Arabisch"
        assert dict(labels.choices("language"))["other"] == "een andere taal"
    with translation.override("pl"):
        assert labels.label("language", "ar") == "arabski"
    assert labels.label("language", "Koerdisch") == "Koerdisch"


def test_larger_letters_are_chosen_without_scripts_and_kept(visitor: Client) -> None:
    assert 'class="kp"' in visitor.get("/over/").content.decode()
    answer = visitor.post("/letters/", {"large": "yes", "next": "/over/"})
    assert (answer.status_code, answer["Location"]) == (302, "/over/")
    assert 'class="kp kp--large"' in visitor.get("/over/").content.decode()
    visitor.post("/letters/", {"large": "no", "next": "/over/"})
    assert 'class="kp"' in visitor.get("/over/").content.decode()


@pytest.mark.parametrize("onward", ["https://elsewhere.example/", "//elsewhere.example/", ""])
def test_choosing_letters_leads_nowhere_else(visitor: Client, onward: str) -> None:
    assert visitor.post("/letters/", {"large": "yes", "next": onward})["Location"] == "/"


@pytest.mark.django_db
def test_a_parent_reads_and_is_written_to_in_the_language_she_chose() -> None:
    yara = Person.objects.create_user(kind=Person.Kind.PARENT, language="nl")
    choose_language(actor_of(yara, "single"), "ar")
    yara.refresh_from_db()
    assert language_of(Parent(language="ti", person=yara)) == "ar"
    assert language_of(Parent(language="ti")) == "ti", "without a page of her own, what was noted with us"


def test_dates_are_written_as_each_language_does() -> None:
    with travel(datetime(2026, 11, 22, 12, tzinfo=UTC)):
        said = {}
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                said[code] = house.day(date(2026, 11, 26))
    known = {"nl": "do 26 november", "en": "Thu 26 November", "ar": "خميس 26 نوفمبر", "pl": "Czw 26 listopada"}
    assert {code: said[code] for code in known} == known
    assert all("26" in words for words in said.values()), "digits that everyone reads, in any other language too"


def test_no_screen_names_a_month_without_its_case() -> None:
    written = re.compile(r"""date:["'][^"']*F""")
    templates = (settings.ROOT / "web" / "templates").rglob("*.html")
    assert not [path.name for path in templates if written.search(path.read_text(encoding="utf-8"))]
