"""`/buddy`: taking part in the monthly pairing, and what its letters do."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot import permissions, sending, ui
from bot.app import RepBot
from bot.domain.errors import UserError
from bot.domain.outbox import SENT, Delivery, Letter, Outcome, Urgency, mark
from bot.router import number
from bot.services.buddies import ASK, LEFT_OVER, MEET, OVER, ROUND, Buddies, Standing
from bot.ui import Interaction
from cogs.peer_support import buddy_text as text
from cogs.peer_support.hello_calls import NOT_WANTED, mentioning, tell
from cogs.peer_support.private_threads import fetch_thread, find_or_open, take_out

MINE = "buddies:1:mine"
JOIN = "buddies:1:join"
REST = "buddies:1:rest"
LEAVE = "buddies:1:leave"
YES = "buddies:1:yes"
NOT_YET = "buddies:1:notyet"
OTHER = "buddies:1:other"
WHOM = "buddies:1:whom"
VETO = "buddies:1:veto"


class BuddyButtons:
    def __init__(self, bot: RepBot, buddies: Buddies) -> None:
        self.bot = bot
        self.buddies = buddies
        router = bot.router
        router.button(MINE, self.mine)
        router.button(JOIN, self.join)
        router.button(REST, self.rest)
        router.button(LEAVE, self.leave)
        router.button(YES, self.yes)
        router.button(NOT_YET, self.not_yet)
        router.button(OTHER, self.other, takes=number, gone=OVER)
        router.button(WHOM, self.whom)
        router.button(VETO, self.veto, takes=number, gone=OVER)
        bot.silent_after += (WHOM, VETO)

    async def mine(self, interaction: Interaction) -> None:
        await self._show(interaction, await self.buddies.standing(interaction.user.id))

    async def join(self, interaction: Interaction) -> None:
        await self._show(interaction, await self.buddies.join(interaction.user.id))

    async def rest(self, interaction: Interaction) -> None:
        await self._show(interaction, await self.buddies.rest(interaction.user.id))

    async def leave(self, interaction: Interaction) -> None:
        await self._show(interaction, await self.buddies.leave(interaction.user.id))

    async def _show(self, interaction: Interaction, stands: Standing) -> None:
        take = ui.button("Take part", JOIN, style=ui.Style.primary)
        if stands.resting is None:
            choices = [take]
        else:
            rest = take if stands.resting else ui.button("Rest", REST)
            choices = [rest, ui.button("Leave", LEAVE)]
        if stands.group is not None:
            choices.append(ui.button(text.VETO, WHOM))
        said = text.standing(stands, self.bot.outbox.zone, self.bot.now())
        await ui.reply(interaction, said, view=ui.view(*choices))

    async def yes(self, interaction: Interaction) -> None:
        """Nothing is written down."""
        await ui.reply(interaction, text.GOOD)

    async def not_yet(self, interaction: Interaction) -> None:
        await ui.reply(interaction, text.not_yet())

    async def other(self, interaction: Interaction, group_id: int) -> None:
        found = await self.buddies.somebody_else(group_id, interaction.user.id)
        await ui.reply(interaction, text.FOUND if found else text.LOOKING)

    async def whom(self, interaction: Interaction) -> None:
        """Of this month's, by name."""
        group = (await self.buddies.standing(interaction.user.id)).group
        others = [each for each in group.people if each != interaction.user.id] if group else []
        found = [(each, await permissions.find(self.bot, each)) for each in others]
        names = [
            ui.button(who.display_name if who else "Who has left", f"{VETO}:{each}")
            for each, who in found
        ]
        if not names:
            raise UserError(text.AGAIN_ALONE)
        await ui.reply(interaction, text.WHOM, view=ui.view(*names))

    async def veto(self, interaction: Interaction, other: int) -> None:
        await self.buddies.veto(interaction.user.id, other)
        await ui.reply(interaction, text.NEVER)


class BuddyDeliveries:
    def __init__(self, bot: RepBot, buddies: Buddies) -> None:
        self.bot = bot
        self.buddies = buddies
        register = bot.outbox.register
        # A thread is found only where it was written down before.
        look = sending.looking(bot, self._where, came=None)
        late, calm = bot.outbox.at_night, Urgency.CAN_WAIT
        register(ROUND, self.pair, label="the monthly pairing", rank=calm, waits_for=late)
        label = "bringing buddies together"
        register(MEET, self.meet, label=label, rank=calm, waits_for=late, look=look)
        label = "asking buddies whether they have talked"
        register(ASK, self.ask, label=label, rank=calm, waits_for=late, look=look)
        look = sending.looking(bot, self._alone, came=None)
        label = "news of the monthly pairing"
        register(LEFT_OVER, self.left_over, label=label, rank=calm, waits_for=self._whom, look=look)

    async def pair(self, letter: Letter) -> Outcome:
        """Those who say yes and still are here, each asked at Discord."""
        try:
            here = [
                person
                for person in await self.buddies.taking_part()
                if await permissions.find(self.bot, person) is not None
            ]
        except Exception as error:
            return sending.outcome_of(error)
        await self.buddies.pair(letter, here)
        return SENT

    async def _where(self, letter: Letter) -> sending.Place:
        group = await self.buddies.get(letter.subject)
        return sending.channel(self.bot, group.thread if group else 0)

    async def meet(self, letter: Letter) -> Outcome:
        group = await self.buddies.get(letter.subject)
        if group is None:
            return NOT_WANTED
        try:
            thread = await fetch_thread(self.bot, group.thread) if group.thread else None
            if thread is None:
                support = self.bot.setup.current().support
                thread = await find_or_open(self.bot, support, text.thread_name(group))
            await self.buddies.met_in(group.id, thread.id)
            for person in group.people:
                await thread.add_user(discord.Object(person))
            await sending.send_once(
                thread,
                letter,
                sending.own_id(self.bot),
                text.meeting(group),
                view=ui.view(ui.button("My buddies", MINE, mark=mark(letter))),
                allowed_mentions=mentioning(*group.people),
            )
        except Exception as error:
            outcome = sending.outcome_of(error)
            if outcome.delivery is Delivery.IMPOSSIBLE:
                for person in group.people:
                    await self.bot.notices.keep(person, text.NO_THREAD)
            return outcome
        return SENT

    async def ask(self, letter: Letter) -> Outcome:
        """Silently: nobody is called for it."""
        group = await self.buddies.get(letter.subject)
        if group is None or not group.thread:
            return NOT_WANTED
        view = ui.view(
            ui.button("Yes", YES, style=ui.Style.success, mark=mark(letter)),
            ui.button("Not yet", NOT_YET),
            ui.button("Find me somebody else", f"{OTHER}:{group.id}"),
        )
        place = self.bot.get_partial_messageable(group.thread, guild_id=self.bot.config.guild_id)
        try:
            own = sending.own_id(self.bot)
            await sending.send_once(place, letter, own, text.HAS_IT, view=view, silent=True)
        except sending.NotSentError as error:
            return error.outcome
        return SENT

    async def _whom(self, letter: Letter) -> int:
        return letter.part

    async def _alone(self, letter: Letter) -> sending.Place:
        return await self.bot.create_dm(discord.Object(letter.part))

    async def left_over(self, letter: Letter) -> Outcome:
        """The part is the person."""
        stands = await self.buddies.standing(letter.part)
        said = text.left_over(stands.next_at, self.bot.outbox.zone, self.bot.now())
        view = ui.view(ui.button("My buddies", MINE, mark=mark(letter)))
        return await tell(self.bot, letter.part, letter, said, view)


class BuddyCog(commands.Cog):
    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        self.buddies = Buddies(bot.database, bot.outbox, bot.now, bot.erasures.hashed_pairs)
        self.buttons = BuddyButtons(bot, self.buddies)
        BuddyDeliveries(bot, self.buddies)
        bot.privacy.leaving.append(self.leave)
        bot.help.add("`/buddy`: a chat each month")

    async def cog_load(self) -> None:
        """Plan the next round at each start."""
        await self.buddies.plan_round()

    @app_commands.command(description="Somebody to talk to, each month: take part, rest, leave")
    @app_commands.guild_only()
    async def buddy(self, interaction: Interaction) -> None:
        await self.buttons.mine(interaction)

    async def leave(self, person: int) -> None:
        """Take somebody who erases themselves out of the threads of their pairings."""
        for thread_id in await self.buddies.threads_of(person):
            if (thread := await fetch_thread(self.bot, thread_id)) is not None:
                await take_out(thread, person)
