"""Sends letters to a channel or a person, exactly once, and reads Discord's answers."""

from __future__ import annotations

import contextlib
import logging
from typing import Any

import aiohttp
import discord

from bot import discord_codes as codes
from bot.domain.outbox import SENT, SLOW_DOWN, WAITS, Delivery, Letter, Outcome, hidden, mark, nonce

LOOK_BACK_MESSAGES = 100
CLOSED = "their direct messages are closed"
LEFT = "they are no longer on Discord or share no server with me"
REASONS = {
    codes.CLOSED_MESSAGES: CLOSED,
    codes.NO_MUTUAL_SERVER: CLOSED,
    codes.UNKNOWN_USER: LEFT,
    codes.UNKNOWN_CHANNEL: "the channel or thread has been deleted",
    codes.UNKNOWN_MESSAGE: "the message it belongs to has been deleted",
    codes.MISSING_ACCESS: "I cannot see that channel",
    codes.MISSING_PERMISSION: "I am not allowed to do that there",
}
# A letter that waits for one of these is late through no fault of ours.
EXCUSED = frozenset({SLOW_DOWN, WAITS, *REASONS.values()})
TOO_FAST = frozenset({codes.OPENING_TOO_FAST, codes.WRITING_TOO_FAST, codes.SLOW_MODE})
PASSING = (aiohttp.ClientError, OSError)
NOBODY = discord.AllowedMentions.none()

log = logging.getLogger("repbot.sending")


class NotSentError(Exception):
    """`outcome` says what that means for the letter."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.reason)
        self.outcome = outcome


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
    if error.status >= 500:
        return Outcome(Delivery.TRY_LATER, "Discord did not answer")
    if error.status == 429 or error.code in TOO_FAST:
        return Outcome(Delivery.TRY_LATER, SLOW_DOWN, retry_after(error))
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
        if letter.attempts > 1:
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


async def find_marked(
    place: discord.abc.Messageable, marked: str, own_id: int
) -> discord.Message | None:
    """Ours, among the newest 100."""
    async for message in place.history(limit=LOOK_BACK_MESSAGES):
        if message.author.id == own_id and any(i.endswith(f"~{marked}") for i in ids_in(message)):
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
    client: discord.Client, user_id: int, letter: Letter, content: str, **extras: Any
) -> Outcome:
    try:
        place = await client.create_dm(discord.Object(user_id))
        await send_once(place, letter, own_id(client), content, **extras)
    except Exception as error:
        return outcome_of(error)
    return SENT


def own_id(client: discord.Client) -> int:
    """Known since it logged in."""
    if client.user is None:
        raise RuntimeError("not logged in")
    return client.user.id
