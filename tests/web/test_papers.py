"""Every paper in every language, read back by readers that did not make it: pypdf, and poppler where it is there."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation
from pypdf import PdfReader

from knooppunt.foundation import clock
from knooppunt.papers import pdf, setting
from tests.papers.test_papers import tags, words
from tests.web.as_cast import come_in
from tests.web.kit_papers import papers

pytestmark = pytest.mark.django_db
LANGUAGES = dict(settings.LANGUAGES)
A_WORD = {"ar": re.compile(r"[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufeff]{2,}")}
IN_ORDER = {
    "invitation": ("U bent uitgenodigd", "Wanneer", "De Brug", "Fatima Amrani", "Kanarierust", "045 000 00 00"),
    "choose": ("Wanneer kunt u?", "om ", "De Brug", "Fatima Amrani", "Kanarierust", "045 000 00 00"),
    "plan": ("Onze afspraken", "Kanarierust in huis", "Joris", "De wieg", "Kanarielessen", "Klopt het zo?"),
    "consent": ("Waar zegt u ja op?", "Meedoen", "Schuldhulp Evenwicht", "Onderzoek", "Uw handtekening"),
    "list": ("Actie- en besluitenlijst", "Kanarie Moederlief", "Kanariebrieven openen", "De wieg", "eerst de brieven"),
    "closed": ("Wat kwam er van uw aanmelding?", "De steun is geregeld", "Fijn dat u", "Ontvangen", "Afgesloten"),
    "declined": ("Wat kwam er van uw aanmelding?", "huisbezoeken", "Andere weg", "Reden"),
    "stopped": ("Wat kwam er van uw aanmelding?", "Afgerond op", "Weer een gezin?"),
    "own_file": ("Mijn gegevens", "Kanarie Moederlief"),
}


@pytest.fixture
def made(town: Any) -> Any:
    return papers(town)


def each(made: Any) -> Iterator[tuple[str, str, bytes]]:
    for name, make in made.items():
        for language in LANGUAGES:
            with translation.override(language):
                yield name, language, pdf(make())


def test_each_is_tagged_in_its_language_and_names_nobody_outside_its_pages_and_reads_in_order(made: Any) -> None:
    assert set(made) == set(IN_ORDER)
    for name, language, content in each(made):
        reader = PdfReader(BytesIO(content))
        reads_in_order(name, language, words(reader))
        root: Any = reader.trailer["/Root"]
        where = f"{name} {language}"
        assert str(root["/Lang"]).partition("-")[0] == language and root["/MarkInfo"]["/Marked"], where
        found = tags(reader)
        assert found.count("H1") == 1 and {"P", "H2", "L"} <= {*found, *("L" if name == "list" else "")}, where
        assert ("Table" in found) == (name not in ("consent", "closed", "declined", "stopped")), where
        told = f"{dict(reader.metadata or {})} {root['/Metadata'].get_object().get_data().decode()}"
        assert "anarie" not in told and "Amrani" not in told, where
        for page in reader.pages:
            for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
                inner = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
                assert "/FontFile2" in inner, where
        for figure in (node for node in _nodes(root["/StructTreeRoot"]["/K"]) if node.get("/S") == "/Figure"):
            assert str(figure.get("/Alt", "")).strip(), where
        assert len(reader.pages) <= (2 if name != "own_file" else 9), where


def _nodes(node: Any) -> Iterator[Any]:
    node = node.get_object()
    for one in node if isinstance(node, list) else [node]:
        one = one.get_object()
        if hasattr(one, "get"):
            yield one
            if "/K" in one:
                yield from _nodes(one["/K"])


def reads_in_order(name: str, language: str, text: str) -> None:
    if language == "nl":
        places = [text.find(one) for one in IN_ORDER[name]]
        assert -1 not in places and places == sorted(places), (name, places)
    if language in A_WORD:
        assert len(A_WORD[language].findall(text)) > 5, name
    assert "\ufffd" not in text, name


def test_the_same_data_give_the_same_bytes_all_day_and_a_number_is_kept_whole(made: Any) -> None:
    with translation.override("nl"):
        for name in ("plan", "invitation", "closed", "list"):
            first = pdf(made[name]())
            with clock.travel(clock.now() + timedelta(seconds=1)):
                assert pdf(made[name]()) == first, name
        assert "045 000 00 00" in words(PdfReader(BytesIO(pdf(made["invitation"]()))))


def test_a_family_that_stopped_is_not_said_to_have_stopped(made: Any) -> None:
    for language in LANGUAGES:
        with translation.override(language):
            text = words(PdfReader(BytesIO(pdf(made["stopped"]()))))
        assert not re.search(r"\bstop|wil niet|withdr|anarie", text, re.I), language


@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="poppler is not here; pypdf read them all")
def test_poppler_reads_them_too(made: Any, tmp_path: Path) -> None:
    with translation.override("nl"):
        for name, make in made.items():
            at = tmp_path / f"{name}.pdf"
            at.write_bytes(pdf(make()))
            about = _ask("pdfinfo", str(at))
            assert "Tagged:          yes" in about and "A4" in about and "JavaScript:      no" in about, name
            struct = _ask("pdfinfo", "-struct-text", str(at))
            places = [struct.find(one) for one in IN_ORDER[name] if one in struct]
            assert "H1" in struct and len(places) > 1 and places == sorted(places), name
            fonts = [line.split() for line in _ask("pdffonts", str(at)).splitlines()[2:]]
            assert fonts and all("NotoSans" in one[0] and one[-5] == "yes" for one in fonts), name


def _ask(*command: str) -> str:
    return subprocess.run(command, capture_output=True, check=True, timeout=20).stdout.decode(errors="replace")


def test_each_is_for_who_may_have_it(town: Any) -> None:
    following, closed = town.cases["following"], town.cases["closed"]
    for path, right, wrong in (
        (f"/afspraken/{following}/lijst/", ("marieke", "fatima", "joris"), ("sanne", "petra", "yara")),
        (f"/ons-gezin/{following}/afspraken/", ("yara",), ("joris",)),
        (f"/aanmelden/volgen/{following}/brief/", (), ("sanne", "joris", "marieke")),  # has not ended
        (f"/aanmelden/volgen/{closed}/brief/", (), ("joris", "petra", "yara")),
    ):
        for key in right:
            answer = come_in(key).get(path)
            assert answer.status_code == 200, (path, key)
        for key in wrong:
            assert come_in(key).get(path).status_code in (302, 403, 404), (path, key)


def test_who_takes_a_paper_along_chooses_its_language(town: Any) -> None:
    """A page of staff speaks two languages, a paper of theirs every language of the house."""
    marieke, list_ = come_in("marieke"), f"/afspraken/{town.cases['following']}/lijst/"
    page = marieke.get(f"/afspraken/{town.cases['following']}/").content.decode()
    for language in set(LANGUAGES) - {"nl"}:
        name = translation.get_language_info(language)["name_local"]
        link = page.partition(f'href="{list_}?taal={language}" hreflang="{language}" lang="{language}"')[2]
        assert link.partition("</a>")[0].endswith(f">{name[:1].upper()}{name[1:]}")  # its own name, as it writes it
        root: Any = PdfReader(BytesIO(marieke.get(f"{list_}?taal={language}").content)).trailer["/Root"]
        assert str(root["/Lang"]).partition("-")[0] == language
    for unknown in ("", "?taal=", "?taal=xx", "?taal=../nl"):
        root = PdfReader(BytesIO(marieke.get(list_ + unknown).content)).trailer["/Root"]
        assert str(root["/Lang"]).partition("-")[0] == "nl"
    assert 'lang="nl" dir="ltr"' in marieke.get(list_.replace("lijst/", ""), {"taal": "ar"}).content.decode()


def test_when_it_is_busy_somebody_hears_to_try_again(town: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setting, "LONGEST_WAIT", 0.01)
    with setting._turn:
        answer = come_in("marieke").get(f"/afspraken/{town.cases['following']}/lijst/")
    assert answer.status_code == 503 and answer["Retry-After"] and "even druk" in answer.content.decode()
