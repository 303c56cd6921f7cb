"""The announcement of a call: one message that always says how the call stands, and its buttons."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

import discord

from bot import cards, modals, sending, ui
from bot.discord_codes import TOO_MANY_EDITS_OF_OLD_MESSAGES
from bot.domain.agenda import Topic
from bot.domain.meetings import CallState, Job, Meeting, state_of
from bot.domain.outbox import SENT, Delivery, Letter, Outcome, Reported, Urgency, mark
from bot.modals import Values
from bot.router import number
from bot.services.call_letters import COPY, JOB, NUMBERS, RENAME, TURN
from bot.services.call_people import WANTED, OnTheCard
from bot.services.meetings import GONE
from bot.services.reminders import NO_THREAD, REPLACED
from bot.ui import Interaction
from cogs.meetings import change_text, joining_text, responses, text, thread_text
from cogs.meetings.context import MeetingContext

ARRANGE_FORM = "meetings:1:arranging"
SAY_INSTEAD_SECONDS = 120  # a new state that the card could not show by then is said in the thread
EDIT_AGAIN_SECONDS = 30.0


async def made(context: MeetingContext, meeting: Meeting, marked: str = "") -> dict[str, Any]:
    """Return the card as it is now: content, embed and view, to be sent or edited."""
    about = await context.people.on_the_card(meeting)
    topics = (await context.agendas.of(meeting)).topics
    now, role = context.bot.now(), context.bot.setup.current().rep
    return {
        "content": text.card_lines(about, role, now),
        "embed": embed(about, topics, context.bot),
        "view": buttons(meeting, state_of(meeting, now), marked),
    }


def embed(about: OnTheCard, topics: list[Topic], bot: Any) -> discord.Embed:
    shown = discord.Embed(colour=cards.ACCENT, description=text.card_when(about, bot.now()))
    for title, words in text.card_fields(about, topics, bot.now()):
        shown.add_field(name=title, value=words, inline=False)
    if state_of(about.meeting, bot.now()) in (CallState.COMING, CallState.TODAY):
        shown.set_footer(text=text.SHOWS_NAMES)
    return shown


def texts(shown: dict[str, Any]) -> list[str]:
    """Return what the message says, for a preview of it."""
    box: discord.Embed = shown["embed"]
    fields = [f"**{each.name}**\n{each.value}" for each in box.fields]
    return [shown["content"], box.description or "", *fields]


def buttons(meeting: Meeting, state: CallState, marked: str = "") -> discord.ui.View:
    """Five at most; the mark stands on one that is there in the first hour."""
    more = ui.button("More", f"{responses.MORE}:{meeting.id}")
    if state is CallState.CANCELLED:
        return responses.cancelled_buttons(meeting)
    if state is CallState.OVER:
        notes = ui.button("Notes", f"{responses.NOTES_OF}:{meeting.id}")
        return ui.view(notes, ui.button("Next call", responses.NEXT))
    link = responses.joining_link(meeting, marked)
    if state is CallState.NOW:
        return ui.view(link, more)
    answers = responses.answer_buttons(meeting)
    link.style = ui.Style.secondary
    for each in answers:
        each.row = None
    return ui.view(*answers, link, more)


class LivingCards:
    """Each edit writes the call as it is by then."""

    def __init__(self, context: MeetingContext) -> None:
        self.context = context
        self.bot = context.bot
        self._turn = asyncio.Lock()  # a slow edit must not write over a newer one
        register = self.bot.outbox.register
        for kind in (COPY, TURN):
            register(
                kind,
                self.show_state,
                label="bringing an announcement up to date",
                reported=Reported.LATEST,
                look=sending.looking(self.bot, self._where_said, self._was_said),
            )
        register(
            NUMBERS, self.show_numbers, label="who is coming, on a card", rank=Urgency.CAN_WAIT
        )
        register(RENAME, self.rename, label="renaming a call's thread", reported=Reported.LATEST)

    async def show_state(self, letter: Letter) -> Outcome:
        """Where it could not be shown within two minutes, say so in the thread."""
        meeting = await self.context.changes.announced(letter)
        if isinstance(meeting, Outcome):
            return meeting
        outcome = await self._edit(meeting)
        if state_of(meeting, self.bot.now()) is CallState.OVER:
            await self.context.people.ended(meeting)
        waited = self.bot.now().timestamp() - letter.due_at
        if outcome.delivery is Delivery.TRY_LATER and waited >= SAY_INSTEAD_SECONDS:
            return await self._say_instead(letter, meeting)
        return outcome

    async def show_numbers(self, letter: Letter) -> Outcome:
        """Where Discord allows no edit now, the next ones will show them."""
        if await self.context.people.is_replaced(letter):
            return REPLACED
        meeting = await self.context.changes.announced(letter)
        return meeting if isinstance(meeting, Outcome) else await self._edit(meeting)

    async def _edit(self, meeting: Meeting) -> Outcome:
        channel = self.bot.get_partial_messageable(
            meeting.channel_id, guild_id=self.bot.config.guild_id
        )
        async with self._turn:
            shown = await made(self.context, meeting)
            try:
                await channel.get_partial_message(meeting.message_id).edit(
                    **shown, allowed_mentions=sending.NOBODY
                )
            except Exception as error:
                if getattr(error, "code", None) == TOO_MANY_EDITS_OF_OLD_MESSAGES:
                    return Outcome(Delivery.TRY_LATER, change_text.TOO_OLD, EDIT_AGAIN_SECONDS)
                return sending.outcome_of(error)
        return SENT

    async def _where_said(self, letter: Letter) -> sending.Place:
        """None while nothing can have been said instead."""
        if self.bot.now().timestamp() - letter.due_at < SAY_INSTEAD_SECONDS:
            return None
        return await self.context.in_thread(letter)

    async def _was_said(self, letter: Letter, _message: discord.Message) -> Outcome:
        meeting = await self.context.changes.announced(letter)
        if isinstance(meeting, Meeting):
            await self.context.people.show_later(meeting)
        return SENT

    async def _say_instead(self, letter: Letter, meeting: Meeting) -> Outcome:
        if not meeting.thread_id:
            return NO_THREAD
        state = state_of(meeting, self.bot.now())
        told = change_text.not_up_to_date(meeting, text.STATES_OF_A_CALL[state], self.bot.now())
        view = responses.changed_buttons(meeting, mark(letter))
        outcome = await sending.post(self.bot, meeting.thread_id, letter, told, view=view)
        if outcome == SENT:
            await self.context.people.show_later(meeting)
        return outcome

    async def rename(self, letter: Letter) -> Outcome:
        async with self._turn:
            meeting = await self.context.changes.announced(letter)
            if isinstance(meeting, Outcome):
                return meeting
            if not meeting.thread_id:
                return NO_THREAD
            try:
                await self._rename(meeting)
            except Exception as error:
                return sending.outcome_of(error)
        return SENT

    async def _rename(self, meeting: Meeting) -> None:
        thread = await self.bot.fetch_channel(meeting.thread_id)
        name = text.thread_name(meeting)
        if isinstance(thread, discord.Thread) and thread.name != name:
            # Discord renames no thread that stays archived.
            await thread.edit(name=name, archived=False)


class PeopleButtons:
    """One's name on the cards, what one does in a call, what should be arranged."""

    def __init__(self, context: MeetingContext) -> None:
        self.context = context
        router = context.bot.router
        router.button(responses.NAME_OFF, partial(self.name, off=True))
        router.button(responses.NAME_ON, partial(self.name, off=False))
        for job, prefix in ((Job.HOST, responses.HOST), (Job.NOTES, responses.NOTE)):
            router.button(
                prefix, partial(self.take, job=job), takes=number, gone=GONE, coordinators=True
            )
        router.button(responses.ARRANGE, self.open, takes=number, gone=GONE)
        router.form(ARRANGE_FORM, self.arrange, takes=number, gone=GONE, opens=self.form)
        context.bot.outbox.register(
            JOB,
            self.remind,
            label="a reminder to whoever hosts or takes notes",
            look=sending.looking(context.bot, context.with_them, came=None),
            failed=context.people.host_unasked,
        )

    async def name(self, interaction: Interaction, *, off: bool) -> None:
        await self.context.people.name(interaction.user.id, off=off)
        buttons = [responses.name_button(named=not off)]
        buttons += [ui.button("Remind me", responses.REMIND)] if off else []
        told = text.NAME_IS_OFF if off else text.NAME_IS_ON
        await ui.reply(interaction, told, view=ui.view(*buttons))
        await self.context.bot.outbox.deliver_due()

    async def take(self, interaction: Interaction, meeting_id: int, *, job: Job) -> None:
        meeting, theirs, before = await self.context.people.take(
            meeting_id, job, interaction.user.id
        )
        now = self.context.bot.now()
        told = text.took(meeting, job, now, theirs=theirs, instead_of=before)
        await ui.reply(interaction, told)
        await self.context.bot.outbox.deliver_due()

    async def remind(self, letter: Letter) -> Outcome:
        """The day before, by direct message; what does not arrive is told later."""
        found = await self.context.people.to_remind(letter)
        if isinstance(found, Outcome):
            return found
        meeting, jobs = found
        words = await self.context.agendas.words(meeting) if Job.HOST in jobs else []
        told = text.your_job(meeting, jobs, self.context.bot.now())
        view = ui.view()
        if Job.HOST in jobs:
            view = responses.link_buttons(meeting, mark(letter), host=True)
            told += f"\n{joining_text.CHECK if meeting.link else joining_text.NO_LINK_HERE}"
        view.add_item(ui.button("Next call", responses.NEXT, mark=mark(letter)))
        told += thread_text.for_the_host(words)
        outcome = await sending.post_to_person(
            self.context.bot, letter.part, letter, told, view=view
        )
        if outcome.delivery is Delivery.IMPOSSIBLE:
            await self.context.bot.notices.keep(letter.part, told)
        return outcome

    async def open(self, interaction: Interaction, meeting_id: int) -> None:
        await ui.show(interaction, await self.form(interaction, meeting_id))

    async def form(self, interaction: Interaction, meeting_id: int) -> discord.ui.Modal:
        """Check boxes and no words: never why."""
        meeting, wanted = await self.context.people.may_arrange(meeting_id, interaction.user.id)
        return modals.form(
            text.form_title("Arrange", meeting, self.context.bot.now()),
            f"{ARRANGE_FORM}:{meeting.id}",
            modals.words(text.ARRANGE_WORDS),
            modals.boxes("wanted", "What would help?", list(WANTED.items()), chosen=wanted),
        )

    async def arrange(self, interaction: Interaction, meeting_id: int, values: Values) -> None:
        wanted = values.many("wanted")
        await self.context.people.arrange(meeting_id, interaction.user.id, wanted)
        await ui.reply(interaction, text.ARRANGED if wanted else text.NOTHING_ARRANGED)
