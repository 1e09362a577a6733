"""Django's `translate`, `blocktranslate` and `url`, with what never changes kept: a page has more than a hundred."""

from typing import Any

from django import template
from django.template.base import FilterExpression, Node, Parser, Token, VariableDoesNotExist, render_value_in_context
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as djangos_url
from django.templatetags.i18n import BlockTranslateNode, TranslateNode, do_block_translate, do_translate
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from ..shared.addresses import filled_in

register = template.Library()


class Words(TranslateNode):
    """Words without variables: looked up and escaped once per language."""

    def __init__(self, of: TranslateNode) -> None:
        super().__init__(of.filter_expression, of.noop)
        self.kept: dict[tuple[str | None, bool], Any] = {}

    def render(self, context: Context) -> Any:
        """Give the words in the reader's language."""
        key = get_language(), context.autoescape
        if key not in self.kept:
            self.kept[key] = super().render(context)
        return self.kept[key]


class Sentence(BlockTranslateNode):
    """A sentence with places for values: the sentence is looked up once per language, only the values are filled in."""

    def __init__(self, of: BlockTranslateNode) -> None:
        super().__init__(of.extra_context, of.singular, trimmed=of.trimmed, asvar=of.asvar)
        self.said, self.names = self.render_token_list(self.singular)
        self.kept: dict[str | None, str] = {}

    def render(self, context: Context, nested: bool = False) -> Any:
        """Give the sentence in the reader's language; a faulty translation is for Django to handle."""
        language = get_language()
        if language not in self.kept:
            self.kept[language] = gettext(self.said)
        try:
            found = self.kept[language] % {name: self._value(name, context) for name in self.names}
        except (KeyError, ValueError, VariableDoesNotExist):
            return super().render(context, nested)
        if not self.asvar:
            return found
        context[self.asvar] = SafeString(found)
        return ""

    def _value(self, name: str, context: Context) -> str:
        mine = self.extra_context.get(name)
        return render_value_in_context(mine.resolve(context) if mine else context[name], context)


class Address(URLNode):
    """The address of a page whose name stands in the template."""

    def __init__(self, of: URLNode, url_name: str) -> None:
        super().__init__(of.view_name, of.args, {}, None)
        self.url_name = url_name

    def render(self, context: Context) -> str:
        """Give the address; for unusual arguments as Django does."""
        arguments = [argument.resolve(context) for argument in self.args]
        return filled_in(self.url_name, arguments) or super().render(context)


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    """Read `{% translate "…" %}` with all that Django's tag can do."""
    node = do_translate(parser, token)
    simple = _fixed(node.filter_expression) is not None and not node.asvar and not node.message_context
    return Words(node) if simple else node


@register.tag
def blocktranslate(parser: Parser, token: Token) -> Node:
    """Read `{% blocktranslate %}` with all that Django's tag can do."""
    node = do_block_translate(parser, token)
    return node if node.plural or node.countervar or node.message_context else Sentence(node)


@register.tag
def url(parser: Parser, token: Token) -> Node:
    """Read `{% url "room:page" argument %}` with all that Django's tag can do."""
    node = djangos_url(parser, token)
    url_name = _fixed(node.view_name)
    return Address(node, url_name) if url_name and not node.asvar and not node.kwargs else node


def _fixed(expression: FilterExpression) -> str | None:
    """Give the text between quotes, without filters; None for anything else."""
    if expression.filters:
        return None
    words = getattr(expression.var, "literal", expression.var)
    return str(words) if isinstance(words, str) else None
