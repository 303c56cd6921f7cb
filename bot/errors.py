"""What a person hears when something does not work; the one place that catches everything."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, TypeAlias

import discord
from discord import app_commands

from bot import readings, ui, urgent
from bot.domain.errors import AskError, UserError
from bot.logs import describe
from bot.modals import Values
from bot.ui import Interaction

DEFER_SECONDS = 2.0
# What failed may be the answer alone, once the rest was done.
SORRY = (
    "Something went wrong on my side. Please look whether it is done all the same, and try again in"
    " a minute if it is not."
)
IF_IT_GOES_ON = "If it goes on, tell a coordinator."
NOT_FOUND = "That command has changed. Type `/` again to see the commands as they are now."
log = logging.getLogger("repbot.errors")

HandedBack: TypeAlias = tuple[dict[str, str], discord.ui.View | None]


def defer_if_slow(interaction: Interaction) -> None:
    """Defer by ourselves what is not answered in time; any answer through bot/ui.py ends this."""
    interaction.extras["hold"] = asyncio.get_running_loop().call_later(
        DEFER_SECONDS, lambda: asyncio.ensure_future(_hold(interaction))
    )


async def guard(interaction: Interaction, work: Awaitable[None]) -> None:
    """Do the work behind a button or form: it is always answered, in time, and kindly."""
    defer_if_slow(interaction)
    try:
        await work
    except Exception as error:
        await answer(interaction, error)


async def _hold(interaction: Interaction) -> None:
    if interaction.client.scheduler.state == "stopped":  # the line to Discord is about to close
        return
    try:
        await ui.wait(interaction)
    except Exception as error:
        write_down(interaction, error, "could not hold an interaction")


async def answer(interaction: Interaction, error: BaseException) -> None:
    """Say what to do next, if that can be said; nothing is raised, so the library logs nothing."""
    try:
        sentence = _sentence(interaction, error)
        typed, again = await _handed_back(interaction)
        if again is not None and isinstance(error, AskError):
            data: Any = interaction.data or {}
            again = readings.view(error, str(data.get("custom_id", "")))
        await ui.reply(interaction, sentence, typed=typed, view=again)
    except Exception as failure:
        write_down(interaction, failure, "could not answer an interaction")
        if (hold := interaction.extras.pop("hold", None)) is not None:
            hold.cancel()  # nothing more comes, so nobody is told to wait


def _sentence(interaction: Interaction, error: BaseException) -> str:
    """Return what to do next; an unexpected error goes to the log without what was typed."""
    while isinstance(error, app_commands.CommandInvokeError | app_commands.TransformerError):
        if error.__cause__ is None:
            break
        error = error.__cause__
    if isinstance(error, UserError):
        return str(error)
    if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        return NOT_FOUND
    write_down(interaction, error)
    # Who tells that an anonymous question fails has said that they ask one.
    whom = "" if interaction.client.is_silent(interaction) else f" {IF_IT_GOES_ON}"
    return "\n\n".join(filter(None, [SORRY + whom, urgent.when_it_fails(interaction)]))


def write_down(interaction: Interaction, error: BaseException, what: str = "") -> None:
    """Log where it failed, or in one line `what` did; of what must not be dated the type only, at
    the quarter-hour clock. Whatever fails behind an interaction goes through here."""
    if interaction.client.is_silent(interaction):
        interaction.client.failed_quietly[type(error).__name__] += 1
    elif what:
        log.warning("%s: %s", what, describe(error))
    else:
        log.error("interaction of type=%s failed", interaction.type.name, exc_info=error)


async def write_down_quiet(failed: Counter[str]) -> None:
    """Log what failed since the last quarter of an hour and must not be dated any closer."""
    for kind, times in sorted(failed.items()):
        log.error("answering failed within this quarter of an hour: %s times=%d", kind, times)
    failed.clear()


async def _handed_back(interaction: Interaction) -> HandedBack:
    """Return what was typed into a form, and the way to it; the sentence comes in any case."""
    try:
        back: HandedBack = await interaction.client.router.handed_back(interaction)
        return back
    except Exception as error:
        write_down(interaction, error)
        return Values(interaction.data or {}).typed(), None


def quiet(suggest: Callable[..., Awaitable[list[app_commands.Choice[str]]]]) -> Callable[..., Any]:
    """Wrap an autocomplete: an error gives no suggestions, and no log line with what was typed."""

    @wraps(suggest)
    async def wrapped(*args: Any) -> list[app_commands.Choice[str]]:
        try:
            return await suggest(*args)
        except Exception as error:
            behind = [each for each in args if isinstance(each, discord.Interaction)]
            if behind:
                write_down(behind[0], error)
            else:
                log.error("autocomplete failed", exc_info=error)
            return []

    return wrapped
