"""Parse each stylesheet once for all apps of a test run.

Every app, and every screen that it opens, parses the styles of all widgets anew: about a seventh of the time
of the tests of the screens. What comes of a text depends on nothing but the text and the variables.
"""

from __future__ import annotations

import textual.css.stylesheet
from textual.css.model import RuleSet
from textual.css.parse import parse
from textual.css.tokenize import tokenize_values
from textual.css.tokenizer import Token
from textual.css.types import CSSLocation


def install() -> None:
    """Keep what `parse` and `tokenize_values` of Textual return, by their arguments."""
    tokens_by_values: dict[tuple[tuple[str, str], ...], dict[str, list[Token]]] = {}
    rules_by_source: dict[tuple[object, ...], list[RuleSet]] = {}

    def tokenize_once(values: dict[str, str]) -> dict[str, list[Token]]:
        key = tuple(values.items())
        if key not in tokens_by_values:
            tokens_by_values[key] = tokenize_values(values)
        return tokens_by_values[key]

    def parse_once(
        scope: str,
        css: str,
        read_from: CSSLocation,
        *,
        variable_tokens: dict[str, list[Token]],
        is_default_rules: bool,
        tie_breaker: int,
    ) -> list[RuleSet]:
        # `tokens_by_values` keeps each dictionary, so that its id stays its own.
        key = (scope, css, read_from, id(variable_tokens), is_default_rules, tie_breaker)
        if key not in rules_by_source:
            rules = parse(
                scope,
                css,
                read_from,
                variable_tokens=variable_tokens,
                is_default_rules=is_default_rules,
                tie_breaker=tie_breaker,
            )
            rules_by_source[key] = list(rules)
        return rules_by_source[key]

    for name, once in (("parse", parse_once), ("tokenize_values", tokenize_once)):
        assert hasattr(textual.css.stylesheet, name)
        setattr(textual.css.stylesheet, name, once)
