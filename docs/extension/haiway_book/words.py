"""Directives for what holds for all clauses: `{glossary-of-terms}` and others."""

from docutils import nodes
from haiway_spec import CAPABILITIES, describe_capability, specification

from .directive import BookDirective
from .prose import slug, term_anchor

__all__ = ("CapabilitiesDirective", "RulesDirective", "TermsDirective")


class TermsDirective(BookDirective):
    """Render the glossary."""

    def run(self) -> list[nodes.Node]:
        """Make a definition list."""
        return self.definitions(
            (term_anchor(term), nodes.Text(term.word), term.meaning)
            for term in specification().glossary
        )


class RulesDirective(BookDirective):
    """Render the general rules."""

    def run(self) -> list[nodes.Node]:
        """Make a definition list."""
        return self.definitions(
            (f"rule-{slug(rule.title)}", nodes.Text(rule.title), rule.text)
            for rule in specification().rules
        )


class CapabilitiesDirective(BookDirective):
    """Render the closed list of capabilities."""

    def run(self) -> list[nodes.Node]:
        """Make a definition list."""
        return self.definitions(
            (f"capability-{name}", nodes.literal(text=name), f"{describe_capability(name)}.")
            for name in CAPABILITIES
        )
