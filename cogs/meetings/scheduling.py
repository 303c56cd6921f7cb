"""Planning a call: the form, the preview with how it repeats, and announcing it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord

from bot import cards, modals, permissions, readings, ui
from bot.cards import Card
from bot.domain.changes import typed_again
from bot.domain.errors import AskError, UserError
from bot.domain.meetings import Meeting, Typed
from bot.domain.rhythms import LAST_WEEKDAY, ONCE, REPEATS, FifthWeekdayError, say_repeats
from bot.domain.times import read_zone
from bot.domain.typed_text import clean
from bot.modals import Values
from bot.router import number, pair
from bot.services.call_letters import EVENT
from bot.services.meetings import GONE, USED
from bot.services.reminders import ANNOUNCEMENT
from bot.ui import Interaction
from cogs.meetings import (
    change_text,
    joining_text,
    living_card,
    responses,
    review_text,
    text,
)
from cogs.meetings.context import MeetingContext

CHOOSE_CHANNEL = "Choose the announcements channel first, with `/setup channels`; then try again."
PLAN = "meetings:1:plan"
SCHEDULE_FORM = "meetings:1:schedule"
REDRAFT = "meetings:1:redraft"
ADD_LINK = "meetings:1:addlink"
REDRAFT_FORM = "meetings:1:drafted"
HOW_OFTEN = "meetings:1:repeats"
LAST = "meetings:1:last"
OLD_RETRY = "meetings:1:retry"

NOTHING_TYPED = Typed("", "")
LABELS = {
    "title": "Title",
    "when": "When?",
    "link": "Joining link",
    "length": "Length",
}
# Together they fit one message, to be handed back.
LONGEST = {"title": 300, "when": 400, "link": 3000, "length": 200}


def as_typed(typed: Typed) -> dict[str, str]:
    """Return what was typed by the labels of the form."""
    return {label: getattr(typed, part) for part, label in LABELS.items()}


def typed_in(message: discord.Message | None, **kept: str) -> Typed:
    """Read back from a card what was typed; `kept` is what the form does not ask."""
    found = cards.typed_in(message)
    return _typed({part: clean(found.get(label, "")) for part, label in LABELS.items()}, kept)


def filled_in(values: Values, over: Typed = NOTHING_TYPED, **kept: str) -> Typed:
    """Read what was typed into the form; `kept`, and then `over`, is what it does not ask."""
    parts = {part: values[part] for part in LABELS}
    # Exactly as it was typed: a sign that turns a date round is refused, not taken away.
    return _typed(parts | {"when": values.typed().get("when", "")}, kept, over)


def _typed(parts: dict[str, str], kept: dict[str, str], over: Typed = NOTHING_TYPED) -> Typed:
    when = {"date": parts.pop("when"), "time": ""}
    return replace(over, **parts, **when, **kept)


def link_field(link: str) -> discord.ui.Label[Any]:
    return modals.text(
        "link",
        LABELS["link"],
        default=link,
        long=True,
        required=False,
        max_length=LONGEST["link"],
        help_text="Or the whole invitation, as pasted. Only shown privately",
    )


def fields(typed: Typed) -> list[discord.ui.Label[Any]]:
    helps = {
        "when": "Like Tues 8 Dec, 7.30pm to 8.30pm",
        "length": "In minutes, or like 1.5 hours; 60 if nothing says it",
    }
    return [
        link_field(typed.link)
        if part == "link"
        else modals.text(
            part,
            label,
            default=getattr(typed, part),
            required=part != "length",
            max_length=LONGEST[part],
            help_text=helps.get(part),
        )
        for part, label in LABELS.items()
    ]


def kept(arg: str) -> tuple[str, str]:
    """Return how a call repeats, and its zone, from a form's id. Raises ValueError."""
    which, _, zone = arg.partition(".")
    if (place := number(which or "0")) >= len(REPEATS):
        raise ValueError("nobody repeats like that")
    return REPEATS[place], zone


class SchedulingButtons:
    def __init__(self, context: MeetingContext) -> None:
        self.context = context
        router = context.bot.router
        rules: dict[str, Any] = {"takes": number, "gone": GONE, "coordinators": True}
        router.button(PLAN, self.open, coordinators=True)
        router.button(OLD_RETRY, self.open, coordinators=True)  # of the first release
        router.form(SCHEDULE_FORM, self.submit, takes=kept, coordinators=True, opens=self.form)
        router.button(LAST, self.take_last_weekday, takes=kept, coordinators=True)
        for prefix in (REDRAFT, ADD_LINK):  # two buttons of one form, and an id each
            router.button(prefix, self.change, takes=number, gone=USED, coordinators=True)
        router.form(
            REDRAFT_FORM,
            self.redraft,
            takes=number,
            gone=USED,
            coordinators=True,
            opens=self.draft_form,
        )
        router.button(HOW_OFTEN, self.repeat, takes=pair, gone=USED, coordinators=True)
        router.button(responses.PREVIEW, self.preview, **rules)
        router.button(responses.ANNOUNCE, self.announce, **rules)
        router.button(responses.SAVE, self.save, **rules)
        router.button(responses.DISCARD, self.discard, **rules)

    async def open(self, interaction: Interaction) -> None:
        self._channel()
        await ui.show(interaction, await self.form(interaction, (ONCE, "")))

    async def form(self, _interaction: Interaction, about: tuple[str, str]) -> discord.ui.Modal:
        """What it does not ask is kept in its id."""
        return modals.form("Plan a call", _form_id(*about), *fields(NOTHING_TYPED))

    async def submit(
        self, interaction: Interaction, about: tuple[str, str], values: Values
    ) -> None:
        repeats, zone = about
        await self.plan(interaction, filled_in(values, repeats=repeats, zone=self._zone(zone)))

    async def plan(self, interaction: Interaction, call: Typed) -> None:
        """Where a rule is not met, say so and keep what was typed."""
        try:
            self._channel()
            meeting = await self.context.meetings.draft(call)
        except UserError as error:
            typed = ui.exactly(interaction, as_typed(call))
            await ui.reply(interaction, str(error), view=_asked(error, call), typed=typed)
            return
        shown, view = await self._draft(meeting)
        await ui.reply(interaction, shown, view=view)

    async def take_last_weekday(self, interaction: Interaction, about: tuple[str, str]) -> None:
        call = typed_in(interaction.message, repeats=LAST_WEEKDAY, zone=self._zone(about[1]))
        await self.plan(interaction, call)

    async def change(self, interaction: Interaction, draft_id: int) -> None:
        await ui.show(interaction, await self.draft_form(interaction, draft_id))

    async def draft_form(self, _interaction: Interaction, draft_id: int) -> discord.ui.Modal:
        meeting = await self._still_draft(draft_id)
        custom_id = f"{REDRAFT_FORM}:{meeting.id}"
        return modals.form("Plan a call", custom_id, *fields(typed_again(meeting, meeting.zone)))

    async def redraft(self, interaction: Interaction, draft_id: int, values: Values) -> None:
        meeting = await self._still_draft(draft_id)
        series = await self.context.series.of(meeting)
        repeats = series.repeats if series else ONCE
        over = typed_again(meeting, meeting.zone)
        await self._instead(interaction, meeting, filled_in(values, over, repeats=repeats))

    async def repeat(self, interaction: Interaction, chosen: tuple[int, int]) -> None:
        draft_id, which = chosen
        meeting = await self._still_draft(draft_id)
        call = replace(typed_again(meeting, meeting.zone), repeats=REPEATS[which % len(REPEATS)])
        await self._instead(interaction, meeting, call)

    async def _instead(self, interaction: Interaction, meeting: Meeting, call: Typed) -> None:
        """Put a new draft in the place of the one whose preview this is."""
        shown, view = await self._draft(await self.context.meetings.draft(call, meeting.id))
        await ui.update(interaction, shown, view=view)

    async def _still_draft(self, draft_id: int) -> Meeting:
        meeting = await self.context.meetings.get(draft_id)
        if meeting.state != "draft":
            raise UserError(USED)
        return meeting

    async def _draft(self, meeting: Meeting) -> tuple[Card, discord.ui.View]:
        """Return a draft's preview, and what can be done with it."""
        series = await self.context.series.of(meeting)
        again = say_repeats(series.repeats, meeting.wall_start.date()) if series else ""
        menu = ui.menu(
            HOW_OFTEN,
            f"It repeats {again}" if again else "It takes place once",
            [(f"{meeting.id}.{n}", each.capitalize(), None) for n, each in enumerate(REPEATS)],
        )
        no_link = [] if meeting.link else [responses.add_link(f"{ADD_LINK}:{meeting.id}")]
        view = ui.view(
            responses.announce_now(meeting),
            *no_link,
            ui.button("Change", f"{REDRAFT}:{meeting.id}"),
            ui.button("Save without announcing", f"{responses.SAVE}:{meeting.id}"),
            ui.button("Discard", f"{responses.DISCARD}:{meeting.id}", style=ui.Style.danger),
            menu,
        )
        return await self._shown(meeting, again), view

    async def _shown(self, meeting: Meeting, again: str) -> Card:
        """What stands in the announcement, and only there can be pressed."""
        read = await living_card.made(self.context, meeting)
        published = self.context.bot.config.publish_dir is not None
        beside = await self.context.meetings.beside(meeting)
        head = joining_text.preview(
            meeting, again, beside, self.context.bot.now(), published=published
        )
        return cards.card(head, cards.Line(), *living_card.texts(read))

    async def preview(self, interaction: Interaction, meeting_id: int) -> None:
        """Show what everybody will read before a saved call is announced, or put up again."""
        self._channel()
        meeting = await self.context.meetings.get(meeting_id)
        items = [responses.announce_now(meeting), *responses.no_link(meeting)]
        shown = await self._shown(meeting, "")
        if meeting.state == "announced":
            shown = cards.card(review_text.ONLY_WHAT_IS_MISSING, *shown.parts)
        await ui.reply(interaction, shown, view=ui.view(*items))

    async def announce(self, interaction: Interaction, meeting_id: int) -> None:
        """From a preview; in the review channel, where a date drafted itself, that comes first."""
        if interaction.message is not None and not interaction.message.flags.ephemeral:
            await self.preview(interaction, meeting_id)
            return
        self._channel()
        self._somebody_is_told()
        await self.context.as_it_stands(await self.context.meetings.get(meeting_id))
        meeting = await self.context.announcements.announce(meeting_id)
        await ui.update(interaction, text.on_its_way(meeting))
        await self.context.bot.outbox.deliver_due()
        meeting = await self.context.meetings.get(meeting.id)
        trouble = await self.context.trouble(meeting, ANNOUNCEMENT)
        told = review_text.announced(meeting, trouble)
        if no_event := await self.context.trouble(meeting, EVENT):
            told += change_text.no_event(no_event)
        if self._gone(self.context.bot.setup.current().coordinator):
            told += f"\n{review_text.NO_COORDINATORS}"
        told += "" if meeting.link else joining_text.ANNOUNCED_WITHOUT
        items = responses.no_link(meeting)
        style = ui.Style.secondary if items else ui.Style.primary
        items += [responses.announce(meeting, style)] if trouble else []
        await ui.update(interaction, told, view=ui.view(*items) if items else None)

    async def save(self, interaction: Interaction, meeting_id: int) -> None:
        """Keep a call without telling anybody."""
        meeting = await self.context.meetings.save(meeting_id)
        now = self.context.bot.now()
        told = f"{text.saved(meeting, now)} {review_text.lapses(meeting, now)}"
        await ui.update(interaction, told, view=ui.view(responses.announce(meeting)))

    async def discard(self, interaction: Interaction, meeting_id: int) -> None:
        await self.context.meetings.discard(meeting_id)
        await ui.update(interaction, text.DISCARDED)

    def _channel(self) -> None:
        """Raises UserError unless there is a place for announcements."""
        if not self.context.bot.setup.current().announcements:
            raise UserError(CHOOSE_CHANNEL)

    def _somebody_is_told(self) -> None:
        """Raises UserError where the role that is mentioned has been deleted."""
        if self._gone(self.context.bot.setup.current().rep):
            raise UserError(review_text.NO_REPS)

    def _gone(self, role_id: int) -> bool:
        bot = self.context.bot
        return permissions.is_role_gone(bot.get_guild(bot.config.guild_id), role_id)

    def _zone(self, zone: str) -> str:
        return zone or self.context.bot.config.timezone


def _asked(error: UserError, call: Typed) -> discord.ui.View:
    """What can be pressed under a plan that was refused."""
    form_id = _form_id(call.repeats, call.zone)
    if isinstance(error, AskError) and error.field == "zone":  # it stands in the form's id
        zones = [(each.label, _form_id(call.repeats, each.text)) for each in error.readings]
        return ui.view(*(readings.button(label, other) for label, other in zones))
    view = readings.view(error, form_id)
    if isinstance(error, FifthWeekdayError):
        last = form_id.replace(SCHEDULE_FORM, LAST)
        view.add_item(ui.button("Use the last weekday", last))
    return view


def _form_id(repeats: str, zone: str) -> str:
    """Keep in the form's id how a call repeats and its zone, unless nobody knows them."""
    words = " ".join(repeats.lower().split())
    which = REPEATS.index(words) if words in REPEATS else 0
    try:
        zone = read_zone(zone).key if zone else ""
    except AskError:
        zone = "GMT"
    except UserError:
        zone = ""
    return f"{SCHEDULE_FORM}:{which}.{zone}"
