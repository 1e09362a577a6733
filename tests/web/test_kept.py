"""What `templatetags/kept.py` and `shared/addresses.py` keep says the same as Django does, in each language."""

from itertools import pairwise

import pytest
from django.template import Context, Engine, Template
from django.urls import NoReverseMatch, reverse, set_script_prefix
from django.utils import translation

from knooppunt.demo.documents import pages
from knooppunt.web.shared.addresses import address
from knooppunt.web.templatetags.kept import Address, Sentence, Words

SAID = [
    '{% translate "Gezin" %}',
    "{% translate 'Terug naar \"Mijn werk\" & meer <b>' %}",
    '{% translate "100%% van ons" %}',
    '{% translate "Gezin"|upper %}',
    '{% translate "Gezin" noop %}',
    '{% translate "Gezin" as word %}[{{ word }}]',
    '{% translate "mei" context "maand" %}',
    "{% translate name %}",
    "{% autoescape off %}{% translate '<b>' %}{% endautoescape %}{% translate '<b>' %}",
    "{% blocktranslate %}Overleg {{ name }}{% endblocktranslate %}",
    "{% blocktranslate trimmed %}\n  Overleg\n  {{ name }} 100%\n{% endblocktranslate %}",
    "{% blocktranslate trimmed with one=name|upper two=day %}Overleg {{ one }}, {{ two }}{% endblocktranslate %}",
    "{% blocktranslate trimmed with name=number %}Overleg {{ name }}{% endblocktranslate %}{{ name }}",
    "{% blocktranslate trimmed asvar said with number=name %}Overleg {{ number }}{% endblocktranslate %}[{{ said }}]",
    "{% blocktranslate %}Overleg {{ nobody }}{% endblocktranslate %}",
    "{% blocktranslate count n=number %}Eén{% plural %}{{ n }} dingen{% endblocktranslate %}",
    "{% autoescape off %}{% blocktranslate %}Overleg {{ name }}{% endblocktranslate %}{% endautoescape %}",
    '{% url "coordinator:case" code %}',
    "{% url 'coordinator:consent' code code %}?voor={{ code }}",
    '{% url "coordinator:case" code=code %}',
    '{% url "coordinator:case" code as place %}[{{ place }}]',
    '{% url "family:place" strange %}',
    '{% url "leader:nowhere" code as place %}[{{ place }}]',
    "{% url 'home' %}{% url where code %}",
]
VALUES = {
    "name": 'Noor <"1&1">', "number": 1234, "day": "morgen", "code": "Ab-12_c", "strange": "a b&'c",
    "where": "coordinator:case",
}  # fmt: skip


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("language", ["nl", "en", "ar"])
def test_the_tags_say_what_those_of_django_say(said: str, language: str) -> None:
    """Twice, as the second time comes out of what was kept."""
    plain = Engine(builtins=["django.templatetags.i18n"])
    with translation.override(language):
        wanted = plain.from_string(said).render(Context(VALUES))
        mine = Template(said)
        assert [mine.render(Context(VALUES)) for _ in range(2)] == [wanted, wanted]


def test_what_was_kept_is_of_one_language() -> None:
    mine = Template(
        '{% translate "Gezin" %} {% blocktranslate with who=name %}Overleg {{ who }}{% endblocktranslate %}'
    )
    for language, other in pairwise(["nl", "en", "ar", "nl", "pl", "en"]):
        plain = Engine(builtins=["django.templatetags.i18n"]).from_string(mine.source)
        for code in (language, other):
            with translation.override(code):
                assert mine.render(Context(VALUES)) == plain.render(Context(VALUES))


def test_most_tags_are_kept() -> None:
    """Else the test above compares Django with itself."""
    for kind, said in ((Words, SAID[0]), (Sentence, SAID[9]), (Address, SAID[17])):
        assert Template(said).nodelist.get_nodes_by_type(kind)


def test_an_address_that_is_not_there_is_a_mistake() -> None:
    for said in ('{% url "leader:nowhere" %}', '{% url "coordinator:case" %}', '{% url "coordinator:case" "" %}'):
        with pytest.raises(NoReverseMatch):
            Template(said).render(Context())


PAGES = sorted({name for _address, name, _view in pages()})
ARGUMENTS = [
    [],
    ["a"],
    ["Ab-1_2"],
    ["7"],
    [7],
    ["GM0928"],
    ["a b"],
    ["é"],
    ["a/b"],
    [""],
    [None],
    ["a", "b2"],
    ["2026-11-22", "7"],
    [7, 8],
    ["a"] * 3,
]


@pytest.mark.parametrize("name", PAGES)
def test_every_address_is_what_reverse_gives(name: str) -> None:
    for arguments in ARGUMENTS:
        try:
            wanted = reverse(name, args=arguments)
        except NoReverseMatch:
            wanted = ""
        assert [address(name, *arguments) for _ in range(2)] == [wanted, wanted]


def test_every_page_has_an_address_under_a_folder_too() -> None:
    before = address("coordinator:case", "abc")
    set_script_prefix("/knooppunt/")
    try:
        assert address("coordinator:case", "abc") == "/knooppunt" + before
    finally:
        set_script_prefix("/")


def test_every_page_was_asked() -> None:
    assert len(PAGES) > 200
