"""What leads from one feature to another: buttons, and forms opened with words written already.

What is promised, checked and kept is the form's own; here nothing of it is known. No word is cut.
"""

from __future__ import annotations

from dataclasses import dataclass

import discord

from bot import permissions, ui
from bot.domain.errors import UserError
from bot.router import Router
from bot.ui import Interaction

PROMISE = "questions:1:ask"
QUESTION = "questions:1:sent:ask.01."  # the next morning is chosen
QUESTION_OF = "mvp:1:askof:{}"  # opens that form with the words of a meeting's card
WAYS_OF = "mvp:1:ways:{}"  # back from the promise to what else may become of them
CHECK_IN = "checkins:1:answered:{}.0"
TOPIC = "meetings:1:topic:{}"
LETTER = "trust_letters:1:open"


@dataclass(frozen=True)
class Step:
    """A button, and what it does."""

    label: str
    custom_id: str


PLAN_SENT = Step("I have sent it", "mvp:1:plansent")


async def open_filled(interaction: Interaction, router: Router, form_id: str, words: str) -> None:
    """Open a form with the words in the first of its fields for words.

    Raises UserError where the words are too long for it, and for who has left the server.
    """
    await permissions.require_member(interaction.client, interaction)
    form = await router.opened(interaction, form_id)
    fields = [each.component for each in form.children if isinstance(each, discord.ui.Label)]
    texts = [each for each in fields if isinstance(each, discord.ui.TextInput)]
    field = texts[0]
    if field.max_length and len(words) > field.max_length:
        raise UserError(
            f"Your words have {len(words)} characters, and that form takes {field.max_length}."
            " `Change my words` lets you shorten them."
        )
    field.default = words
    await ui.show(interaction, form)
