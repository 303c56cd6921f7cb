"""Sends letters to a channel or a person, exactly once, and reads Discord's answers."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias
from weakref import WeakValueDictionary

import aiohttp
import discord

from bot import discord_codes as codes
from bot import permissions
from bot.domain.outbox import (
    CANNOT_SEE,
    NOT_ALLOWED,
    PERMISSIONS,
    SENT,
    SLOW_DOWN,
    STANDS,
    WAITS,
    Delivery,
    Letter,
    Outcome,
    hidden,
    mark,
    nonce,
)
from bot.services.letter_kinds import Look

if TYPE_CHECKING:
    from bot.app import RepBot

LOOK_BACK_MESSAGES = 1000
LOOK_BACK = timedelta(minutes=10)
CLOSED = "their direct messages are closed"
LEFT = "they are no longer on Discord or share no server with me"
OUR_FAULT = "something went wrong on my side"
REASONS = {
    codes.CLOSED_MESSAGES: CLOSED,
    codes.NO_MUTUAL_SERVER: LEFT,
    codes.UNKNOWN_MEMBER: LEFT,
    codes.UNKNOWN_USER: LEFT,
    codes.UNKNOWN_CHANNEL: "the channel or thread has been deleted",
    codes.UNKNOWN_MESSAGE: "the message it belongs to has been deleted",
    codes.MISSING_ACCESS: CANNOT_SEE,
    codes.MISSING_PERMISSION: NOT_ALLOWED,
}
# A letter that waits for one of these is late through no fault of ours.
EXCUSED = frozenset({SLOW_DOWN, STANDS, WAITS, *PERMISSIONS, *REASONS.values()})
TOO_FAST = frozenset({codes.OPENING_TOO_FAST, codes.WRITING_TOO_FAST, codes.SLOW_MODE})
PASSING = (aiohttp.ClientError, OSError)
NOBODY = discord.AllowedMentions.none()

# Where a letter's message would stand, and what follows from it once it is found there.
Place: TypeAlias = discord.abc.Messageable | None
Where: TypeAlias = Callable[[Letter], Awaitable[Place]]
Came: TypeAlias = Callable[[Letter, discord.Message], Awaitable[Outcome]]

log = logging.getLogger("repbot.sending")
_turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()


class NotSentError(Exception):
    """`outcome` says what that means for the letter."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.reason)
        self.outcome = outcome


def turn(message_id: int) -> asyncio.Lock:
    """Held by whoever edits a message, and by who reads it and writes it back from before they
    read: or words that were taken away meanwhile would come back."""
    return _turns.setdefault(message_id, asyncio.Lock())


def is_not_discords(error: discord.HTTPException) -> bool:
    """Whether it refuses without a code of Discord's: what stands before it (Cloudflare) let nobody
    through, or the token is not taken any more. It says nothing of whom a letter is for, nor that
    something is gone."""
    return error.status in (401, 403, 404) and not error.code


def outcome_of(error: Exception) -> Outcome:
    """Raises errors that are neither Discord's nor the network's."""
    if isinstance(error, NotSentError):
        return error.outcome
    if isinstance(error, discord.RateLimited):
        return Outcome(Delivery.TRY_LATER, SLOW_DOWN, retry_after(error))
    if isinstance(error, PASSING):
        return Outcome(Delivery.TRY_LATER, "Discord did not answer")
    if not isinstance(error, discord.HTTPException):
        raise error
    if error.status >= 500 or is_not_discords(error):
        return Outcome(Delivery.TRY_LATER, "Discord did not answer")
    if error.status == 429 or error.code in TOO_FAST:
        return Outcome(Delivery.TRY_LATER, SLOW_DOWN, retry_after(error))
    if error.code == codes.NOT_WELL_FORMED:  # a message of ours, which the next version may mend
        if not hidden.get():
            log.error("Discord takes no message like this one: %s", codes.NOT_WELL_FORMED)
        return Outcome(Delivery.TRY_LATER, OUR_FAULT)
    if not hidden.get():
        log.warning("refused: status=%d code=%d", error.status, error.code)
    return Outcome(Delivery.IMPOSSIBLE, REASONS.get(error.code, f"Discord refused ({error.code})"))


def retry_after(error: Exception) -> float:
    """0 where Discord does not say."""
    if isinstance(error, discord.RateLimited):
        return error.retry_after
    if isinstance(error, discord.HTTPException) and error.status == 429:
        with contextlib.suppress(AttributeError, KeyError, ValueError):
            return float(error.response.headers["Retry-After"])
    return 0.0


async def send_once(
    place: discord.abc.Messageable, letter: Letter, own_id: int, content: str, **extras: Any
) -> discord.Message:
    """The message that stands there already, or a new one.

    Every attempt but a sure first one looks first. Raises NotSentError.
    """
    if not is_marked(extras.get("view"), letter):  # it could not be found again: sent twice
        raise ValueError(f"no button of a {letter.kind} carries its mark")
    try:
        if letter.attempts > 1 and not letter.looked:
            found = await find_marked(place, mark(letter), own_id)
            if found is not None:
                return found
        extras.setdefault("allowed_mentions", NOBODY)
        # With a nonce Discord itself makes no second message for a few minutes (enforce_nonce).
        return await place.send(content, nonce=nonce(letter), **extras)
    except Exception as error:
        raise NotSentError(outcome_of(error)) from error


async def with_server(
    client: discord.Client, message: discord.Message | discord.PartialMessage
) -> discord.Message | discord.PartialMessage:
    """discord.py opens no thread on a message without its server.

    Letters go out before READY, when no server is in the cache yet. Raises discord's errors.
    """
    if message.guild is not None:
        return message
    place = await client.fetch_channel(message.channel.id)
    return (
        place.get_partial_message(message.id) if isinstance(place, discord.TextChannel) else message
    )


def looking(bot: RepBot, where: Where, came: Came | None) -> Look:
    """Look for a letter's message; None where none stands there.

    What is found is sent, whatever has been decided since. `came` does what your letter does
    besides its message, of which nothing is written down after a restore; None where nothing is.
    """

    async def look(letter: Letter) -> Outcome | None:
        since = bot.now() - datetime.fromtimestamp(letter.due_at, UTC)
        try:
            place = await where(letter)
            own = own_id(bot)
            found = place and await find_marked(place, mark(letter), own, since)
        except Exception as error:
            outcome = outcome_of(error)
            return outcome if outcome.delivery is Delivery.TRY_LATER else None
        if not found:
            return None
        return await came(letter, found) if came is not None else SENT

    return look


async def find_marked(
    place: discord.abc.Messageable, marked: str, own_id: int, since: timedelta | None = None
) -> discord.Message | None:
    """The message of a letter, not older than ten minutes before its first attempt.

    `since`: how long ago that was.
    """
    return await find_with(place, lambda each: each.endswith(f"~{marked}"), own_id, since)


async def find_with(
    place: discord.abc.Messageable,
    wanted: Callable[[str], bool],
    own_id: int,
    since: timedelta | None = None,
) -> discord.Message | None:
    """Ours with such an id on a button, among the newest 1,000, and not much older than `since`.

    That is counted from the newest message there, so that it does not matter whether our clock and
    Discord's agree.
    """
    oldest: datetime | None = None
    async for message in place.history(limit=LOOK_BACK_MESSAGES):
        if since is not None and oldest is None:
            oldest = message.created_at - max(since, timedelta()) - LOOK_BACK
        if oldest is not None and message.created_at < oldest:
            return None
        if message.author.id == own_id and any(map(wanted, ids_in(message))):
            return message
    return None


def is_marked(view: discord.ui.View | None, letter: Letter) -> bool:
    """Say whether a button or menu of a letter's message carries its mark."""
    ids = [str(getattr(item, "custom_id", "")) for item in (view.children if view else ())]
    return any(each.endswith(f"~{mark(letter)}") for each in ids)


def ids_in(message: discord.Message) -> list[str]:
    """Of its buttons and menus."""
    found: list[str] = []
    waiting: list[Any] = list(message.components)
    while waiting:
        part = waiting.pop()
        waiting += getattr(part, "children", [])
        if isinstance(custom_id := getattr(part, "custom_id", None), str):
            found.append(custom_id)
    return found


async def post(
    client: discord.Client, place_id: int, letter: Letter, content: str, **extras: Any
) -> Outcome:
    """No cache is asked whether the place exists."""
    try:
        place = client.get_partial_messageable(place_id)
        await send_once(place, letter, own_id(client), content, **extras)
    except NotSentError as error:
        return error.outcome
    return SENT


async def post_to_person(
    bot: RepBot, user_id: int, letter: Letter, content: str, **extras: Any
) -> Outcome:
    """Discord gives the same answer for who has left as for closed direct messages."""
    try:
        place = await bot.create_dm(discord.Object(user_id))
        await send_once(place, letter, own_id(bot), content, **extras)
    except Exception as error:
        outcome = outcome_of(error)
        if outcome.reason == CLOSED and await permissions.is_here(bot, user_id) is False:
            return replace(outcome, reason=LEFT)
        return outcome
    return SENT


def channel(bot: RepBot, place_id: int) -> Place:
    """Return a channel or thread by its id; None for 0."""
    guild_id = bot.config.guild_id
    return bot.get_partial_messageable(place_id, guild_id=guild_id) if place_id else None


async def review_place(bot: RepBot) -> int:
    """Return the review channel, 0 where none is chosen or others could read what goes there.

    Before READY, when nothing is in the cache, Discord is asked. Raises Discord's errors.
    """
    place = bot.setup.current().review
    return 0 if place and await permissions.can_others_read(bot, place) else place


def in_review(bot: RepBot) -> Where:
    """Where what is meant for coordinators stands."""

    async def where(_letter: Letter) -> Place:
        return channel(bot, bot.setup.chosen().review)

    return where


def own_id(client: discord.Client) -> int:
    """Known since it logged in."""
    if client.user is None:
        raise RuntimeError("not logged in")
    return client.user.id
