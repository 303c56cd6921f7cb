"""Delivers what check-ins send later: questions, and answers shown to the listeners."""

from __future__ import annotations

import discord

from bot import permissions, sending, ui
from bot.app import RepBot
from bot.discord_codes import ARCHIVED, UNKNOWN_CHANNEL, UNKNOWN_MESSAGE
from bot.domain.checkins import CheckIn, Step
from bot.domain.outbox import SENT, Delivery, Letter, Outcome, Urgency, mark
from bot.services.checkin_entries import SharedEntries, Shown
from bot.services.checkins import PLANNING, PROMPT, SHARE, TAKE_DOWN, Prompts
from cogs.peer_support import checkin_buttons, checkin_text
from cogs.peer_support.private_threads import ListenersThread, fetch_thread

NOT_WANTED = Outcome(Delivery.NOT_WANTED, "no longer wanted")


class CheckInDeliveries:
    def __init__(self, bot: RepBot, prompts: Prompts) -> None:
        self.bot = bot
        self.prompts = prompts
        look = sending.looking(bot, self._where_asked, self.asked)
        bot.outbox.register(PROMPT, self.ask, label="a check-in", rank=Urgency.CAN_WAIT, look=look)
        bot.outbox.register(
            PLANNING, self.plan, label="planning the day's check-ins", rank=Urgency.CAN_WAIT
        )

    async def _where_asked(self, letter: Letter) -> sending.Place:
        checkin = (await self.prompts.due(letter)).checkin
        return None if checkin is None else await self.bot.create_dm(discord.Object(checkin.person))

    async def asked(self, letter: Letter, _message: discord.Message) -> Outcome:
        if (checkin := (await self.prompts.due(letter)).checkin) is not None:
            await self.prompts.arrived(letter, checkin)
        return SENT

    async def ask(self, letter: Letter) -> Outcome:
        """Ask, or say that it goes quiet; who is unreachable is left alone."""
        due = await self.prompts.due(letter)
        if due.step is Step.DONE:
            return SENT
        if due.checkin is None or due.step is Step.LEAVE_OUT:
            return NOT_WANTED
        outcome = await self._send(letter, due.checkin, due.step)
        if outcome.delivery is Delivery.SENT:
            await self.prompts.arrived(letter, due.checkin)
        elif outcome.delivery is Delivery.IMPOSSIBLE:
            await self.prompts.unreachable(due.checkin)
            await self.bot.notices.keep(due.checkin.person, checkin_text.UNREACHABLE)
        return outcome

    async def _send(self, letter: Letter, checkin: CheckIn, step: Step) -> Outcome:
        quiet = step is Step.SAY_QUIET
        return await sending.post_to_person(
            self.bot,
            checkin.person,
            letter,
            checkin_text.GOING_QUIET if quiet else checkin_text.PROMPT,
            view=(
                checkin_buttons.quiet_buttons(mark(letter))
                if quiet
                else checkin_buttons.prompt_buttons(letter.due_at, mark(letter))
            ),
        )

    async def plan(self, _letter: Letter) -> Outcome:
        """Also forgets what has had its time."""
        await self.prompts.plan_all(self.bot.config.timezone)
        return SENT


async def try_out(user: discord.User | discord.Member) -> bool:
    """Says whether it arrived. Raises Discord's other errors."""
    try:
        await user.send(checkin_text.TRIAL, view=checkin_buttons.trial_buttons())
    except discord.HTTPException as error:
        if sending.outcome_of(error).delivery is Delivery.TRY_LATER:
            raise
        return False
    return True


GONE = (UNKNOWN_CHANNEL, UNKNOWN_MESSAGE)


class SharedDeliveries:
    def __init__(self, bot: RepBot, entries: SharedEntries) -> None:
        self.bot = bot
        self.entries = entries
        look = sending.looking(bot, self._where_shared, self.stands)
        bot.outbox.register(SHARE, self.share, label="a check-in for the listeners", look=look)
        bot.outbox.register(TAKE_DOWN, self.take_down, label="taking a shared check-in down")

    async def share(self, letter: Letter) -> Outcome:
        """Shown as it is now; what stands there already is changed, not doubled."""
        shown = await self.entries.shared(letter.subject)
        if shown is None or shown.entry.version != letter.part:
            return NOT_WANTED
        try:
            outcome = await self._show(letter, shown)
        except Exception as error:
            outcome = sending.outcome_of(error)
        if outcome.delivery is Delivery.IMPOSSIBLE:
            await self.entries.keep_to_oneself(letter.subject)
            await self.bot.notices.keep(shown.entry.person, checkin_text.NOT_SHARED)
        return outcome

    async def _show(self, letter: Letter, shown: Shown) -> Outcome:
        person = await permissions.find(self.bot, shown.entry.person)
        if person is None:
            return NOT_WANTED
        content = checkin_text.shared(shown, ui.name_of(person))
        if not await self._edit(shown, content):
            thread = await ListenersThread(self.bot).find()
            message = await sending.send_once(
                thread,
                letter,
                sending.own_id(self.bot),
                content,
                view=checkin_buttons.read_button(shown.entry.id, mark(letter)),
            )
            await self.entries.stands_in(shown.entry.id, thread.id, message.id)
        if await self.entries.shared(letter.subject) is None:  # withdrawn while it was being sent
            await self.take_down(letter)
        return SENT

    async def _edit(self, shown: Shown, content: str) -> bool:
        """Says whether a message stands there."""
        stands = await self.entries.where(shown.entry.id)
        if stands is None:
            return False
        thread = await fetch_thread(self.bot, stands[0])
        if thread is None:
            return False
        if thread.archived:
            await thread.edit(archived=False)
        try:
            await thread.get_partial_message(stands[1]).edit(content=content)
        except discord.NotFound:
            return False
        return True

    async def _where_shared(self, _letter: Letter) -> sending.Place:
        return await ListenersThread(self.bot).find()

    async def stands(self, letter: Letter, message: discord.Message) -> Outcome:
        """What nobody should see any more is taken away; what was changed since is changed next."""
        noted = await self.entries.where(letter.subject)
        if noted is not None and noted[1] == message.id:
            return SENT
        if noted is not None or await self.entries.shared(letter.subject) is None:
            await message.delete()
            return NOT_WANTED
        await self.entries.stands_in(letter.subject, message.channel.id, message.id)
        return SENT

    async def take_down(self, letter: Letter) -> Outcome:
        """Delete what stands in the listeners' thread, unless it may stand there again."""
        stands = await self.entries.where(letter.subject)
        if stands is None or await self.entries.shared(letter.subject) is not None:
            return NOT_WANTED
        place = self.bot.get_partial_messageable(stands[0], guild_id=self.bot.config.guild_id)
        try:
            await place.get_partial_message(stands[1]).delete()
        except discord.HTTPException as error:
            if error.code == ARCHIVED and (thread := await fetch_thread(self.bot, stands[0])):
                await thread.edit(archived=False)
                # Open again, it is deleted at the next try.
                return Outcome(Delivery.TRY_LATER, "the thread was archived")
            if error.code not in GONE:
                return sending.outcome_of(error)
        await self.entries.taken_down(letter.subject)
        return SENT
