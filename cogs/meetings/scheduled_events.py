"""Mirrors each call in one Discord event: made, moved, cancelled and mended with it.

An event of its own for each call, never Discord's recurrence: that one drifts when clocks change.
"""

from __future__ import annotations

import asyncio
from typing import Any

import discord

from bot import discord_codes as codes
from bot import sending
from bot.domain.calendars import where
from bot.domain.meetings import Meeting
from bot.domain.outbox import (
    EVENTS_UNSEEN,
    NO_EVENTS,
    SENT,
    Delivery,
    Letter,
    Outcome,
    Reported,
)
from bot.services.call_letters import EVENT
from cogs.meetings.context import MeetingContext

STANDING = (discord.EventStatus.scheduled, discord.EventStatus.active)
REASONS = {
    codes.TOO_MANY_EVENTS: (
        "the server has 100 events already, which is Discord's limit. Delete some under Events at"
        " the top of the channel list; I try again when I next start or the call is changed"
    ),
    codes.MISSING_PERMISSION: NO_EVENTS,
    codes.MISSING_ACCESS: EVENTS_UNSEEN,
}


class EventMirror:
    """One at a time, so that no event is made twice."""

    def __init__(self, context: MeetingContext) -> None:
        self.context = context
        self.bot = context.bot
        self._turn = asyncio.Lock()
        self.bot.outbox.register(
            EVENT,
            self.mirror,
            label="bringing a Discord event up to date",
            reported=Reported.LATEST,
        )

    async def mirror(self, letter: Letter) -> Outcome:
        """The event is looked for before it is made. The public calendar follows as well."""
        await self.bot.feed.look()
        async with self._turn:
            meeting = await self.context.events.to_mirror(letter)
            if isinstance(meeting, Outcome):
                return meeting
            try:
                await self._mirror(meeting)
            except Exception as error:
                return outcome_of(error)
        return SENT

    async def _mirror(self, meeting: Meeting) -> None:
        guild_id = self.bot.config.guild_id
        guild = self.bot.get_guild(guild_id) or await self.bot.fetch_guild(guild_id)
        found = await self._standing(guild, meeting)
        target = wanted(meeting, self.context.channel())
        if meeting.state == "cancelled":
            # One that has begun can only be ended, not cancelled.
            if found is not None and found.status is discord.EventStatus.scheduled:
                await found.cancel()
            await self.context.events.remember(meeting, 0)
            return
        if found is None:
            found = await guild.create_scheduled_event(**target, **KIND)
        elif differs(found, target):
            await found.edit(**target)
        if found.id != meeting.event_id:
            await self.context.events.remember(meeting, found.id)

    async def _standing(
        self, guild: discord.Guild, meeting: Meeting
    ) -> discord.ScheduledEvent | None:
        events = await guild.fetch_scheduled_events(with_counts=False)
        standing = [event for event in events if event.status in STANDING]
        for event in standing:
            if event.id == meeting.event_id:
                return event
        for event in standing:
            ours = event.creator_id == sending.own_id(self.bot)
            if ours and is_like(event, meeting):
                owner = await self.context.events.belongs_to(event.id)
                if owner in (None, meeting.id):  # two calls may share a name and a start
                    return event
        return None


KIND: dict[str, Any] = {
    "entity_type": discord.EntityType.external,
    "privacy_level": discord.PrivacyLevel.guild_only,
}


def wanted(meeting: Meeting, channel: str) -> dict[str, Any]:
    """Never says the joining link."""
    return {
        "name": meeting.title,
        "description": f"{ABOUT}\nCall {meeting.id}",
        "start_time": meeting.starts_at,
        "end_time": meeting.ends_at,
        "location": where(channel),
    }


ABOUT = "Say whether you are coming with the buttons under the announcement."


def is_like(event: discord.ScheduledEvent, meeting: Meeting) -> bool:
    """By its number, or by name and start."""
    numbered = (event.description or "").endswith(f"\nCall {meeting.id}")
    return numbered or (event.name == meeting.title and event.start_time == meeting.starts_at)


def differs(event: discord.ScheduledEvent, target: dict[str, Any]) -> bool:
    return any(getattr(event, name) != value for name, value in target.items())


def matters(before: discord.ScheduledEvent, after: discord.ScheduledEvent) -> bool:
    """Whether it concerns us, and is not a person's interest."""
    names = ("name", "description", "start_time", "end_time", "location", "status")
    return any(getattr(before, name) != getattr(after, name) for name in names)


def outcome_of(error: Exception) -> Outcome:
    """What Discord's answer means for the letter, in words for coordinators."""
    code = getattr(error, "code", None)
    if code == codes.UNKNOWN_EVENT:
        return Outcome(Delivery.TRY_LATER, "the event went away while I looked at it")
    if code in REASONS:
        return Outcome(Delivery.IMPOSSIBLE, REASONS[code])
    return sending.outcome_of(error)
