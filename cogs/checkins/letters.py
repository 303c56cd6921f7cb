"""Delivers what check-ins send later: questions, and answers shown to the listeners."""

from __future__ import annotations

import discord

from bot import sending
from bot.app import RepBot
from bot.domain.checkins import CheckIn, Step
from bot.domain.outbox import SENT, Delivery, Letter, Outcome, Urgency, mark
from bot.services.prompts import PLANNING, PROMPT, Prompts
from cogs.checkins import buttons, rhythm_text

NOT_WANTED = Outcome(Delivery.NOT_WANTED, "no longer wanted")


class CheckInLetters:
    """The deliverers of questions, and the daily planning."""

    def __init__(self, bot: RepBot, prompts: Prompts) -> None:
        self.bot = bot
        self.prompts = prompts
        bot.outbox.on(PROMPT, self.ask, rank=Urgency.CAN_WAIT)
        bot.outbox.on(PLANNING, self.plan, rank=Urgency.CAN_WAIT)

    async def ask(self, letter: Letter) -> Outcome:
        """Ask how the role feels, or say that it goes quiet; who is unreachable is left alone."""
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
            await self.bot.notices.keep(due.checkin.person, rhythm_text.UNREACHABLE)
        return outcome

    async def _send(self, letter: Letter, checkin: CheckIn, step: Step) -> Outcome:
        quiet = step is Step.SAY_QUIET
        return await sending.post_to_person(
            self.bot,
            checkin.person,
            letter,
            rhythm_text.GOING_QUIET if quiet else rhythm_text.PROMPT,
            view=(
                buttons.quiet_buttons(mark(letter))
                if quiet
                else buttons.prompt_buttons(letter.due_at, mark(letter))
            ),
        )

    async def plan(self, _letter: Letter) -> Outcome:
        """Plan the coming weeks, and forget what has had its time."""
        await self.prompts.plan_all(self.bot.config.timezone)
        return SENT


async def try_out(user: discord.User | discord.Member) -> bool:
    """Send a trial message; says whether it arrived. Raises Discord's other errors."""
    try:
        await user.send(rhythm_text.TRIAL, view=buttons.trial_buttons())
    except discord.HTTPException as error:
        if sending.outcome_of(error).delivery is Delivery.TRY_LATER:
            raise
        return False
    return True
