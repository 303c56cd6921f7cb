"""Brings two people together in a private thread, looks after it, and closes it."""

from __future__ import annotations

import discord

from bot import sending
from bot.app import RepBot
from bot.domain.listeners import Hello, HelloState
from bot.domain.outbox import SENT, Delivery, Letter, Outcome, mark
from bot.private_threads import ARCHIVED, fetch_thread, find_or_open, member, take_out
from bot.services.hello_letters import HelloLetters
from bot.services.hello_moves import END, GOODBYE, LOOK, MEET, MOVED
from cogs.listeners import buttons, text
from cogs.listeners.duty_letters import NOT_WANTED, mentioning, quiet_calls, tell

LOOKED_THROUGH = 100
NO_THREAD = Outcome(Delivery.IMPOSSIBLE, "the thread has been deleted")


class MeetingOfTwo:
    """The deliverers once a listener has come."""

    def __init__(self, bot: RepBot, hellos: HelloLetters) -> None:
        self.bot = bot
        self.hellos = hellos
        for kind, deliver in (
            (MEET, self.meet),
            (MOVED, self.moved),
            (LOOK, self.look),
            (END, self.end),
            (GOODBYE, self.goodbye),
        ):
            bot.outbox.on(kind, deliver)

    async def meet(self, letter: Letter) -> Outcome:
        """Open the thread, or come to the one that is there, and say how it works."""
        hello = await self.hellos.claimed(letter)
        if hello is None:
            return NOT_WANTED
        outcome = await self._bring_together(letter, hello)
        if outcome.delivery is Delivery.IMPOSSIBLE:
            await self.hellos.could_not_meet(hello)
            for person in (hello.asker, hello.listener):
                await self.bot.notices.keep(person, text.NO_THREAD)
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
                text.meeting(hello),
                view=buttons.thread_buttons(hello, mark(letter)),
                allowed_mentions=mentioning(hello.asker, hello.listener),
            )
        except sending.NotSentError as error:
            return error.outcome
        except Exception as error:
            return sending.outcome_of(error)
        return SENT

    async def _thread(self, hello: Hello) -> discord.Thread:
        if hello.thread and (known := await fetch_thread(self.bot, hello.thread)) is not None:
            return known
        support = self.bot.setup.current().support
        return await find_or_open(self.bot, support, text.thread_name(hello))

    async def moved(self, letter: Letter) -> Outcome:
        """Say in the thread that somebody else is asked; whoever was there steps back."""
        hello = await self.hellos.waiting(letter)
        if hello is None:
            return NOT_WANTED
        outcome = await sending.post(
            self.bot,
            hello.thread,
            letter,
            text.moved(hello),
            view=buttons.moved_buttons(hello, mark(letter)),
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
        """Look whether both are still in the server: Discord does not tell when somebody leaves."""
        hello = await self.hellos.claimed(letter)
        if hello is None:
            return NOT_WANTED
        try:
            if await member(self.bot, hello.asker) is None:
                await self.hellos.asker_left(hello)
            elif await member(self.bot, hello.listener) is None:
                await self.hellos.listener_left(hello)
        except Exception as error:
            return sending.outcome_of(error)
        return SENT

    async def end(self, letter: Letter) -> Outcome:
        """End what is a day old."""
        return SENT if await self.hellos.expire(letter.subject) else NOT_WANTED

    async def goodbye(self, letter: Letter) -> Outcome:
        """Say goodbye: in the thread, which closes, or to somebody whom nobody could meet."""
        hello = await self.hellos.get(letter.subject)
        if hello is None:
            return NOT_WANTED
        await quiet_calls(self.bot, self.hellos, hello)
        if hello.thread:
            return await self._close(letter, hello)
        if hello.state is HelloState.EXPIRED:
            view = buttons.again_button(mark(letter))
            return await tell(self.bot, hello.asker, letter, text.NOBODY_CAME, view)
        return SENT

    async def _take_buttons(self, thread: discord.Thread) -> None:
        """Take away what nobody can press to any use once it is over; a failure is no loss."""
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
                text.goodbye(hello),
                view=buttons.again_button(mark(letter)),
            )
            await self._take_buttons(thread)
            await thread.edit(archived=True, locked=True)
        except sending.NotSentError as error:
            return error.outcome
        except discord.HTTPException as error:
            if error.code != ARCHIVED:
                return sending.outcome_of(error)
        return SENT


def _moves(message: discord.Message) -> bool:
    """Say whether a message carries `We are done` or another button of an open hello."""
    return any(
        (getattr(button, "custom_id", None) or "").startswith((buttons.DONE, buttons.OTHER))
        for row in message.components
        for button in getattr(row, "children", ())
    )
