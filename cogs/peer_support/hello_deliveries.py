"""Brings two people together in a private thread, looks after it, and closes it."""

from __future__ import annotations

import discord

from bot import permissions, sending
from bot.app import RepBot
from bot.discord_codes import ARCHIVED
from bot.domain.listeners import Hello, HelloState
from bot.domain.outbox import SENT, Delivery, Letter, Outcome, mark
from bot.services.hello_letters import HelloLetters
from bot.services.hellos import END, GOODBYE, LOOK, MEET, MOVED, SHUT
from cogs.peer_support import hello_buttons, hello_text
from cogs.peer_support.hello_calls import NOT_WANTED, mentioning, quiet_calls, tell
from cogs.peer_support.private_threads import fetch_thread, find_or_open, listening, take_out

LOOKED_THROUGH = 100
NO_THREAD = Outcome(Delivery.IMPOSSIBLE, "the thread has been deleted")


class MeetingOfTwo:
    """The deliverers once a listener has come."""

    def __init__(self, bot: RepBot, hellos: HelloLetters) -> None:
        self.bot = bot
        self.hellos = hellos
        register, looking = bot.outbox.register, sending.looking
        met = looking(bot, self._where, self.met)
        register(MEET, self.meet, label="opening a private thread", look=met)
        said = looking(bot, self._where, self.said_moved)
        register(MOVED, self.moved, label="news in a private thread", look=said)
        register(LOOK, self.look, label="a look at who listens")
        register(END, self.end, label="the end of a hello")
        said = looking(bot, self._where, self.said_goodbye)
        register(GOODBYE, self.goodbye, label="a goodbye in a private thread", look=said)
        shut = looking(bot, self._left_behind, self.said_closing)
        register(SHUT, self.shut, label="closing a private thread", look=shut)

    async def _where(self, letter: Letter) -> sending.Place:
        """The thread of the two; where none was opened, a goodbye goes to whoever asked."""
        hello = await self.hellos.get(letter.subject)
        if hello is None or hello.thread or letter.kind != GOODBYE:
            return sending.channel(self.bot, hello.thread if hello else 0)
        return await self.bot.create_dm(discord.Object(hello.asker))

    async def met(self, letter: Letter, _message: discord.Message) -> Outcome:
        if (hello := await self.hellos.claimed(letter)) is not None:
            await quiet_calls(self.bot, self.hellos, hello)
        return SENT

    async def said_moved(self, letter: Letter, _message: discord.Message) -> Outcome:
        if (hello := await self.hellos.waiting(letter)) is not None:
            await self._let_go(hello)
        return SENT

    async def said_goodbye(self, letter: Letter, _message: discord.Message) -> Outcome:
        if (hello := await self.hellos.get(letter.subject)) is None:
            return SENT
        await quiet_calls(self.bot, self.hellos, hello)
        return await self._shut_again(hello.thread)

    async def said_closing(self, letter: Letter, _message: discord.Message) -> Outcome:
        return await self._shut_again(letter.subject)

    async def _shut_again(self, number: int) -> Outcome:
        """Where it was cut off between the goodbye and this."""
        thread = await fetch_thread(self.bot, number) if number else None
        return SENT if thread is None else await self._shut(thread)

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
        try:
            people = await listening(self.bot, await self.hellos.to_call(hello))
        except Exception as error:
            return sending.outcome_of(error)
        outcome = await sending.post(
            self.bot,
            hello.thread,
            letter,
            hello_text.moved(hello, len(people)),
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
            elif not await may_listen(self.bot, hello.listener):
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
        except Exception as error:
            return sending.outcome_of(error)
        return await self._shut(thread)

    async def _left_behind(self, letter: Letter) -> sending.Place:
        return sending.channel(self.bot, letter.subject)

    async def shut(self, letter: Letter) -> Outcome:
        """Of somebody who was forgotten; the thread is all that is known."""
        try:
            thread = await fetch_thread(self.bot, letter.subject)
            if thread is None:
                return NOT_WANTED
            view = hello_buttons.again_button(mark(letter))
            said, own = hello_text.CLOSING, sending.own_id(self.bot)
            await sending.send_once(thread, letter, own, said, view=view)
        except Exception as error:
            return sending.outcome_of(error)
        return await self._shut(thread)

    async def _shut(self, thread: discord.Thread) -> Outcome:
        try:
            await self._take_buttons(thread)  # first: nothing can be edited in an archived thread
            await thread.edit(archived=True, locked=True)
        except discord.HTTPException as error:
            if error.code != ARCHIVED:  # then it was closed before, by an earlier try
                return sending.outcome_of(error)
        return SENT


async def may_listen(bot: RepBot, person: int) -> bool:
    """Whether they are here, and a listener or coordinator still. Raises Discord's errors."""
    member, settings = await permissions.find(bot, person), bot.setup.current()
    roles = (settings.listener, settings.coordinator)
    return member is not None and (
        any(member.get_role(role) is not None for role in roles)
        or member.guild_permissions.manage_guild
    )


def _moves(message: discord.Message) -> bool:
    """Say whether a message carries `We are done` or another button of an open hello."""
    return any(
        (getattr(button, "custom_id", None) or "").startswith(
            (hello_buttons.DONE, hello_buttons.OTHER)
        )
        for row in message.components
        for button in getattr(row, "children", ())
    )
