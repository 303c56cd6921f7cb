"""Calls while a hello waits: listeners, coordinators, whoever asked; and what became of it."""

from __future__ import annotations

import discord

from bot import sending
from bot.app import RepBot
from bot.discord_codes import ARCHIVED
from bot.domain.listeners import Hello, HelloState, is_night
from bot.domain.outbox import PERMISSIONS, SENT, Delivery, Letter, Outcome, mark
from bot.services.hello_letters import HelloLetters
from bot.services.hellos import CALL, TELL_ASKER, TELL_COORDINATORS, UNSAY
from cogs.peer_support import hello_buttons, hello_text
from cogs.peer_support.private_threads import ListenersThread, fetch_thread, listening

NOT_WANTED = Outcome(Delivery.NOT_WANTED, "no longer wanted")
NO_REVIEW = Outcome(Delivery.IMPOSSIBLE, "no review channel is chosen")


class CallDeliveries:
    def __init__(self, bot: RepBot, hellos: HelloLetters) -> None:
        self.bot = bot
        self.hellos = hellos
        look = sending.looking(bot, self._where_called, self.called)
        calling = "asking the listeners to say hello"
        bot.outbox.register(CALL, self.call, label=calling, look=look, patient=True)
        bot.outbox.register(
            TELL_COORDINATORS,
            self.tell_coordinators,
            label="telling coordinators that someone is waiting",
            look=sending.looking(bot, sending.in_review(bot), self.stands),
            patient=True,
        )
        look = sending.looking(bot, self._asker, came=None)
        bot.outbox.register(
            TELL_ASKER, self.tell_asker, label="news for somebody who waits", look=look
        )
        bot.outbox.register(UNSAY, self.unsay, label="taking a call's button away")

    async def _where_called(self, _letter: Letter) -> sending.Place:
        return await ListenersThread(self.bot).find()

    async def _asker(self, letter: Letter) -> sending.Place:
        hello = await self.hellos.get(letter.subject)
        return None if hello is None else await self.bot.create_dm(discord.Object(hello.asker))

    async def stands(self, letter: Letter, message: discord.Message) -> Outcome:
        """If somebody came meanwhile, or it is over, it says so."""
        hello = await self.hellos.get(letter.subject)
        if hello is None:
            await message.delete()
            return NOT_WANTED
        if letter.kind == TELL_COORDINATORS and await self.hellos.waiting(letter) is not None:
            await self.hellos.coordinators_told(hello)
            if letter.due_at != hello.waiting_since:  # else its own answer has told the asker
                await self.hellos.tell_asker(hello, letter.due_at)
        await self.hellos.note_call(hello, message.channel.id, message.id)
        after = await self.hellos.get(hello.id)
        if after is None or after.state is not HelloState.WAITING:
            await quiet_calls(self.bot, self.hellos, after or hello)
        return SENT

    async def called(self, letter: Letter, message: discord.Message) -> Outcome:
        """What a call plans is planned again, where a restore took it."""
        hello = await self.hellos.waiting(letter)
        try:
            if hello is not None:
                await self._to_call(letter, hello)
        except Exception as error:
            return sending.outcome_of(error)
        return await self.stands(letter, message)

    async def _to_call(self, letter: Letter, hello: Hello) -> list[int]:
        """Whom this call mentions; what follows it is planned. Raises Discord's errors."""
        people = await listening(self.bot, await self.hellos.to_call(hello, letter))
        await self.hellos.call_later(hello)
        if not people and letter.due_at <= hello.waiting_since:
            await self.hellos.nobody_on_duty(hello)
        return people

    async def call(self, letter: Letter) -> Outcome:
        hello = await self.hellos.waiting(letter)
        if hello is None:
            return NOT_WANTED
        try:
            people = await self._to_call(letter, hello)
            if not people and letter.due_at > hello.waiting_since:
                return NOT_WANTED
            thread = await ListenersThread(self.bot).find()
            message = await sending.send_once(
                thread,
                letter,
                sending.own_id(self.bot),
                hello_text.call(people),
                view=hello_buttons.claim_button(hello, mark(letter)),
                allowed_mentions=mentioning(*people),
            )
        except Exception as error:
            return sending.outcome_of(error)
        return await self.stands(letter, message)

    async def tell_coordinators(self, letter: Letter) -> Outcome:
        """Never says who waits. Where it cannot be said, whoever waits learns that."""
        hello = await self.hellos.waiting(letter)
        if hello is None:
            return NOT_WANTED
        settings, now = self.bot.setup.current(), self.bot.now()
        if not settings.review:
            await self.hellos.tell_asker(hello, letter.due_at)
            return NO_REVIEW
        review = self.bot.get_partial_messageable(
            settings.review, guild_id=self.bot.config.guild_id
        )
        night = is_night(now, self.bot.outbox.zone)
        role = 0 if night else settings.coordinator
        said = hello_text.someone_is_waiting(
            hello, role, self.bot.outbox.zone, now, at=letter.due_at
        )
        calling = discord.AllowedMentions(roles=[discord.Object(role)]) if role else sending.NOBODY
        try:
            message = await sending.send_once(
                review,
                letter,
                sending.own_id(self.bot),
                said,
                view=hello_buttons.claim_button(hello, mark(letter)),
                allowed_mentions=calling,
                silent=night,
            )
        except sending.NotSentError as error:
            if error.outcome.delivery is Delivery.IMPOSSIBLE or error.outcome.reason in PERMISSIONS:
                await self.hellos.tell_asker(hello, letter.due_at)
            return error.outcome
        return await self.stands(letter, message)

    async def tell_asker(self, letter: Letter) -> Outcome:
        """Who is unreachable reads it next time."""
        hello = await self.hellos.waiting(letter)
        if hello is None:
            return NOT_WANTED
        night = is_night(self.bot.now(), self.bot.outbox.zone)
        said = hello_text.nobody_yet(hello, night=night)
        view = hello_buttons.withdraw_button(hello, mark(letter))
        return await tell(self.bot, hello.asker, letter, said, view)

    async def unsay(self, letter: Letter) -> Outcome:
        """Whoever asked was forgotten; the message and its place are all that is known."""
        place = self.bot.get_partial_messageable(letter.part, guild_id=self.bot.config.guild_id)
        try:
            message = place.get_partial_message(letter.subject)
            await message.edit(content=hello_text.NO_LONGER, view=None)
        except discord.HTTPException as error:
            if error.code == ARCHIVED and (thread := await fetch_thread(self.bot, letter.part)):
                await thread.edit(archived=False)
                return Outcome(Delivery.TRY_LATER, "the thread was archived")
            return sending.outcome_of(error)
        return SENT


async def quiet_calls(bot: RepBot, hellos: HelloLetters, hello: Hello) -> None:
    """A call that is gone is no loss."""
    said = hello_text.what_became(hello)
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
    """Who cannot be reached reads it at their next command."""
    outcome = await sending.post_to_person(bot, person, letter, said, view=view)
    if outcome.delivery is Delivery.IMPOSSIBLE:
        await bot.notices.keep(person, said)
    return outcome


def mentioning(*people: int) -> discord.AllowedMentions:
    return discord.AllowedMentions(users=[discord.Object(person) for person in people])
