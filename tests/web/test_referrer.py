"""Referring a family by somebody with a code: three pages and a check, kept safely, sent once."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from knooppunt.casework import reading
from knooppunt.casework.models import AdviceRequest, Case, Consent, Draft, Entry, Parent, Referral
from knooppunt.foundation import clock, guard
from knooppunt.letters.models import Letter
from knooppunt.people import reference
from knooppunt.people.actor import actor_of
from knooppunt.people.models import Person
from knooppunt.web.referrer.referral_forms import FORMS
from tests.web.kit_referrer import (
    EMAIL,
    boxes,
    by_code,
    errors,
    situation,
    start,
    to_check,
    who,
    why,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def midwife(client: Client) -> Client:
    reference.load()
    return by_code(client)


def draft_row(code: str) -> dict[str, Any]:
    with guard.looking_inside():
        return Draft.objects.get(code=code).answers


def count(model: Any) -> int:
    with guard.looking_inside():
        return model.objects.count()


def test_three_pages_and_a_check_bring_a_family_in(midwife: Client) -> None:
    draft = to_check(midwife, "mother", "partner")
    page = midwife.get(f"/aanmelden/{draft}/controle/")
    text = page.content.decode()
    assert "Test mother" in text and "Test partner" in text and "niet ingevuld" in text and "Stap 4 van 4" in text
    answer = midwife.post(f"/aanmelden/{draft}/controle/")
    assert answer.status_code == 302 and answer.url.startswith("/aanmelden/ontvangen/")
    receipt = midwife.get(answer.url).content.decode()
    code = answer.url.split("/")[3]
    assert code in receipt and "uiterlijk" in receipt
    with guard.looking_inside():
        assert sorted(Parent.objects.values_list("kind", "name")) == [
            ("mother", "Test mother"),
            ("partner", "Test partner"),
        ]
        assert Consent.objects.filter(purpose="research").count() == 0
        assert set(Consent.objects.values_list("method", flat=True)) == {"paper"}
        referral = Referral.objects.get()
        assert (referral.discipline_id, referral.organisation_name) == ("verloskundige", "Praktijk De Wieg")
        assert sorted(Entry.objects.filter(kind="need").values_list("what", flat=True)) == ["housing", "income"]
    assert Letter.objects.filter(kind="referral_received", to=EMAIL).count() == 1
    assert draft_row(draft) == {}


def test_every_title_says_which_step(midwife: Client) -> None:
    draft = start(midwife)
    assert "Stap 1 van 4" in midwife.get(f"/aanmelden/{draft}/situatie/").content.decode().partition("</title>")[0]


def test_a_double_click_sends_one_referral(midwife: Client) -> None:
    draft = to_check(midwife)
    first, second = (midwife.post(f"/aanmelden/{draft}/controle/") for _ in range(2))
    assert first.url == second.url and count(Case) == 1
    assert midwife.get(f"/aanmelden/{draft}/wie/").url == first.url


def test_without_a_yes_no_name_is_kept(midwife: Client) -> None:
    draft = start(midwife)
    midwife.post(f"/aanmelden/{draft}/wie/", who())
    assert draft_row(draft) == {}
    answer = midwife.post(f"/aanmelden/{draft}/situatie/", situation() | {"agreed": "no", "agreed_by": []})
    text = answer.content.decode()
    assert "Vraag het eerst aan de ouders" in text and "/sparren/?gemeente=GM0928" in text
    assert draft_row(draft) == {}


def test_a_yes_that_becomes_a_no_takes_the_names_away(midwife: Client) -> None:
    draft = to_check(midwife)
    assert "who" in draft_row(draft)
    midwife.post(f"/aanmelden/{draft}/situatie/", situation() | {"agreed": "no", "seen": "x"})
    assert draft_row(draft) == {}


def test_the_partner_is_only_asked_about_when_he_agreed(midwife: Client) -> None:
    draft = start(midwife)
    midwife.post(f"/aanmelden/{draft}/situatie/", situation("mother"))
    assert "partner_name" not in midwife.get(f"/aanmelden/{draft}/wie/").content.decode()
    midwife.post(f"/aanmelden/{draft}/wie/", who("mother", "partner"))
    assert not [box for box in draft_row(draft)["who"] if box.startswith("partner")]


@pytest.mark.parametrize("years", [2, 5])
def test_a_child_too_old_gets_another_road(midwife: Client, years: int) -> None:
    draft = start(midwife)
    born = boxes("born_on", clock.today() - timedelta(days=366 * years))
    answer = midwife.post(f"/aanmelden/{draft}/situatie/", situation(expecting="born", **born))
    text = answer.content.decode()
    assert "Dit kind is al 2 geworden" in text and "Spar met de coördinator" in text and "GM0928" in text
    assert draft_row(draft) == {}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"municipality": "GM9999"}, "municipality"),
        ({"municipality": ""}, "municipality"),
        ({"due_on_day": "31", "due_on_month": "2"}, "due_on"),
        ({"due_on_year": "2050"}, "due_on"),
        ({"due_on_day": "", "due_on_month": "", "due_on_year": ""}, "due_on"),
        ({"expecting": "born", "born_on_day": "1", "born_on_month": "1", "born_on_year": "2050"}, "born_on"),
        ({"agreed_by": []}, "agreed_by"),
        ({"agreed_by": ["neighbour"]}, "agreed_by"),
    ],
)
def test_page_1_refuses_beside_the_field_and_keeps_the_text(midwife: Client, change: dict, field: str) -> None:
    draft = start(midwife)
    answer = midwife.post(f"/aanmelden/{draft}/situatie/", situation() | change)
    assert answer.status_code == 200 and list(errors(answer)) == [field]
    assert draft_row(draft) == {}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"mother_name": "x" * 100_000}, "mother_name"),
        ({"mother_name": ""}, "mother_name"),
        ({"mother_phone": ""}, "mother_phone"),
        ({"mother_phone": "12"}, "mother_phone"),
        ({"mother_contact_by": "email", "mother_email": "geen adres"}, "mother_email"),
        ({"mother_contact_by": "letter", "mother_secret_address": "on", "mother_address": "x"}, "mother_contact_by"),
        ({"mother_born_on_year": "2012"}, "mother_capacity"),
        ({"mother_born_on_year": "2012", "mother_capacity": "with_guardian"}, "mother_given_by"),
        ({"mother_capacity": "nobody"}, "mother_capacity"),
    ],
)
def test_page_2_refuses_beside_the_field(midwife: Client, change: dict, field: str) -> None:
    draft = start(midwife)
    midwife.post(f"/aanmelden/{draft}/situatie/", situation())
    answer = midwife.post(f"/aanmelden/{draft}/wie/", who(**change))
    assert answer.status_code == 200 and field in errors(answer)
    assert "who" not in draft_row(draft)


def test_marks_that_turn_text_are_taken_out(midwife: Client) -> None:
    draft = start(midwife)
    midwife.post(f"/aanmelden/{draft}/situatie/", situation())
    midwife.post(f"/aanmelden/{draft}/wie/", who(mother_name="Ma\u202eria\u200f"))
    assert draft_row(draft)["who"]["mother_name"] == "Maria"


def test_a_girl_of_fifteen_refers_with_her_guardian(midwife: Client) -> None:
    draft = start(midwife)
    midwife.post(f"/aanmelden/{draft}/situatie/", situation())
    born = boxes("mother_born_on", clock.today().replace(day=1) - timedelta(days=365 * 15))
    midwife.post(f"/aanmelden/{draft}/wie/", who(mother_capacity="with_guardian", mother_given_by="Oma", **born))
    midwife.post(f"/aanmelden/{draft}/waarom/", why())
    midwife.post(f"/aanmelden/{draft}/controle/")
    with guard.looking_inside():
        assert set(Consent.objects.values_list("capacity", "given_by")) == {("with_guardian", "Oma")}


def test_a_secret_address_is_not_kept_not_even_in_the_draft(midwife: Client) -> None:
    draft = start(midwife)
    midwife.post(f"/aanmelden/{draft}/situatie/", situation())
    midwife.post(f"/aanmelden/{draft}/wie/", who(mother_secret_address="on", mother_address="Zijpad 1"))
    assert draft_row(draft)["who"]["mother_address"] == ""


def test_a_citizen_number_is_kept_nowhere(midwife: Client) -> None:
    number = next(n for n in (f"{i:09d}" for i in range(100_000_000, 100_000_100)) if _eleven(n))
    draft = start(midwife)
    midwife.post(f"/aanmelden/{draft}/situatie/", situation())
    midwife.post(f"/aanmelden/{draft}/wie/", who())
    for more in ({}, {"later": "1"}):
        answer = midwife.post(f"/aanmelden/{draft}/waarom/", why(reason=f"zie {number}") | more)
        assert answer.status_code == 200 and "reason" in errors(answer)
    assert "why" not in draft_row(draft)


def _eleven(number: str) -> bool:
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(w * int(n) for w, n in zip(weights, number, strict=True)) % 11 == 0


def test_half_a_page_can_wait_and_is_found_again(midwife: Client) -> None:
    draft = start(midwife)
    midwife.post(f"/aanmelden/{draft}/situatie/", situation())
    answer = midwife.post(f"/aanmelden/{draft}/wie/", {"mother_name": "Half", "later": "1"})
    assert answer.url == "/aanmelden/#bewaard"
    text = midwife.get("/aanmelden/").content.decode()
    assert "U was nog bezig" in text and "Bij stap 2" in text and "Half" not in text
    again = by_code(Client())
    assert "Bij stap 2" in again.get("/aanmelden/").content.decode()
    assert again.get(f"/aanmelden/{draft}/controle/").url == f"/aanmelden/{draft}/wie/"
    assert 'value="Half"' in again.get(f"/aanmelden/{draft}/wie/").content.decode()


def test_a_spoken_yes_has_a_witness(midwife: Client) -> None:
    draft = start(midwife)
    midwife.post(f"/aanmelden/{draft}/situatie/", situation())
    midwife.post(f"/aanmelden/{draft}/wie/", who())
    answer = midwife.post(f"/aanmelden/{draft}/waarom/", why(method="spoken"))
    assert list(errors(answer)) == ["witness"]
    midwife.post(f"/aanmelden/{draft}/waarom/", why(method="spoken", witness="Kim, kraamzorg"))
    assert midwife.post(f"/aanmelden/{draft}/controle/").url.startswith("/aanmelden/ontvangen/")
    with guard.looking_inside():
        assert set(Consent.objects.values_list("method", "witness")) == {("spoken", "Kim, kraamzorg")}


def test_research_is_asked_apart_and_a_no_is_kept_too(midwife: Client) -> None:
    draft = to_check(midwife)
    mark = seen(midwife, draft, "waarom")
    midwife.post(f"/aanmelden/{draft}/waarom/", why(mother_research="no", mother_share="no") | {"seen": mark})
    midwife.post(f"/aanmelden/{draft}/controle/")
    with guard.looking_inside():
        told = dict(Consent.objects.values_list("purpose", "decision"))
    assert told == {"take_part": "given", "share": "refused", "research": "refused"}


def test_changing_an_answer_comes_back_to_the_check(midwife: Client) -> None:
    draft = to_check(midwife)
    assert (
        f"/aanmelden/{draft}/wie/?terug=controle#id_mother_name"
        in midwife.get(f"/aanmelden/{draft}/controle/").content.decode()
    )
    answer = midwife.post(
        f"/aanmelden/{draft}/wie/?terug=controle", who(mother_name="Anders") | {"seen": seen(midwife, draft)}
    )
    assert answer.url == f"/aanmelden/{draft}/controle/"
    assert "Anders" in midwife.get(answer.url).content.decode()


def test_what_an_earlier_answer_asks_for_is_not_called_optional(midwife: Client) -> None:
    draft = to_check(midwife)
    for slug, names in (
        ("situatie", ("due_on", "born_on", "agreed_by")),
        ("wie", ("mother_phone", "mother_email", "mother_address", "mother_given_by")),
        ("waarom", ("witness",)),
    ):
        form = midwife.get(f"/aanmelden/{draft}/{slug}/").context["form"]
        assert set(form.show_if) >= set(names)
        assert not [name for name in form.show_if if form[name].is_free]
    assert form["reason"].is_free


def test_the_exact_words_say_in_which_language_they_are(midwife: Client) -> None:
    draft = start(midwife)
    midwife.post(f"/aanmelden/{draft}/situatie/", situation("mother", "partner"))
    midwife.post(f"/aanmelden/{draft}/wie/", who("mother", "partner", mother_language="ar"))
    page = midwife.get(f"/aanmelden/{draft}/waarom/").content.decode()
    for kind, said in (("mother", ' lang="ar" dir="rtl"'), ("partner", ' lang="nl" dir="ltr"')):
        assert f'id="id_{kind}_share_helptext"{said}>' in page
    assert "lang=" not in page.partition('id="id_reason_helptext"')[2].partition(">")[0]


def test_the_check_reads_as_a_sentence(midwife: Client) -> None:
    page = midwife.get(f"/aanmelden/{to_check(midwife, 'mother', 'partner')}/controle/").content.decode()
    assert "De moeder, de partner" in page and "Inkomen of schulden, wonen" in page
    assert not re.search(r">\s*nee\s*<", page)  # beside “Ja” and “Niet gevraagd”


def seen(client: Client, draft: str, slug: str = "wie") -> str:
    return client.get(f"/aanmelden/{draft}/{slug}/").context["seen"]


def test_in_two_tabs_the_second_sees_both(midwife: Client) -> None:
    draft = to_check(midwife)
    mark = seen(midwife, draft)
    midwife.post(f"/aanmelden/{draft}/wie/", who(mother_name="Eerste") | {"seen": mark})
    answer = midwife.post(f"/aanmelden/{draft}/wie/", who(mother_name="Tweede") | {"seen": mark})
    text = answer.content.decode()
    assert answer.status_code == 409 and "Eerste" in text and "Tweede" in text
    assert draft_row(draft)["who"]["mother_name"] == "Eerste"
    fresh = answer.context["seen"]
    midwife.post(f"/aanmelden/{draft}/wie/", who(mother_name="Tweede") | {"seen": fresh})
    assert draft_row(draft)["who"]["mother_name"] == "Tweede"


def test_an_adult_added_later_must_be_filled_in_before_sending(midwife: Client) -> None:
    draft = to_check(midwife)
    mark = seen(midwife, draft, "situatie")
    midwife.post(f"/aanmelden/{draft}/situatie/?terug=controle", situation("mother", "partner") | {"seen": mark})
    assert midwife.post(f"/aanmelden/{draft}/controle/").url == f"/aanmelden/{draft}/wie/"
    assert count(Case) == 0


def test_an_expired_draft_is_said_clearly(midwife: Client) -> None:
    draft = start(midwife)
    midwife.post(f"/aanmelden/{draft}/situatie/", situation())
    with clock.travel(clock.now() + timedelta(days=8)):
        again = by_code(Client())
        answer = again.get(f"/aanmelden/{draft}/wie/")
        assert answer.status_code == 404 and "Dit concept is er niet meer" in answer.content.decode()
        assert "U was nog bezig" not in again.get("/aanmelden/").content.decode()


def test_a_draft_is_for_its_writer_alone(midwife: Client) -> None:
    draft = to_check(midwife)
    other = by_code(Client(), "ander@praktijk.example")
    for path in ("situatie", "wie", "waarom", "controle"):
        answer = other.get(f"/aanmelden/{draft}/{path}/")
        assert answer.status_code == 404 and "Test mother" not in answer.content.decode()
    assert other.post(f"/aanmelden/{draft}/controle/").status_code == 404
    assert other.post(f"/aanmelden/{draft}/weg/").status_code == 404
    assert Client().get(f"/aanmelden/{draft}/wie/").url.startswith("/wie-bent-u/")


def test_a_draft_can_be_thrown_away(midwife: Client) -> None:
    draft = to_check(midwife)
    midwife.post(f"/aanmelden/{draft}/weg/")
    assert count(Draft) == 0


def test_the_status_is_for_the_referrer_alone(midwife: Client) -> None:
    draft = to_check(midwife)
    code = midwife.post(f"/aanmelden/{draft}/controle/").url.split("/")[3]
    listed = midwife.get("/aanmelden/volgen/").content.decode()
    assert code in listed and "Test mother" not in listed
    text = midwife.get(f"/aanmelden/volgen/{code}/").content.decode()
    assert "Ontvangen" in text and "Eerste hulp is gestart" in text and "Test mother" not in text
    other = by_code(Client(), "ander@praktijk.example")
    assert other.get(f"/aanmelden/volgen/{code}/").status_code == 404
    assert other.get(f"/aanmelden/ontvangen/{code}/").status_code == 404
    assert "nog niemand aangemeld" in other.get("/aanmelden/volgen/").content.decode()


def test_a_question_becomes_a_referral_that_remembers_it(midwife: Client) -> None:
    midwife.post("/sparren/", {"municipality": "GM0928", "question": "Een zwangere vrouw met schulden, wat nu?"})
    person = Person.objects.get(email=EMAIL)
    asked = reading.my_advice(actor_of(person, "code"))[0].code
    draft = midwife.post("/aanmelden/beginnen/", {"advice": asked}).url.split("/")[2]
    assert midwife.get(f"/aanmelden/{draft}/situatie/").context["form"].initial["municipality"] == "GM0928"
    for slug, page in (("situatie", situation), ("wie", who), ("waarom", why)):
        mark = seen(midwife, draft, slug)
        assert midwife.post(f"/aanmelden/{draft}/{slug}/", page() | {"seen": mark}).status_code == 302
    midwife.post(f"/aanmelden/{draft}/controle/")
    with guard.looking_inside():
        assert AdviceRequest.objects.get().state == "referred"


def test_pages_ask_few_questions_of_the_database(midwife: Client, django_assert_max_num_queries: Any) -> None:
    draft = to_check(midwife)
    pages = [f"/aanmelden/{draft}/{slug}/" for slug in ("situatie", "wie", "waarom", "controle")]
    code = None
    for path in ["/aanmelden/", *pages, "/sparren/", "/sparren/mijn/", "/wie-bent-u/gegevens/"]:
        with django_assert_max_num_queries(12):
            assert midwife.get(path).status_code == 200
    code = midwife.post(f"/aanmelden/{draft}/controle/").url.split("/")[3]
    for path in ("/aanmelden/volgen/", f"/aanmelden/volgen/{code}/", f"/aanmelden/ontvangen/{code}/"):
        with django_assert_max_num_queries(12):
            assert midwife.get(path).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_very_same_moment_send_one_referral(client: Client) -> None:
    reference.load()
    draft = to_check(by_code(client))

    def click(_number: int) -> str:
        try:
            visitor = Client()
            visitor.cookies = client.cookies
            return visitor.post(f"/aanmelden/{draft}/controle/").url
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        urls = set(pool.map(click, range(2)))
    assert len(urls) == 1 and count(Case) == 1


def test_at_most_three_pages_and_a_check() -> None:
    assert len(FORMS) == 3
