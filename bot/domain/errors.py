"""The one error whose text is meant for the person who caused it."""

from __future__ import annotations


class UserError(Exception):
    """A rule was not met. The message is the sentence the person reads, privately."""
