"""No letter says anything of a family, in any language; and each kind takes exactly its own fields."""

import re
from datetime import UTC, date, datetime
from unicodedata import bidirectional

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.letters import post
from knooppunt.letters.models import Letter
from knooppunt.letters.post import UnknownLetter, compose, write
from knooppunt.letters.texts import AS_EVER, KINDS

VALUES = {
    "digits": "123456",
    "date": date(2026, 3, 3),
    "link": "/account/uitnodiging/abc/",
    "counts": {"message": 2, "step": 1},
    "hub": "Kerkrade",
}
LANGUAGES = [code for code, _ in settings.LANGUAGES]

# By which a reader, or a housemate who sees the screen of a telephone, could tell what this is about.
BANNED = re.compile(
    r"kansrijk|knooppunt|promising|gezin|famil|ouder|parent|moeder|mother|vader|father|kind\b|kinder|child|baby|zwanger"
    r"|pregnan|geboorte|birth|partner|zorg|care\b|hulp|help\b|gezond|health|medisch|medical|verloskund|midwi|arts\b"
    r"|doctor|schuld|debt|stress|geweld|violence|verslav|addict|psych|veilig thuis|\bmelding|casus|case\b|dossier"
    r"|kwetsbaar|vulnerab|risico|risk|probleem|problem|score|jeugd|youth|steun|support|bsn",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"https?://\S+")


def fields_of(kind: str) -> dict:
    return {name: VALUES[name] for name in KINDS[kind].fields}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(KINDS))
def test_a_letter_says_nothing_of_a_family(kind, language):
    with translation.override(language):
        subject, body = compose(kind, **fields_of(kind))
    text = ADDRESS.sub("", f"{subject}\n{body}")
    assert not BANNED.findall(text)
    assert "%(" not in text
    assert "\n" not in subject
    assert 0 < len(subject) <= 60


@pytest.mark.parametrize("language", settings.LANGUAGES_BIDI)
@pytest.mark.parametrize("kind", [kind for kind, row in KINDS.items() if row.to_families])
def test_a_letter_from_right_to_left_reads_well_in_any_mail_program(kind, language):
    with translation.override(language):
        subject, body = compose(kind, **fields_of(kind))
    for line in [subject, *body.split()]:
        assert "\u202e" not in line and "\u202d" not in line, "nothing turns a word around"
    for line in body.splitlines():
        strong = [bidirectional(sign) for sign in line if bidirectional(sign) in ("L", "R", "AL")]
        if "AL" in strong:
            assert strong[0] == "AL" and line[0] == "\u202b" and line[-1] == "\u202c"
            assert "://" not in line, "a link stands on a line of its own, so that it stays as it is"
        else:
            assert "\u202b" not in line
            assert not line or line[-1].isalnum(), "nothing behind a link that would jump to the front of it"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(KINDS))
def test_a_letter_without_the_address_has_none(kind, language):
    if KINDS[kind].to_families:
        with translation.override(language):
            _, body = compose(kind, without_link=True, **fields_of(kind))
            assert not ADDRESS.findall(body)
            assert not KINDS[kind].signs_in or str(AS_EVER) in body


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_letter_has_one_address_and_that_is_ours(kind):
    _, body = compose(kind, **fields_of(kind))
    found = ADDRESS.findall(body)
    assert len(found) <= 1
    for address in found:
        path = VALUES["link"] if "link" in KINDS[kind].fields else ""
        assert address == settings.SITE_ADDRESS + path


def test_every_step_of_a_referral_has_its_own_sentence():
    steps = [kind for kind in KINDS if kind.startswith("referral_")]
    bodies = {compose(kind, **fields_of(kind))[1] for kind in steps}
    assert len(bodies) == len(steps) > 6
    assert all("3 maart" in body for body in bodies)


def test_a_date_is_written_in_the_language_of_the_reader():
    with translation.override("en"):
        assert "March" in compose("referral_held", **fields_of("referral_held"))[1]


def test_a_moment_is_written_as_the_dutch_date():
    assert "4 maart" in compose("referral_held", date=datetime(2026, 3, 3, 23, 30, tzinfo=UTC))[1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("gossip", {}),
        ("family_message", {"name": "Fatima"}),
        ("code", {}),
        ("code", {"digits": "123456", "date": date(2026, 3, 3)}),
        ("referral_held", {"digits": "123456"}),
    ],
)
def test_another_kind_or_another_field_is_refused(kind, fields):
    with pytest.raises(UnknownLetter):
        write(kind, "a@b.example", "nl", **fields)
    assert not Letter.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("code", {"digits": "12345"}),
        ("code", {"digits": "12345a"}),
        ("code", {"digits": "123456\n"}),
        ("referral_held", {"date": "3 maart, Fatima"}),
        ("account_invitation", {"link": "https://elsewhere.example/"}),
        ("account_invitation", {"link": "//elsewhere.example/"}),
        ("account_invitation", {"link": "/a b"}),
        ("account_invitation", {"link": settings.SITE_ADDRESS + ".elsewhere.example/"}),
    ],
)
def test_a_value_of_another_shape_is_refused(kind, fields):
    with pytest.raises(ValueError, match="another shape"):
        write(kind, "a@b.example", "nl", **fields)


@given(st.sampled_from(["digits", "date", "link"]), st.text(max_size=40))
def test_no_free_text_gets_through_a_field(name, text):
    try:
        shown = post._shown(name, text)
    except ValueError:
        return
    assert re.fullmatch(r"[0-9]{6}", shown) or re.fullmatch(
        re.escape(settings.SITE_ADDRESS) + r"/[A-Za-z0-9/_:.=-]*", shown
    )


@pytest.mark.django_db
@pytest.mark.parametrize("to", ["nobody", "a@b.example, c@d.example", "a@b.example\nBcc: c@d.example", ""])
def test_one_real_address(to):
    with pytest.raises(ValidationError):
        write("family_message", to, "nl")


@pytest.mark.django_db
def test_a_letter_is_written_in_the_language_of_its_reader_and_not_of_the_writer():
    with translation.override("nl"):
        write("referral_held", "a@b.example", "en", date=date(2026, 3, 3))
        write("family_message", "a@b.example", "xx")
    first, second = Letter.objects.order_by("id")
    assert (first.language, second.language) == ("en", "nl")
    assert "March" in first.body
