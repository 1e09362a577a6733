"""How a parent sees her own life, on the screen: hers alone, calm, and at the table only what she shares."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from knooppunt.casework import picturing, reading
from knooppunt.web.family.health import SLUGS
from knooppunt.web.shared.labels import LABELS
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db

# What no page may say of it: it is no test, and it does not add up (domain.md 3).
NEVER = re.compile(r"kwetsba|casus|risico|probleem|score|gemiddeld|totaal|vooruitgang|achteruit", re.I)
PRIVATE, SHARED, BEFORE = "Ik heb weer meer kracht", "De brieven zijn open", "Ik pieker"


@pytest.fixture
def yara(town: Any) -> Client:
    client = come_in("yara")
    client.cookies["django_language"] = "nl"
    return client


@pytest.fixture
def code(town: Any) -> str:
    return town.cases["following"]


def text(answer: Any) -> str:
    return answer.content.decode()


def dutch(client: Client) -> Client:
    """Read Dutch, whatever language somebody of the cast prefers."""
    client.post("/taal/", {"language": "nl", "next": "/"})
    return client


def her(town: Any, code: str) -> str:
    return reading.case_file(town.actor("marieke"), code).parents[0].code


def own_pages(code: str) -> list[str]:
    start = f"/ons-gezin/{code}/hoe-gaat-het/"
    return [start, f"{start}delen/", f"{start}wissen/", *(f"{start}{slug}/" for slug in SLUGS.values())]


def test_every_page_opens_in_few_queries_with_plain_words_and_a_way_out(yara: Client, code: str) -> None:
    dutch(yara)
    for address in own_pages(code):
        with CaptureQueriesContext(connection) as asked:
            answer = yara.get(address)
        assert answer.status_code == 200 and len(asked) <= 12, (address, len(asked))
        page = text(answer)
        assert "Verlaat deze pagina" in page and "style=" not in page
        assert not NEVER.search(re.sub(r"<[^>]+>", "", page.partition("<main")[2])), address
        assert code not in re.search(r"<title>(.*?)</title>", page, re.S).group(1)  # type: ignore[union-attr]


def test_she_sees_now_beside_earlier_in_her_own_place_and_the_table_does_not(
    yara: Client, code: str, town: Any
) -> None:
    page = text(dutch(yara).get(own_pages(code)[0]))
    assert all(words in page for words in (PRIVATE, SHARED, BEFORE))
    assert 'class="kp-web__now"' in page and 'class="kp-web__before"' in page and 'role="img"' in page
    for key, address in (
        ("fatima", f"/mijn-gezinnen/{code}/"), ("joris", f"/mijn-gezinnen/{code}/"), ("fatima", f"/overleg/{code}/"),
        ("marieke", f"/overleg/{code}/"), ("marieke", f"/gezin/{code}/"),
    ):  # fmt: skip
        answer = come_in(key).get(address)
        page = text(answer)
        assert answer.status_code == 200 and SHARED in page, address
        assert PRIVATE not in page and BEFORE not in page and "kp-web__" not in page, address


def test_the_other_parent_and_outsiders_find_nothing(code: str, town: Any) -> None:
    for key in ("noor", "sanne", "marieke", "fatima", "petra", "willem"):
        client = come_in(key)
        assert {client.get(address).status_code for address in own_pages(code)} == {404}, key
    daniel = come_in("daniel")
    for address in (*own_pages(code), f"/ons-gezin/{code}/", f"/ons-gezin/{code}/papier/"):
        page = text(daniel.get(address))
        assert not any(words in page for words in (PRIVATE, SHARED, BEFORE)), address
    assert Client().get(own_pages(code)[0]).status_code == 302


def test_bit_by_bit_skipping_and_going_on_later(town: Any, code: str) -> None:
    daniel, start = dutch(come_in("daniel")), own_pages(code)[0]
    answer = daniel.post(f"{start}lichaam/", {"body-words": "Gaat wel", "body-mark": "6", "then": "on"})
    assert answer.headers["Location"] == f"{start}gevoel/"
    answer = daniel.post(f"{start}gevoel/", {"mind-words": " ", "mind-mark": "", "then": "on"})
    assert answer.headers["Location"] == f"{start}zin/"
    answer = daniel.post(f"{start}zin/", {"meaning-words": "", "meaning-mark": "", "meaning-to_talk": "on",
                                          "then": "later"})  # fmt: skip
    assert answer.headers["Location"] == start
    page = text(daniel.get(start))
    assert "Gaat wel" in page and "cijfer: 6" in page and page.count("hier wil ik over praten") == 1
    assert "kunt verder gaan wanneer u wilt" in page
    (picture,) = reading.own_health(town.actor("daniel"), code).pictures
    assert [d.dimension for d in picture.dimensions] == ["body", "meaning"]
    assert "checked" in re.search(r'<input[^>]*value="6"[^>]*>', text(daniel.get(f"{start}lichaam/"))).group(0)  # type: ignore[union-attr]
    assert daniel.post(f"{start}dag/", {"then": "on"}).headers["Location"] == start


def test_what_is_refused_keeps_what_was_typed(yara: Client, code: str) -> None:
    for typed, said in (
        ({"mind-words": "x" * 2001}, "x" * 2001),
        ({"mind-words": "Mijn nummer is 111222333"}, "Mijn nummer"),
    ):
        answer = dutch(yara).post(f"{own_pages(code)[0]}gevoel/", typed)
        assert answer.status_code == 200 and said in text(answer) and "kp-summary" in text(answer)
    assert yara.post(f"{own_pages(code)[0]}gevoel/", {"mind-mark": "11"}).status_code == 200
    assert yara.get(f"{own_pages(code)[0]}slaap/").status_code == 404


def test_looking_again_starts_a_new_picture_once(yara: Client, code: str, town: Any) -> None:
    start, actor = own_pages(code)[0], town.actor("yara")
    first = reading.own_health(actor, code).pictures[0].code
    page = text(yara.get(f"{start}lichaam/?naast={first}"))
    assert PRIVATE not in page and f"naast={first}" in page
    for words in ("Nu anders", "Nu anders, beter gezegd"):  # the second time from the page that she went back to
        answer = yara.post(f"{start}lichaam/?naast={first}", {"body-words": words, "then": "on"})
        assert answer.headers["Location"] == f"{start}gevoel/"
    yara.post(f"{start}gevoel/", {"mind-mark": "7"})
    pictures = reading.own_health(actor, code).pictures
    assert len(pictures) == 3
    assert [(d.words, d.mark) for d in pictures[0].dimensions] == [("Nu anders, beter gezegd", None), ("", 7)]


def test_sharing_changes_at_any_time_and_bites_on_the_next_request(yara: Client, code: str, town: Any) -> None:
    share, fatima = own_pages(code)[1], come_in("fatima")
    page = text(dutch(yara).get(share))
    assert "Fatima Amrani" in page and "Joris Smeets" in page and "Daniel" not in page
    assert yara.post(share, {"dimension": ["body"]}).status_code == 302
    page = text(fatima.get(f"/mijn-gezinnen/{code}/"))
    assert PRIVATE in page and SHARED not in page
    assert yara.post(share, {}).status_code == 302
    page = text(fatima.get(f"/mijn-gezinnen/{code}/"))
    assert PRIVATE not in page and SHARED not in page and "Yara Haddad" in page
    yara.post(share, {"dimension": ["quality", "nonsense"]})
    assert reading.own_health(town.actor("yara"), code).pictures[0].dimensions[0].shared is False


def test_she_wipes_a_picture_away(yara: Client, code: str, town: Any) -> None:
    newest = reading.own_health(town.actor("yara"), code).pictures[0].code
    answer = dutch(yara).post(own_pages(code)[2], {"picture": newest}, follow=True)
    assert "gewist" in text(answer) and PRIVATE not in text(answer) and BEFORE in text(answer)
    assert SHARED not in text(come_in("fatima").get(f"/mijn-gezinnen/{code}/"))
    assert yara.post(own_pages(code)[2], {"picture": newest}).status_code == 404


@pytest.mark.parametrize("key", ["fatima", "marieke", "joris"])
def test_a_professional_writes_it_down_together_without_seeing_what_she_wrote_alone(
    key: str, code: str, town: Any
) -> None:
    parent, client = her(town, code), come_in(key)
    address = f"/samen-tekenen/{code}/{parent}/"
    with CaptureQueriesContext(connection) as asked:
        page = text(client.get(address))
    assert len(asked) <= 12 and PRIVATE not in page and SHARED not in page
    assert ("mogen dit lezen" in page) is (key != "joris") and ("Alles wissen" in page) is (key == "marieke")
    assert "Er is nog niets ingevuld" in text(client.post(address, {}))
    sent = {"body-words": "Samen gezegd", "body-shared": "on", "mind-mark": "5", "meaning-shared": "on"}
    answer = client.post(address, sent)
    assert answer.status_code == 302
    picture = reading.own_health(town.actor("yara"), code).pictures[0]
    shares = key != "joris"
    assert picture.together and [(d.dimension, d.shared) for d in picture.dimensions] == [
        ("body", shares), ("mind", False),
    ]  # fmt: skip
    assert ("Samen gezegd" in text(come_in("joris").get(f"/mijn-gezinnen/{code}/"))) is shares


def test_only_those_at_the_table_may_and_only_for_a_parent_whom_they_may_see(code: str, town: Any) -> None:
    parent = her(town, code)
    for key in ("sanne", "bart", "petra", "yara", "willem"):
        assert come_in(key).get(f"/samen-tekenen/{code}/{parent}/").status_code == 404, key
        assert come_in(key).post(f"/samen-tekenen/{code}/{parent}/wissen/").status_code == 404, key
    assert come_in("fatima").post(f"/samen-tekenen/{code}/{parent}/wissen/").status_code == 404
    assert come_in("fatima").get(f"/samen-tekenen/{code}/ZZZZZZZZ/").status_code == 404
    assert come_in("marieke").post(f"/samen-tekenen/{code}/{parent}/wissen/").status_code == 302
    assert reading.own_health(town.actor("yara"), code).pictures == ()


def test_a_withdrawn_consent_shuts_the_kitchen_table_page_and_what_she_shared(code: str, town: Any) -> None:
    from knooppunt.casework import consenting

    parent = her(town, code)
    consenting.withdraw_consent(town.actor("yara"), code, parent, purpose="take_part")
    for key in ("fatima", "marieke"):
        assert come_in(key).get(f"/samen-tekenen/{code}/{parent}/").status_code == 404
        answer = come_in(key).post(f"/samen-tekenen/{code}/{parent}/", {"body-words": "NOG-NIET-KWIJT"})
        assert answer.status_code in (403, 404) and "NOG-NIET-KWIJT" in text(answer)
        assert SHARED not in text(come_in(key).get(f"/overleg/{code}/"))


def test_the_sheet_is_for_anyone_names_nobody_and_reads_from_right_to_left(db: None) -> None:
    client = dutch(Client())
    page = text(client.get("/hoe-gaat-het-op-papier/"))
    assert page.count('kp-draw__line"') == 12 and page.count("kp-web__stop") == 66
    assert not NEVER.search(re.sub(r"<[^>]+>", "", page.partition("<main")[2]))
    for name in LABELS["health"].values():
        assert str(name) in page
    client.post("/taal/", {"language": "ar", "next": "/"})
    assert 'dir="rtl"' in text(client.get("/hoe-gaat-het-op-papier/"))


def test_the_dimensions_have_a_name_a_word_and_an_address_each() -> None:
    assert set(LABELS["health"]) == set(LABELS["health_says"]) == set(SLUGS) == set(picturing.DIMENSIONS)
    assert len(set(SLUGS.values())) == 6
