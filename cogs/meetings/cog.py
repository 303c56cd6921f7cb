"""`/meeting`, the list of calls and the card of each: brings the feature together."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot import cards, ui
from bot.app import RepBot
from bot.cards import Section
from bot.domain.errors import UserError
from bot.domain.meetings import Meeting, Typed
from bot.domain.rhythms import REPEATS
from bot.permissions import is_coordinator
from bot.router import number
from bot.services.meetings import GONE
from bot.ui import Interaction
from cogs.meetings import manage, responses, review_text, scheduling, text
from cogs.meetings.agenda import TOPICS, AgendaButtons, WordsButtons
from cogs.meetings.announcing import Announcing, FailureDeliveries
from cogs.meetings.coming import ComingCalls
from cogs.meetings.context import MeetingContext, Suggestions
from cogs.meetings.deliveries import CallDeliveries, ChangeDeliveries
from cogs.meetings.joining import JoiningButtons
from cogs.meetings.living_card import LivingCards, PeopleButtons
from cogs.meetings.manage import ManageButtons
from cogs.meetings.notes import NotesButtons
from cogs.meetings.poll import FIND, PollButtons
from cogs.meetings.repeating import RepeatButtons
from cogs.meetings.responses import RemindButtons, ResponseButtons
from cogs.meetings.review_deliveries import SeriesDeliveries
from cogs.meetings.scheduled_events import EventMirror, matters
from cogs.meetings.scheduling import PLAN, SchedulingButtons

UNSIGNED = "or words without a name"
HOW_OFTEN = [Choice(name=repeats, value=repeats) for repeats in REPEATS]


@app_commands.guild_only()
class MeetingCog(
    Suggestions, commands.GroupCog, group_name="meeting", group_description="The monthly call"
):
    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        self.context = MeetingContext(bot)
        self.announcing = Announcing(self.context)
        self.deliveries = CallDeliveries(self.context)
        self.responses = ResponseButtons(self.context)
        self.joining = JoiningButtons(self.context)
        self.scheduling = SchedulingButtons(self.context)
        self.changing = ManageButtons(self.context)
        self.repeating = RepeatButtons(self.context)
        self.agendas = AgendaButtons(self.context)
        self.words = WordsButtons(self.context)
        self.polls = PollButtons(self.context, self.scheduling)
        self.reminding = RemindButtons(self.context)
        self.notes_buttons = NotesButtons(self.context)
        self.calls = CallCards(self.context)
        self.coming = ComingCalls(self.context, self.calls)
        self.living_cards = LivingCards(self.context)
        self.people = PeopleButtons(self.context)
        self.news = ChangeDeliveries(self.context)
        self.series_deliveries = SeriesDeliveries(self.context)
        self.scheduled_events = EventMirror(self.context)
        self.failures = FailureDeliveries(self.context)
        bot.privacy.reveal("topics", self.context.agendas.revealed)
        bot.privacy.reveal("arrangements", self.context.people.revealed)
        bot.panel.add(
            1, "Next call", responses.NEXT, "The call", "When it is, and the joining link"
        )
        self._add_to_desk(bot)
        bot.help.add(text.HELP)

    def _add_to_desk(self, bot: RepBot) -> None:
        topics, calls = self.agendas.review, self.calls
        bot.desk.add(1, "Plan a call", PLAN, "A new call", "You see it before anybody else")
        bot.desk.add(2, "Calls", CALLS, "Our calls", "Change, cancel, write notes, who is coming")
        for order, one, many, custom_id, count in (
            (21, "call to announce", "calls to announce", DRAFTS, calls.how_many_drafts),
            (
                22,
                "call without notes",
                "calls without notes",
                UNWRITTEN,
                calls.how_many_unwritten,
            ),
            (23, f"topic {UNSIGNED}", f"topics {UNSIGNED}", TOPICS, topics.how_many),
        ):
            bot.desk.waits(order, one, many, custom_id, count)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """After a start: look whether somebody changed an event while we were away."""
        await self.context.events.mend_all()

    @commands.Cog.listener()
    async def on_scheduled_event_delete(self, event: discord.ScheduledEvent) -> None:
        """Make an event anew that somebody deleted by hand."""
        await self.context.events.mend(event.id)

    @commands.Cog.listener()
    async def on_scheduled_event_update(
        self, before: discord.ScheduledEvent, after: discord.ScheduledEvent
    ) -> None:
        """Mend an event that somebody changed by hand."""
        if matters(before, after):
            await self.context.events.mend(after.id)

    @app_commands.command(description="The next call, and whether you are coming")
    async def next(self, interaction: Interaction) -> None:
        await self.coming.show_next(interaction)

    @app_commands.command(name="list", description="Every call that is planned")
    async def list_calls(self, interaction: Interaction) -> None:
        await self.coming.show_list(interaction)

    @app_commands.command(description="Coordinators: plan a call")
    @app_commands.describe(
        title="What the call is called",
        date="Like Tue 8 Dec, 8/12/2026, a week on Tuesday or first Tues in Jan",
        time="Like 7.30pm, 19:30 or 7-8pm",
        length="In minutes; 60 if you leave it out and the time is no range",
        link="The joining link; only shown privately",
        repeats="How often; once if you leave it out",
        zone="The time zone, if not the usual one",
    )
    @app_commands.choices(repeats=HOW_OFTEN)
    @app_commands.autocomplete(date=Suggestions.suggest_dates)
    async def schedule(
        self,
        interaction: Interaction,
        title: str,
        date: str,
        time: str,
        length: int | None = None,
        link: str = "",
        repeats: str = "once",
        zone: str = "",
    ) -> None:
        self.context.require_coordinator(interaction)
        zone = zone or self.context.bot.config.timezone
        minutes = "" if length is None else str(length)
        when = ui.exactly(interaction, {"date": date, "time": time})  # read as strictly as it was
        call = Typed(title, when["date"], when["time"], link, minutes, repeats, zone)
        await self.scheduling.plan(interaction, call)

    @app_commands.command(description="Coordinators: change or cancel a call, notes, who is coming")
    @app_commands.describe(meeting="Which call; the next one if you leave it out")
    @app_commands.autocomplete(meeting=Suggestions.suggest_calls)
    async def manage(self, interaction: Interaction, meeting: str | None = None) -> None:
        self.context.require_coordinator(interaction)
        found = await self.context.meetings.find(meeting)
        await self.calls.manage(interaction, found.id)


CALLS = "meetings:1:calls"
DRAFTS = "meetings:1:drafts"
UNWRITTEN = "meetings:1:unwritten"
ACTIONS = "actions:1:list"  # another feature's, shown where it is loaded
PAGE = 6


class CallCards:
    def __init__(self, context: MeetingContext) -> None:
        self.context = context
        router = context.bot.router
        router.button(responses.OPEN, self.show, takes=number, gone=GONE)
        router.button(responses.MORE, self.more, takes=number, gone=GONE)
        router.button(responses.MANAGE, self.manage, takes=number, gone=GONE, coordinators=True)
        router.button(CALLS, self.show_calls, takes=_from, gone=GONE, coordinators=True)
        router.button(DRAFTS, self.show_drafts, coordinators=True)
        router.button(UNWRITTEN, self.show_unwritten, coordinators=True)
        router.button(responses.WHO, self.who, takes=number, gone=GONE, coordinators=True)

    async def show(self, interaction: Interaction, meeting_id: int) -> None:
        meeting = await self._public(meeting_id)
        if meeting.state == "cancelled":
            items = [responses.calendar_button(meeting)]
            if is_coordinator(interaction, self.context.bot.setup.current()):
                items.append(ui.button("Look after it", f"{responses.MANAGE}:{meeting.id}"))
            await ui.reply(
                interaction, text.cancelled(meeting, self.context.bot.now()), view=ui.view(*items)
            )
        else:
            await self.show_card(interaction, meeting)

    async def _public(self, meeting_id: int) -> Meeting:
        """Raises UserError for one that only coordinators know of."""
        meeting = await self.context.meetings.get(meeting_id)
        if meeting.state not in ("announced", "cancelled"):
            raise UserError(GONE)
        return meeting

    async def show_card(self, interaction: Interaction, meeting: Meeting, sooner: str = "") -> None:
        """`sooner`: what is said of calls before it."""
        own, counts = await self.context.meetings.standing(meeting.id, interaction.user.id)
        parts: list[cards.Part] = [
            sooner,
            text.next_call(meeting, own, counts, self.context.bot.now()),
        ]
        if self._has_actions() and (left := len(await self.context.actions.to_do())):
            parts.append(Section(text.ACTIONS.format(left), ui.button("Look", ACTIONS)))
        view = ui.view(*self._answers(meeting, own))
        await ui.reply(interaction, cards.card(*parts, actions=view))

    def _answers(self, meeting: Meeting, own: str) -> list[discord.ui.Button[Any]]:
        """One of them stands out: to say yes, or the link for who has; for who cannot come none."""
        answers, link = responses.answer_buttons(meeting), responses.joining_link(meeting)
        more = ui.button("More", f"{responses.MORE}:{meeting.id}")
        if self.context.bot.now() >= meeting.starts_at:
            return [link, more]
        if own:
            answers[0].style = ui.Style.secondary
        if own in ("", "declined"):
            link.style = ui.Style.secondary
        for each in answers:
            each.row = None
        return [*answers, link, more]

    def _has_actions(self) -> bool:
        return ACTIONS in self.context.bot.router.buttons

    async def more(self, interaction: Interaction, meeting_id: int) -> None:
        meeting = await self._public(meeting_id)
        topics = len((await self.context.agendas.of(meeting)).topics)
        choice = await self.context.reminders.choice(interaction.user.id)
        how = choice.how if choice.reachable else "thread"
        buttons = (
            ui.button("Agenda", f"{responses.AGENDA_OF}:{meeting.id}"),
            responses.suggest_button(meeting),
            ui.button("Remind me", responses.REMIND),
            responses.calendar_button(meeting),
            ui.button("Share", f"{responses.SHARE}:{meeting.id}"),
            responses.words_button(meeting),
        )
        beside = [*zip(text.more(topics, how), buttons, strict=True)]
        if self.context.bot.now() < meeting.starts_at:
            named = await self.context.people.is_named(interaction.user.id)
            beside += [
                (text.ARRANGE, responses.arrange_button(meeting)),
                (text.NAMED if named else text.UNNAMED, responses.name_button(named=named)),
            ]
        sections = [Section(words, button) for words, button in beside]
        await ui.reply(
            interaction,
            cards.card(text.headed(meeting, self.context.bot.now()), cards.Line(), *sections),
        )

    def section(self, meeting: Meeting, opens: str = responses.MANAGE) -> Section:
        shown = text.in_a_list(meeting, self.context.bot.now())
        return Section(shown, ui.button("Open", f"{opens}:{meeting.id}"))

    async def show_calls(self, interaction: Interaction, first: int) -> None:
        """As many as a phone shows, from `first` on."""
        meetings = await self.context.meetings.looked_after()
        items = [ui.button("Plan a call", scheduling.PLAN), ui.button("Find a date", FIND)]
        if self._has_actions():
            items.append(ui.button("Actions", ACTIONS))
        if len(meetings) > first + PAGE:
            items.insert(0, ui.button("More", f"{CALLS}:{first + PAGE}"))
        sections = [self.section(each) for each in meetings[first : first + PAGE]]
        head = text.CALLS if meetings else text.NO_CALLS
        await ui.reply(interaction, cards.card(head, *sections, actions=ui.view(*items)))

    async def manage(self, interaction: Interaction, meeting_id: int) -> None:
        """Show how a call stands and what can be done with it."""
        meeting = await self.context.meetings.get(meeting_id)
        if meeting.state == "draft":
            raise UserError(GONE)
        meeting = await self.context.as_it_stands(meeting)
        _, counts = await self.context.meetings.standing(meeting.id, interaction.user.id)
        repeats = await self.context.series.of(meeting) is not None
        shown = text.to_manage(meeting, counts, self.context.bot.now())
        jobs = text.who_does_what(await self.context.people.on_the_card(meeting))
        shown = f"{shown}\n{jobs}".rstrip()
        can_be_done = manage.what_can_be_done(meeting, self.context.bot.now(), repeats=repeats)
        view = ui.view(*can_be_done)
        await ui.reply(interaction, shown, view=view)

    async def who(self, interaction: Interaction, meeting_id: int) -> None:
        """Show who is coming, and what was delivered."""
        meeting = await self.context.meetings.get(meeting_id)
        about = await self.context.meetings.attendance(meeting)
        report = review_text.attendance(
            meeting, about, self.context.bot.outbox, self.context.bot.now()
        )
        wanted = text.to_arrange(await self.context.people.arranged(meeting))
        await ui.reply(interaction, cards.card(report, wanted))

    async def _drafts(self) -> list[Meeting]:
        return await self.context.meetings.coming(states=("saved",))

    async def how_many_drafts(self) -> int:
        return len(await self._drafts())

    async def how_many_unwritten(self) -> int:
        return len(await self.context.notes.to_write())

    async def show_drafts(self, interaction: Interaction) -> None:
        await self._list(interaction, text.TO_CONFIRM, await self._drafts())

    async def show_unwritten(self, interaction: Interaction) -> None:
        await self._list(interaction, text.TO_WRITE, await self.context.notes.to_write())

    async def _list(self, interaction: Interaction, head: str, meetings: list[Meeting]) -> None:
        if not meetings:
            raise UserError(text.NOTHING_WAITS)
        if len(meetings) == 1:
            await self.manage(interaction, meetings[0].id)
            return
        sections = [self.section(each) for each in meetings]
        await ui.reply(interaction, cards.card(head, *sections))


def _from(arg: str) -> int:
    return number(arg) if arg else 0
