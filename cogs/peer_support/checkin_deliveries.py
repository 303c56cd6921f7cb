"""Delivers the questions of check-ins, and plans them."""

from __future__ import annotations

import discord

from bot import sending
from bot.app import RepBot
from bot.domain.checkins import CheckIn, Step
from bot.domain.outbox import SENT, Delivery, Letter, Outcome, Urgency, mark
from bot.services.checkin_entries import Entries
from bot.services.checkins import PLANNING, PROMPT, Prompts
from cogs.peer_support import checkin_buttons, checkin_text

NOT_WANTED = Outcome(Delivery.NOT_WANTED, "no longer wanted")


class CheckInDeliveries:
    def __init__(self, bot: RepBot, prompts: Prompts, entries: Entries) -> None:
        self.bot = bot
        self.prompts = prompts
        self.entries = entries
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
        """Also forgets what has had its time, and freezes the line of a month that is over:
        whether a coordinator looks at it in time or not."""
        await self.entries.lines()
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
