"""Delivers what the call sends later: the announcement with its thread, and the reminders."""

from __future__ import annotations

from typing import Final

import discord

from bot import sending, ui
from bot.app import RepBot
from bot.domain.meetings import Meeting
from bot.domain.outbox import SENT, Delivery, Letter, Outcome, Urgency, is_late, mark
from bot.services.call_letters import ANNOUNCEMENT
from bot.services.reminders import CANCELLED, DIRECT, REMINDER, USUAL_BEFORE
from bot.ui import Interaction
from cogs.meetings import buttons, choice_text, reminder_text, text
from cogs.meetings.kit import MeetingKit

ARCHIVE_MINUTES: Final = 10080
THREAD_EXISTS = 160004


class MeetingLetters:
    """The deliverers of this feature's kinds of letters."""

    def __init__(self, kit: MeetingKit) -> None:
        bot = self.bot = kit.bot
        self.announcements = kit.announcements
        self.reminders = kit.reminders
        bot.outbox.on(ANNOUNCEMENT, self.announce)
        bot.outbox.on(REMINDER, self.remind)
        bot.outbox.on(DIRECT, self.remind_directly, rank=Urgency.TO_ONE)

    async def announce(self, letter: Letter) -> Outcome:
        """Post the announcement and open its thread; both are looked for before they are made."""
        meeting = await self.announcements.to_announce(letter)
        if meeting is None:
            return CANCELLED
        try:
            message = await self._announcement(letter, meeting)
        except sending.NotSentError as error:
            return error.outcome
        outcome, thread_id = await open_thread(self.bot, message, text.thread_name(meeting))
        if outcome.delivery is not Delivery.TRY_LATER:
            await self.announcements.announced_at(
                meeting, message.channel.id, message.id, thread_id
            )
        return outcome

    async def _announcement(
        self, letter: Letter, meeting: Meeting
    ) -> discord.Message | discord.PartialMessage:
        settings, guild_id = self.bot.setup.current(), self.bot.config.guild_id
        if meeting.message_id:
            stands_in = self.bot.get_partial_messageable(meeting.channel_id, guild_id=guild_id)
            return stands_in.get_partial_message(meeting.message_id)
        return await sending.send_once(
            self.bot.get_partial_messageable(settings.announcements, guild_id=guild_id),
            letter,
            sending.own_id(self.bot),
            text.announcement(meeting, settings.rep, self.bot.now()),
            view=buttons.call_buttons(meeting, mark(letter)),
            allowed_mentions=discord.AllowedMentions(roles=[discord.Object(settings.rep)]),
        )

    async def remind(self, letter: Letter) -> Outcome:
        """Post a reminder in the call's thread."""
        about = await self.reminders.in_thread(letter)
        if isinstance(about, Outcome):
            return about
        now = self.bot.now()
        late = is_late(letter, int(now.timestamp()))
        return await sending.post(
            self.bot,
            about.meeting.thread_id,
            letter,
            reminder_text.reminder(about, now, late=late),
            view=buttons.reminder_buttons(about.meeting, mark(letter)),
            allowed_mentions=discord.AllowedMentions(
                users=[discord.Object(person) for person in about.people]
            ),
        )

    async def remind_directly(self, letter: Letter) -> Outcome:
        """Remind one person by direct message; if it cannot arrive, they learn it next time."""
        about = await self.reminders.direct(letter)
        if isinstance(about, Outcome):
            return about
        now = self.bot.now()
        late = is_late(letter, int(now.timestamp()))
        outcome = await sending.post_to_person(
            self.bot,
            letter.part,
            letter,
            reminder_text.direct_reminder(about, now, late=late),
            view=buttons.reminder_buttons(about.meeting, mark(letter)),
        )
        if outcome.delivery is Delivery.IMPOSSIBLE:
            await self.reminders.could_not_reach(letter.part)
            await self.bot.notices.keep(letter.part, choice_text.could_not_remind(about.meeting))
        return outcome

    async def choose_reminders(self, interaction: Interaction, how: str, before: str) -> None:
        """Keep a choice of reminders; a direct message is tried out first."""
        ignored = how != "dm" and bool(before.strip())
        before = "" if ignored else before
        self.reminders.check(before or USUAL_BEFORE)
        if how == "dm":
            await ui.wait(interaction)
            try:
                await interaction.user.send(choice_text.DM_TEST)
            except discord.HTTPException:
                await ui.reply(interaction, choice_text.DM_CLOSED)
                return
        befores = await self.reminders.choose(interaction.user.id, how, before)
        told = choice_text.reminders_chosen(how, befores)
        await ui.reply(interaction, f"{told}\n{choice_text.TIMES_FOR_DM}" if ignored else told)


async def open_thread(
    bot: RepBot, message: discord.Message | discord.PartialMessage, name: str
) -> tuple[Outcome, int]:
    """Open the thread of a message; a thread has its message's id, so one made before is known."""
    try:
        message = await sending.with_server(bot, message)
        await message.create_thread(name=name, auto_archive_duration=ARCHIVE_MINUTES)
    except Exception as error:
        if getattr(error, "code", None) != THREAD_EXISTS:
            return sending.outcome_of(error), 0
    return SENT, message.id
