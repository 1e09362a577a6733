"""Forms refuse what cannot be in a clear sentence beside the field, all at once, and keep what was typed."""

from datetime import date
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.utils import translation

from knooppunt.casework.refusals import Invalid, Refused
from knooppunt.web.shared.forms import DateParts, HouseForm, Section


@pytest.fixture(autouse=True)
def _dutch() -> Any:
    with translation.override("nl"):
        yield


class Sample(HouseForm):
    """A form with one field of each kind."""

    sections = (Section("Over u", ("name", "born")),)
    show_if = {"story": "kind=a"}
    name = forms.CharField(label="Naam", max_length=80)
    born = DateParts(label="Geboortedatum", latest=lambda: date(2026, 11, 22), earliest=date(1900, 1, 1))
    mail = forms.EmailField(label="E-mail", required=False, help_text="Alleen als u dat wilt.")
    kind = forms.ChoiceField(label="Soort", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    story = forms.CharField(label="Verhaal", widget=forms.Textarea, required=False)


def sent(**fields: str) -> QueryDict:
    """Give fields as a browser sends them."""
    data = QueryDict(mutable=True)
    good = {"name": "Sanne", "born_day": "3", "born_month": "11", "born_year": "1995", "kind": "a"}
    data.update({**good, **fields})
    return data


def test_a_good_form_gives_clean_values() -> None:
    form = Sample(sent())
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == date(1995, 11, 3)


@pytest.mark.parametrize(
    ("day", "month", "year", "sentence"),
    [
        ("31", "2", "2026", "Deze datum bestaat niet."),
        ("29", "2", "2025", "Deze datum bestaat niet."),
        ("0", "1", "2000", "Deze datum bestaat niet."),
        ("99999", "1", "2000", "Deze datum bestaat niet."),
        ("", "2", "2026", "Vul ook in: dag."),
        ("3", "", "", "Vul ook in: maand, jaar."),
        ("3", "nov", "2025", "Gebruik alleen cijfers"),
        ("3", "11", "٢٠٢٥", "Gebruik alleen cijfers"),
        ("3", "11", "25", "Schrijf het jaar met vier cijfers"),
        ("", "", "", "Vul een datum in bij “Geboortedatum”."),
        ("23", "11", "2026", "Deze datum ligt te ver vooruit. Kies 22 november 2026 of eerder."),
        ("1", "1", "1850", "Deze datum ligt te ver terug. Kies 1 januari 1900 of later."),
    ],
)
def test_a_date_that_cannot_be_is_told_plainly(day: str, month: str, year: str, sentence: str) -> None:
    form = Sample(sent(born_day=day, born_month=month, born_year=year))
    assert not form.is_valid()
    assert sentence in form.errors["born"][0]
    html = str(form)
    if day:
        assert f'value="{day}"' in html


def test_100_kb_in_a_name_gets_a_sentence() -> None:
    form = Sample(sent(name="x" * 100_000))
    assert "hoogstens 80 tekens" in form.errors["name"][0]
    assert "100000" in form.errors["name"][0]


def test_fields_without_a_limit_get_one() -> None:
    form = Sample(sent(story="x" * 4001, mail=f"{'x' * 400}@example.org"))
    assert "4000" in form.errors["story"][0]
    assert "mail" in form.errors


def test_signs_that_hide_or_turn_text_are_taken_out_also_of_what_is_shown() -> None:
    form = Sample(sent(name="San\u202ene\u2066\x00\u200f", mail="fout"))
    assert not form.is_valid()
    assert form.cleaned_data["name"] == "Sanne"
    assert 'value="Sanne"' in str(form)


def test_arabic_and_joined_names_stay() -> None:
    form = Sample(sent(name="\u0644\u06cc\u200c\u0644\u0627 Nai\u0308s"))
    assert form.is_valid()
    assert form.cleaned_data["name"] == "\u0644\u06cc\u200c\u0644\u0627 Naïs"


def test_line_ends_count_once() -> None:
    form = Sample(sent(story="a\r\nb" * 1000))
    assert form.is_valid(), form.errors


def test_all_errors_come_at_once_each_with_a_link_in_the_order_of_the_page() -> None:
    form = Sample(QueryDict("mail=fout"))
    assert not form.is_valid()
    assert [place for place, _text in form.summary] == ["id_mail", "id_kind_0", "id_name", "id_born_0"]
    assert ("id_name", "Vul “Naam” in.") in form.summary


def test_fields_tell_assistive_technology_what_they_are() -> None:
    form = Sample(sent(name="", mail="fout"))
    html = str(form)
    assert 'aria-required="true"' in html and " required" not in html.replace("(niet verplicht)", "")
    assert 'aria-describedby="id_mail_helptext id_mail_error"' in html
    assert 'aria-invalid="true"' in html
    assert html.count("(niet verplicht)") == 2
    assert "<legend" in html and 'data-show-if="kind=a"' in html
    assert "maxlength" not in str(form["name"])


def test_refusals_of_casework_stand_in_the_form() -> None:
    def refuse(error: Exception) -> None:
        raise error

    form = Sample(sent())
    assert form.is_valid()
    assert not form.try_to(refuse, Invalid({"name": "Deze naam kan niet.", "elders": "Dit ook niet."}))
    assert form.errors["name"] == ["Deze naam kan niet."] and form.non_field_errors() == ["Dit ook niet."]
    form = Sample(sent())
    assert form.is_valid() and not form.try_to(refuse, Refused("no_conference"))
    assert "overleg" in form.non_field_errors()[0]
    with pytest.raises(Refused):  # the page around the form may not be shown any more
        form.try_to(refuse, Refused("no_consent"))
    form = Sample(sent())
    assert form.is_valid() and form.try_to(lambda: "ABCD") and form.result == "ABCD"


def test_typed_html_stays_text() -> None:
    assert "<script>" not in str(Sample(sent(name='"><script>', kind="<script>")))


def test_few_short_choices_stand_side_by_side() -> None:
    assert "kp-choices--short" in str(Sample()["kind"])
    form = Sample()
    form.fields["kind"].choices = [("a", "Een antwoord dat langer is"), ("b", "Nee")]
    assert "kp-choices--short" not in str(form["kind"])
