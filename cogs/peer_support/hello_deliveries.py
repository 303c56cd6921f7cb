"""Brings two people together in a private thread, looks after it, and closes it."""

from __future__ import annotations

import discord

from bot import permissions, sending
from bot.app import RepBot
from bot.discord_codes import ARCHIVED
from bot.domain.listeners import Hello, HelloState
from bot.domain.outbox import SENT, Delivery, Letter, Outcome, Urgency, mark
from bot.services.hello_letters import HelloLetters
from bot.services.hellos import CALL, END, GOODBYE, LOOK, MEET, MOVED, TELL_ASKER, TELL_COORDINATORS
from bot.services.listeners import DAILY, Listeners
from cogs.peer_support import hello_buttons, hello_text
from cogs.peer_support.private_threads import ListenersThread, fetch_thread, find_or_open, take_out

LOOKED_THROUGH = 100
NO_THREAD = Outcome(Delivery.IMPOSSIBLE, "the thread has been deleted")


class MeetingOfTwo:
    """The deliverers once a listener has come."""

    def __init__(self, bot: RepBot, hellos: HelloLetters) -> None:
        self.bot = bot
        self.hellos = hellos
        register = bot.outbox.register
        register(MEET, self.meet, label="opening a private thread")
        register(MOVED, self.moved, label="news in a private thread")
        register(LOOK, self.look, label="a look at who listens")
        register(END, self.end, label="the end of a hello")
        register(GOODBYE, self.goodbye, label="a goodbye in a private thread")

    async def meet(self, letter: Letter) -> Outcome:
        """Open the thread, or come to the one that is there, and say how it works."""
        hello = await self.hellos.claimed(letter)
        if hello is None:
            return NOT_WANTED
        outcome = await self._bring_together(letter, hello)
        if outcome.delivery is Delivery.IMPOSSIBLE:
            await self.hellos.could_not_meet(hello)
            for person in (hello.asker, hello.listener):
                await self.bot.notices.keep(person, hello_text.NO_THREAD)
        else:
            await quiet_calls(self.bot, self.hellos, hello)
        return outcome

    async def _bring_together(self, letter: Letter, hello: Hello) -> Outcome:
        try:
            thread = await self._thread(hello)
            await self.hellos.met_in(hello, thread.id)
            for person in (hello.asker, hello.listener):
                await thread.add_user(discord.Object(person))
            await sending.send_once(
                thread,
                letter,
                sending.own_id(self.bot),
                hello_text.meeting(hello),
                view=hello_buttons.thread_buttons(hello, mark(letter)),
                allowed_mentions=mentioning(hello.asker, hello.listener),
            )
        except Exception as error:
            return sending.outcome_of(error)
        return SENT

    async def _thread(self, hello: Hello) -> discord.Thread:
        if hello.thread and (known := await fetch_thread(self.bot, hello.thread)) is not None:
            return known
        support = self.bot.setup.current().support
        return await find_or_open(self.bot, support, hello_text.thread_name(hello))

    async def moved(self, letter: Letter) -> Outcome:
        """Whoever was there steps back."""
        hello = await self.hellos.waiting(letter)
        if hello is None:
            return NOT_WANTED
        outcome = await sending.post(
            self.bot,
            hello.thread,
            letter,
            hello_text.moved(hello),
            view=hello_buttons.moved_buttons(hello, mark(letter)),
            allowed_mentions=mentioning(hello.asker),
        )
        if outcome.delivery is Delivery.SENT:
            await self._let_go(hello)
        return outcome

    async def _let_go(self, hello: Hello) -> None:
        thread = await fetch_thread(self.bot, hello.thread)
        if thread is not None:
            for person in await self.hellos.who_came(hello):
                await take_out(thread, person)

    async def look(self, letter: Letter) -> Outcome:
        """Discord does not tell when somebody leaves."""
        hello = await self.hellos.claimed(letter)
        if hello is None:
            return NOT_WANTED
        try:
            if await permissions.find(self.bot, hello.asker) is None:
                await self.hellos.asker_left(hello)
            elif await permissions.find(self.bot, hello.listener) is None:
                await self.hellos.listener_left(hello)
        except Exception as error:
            return sending.outcome_of(error)
        return SENT

    async def end(self, letter: Letter) -> Outcome:
        """End what is a day old."""
        return SENT if await self.hellos.expire(letter.subject) else NOT_WANTED

    async def goodbye(self, letter: Letter) -> Outcome:
        """Said in the thread, which closes, or to somebody whom nobody could meet."""
        hello = await self.hellos.get(letter.subject)
        if hello is None:
            return NOT_WANTED
        await quiet_calls(self.bot, self.hellos, hello)
        if hello.thread:
            return await self._close(letter, hello)
        if hello.state is HelloState.EXPIRED:
            view = hello_buttons.again_button(mark(letter))
            return await tell(self.bot, hello.asker, letter, hello_text.NOBODY_CAME, view)
        return SENT

    async def _take_buttons(self, thread: discord.Thread) -> None:
        """Nobody can press them to any use once it is over; a failure is no loss."""
        try:
            async for message in thread.history(limit=LOOKED_THROUGH):
                if message.author.id == sending.own_id(self.bot) and _moves(message):
                    await message.edit(view=None)
        except discord.HTTPException as error:
            sending.log.info("buttons stay in thread=%d: code=%d", thread.id, error.code)

    async def _close(self, letter: Letter, hello: Hello) -> Outcome:
        try:
            thread = await fetch_thread(self.bot, hello.thread)
            if thread is None:
                return NO_THREAD
            await sending.send_once(
                thread,
                letter,
                sending.own_id(self.bot),
                hello_text.goodbye(hello),
                view=hello_buttons.again_button(mark(letter)),
            )
            await self._take_buttons(thread)  # first: nothing can be edited in an archived thread
            await thread.edit(archived=True, locked=True)
        except sending.NotSentError as error:
            return error.outcome
        except discord.HTTPException as error:
            if error.code != ARCHIVED:  # then it was closed before, by an earlier try
                return sending.outcome_of(error)
        return SENT


def _moves(message: discord.Message) -> bool:
    """Say whether a message carries `We are done` or another button of an open hello."""
    return any(
        (getattr(button, "custom_id", None) or "").startswith(
            (hello_buttons.DONE, hello_buttons.OTHER)
        )
        for row in message.components
        for button in getattr(row, "children", ())
    )


NOT_WANTED = Outcome(Delivery.NOT_WANTED, "no longer wanted")
NO_REVIEW = Outcome(Delivery.IMPOSSIBLE, "no review channel is chosen")


class DutyDeliveries:
    """The deliverers while a request waits."""

    def __init__(self, bot: RepBot, hellos: HelloLetters, listeners: Listeners) -> None:
        self.bot = bot
        self.hellos = hellos
        self.listeners = listeners
        bot.outbox.register(CALL, self.call, label="asking the listeners to say hello")
        bot.outbox.register(
            TELL_COORDINATORS,
            self.tell_coordinators,
            label="telling coordinators that someone is waiting",
        )
        bot.outbox.register(TELL_ASKER, self.tell_asker, label="news for somebody who waits")
        bot.outbox.register(
            DAILY, self.look_at_roles, label="the daily look at who listens", rank=Urgency.CAN_WAIT
        )

    async def call(self, letter: Letter) -> Outcome:
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
                hello_text.call(people),
                view=hello_buttons.claim_button(hello, mark(letter)),
                allowed_mentions=mentioning(*people),
            )
        except Exception as error:
            return sending.outcome_of(error)
        await self._noted(hello, thread.id, message.id)
        return SENT

    async def tell_coordinators(self, letter: Letter) -> Outcome:
        """Never says who waits."""
        hello = await self.hellos.waiting(letter)
        if hello is None:
            return NOT_WANTED
        settings = self.bot.setup.current()
        if not settings.review:
            return NO_REVIEW
        review = self.bot.get_partial_messageable(
            settings.review, guild_id=self.bot.config.guild_id
        )
        said = hello_text.someone_is_waiting(
            hello, settings.coordinator, self.bot.config.timezone, self.bot.now()
        )
        try:
            message = await sending.send_once(
                review,
                letter,
                sending.own_id(self.bot),
                said,
                view=hello_buttons.claim_button(hello, mark(letter)),
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
        """Who is unreachable reads it next time."""
        hello = await self.hellos.waiting(letter)
        if hello is None:
            return NOT_WANTED
        said = hello_text.nobody_yet(hello, coordinators=bool(self.bot.setup.current().review))
        view = hello_buttons.withdraw_button(hello, mark(letter))
        return await tell(self.bot, hello.asker, letter, said, view)

    async def look_at_roles(self, _letter: Letter) -> Outcome:
        """Once a day: whoever left, or no longer has the role, is on duty no more."""
        role = self.bot.setup.current().listener
        try:
            for listener in await self.listeners.everybody():
                person = await permissions.find(self.bot, listener.person)
                if person is not None and person.get_role(role) is not None:
                    continue
                await self.listeners.forget(listener.person)
                await ListenersThread(self.bot).let_out(listener.person)
        except discord.HTTPException as error:
            return sending.outcome_of(error)
        await self.listeners.plan_day(self.bot.config.timezone)
        return SENT

    async def _noted(self, hello: Hello, place: int, message: int) -> None:
        """If it is over meanwhile, say so there at once."""
        await self.hellos.note_call(hello, place, message)
        after = await self.hellos.get(hello.id)
        if after is None or after.state is not HelloState.WAITING:
            await quiet_calls(self.bot, self.hellos, hello)


async def quiet_calls(bot: RepBot, hellos: HelloLetters, hello: Hello) -> None:
    """A call that is gone is no loss."""
    # A hello that is over keeps its thread, where somebody had come.
    came = hello.state is HelloState.CLAIMED or hello.thread != 0
    said = hello_text.SOMEBODY_CAME if came else hello_text.NO_LONGER
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
