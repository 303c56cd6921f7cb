"""Calls listeners, tells coordinators and the asker honestly, and looks daily who still listens."""

from __future__ import annotations

import discord

from bot import sending
from bot.app import RepBot
from bot.domain.listeners import Hello, HelloState
from bot.domain.outbox import SENT, Delivery, Letter, Outcome, Urgency, mark
from bot.private_threads import ListenersThread, member
from bot.services.hello_letters import HelloLetters
from bot.services.hello_moves import CALL, TELL_ASKER, TELL_COORDINATORS
from bot.services.listeners import DAILY, Listeners
from cogs.listeners import buttons, duty_text, text

NOT_WANTED = Outcome(Delivery.NOT_WANTED, "no longer wanted")
NO_REVIEW = Outcome(Delivery.IMPOSSIBLE, "no review channel is chosen")


class DutyLetters:
    """The deliverers while a request waits."""

    def __init__(self, bot: RepBot, hellos: HelloLetters, listeners: Listeners) -> None:
        self.bot = bot
        self.hellos = hellos
        self.listeners = listeners
        bot.outbox.on(CALL, self.call)
        bot.outbox.on(TELL_COORDINATORS, self.tell_coordinators)
        bot.outbox.on(TELL_ASKER, self.tell_asker)
        bot.outbox.on(DAILY, self.look_at_roles, rank=Urgency.CAN_WAIT)

    async def call(self, letter: Letter) -> Outcome:
        """Call those on duty, in their thread."""
        hello = await self.hellos.waiting(letter)
        if hello is None:
            return NOT_WANTED
        people = await self.hellos.to_call(hello)
        try:
            thread = await ListenersThread(self.bot).find()
            message = await sending.send_once(
                thread,
                letter,
                sending.own_id(self.bot),
                duty_text.call(people),
                view=buttons.claim_button(hello, mark(letter)),
                allowed_mentions=mentioning(*people),
            )
        except sending.NotSentError as error:
            return error.outcome
        except Exception as error:
            return sending.outcome_of(error)
        await self._noted(hello, thread.id, message.id)
        return SENT

    async def tell_coordinators(self, letter: Letter) -> Outcome:
        """Tell coordinators that someone is waiting, never who."""
        hello = await self.hellos.waiting(letter)
        if hello is None:
            return NOT_WANTED
        settings = self.bot.setup.current()
        if not settings.review:
            return NO_REVIEW
        review = self.bot.get_partial_messageable(
            settings.review, guild_id=self.bot.config.guild_id
        )
        said = duty_text.someone_is_waiting(hello, settings.coordinator, self.bot.config.timezone)
        try:
            message = await sending.send_once(
                review,
                letter,
                sending.own_id(self.bot),
                said,
                view=buttons.claim_button(hello, mark(letter)),
                allowed_mentions=discord.AllowedMentions(
                    roles=[discord.Object(settings.coordinator)]
                ),
            )
        except sending.NotSentError as error:
            return error.outcome
        await self.hellos.coordinators_told(hello)
        await self._noted(hello, settings.review, message.id)
        return SENT

    async def tell_asker(self, letter: Letter) -> Outcome:
        """Be honest with the person who waits; who is unreachable reads it next time."""
        hello = await self.hellos.waiting(letter)
        if hello is None:
            return NOT_WANTED
        said = text.nobody_yet(hello, coordinators=bool(self.bot.setup.current().review))
        view = buttons.withdraw_button(hello, mark(letter))
        return await tell(self.bot, hello.asker, letter, said, view)

    async def look_at_roles(self, _letter: Letter) -> Outcome:
        """Once a day: whoever left, or no longer has the role, is on duty no more."""
        role = self.bot.setup.current().listener
        try:
            for listener in await self.listeners.everybody():
                person = await member(self.bot, listener.person)
                if person is not None and person.get_role(role) is not None:
                    continue
                await self.listeners.forget(listener.person)
                await ListenersThread(self.bot).let_out(listener.person)
        except discord.HTTPException as error:
            return sending.outcome_of(error)
        await self.listeners.plan_day(self.bot.config.timezone)
        return SENT

    async def _noted(self, hello: Hello, place: int, message: int) -> None:
        """Keep where the call stands; if it is over meanwhile, say so there at once."""
        await self.hellos.note_call(hello, place, message)
        after = await self.hellos.get(hello.id)
        if after is None or after.state is not HelloState.WAITING:
            await quiet_calls(self.bot, self.hellos, hello)


async def quiet_calls(bot: RepBot, hellos: HelloLetters, hello: Hello) -> None:
    """Say under each call that nobody is needed any more; a call that is gone is no loss."""
    came = hello.state is HelloState.CLAIMED or hello.thread != 0
    said = duty_text.SOMEBODY_CAME if came else duty_text.NO_LONGER
    for place_id, message_id in await hellos.calls(hello):
        place = bot.get_partial_messageable(place_id, guild_id=bot.config.guild_id)
        try:
            await place.get_partial_message(message_id).edit(content=said, view=None)
        except discord.HTTPException as error:
            sending.log.info("call stays as it is: code=%d", error.code)
        await hellos.forget_call(message_id)


async def tell(
    bot: RepBot, person: int, letter: Letter, said: str, view: discord.ui.View
) -> Outcome:
    """Tell a person directly; who cannot be reached reads it at their next command."""
    outcome = await sending.post_to_person(bot, person, letter, said, view=view)
    if outcome.delivery is Delivery.IMPOSSIBLE:
        await bot.notices.keep(person, said)
    return outcome


def mentioning(*people: int) -> discord.AllowedMentions:
    """Allow a message to mention these people, and nobody else."""
    return discord.AllowedMentions(users=[discord.Object(person) for person in people])
