"""Meetings of a person's own: planned in a form, prepared on a card."""

from __future__ import annotations

from datetime import timedelta

import discord

from bot import cards, modals, ui
from bot.app import RepBot
from bot.cards import Part, Section
from bot.domain.dates import write_date
from bot.domain.own_meetings import LONGEST_POINTS, LONGEST_TITLE, THEMES, OwnMeeting
from bot.modals import Values
from bot.router import number, pair
from bot.services.own_meetings import GONE, OwnMeetings
from bot.ui import Interaction
from cogs.partnerships import meeting_text

MEETINGS = "mvp:1:meetings"
MEETING = "mvp:1:meeting"
PREPARE = "mvp:1:prepare"
PLAN = "mvp:1:plan"
PLANNED = "mvp:1:planned"
POINTS = "mvp:1:points"
POINTED = "mvp:1:pointed"
THEME = "mvp:1:theme"
DELETE = "mvp:1:delete"
TELL = "mvp:1:tell"
AGAIN = "mvp:1:cards"
PAGE = 6
WIDE = 3  # how much more may be typed than is taken, so that it comes back whole


class MeetingButtons:
    def __init__(self, bot: RepBot, meetings: OwnMeetings) -> None:
        self.bot = bot
        self.meetings = meetings
        router = bot.router
        router.button(MEETINGS, self.show)
        router.button(MEETING, self.open, takes=number, gone=GONE)
        router.button(PREPARE, self.prepare, takes=pair, gone=GONE)
        router.button(PLAN, self.plan, takes=pair, gone=GONE)
        router.form(PLANNED, self.planned, takes=pair, gone=GONE, opens=self.form)
        router.button(POINTS, self.points, takes=number, gone=GONE)
        router.form(POINTED, self.pointed, takes=number, gone=GONE, opens=self.points_form)
        router.button(THEME, self.theme, takes=_of_theme, gone=GONE)
        router.button(DELETE, self.delete, takes=number, gone=GONE)
        router.button(AGAIN, self.again)

    async def show(self, interaction: Interaction) -> None:
        """The next ones first, then those of the last month, the latest first."""
        person, now = interaction.user.id, self.bot.now()
        every = await self.meetings.ahead(person)
        coming = [each for each in every if each.starts_at > now]
        past = [each for each in reversed(every) if each.starts_at <= now]
        parts: list[Part] = [meeting_text.listed(every)]
        parts += [
            Section(meeting_text.line(each, now), ui.button("Open", f"{MEETING}:{each.id}"))
            for each in [*coming, *past][:PAGE]
        ]
        plan = ui.button("Plan a meeting", f"{PLAN}:0.0", style=ui.Style.primary)
        quiet = await self.meetings.is_quiet(person)
        if quiet:
            parts.append(meeting_text.QUIET)
        items = [plan, *([ui.button("Send the cards again", AGAIN)] if quiet else [])]
        await ui.reply(interaction, cards.card(*parts, actions=ui.view(*items)))

    async def again(self, interaction: Interaction) -> None:
        await self.meetings.answered(interaction.user.id)
        await ui.reply(interaction, meeting_text.BACK)

    async def open(self, interaction: Interaction, meeting: int) -> None:
        await self.prepare(interaction, (meeting, 0))

    async def prepare(self, interaction: Interaction, which: tuple[int, int]) -> None:
        """The card; `which` is the meeting, and how many questions were asked for before."""
        meeting = await self.meetings.get(interaction.user.id, which[0])
        if meeting.starts_at > self.bot.now():  # from a past one a question may follow
            await self.meetings.answered(interaction.user.id)
        await ui.reply(interaction, await self._card(meeting, which[1]))

    async def _card(self, meeting: OwnMeeting, turn: int = 0) -> cards.Card:
        now = self.bot.now()
        kept = await self.meetings.kept(meeting.person, meeting.id)
        like = ui.button("Add another like it", f"{PLAN}:0.{meeting.id}", row=2)
        delete = ui.button("Delete", f"{DELETE}:{meeting.id}", row=2)
        if meeting.starts_at <= now:
            tell = ui.button("Tell how it was", f"{TELL}:{meeting.id}", style=ui.Style.primary)
            return cards.card(
                meeting_text.card(meeting, now, kept), actions=ui.view(tell, like, delete)
            )
        found = await self.meetings.prepared(meeting.theme, turn)
        options = [(f"{meeting.id}.{key}", label, None) for key, label in THEMES.items()]
        view = ui.view(
            ui.menu(THEME, meeting_text.THEME, options),
            ui.button("Write my points", f"{POINTS}:{meeting.id}", style=ui.Style.primary, row=1),
            ui.button("Other questions", f"{PREPARE}:{meeting.id}.{turn + 1}", row=1),
            ui.button("Change", f"{PLAN}:{meeting.id}.0", row=1),
            like,
            delete,
        )
        fitting = meeting_text.prepared(meeting.theme, found, brief=True)
        return cards.card(
            meeting_text.card(meeting, now, kept), cards.Line(), fitting, actions=view
        )

    async def plan(self, interaction: Interaction, which: tuple[int, int]) -> None:
        await ui.show(interaction, await self.form(interaction, which))

    async def form(self, interaction: Interaction, which: tuple[int, int]) -> discord.ui.Modal:
        """`which`: the meeting that is changed, and the one that another is to be like; or 0."""
        changes, like = which
        old = None
        if changes or like:
            old = await self.meetings.get(interaction.user.id, changes or like)
        chosen = [name for name in ("before", "after") if old is None or getattr(old, name)]
        return modals.form(
            meeting_text.FORM_TITLE,
            f"{PLANNED}:{changes}.{like}",
            modals.text(
                "title",
                meeting_text.TITLE,
                default=old.title if old else "",
                max_length=WIDE * LONGEST_TITLE,
                help_text=meeting_text.TITLE_HINT,
            ),
            modals.text(
                "when",
                meeting_text.WHEN,
                default=_suggested(old, moved=bool(like)) if old else "",
                max_length=200,
                help_text=meeting_text.WHEN_HINT,
            ),
            modals.boxes("cards", meeting_text.CARDS, meeting_text.CARD_CHOICES, chosen=chosen),
        )

    async def planned(
        self, interaction: Interaction, which: tuple[int, int], values: Values
    ) -> None:
        chosen = values.many("cards")
        meeting = await self.meetings.plan(
            interaction.user.id,
            values["title"],
            values["when"],
            before="before" in chosen,
            after="after" in chosen,
            changes=which[0],
        )
        await ui.reply(interaction, await self._card(meeting))

    async def points(self, interaction: Interaction, meeting: int) -> None:
        await ui.show(interaction, await self.points_form(interaction, meeting))

    async def points_form(self, interaction: Interaction, meeting: int) -> discord.ui.Modal:
        found = await self.meetings.get(interaction.user.id, meeting)
        points = modals.text(
            "points",
            meeting_text.POINTS,
            default=found.points,
            long=True,
            required=False,
            max_length=WIDE * LONGEST_POINTS,
            help_text=meeting_text.POINTS_HINT,
        )
        return modals.form(meeting_text.POINTS_TITLE, f"{POINTED}:{meeting}", points)

    async def pointed(self, interaction: Interaction, meeting: int, values: Values) -> None:
        found = await self.meetings.note(interaction.user.id, meeting, values["points"])
        await ui.reply(interaction, await self._card(found))

    async def theme(self, interaction: Interaction, chosen: tuple[int, str]) -> None:
        found = await self.meetings.about(interaction.user.id, *chosen)
        await ui.update(interaction, await self._card(found))

    async def delete(self, interaction: Interaction, meeting: int) -> None:
        await self.meetings.delete(interaction.user.id, meeting)
        await ui.update(interaction, meeting_text.DELETED)


def _suggested(meeting: OwnMeeting, *, moved: bool) -> str:
    """Its day and time; for another like it four weeks later, which keeps the weekday."""
    start = meeting.wall_start + timedelta(weeks=4) * moved
    return f"{write_date(start.date())}, {start:%H:%M}"


def _of_theme(arg: str) -> tuple[int, str]:
    meeting, _, theme = arg.partition(".")
    if theme not in THEMES:
        raise ValueError("no theme")
    return number(meeting), theme
