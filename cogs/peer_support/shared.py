"""Check-ins that the listeners may read: asked for in their thread, read by a press, taken back."""

from __future__ import annotations

import discord

from bot import permissions, sending, ui, urgent
from bot.app import RepBot
from bot.discord_codes import ARCHIVED, UNKNOWN_CHANNEL, UNKNOWN_MESSAGE
from bot.domain.checkins import LOWEST, Entry
from bot.domain.danger import Kind as Danger
from bot.domain.errors import UserError
from bot.domain.listeners import in_hours
from bot.domain.outbox import SENT, Delivery, Letter, Outcome, mark
from bot.router import number
from bot.services.checkin_entries import Entries, SharedEntries, Shown
from bot.services.checkins import READ, SHARE, TAKE_DOWN
from bot.services.hellos import Hellos
from bot.services.listeners import Listeners
from bot.ui import Interaction
from cogs.peer_support import checkin_buttons, checkin_text, hello_buttons, hello_text
from cogs.peer_support.hello_calls import NOT_WANTED, mentioning, tell
from cogs.peer_support.private_threads import ListenersThread, fetch_thread, having_role, listening

LISTENERS_ONLY = "That is for listeners. `/hello` reaches them."
RESTING = "You are resting at the moment. `Go on duty` in `/listener`, then press again."
NOT_YOUR_HOURS = "It is outside your hours. `/listener` changes them; then press again."
GONE = "This check-in has been taken back, or is over 30 days old."
NOBODY = Outcome(Delivery.IMPOSSIBLE, "no listener is on duty")
GONE_CODES = (UNKNOWN_CHANNEL, UNKNOWN_MESSAGE)


class SharedCheckIns:
    def __init__(self, bot: RepBot, entries: Entries, shared: SharedEntries) -> None:
        self.bot = bot
        self.entries = entries
        self.shared = shared
        self.listeners = Listeners(bot.database, bot.outbox, bot.now)
        self.hellos = Hellos(bot.database, bot.outbox, bot.now)
        for prefix, handler in (
            (checkin_buttons.SHOW, self.show),
            (checkin_buttons.SHARE, self.share),
            (checkin_buttons.TAKE_BACK, self.take_back),
            (checkin_buttons.OPEN, self.open),
            (checkin_buttons.READ, self.read),
            (checkin_buttons.SAY, self.say_hello),
        ):
            bot.router.button(prefix, handler, takes=number, gone=checkin_text.NO_USE)

    async def show(self, interaction: Interaction, entry_id: int) -> None:
        """Say who could open it before anybody can."""
        entry = await self._own(interaction, entry_id)
        if (count := await self._who_could(interaction, entry)) == 0:
            return
        said = checkin_text.before_sharing(count)
        await ui.reply(interaction, said, view=checkin_buttons.sharing_buttons(entry))

    async def share(self, interaction: Interaction, entry_id: int) -> None:
        entry = await self._own(interaction, entry_id)
        if await self._who_could(interaction, entry) == 0:
            return
        kept = await self.entries.share(interaction.user.id, entry_id, shown=True)
        if kept is None:
            raise UserError(checkin_text.NO_USE)
        await ui.reply(interaction, checkin_text.SHARED, view=checkin_buttons.kept_buttons(kept))

    async def take_back(self, interaction: Interaction, entry_id: int) -> None:
        kept = await self.entries.share(interaction.user.id, entry_id, shown=False)
        if kept is None:
            raise UserError(checkin_text.NO_USE)
        view = checkin_buttons.kept_buttons(kept)
        await ui.reply(interaction, checkin_text.TAKEN_BACK, view=view)

    async def _own(self, interaction: Interaction, entry_id: int) -> Entry:
        shown = await self.entries.own(interaction.user.id, entry_id)
        if shown is None:
            raise UserError(checkin_text.NO_USE)
        return shown.entry

    async def _who_could(self, interaction: Interaction, entry: Entry) -> int:
        """Where nobody could, it stays private, and what else there is, is said."""
        if not self.bot.setup.current().support:
            said = checkin_text.NO_LISTENERS_YET
        else:
            there = await self.listeners.there_now(besides=interaction.user.id)
            if people := await listening(self.bot, there):
                return len(people)
            said = checkin_text.nobody_there(entry)
        if entry.feeling is LOWEST:
            urgent.notice(interaction, [Danger.MIND])
        await ui.reply(interaction, said, view=checkin_buttons.nobody_buttons())
        return 0

    async def open(self, interaction: Interaction, entry_id: int) -> None:
        """Show the words to a listener alone, who has the role at this moment."""
        shown = await self._for_listener(interaction, entry_id)
        person = await permissions.find(self.bot, shown.entry.person)
        if person is None:
            raise UserError(GONE)
        said = checkin_text.opened(shown, ui.name_of(person))
        await ui.reply(interaction, said, view=checkin_buttons.opened_buttons(entry_id))

    async def read(self, interaction: Interaction, entry_id: int) -> None:
        await self._for_listener(interaction, entry_id)
        await self.shared.has_read(entry_id, interaction.user.id)
        await ui.reply(interaction, checkin_text.READ)

    async def say_hello(self, interaction: Interaction, entry_id: int) -> None:
        shown = await self._for_listener(interaction, entry_id)
        if await permissions.find(self.bot, shown.entry.person) is None:
            raise UserError(GONE)
        offer_rest = await self.hellos.offer(shown.entry.person, interaction.user.id)
        view = hello_buttons.coming_buttons(offer_rest=offer_rest)
        await ui.reply(interaction, hello_text.claimed(offer_rest=offer_rest), view=view)

    async def _for_listener(self, interaction: Interaction, entry_id: int) -> Shown:
        """Raises UserError for who was not counted when it was said who can open it."""
        person = interaction.user.id
        listener = await self.listeners.get(person)
        if not await having_role(self.bot, [person]):
            if listener is not None:
                await listening(self.bot, [person])  # off duty at once
            raise UserError(LISTENERS_ONLY)
        if listener is None or not listener.on_duty:
            raise UserError(RESTING)
        if not in_hours(listener, self.bot.now(), self.bot.outbox.zone):
            raise UserError(NOT_YOUR_HOURS)
        shown = await self.shared.shared(entry_id)
        if shown is None:
            raise UserError(GONE)
        return shown


class SharedDeliveries:
    def __init__(self, bot: RepBot, entries: SharedEntries) -> None:
        self.bot = bot
        self.entries = entries
        self.listeners = Listeners(bot.database, bot.outbox, bot.now)
        look = sending.looking(bot, self._where_shared, self.stands)
        bot.outbox.register(SHARE, self.share, label="a check-in for the listeners", look=look)
        bot.outbox.register(TAKE_DOWN, self.take_down, label="taking a shared check-in down")
        look = sending.looking(bot, self._sharer, came=None)
        bot.outbox.register(READ, self.tell_read, label="news of a shared check-in", look=look)

    async def share(self, letter: Letter) -> Outcome:
        """Those on duty are asked to read it; what stands there already is changed, not doubled."""
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
        entry = shown.entry
        if await permissions.find(self.bot, entry.person) is None:
            return NOT_WANTED
        if not await self._edit(letter, shown):
            there = await self.listeners.there_now(besides=entry.person)
            people = await listening(self.bot, there)
            if not people:
                return NOBODY
            thread = await ListenersThread(self.bot).find()
            message = await sending.send_once(
                thread,
                letter,
                sending.own_id(self.bot),
                checkin_text.to_read(people),
                view=checkin_buttons.open_button(entry.id, mark(letter)),
                allowed_mentions=mentioning(*people),
            )
            await self.entries.stands_in(entry.id, thread.id, message.id)
        if await self.entries.shared(letter.subject) is None:  # taken back while it was being sent
            await self.take_down(letter)
        return SENT

    async def _edit(self, letter: Letter, shown: Shown) -> bool:
        """Say whether a message stands there. Before version 19 it held the words."""
        stands = await self.entries.where(shown.entry.id)
        if stands is None:
            return False
        thread = await fetch_thread(self.bot, stands[0])
        if thread is None:
            return False
        if thread.archived:
            await thread.edit(archived=False)
        view = checkin_buttons.open_button(shown.entry.id, mark(letter))
        try:
            message = thread.get_partial_message(stands[1])
            await message.edit(content=checkin_text.to_read([]), view=view)
        except discord.NotFound:
            return False
        return True

    async def _where_shared(self, _letter: Letter) -> sending.Place:
        return await ListenersThread(self.bot).find()

    async def stands(self, letter: Letter, message: discord.Message) -> Outcome:
        """What nobody should see any more is taken away."""
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
            if error.code not in GONE_CODES:
                return sending.outcome_of(error)
        await self.entries.taken_down(letter.subject)
        return SENT

    async def _sharer(self, letter: Letter) -> sending.Place:
        shown = await self.entries.shared(letter.subject)
        if shown is None:
            return None
        return await self.bot.create_dm(discord.Object(shown.entry.person))

    async def tell_read(self, letter: Letter) -> Outcome:
        """The part is who has read it."""
        shown = await self.entries.shared(letter.subject)
        if shown is None:
            return NOT_WANTED
        try:
            reader = await permissions.find(self.bot, letter.part)
        except Exception as error:
            return sending.outcome_of(error)
        said = checkin_text.was_read(ui.name_of(reader) if reader else "A listener")
        view = checkin_buttons.told_buttons(mark(letter))
        return await tell(self.bot, shown.entry.person, letter, said, view)
