"""The buttons under what many people read about a call, what a press does, and `Remind me`."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import Any

import discord

from bot import modals, ui
from bot.domain.calendars import (
    calendar_file,
    google_address,
    outlook_address,
    whatsapp_address,
)
from bot.domain.errors import UserError
from bot.domain.meetings import Meeting
from bot.modals import Values
from bot.publish import FILE_NAME
from bot.router import number
from bot.services.meetings import GONE
from bot.services.reminders import USUAL_BEFORE
from bot.ui import Interaction
from cogs.meetings import change_text, text, thread_text
from cogs.meetings.context import MeetingContext

GOING = "meetings:1:going"
MAYBE = "meetings:1:maybe"
DECLINED = "meetings:1:declined"
LINK = "meetings:1:link"
NEXT = "meetings:1:next"
CHANGE = "meetings:1:change"
SKIP = "meetings:1:skip"
STOP = "meetings:1:stop"
FOLLOW = "meetings:1:follow"
RHYTHM = "meetings:1:rhythm"
BACK = "meetings:1:back"
CALENDAR = "meetings:1:calendar"
CALENDARS = "meetings:1:calendars"
SHARE = "meetings:1:share"
REMIND = "meetings:1:remind"
PREVIEW = "meetings:1:preview"
MANAGE = "meetings:1:manage"
SUGGEST = "meetings:1:suggest"
ANNOUNCE = "meetings:1:announce"
MORE = "meetings:1:more"
OPEN = "meetings:1:open"
WHO = "meetings:1:who"
AGENDA_OF = "meetings:1:agenda"
WRITE = "meetings:1:write"
NOTES_OF = "meetings:1:notesof"
TELL_ME = "meetings:1:tellnotes"
WORDS = "meetings:1:leavewords"
NAME_OFF = "meetings:1:nameoff"
NAME_ON = "meetings:1:nameon"
HOST = "meetings:1:host"
NOTE = "meetings:1:notetaker"
ARRANGE = "meetings:1:arrange"
RIGHT = "meetings:1:right"
HOST_LINK = "meetings:1:hostlink"
SAVE = "meetings:1:save"
DISCARD = "meetings:1:discard"
MANAGE = "meetings:1:manage"
WHO = "meetings:1:who"


def cancelled_buttons(meeting: Meeting) -> discord.ui.View:
    return ui.view(calendar_button(meeting))


def suggest_button(meeting: Meeting, mark: str = "", row: int | None = 1) -> discord.ui.Button[Any]:
    return ui.button("Suggest a topic", f"{SUGGEST}:{meeting.id}", row=row, mark=mark)


def answer_buttons(
    meeting: Meeting, style: ui.Style = ui.Style.success, mark: str = ""
) -> list[discord.ui.Button[Any]]:
    """`style` is that of `Going`: one button at most stands out on a message."""
    return [
        ui.button("Going", f"{GOING}:{meeting.id}", style=style, row=0, mark=mark),
        ui.button("Maybe", f"{MAYBE}:{meeting.id}", row=0),
        ui.button("Can't make it", f"{DECLINED}:{meeting.id}", row=0),
    ]


def joining_link(
    meeting: Meeting, mark: str = "", row: int | None = None
) -> discord.ui.Button[Any]:
    style = ui.Style.primary
    return ui.button("Joining link", f"{LINK}:{meeting.id}", style=style, row=row, mark=mark)


def no_link(meeting: Meeting) -> list[discord.ui.Button[Any]]:
    """For coordinators: the form has a field for it."""
    return [] if meeting.link else [add_link(f"{CHANGE}:{meeting.id}")]


def add_link(custom_id: str, mark: str = "") -> discord.ui.Button[Any]:
    return ui.button("Add the link", custom_id, style=ui.Style.primary, mark=mark)


def link_buttons(meeting: Meeting, mark: str, *, host: bool = False) -> discord.ui.View:
    """`host`: of a direct message, where Discord shows nobody as a coordinator."""
    change = f"{HOST_LINK if host else CHANGE}:{meeting.id}"
    if not meeting.link:
        return ui.view(add_link(change, mark))
    right = ui.button("It is right", f"{RIGHT}:{meeting.id}")
    return ui.view(joining_link(meeting, mark), right, ui.button("Change", change))


def reminder_buttons(meeting: Meeting, mark: str) -> discord.ui.View:
    """The mark stands on the first."""
    if not meeting.link:
        return ui.view(*answer_buttons(meeting, ui.Style.secondary, mark))
    link = joining_link(meeting, mark, row=0)
    return ui.view(link, *answer_buttons(meeting, ui.Style.secondary))


def tell_me(meeting: Meeting) -> discord.ui.Button[Any]:
    return ui.button("Tell me when the notes are up", f"{TELL_ME}:{meeting.id}")


def words_button(meeting: Meeting) -> discord.ui.Button[Any]:
    return ui.button("Leave words", f"{WORDS}:{meeting.id}")


def announce_now(meeting: Meeting, mark: str = "") -> discord.ui.Button[Any]:
    """Without a joining link it does not stand out: to add that comes first."""
    style = ui.Style.success if meeting.link else ui.Style.secondary
    return ui.button("Announce now", f"{ANNOUNCE}:{meeting.id}", style=style, mark=mark)


def announce(meeting: Meeting, style: ui.Style = ui.Style.primary) -> discord.ui.Button[Any]:
    """Shows first what everybody will read."""
    label = "Announce" if meeting.state == "saved" else "Post it again"
    return ui.button(label, f"{PREVIEW}:{meeting.id}", style=style)


def calendar_button(meeting: Meeting) -> discord.ui.Button[Any]:
    return ui.button("Add to calendar", f"{CALENDAR}:{meeting.id}")


def draft_buttons(meeting: Meeting, mark: str) -> discord.ui.View:
    return ui.view(
        announce_now(meeting, mark),
        ui.button("Change it", f"{CHANGE}:{meeting.id}"),
        ui.button("Leave this one out", f"{SKIP}:{meeting.id}"),
        *job_buttons(meeting),
    )


def stop_button(meeting: Meeting) -> discord.ui.Button[Any]:
    return ui.button("Stop repeating", f"{STOP}:{meeting.id}")


def back_button(meeting: Meeting, mark: str = "") -> discord.ui.Button[Any]:
    """The way back is for this cancelling alone."""
    return ui.button("Bring it back", f"{BACK}:{meeting.id}.{meeting.revision}", mark=mark)


def back_revision(custom_id: str) -> int:
    """Of the call, where the button brings it back."""
    return int(custom_id.partition("~")[0].rpartition(".")[2])


def after_cancelling(meeting: Meeting, *, repeats: bool) -> list[discord.ui.Button[Any]]:
    back = back_button(meeting)
    return [back, stop_button(meeting)] if repeats else [back]


def follow_button(meeting: Meeting) -> discord.ui.View:
    return ui.view(ui.button("Use this for later calls too", f"{FOLLOW}:{meeting.id}"))


def changed_buttons(meeting: Meeting, mark: str) -> discord.ui.View:
    calendar = ui.button("Add to calendar", f"{CALENDAR}:{meeting.id}", row=1, mark=mark)
    if meeting.state == "cancelled":
        return ui.view(calendar)
    link = joining_link(meeting, row=1)
    link.style = ui.Style.secondary
    return ui.view(*answer_buttons(meeting), link, calendar)


def name_button(*, named: bool) -> discord.ui.Button[Any]:
    return ui.button("Leave my name off", NAME_OFF) if named else ui.button("Show my name", NAME_ON)


def arrange_button(meeting: Meeting) -> discord.ui.Button[Any]:
    return ui.button("Anything to arrange?", f"{ARRANGE}:{meeting.id}")


def job_buttons(meeting: Meeting) -> list[discord.ui.Button[Any]]:
    return [
        ui.button("I'll host", f"{HOST}:{meeting.id}"),
        ui.button("I'll take the notes", f"{NOTE}:{meeting.id}"),
    ]


class ResponseButtons:
    def __init__(self, context: MeetingContext) -> None:
        self.context = context
        router = context.bot.router
        for answer, prefix in (("going", GOING), ("maybe", MAYBE), ("declined", DECLINED)):
            router.button(prefix, partial(self.answer, answer=answer), takes=number, gone=GONE)
        router.button(CALENDAR, self.one_calendar, takes=number, gone=GONE)
        router.button(CALENDARS, self.all_calendars)
        router.button(SHARE, self.share, takes=number, gone=GONE)

    async def answer(self, interaction: Interaction, meeting_id: int, *, answer: str) -> None:
        person = interaction.user.id
        meeting, counts = await self.context.meetings.answer(meeting_id, person, answer)
        choice = await self.context.reminders.choice(person)
        how = choice.how if choice.reachable else "thread"
        told = text.answered(meeting, counts, answer, how, self.context.bot.now())
        items = [calendar_button(meeting), ui.button("Remind me", REMIND)]
        if answer == "going":
            named = await self.context.people.is_named(person)
            items += [arrange_button(meeting), name_button(named=named)]
        if answer == "declined":
            items = [tell_me(meeting), words_button(meeting)]
        await ui.reply(interaction, told, view=ui.view(*items))

    async def one_calendar(self, interaction: Interaction, meeting_id: int) -> None:
        """A cancelled one too: for who has it, which the words say."""
        meeting = await self._public(meeting_id)
        subscribe = self._subscribe()
        buttons = [
            ui.link("Google", google_address(meeting, self.context.channel())),
            ui.link("Outlook", outlook_address(meeting, self.context.channel())),
            *subscribe,
        ]
        view = None if meeting.state == "cancelled" else ui.view(*buttons)
        told = change_text.calendar_of(meeting, self.context.bot.now(), subscribe=bool(subscribe))
        await ui.reply(interaction, told, view=view, files=[self._file([meeting])])

    async def _public(self, meeting_id: int) -> Meeting:
        meeting = await self.context.meetings.get(meeting_id)
        if meeting.state not in ("announced", "cancelled"):
            raise UserError("This call has not been announced yet.")
        return meeting

    async def all_calendars(self, interaction: Interaction) -> None:
        """All that are coming; a cancelled one would be new to most."""
        meetings = await self.context.meetings.coming()
        if not meetings:
            raise UserError(change_text.NONE_TO_ADD)
        buttons = self._subscribe()
        told = change_text.calendar_of_all(subscribe=bool(buttons))
        await ui.reply(interaction, told, view=ui.view(*buttons), files=[self._file(meetings)])

    def _subscribe(self) -> list[discord.ui.Button[Any]]:
        address = self.context.bot.config.publish_url
        return [ui.link("Subscribe", address)] if address else []

    async def share(self, interaction: Interaction, meeting_id: int) -> None:
        meeting = await self._public(meeting_id)
        lines, date = change_text.to_share(meeting)
        send = ui.link("Send by WhatsApp", whatsapp_address(lines, date))
        await ui.reply(interaction, change_text.shared(lines), view=ui.view(send))

    def _file(self, meetings: list[Meeting]) -> discord.File:
        guild_id, now = self.context.bot.config.guild_id, self.context.bot.now()
        return discord.File(
            BytesIO(calendar_file(meetings, guild_id, now, self.context.channel())), FILE_NAME
        )


REMIND_FORM = "meetings:1:reminding"
LONGEST_TIMES = 200


class RemindButtons:
    def __init__(self, context: MeetingContext) -> None:
        self.context = context
        context.bot.router.button(REMIND, self.open)
        context.bot.router.form(REMIND_FORM, self.submit, opens=self.form)

    async def open(self, interaction: Interaction) -> None:
        await ui.show(interaction, await self.form(interaction))

    async def form(self, interaction: Interaction) -> discord.ui.Modal:
        """Begins with what the person chose before."""
        choice = await self.context.reminders.choice(interaction.user.id)
        return modals.form(
            thread_text.REMIND_TITLE,
            REMIND_FORM,
            modals.radio("how", "Where?", thread_text.WAYS, default=choice.way),
            modals.text(
                "before",
                "How long before?",
                default=choice.before,
                required=False,
                max_length=LONGEST_TIMES,
                help_text=thread_text.BEFORE,
            ),
        )

    async def submit(self, interaction: Interaction, values: Values) -> None:
        """A direct message is tried out first."""
        how, before = values["how"], values["before"]
        if how not in [way for way, _, _ in thread_text.WAYS]:
            raise UserError(thread_text.CHOOSE_WAY)
        if how == "dm":
            self.context.reminders.check(before or USUAL_BEFORE)
            try:
                await interaction.user.send(thread_text.DM_TEST)
            except discord.HTTPException:
                raise UserError(thread_text.DM_CLOSED) from None
        befores = await self.context.reminders.choose(
            interaction.user.id, how, before if how == "dm" else ""
        )
        told = thread_text.reminders_chosen(how, befores)
        ignored = how != "dm" and before.strip()
        await ui.reply(interaction, f"{told}\n{thread_text.TIMES_FOR_DM}" if ignored else told)
