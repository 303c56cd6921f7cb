"""Finding a date: a form becomes Discord's own poll, and its end a call to plan."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import discord

from bot import discord_codes, modals, sending, ui
from bot.domain.dates import write_date
from bot.domain.errors import UserError
from bot.domain.outbox import SENT, Delivery, Letter, Outcome, mark
from bot.domain.polls import Poll, hours_left, winners
from bot.domain.rhythms import ONCE
from bot.modals import Values
from bot.router import AGAIN, number, pair
from bot.services.polls import NEVER_UP, NOT_UP, POLL, POLL_OVER, STILL_OPEN, USED
from bot.services.series import NO_REVIEW
from bot.ui import Interaction
from cogs.meetings import poll_text, responses, scheduling
from cogs.meetings.context import MeetingContext
from cogs.meetings.scheduling import CHOOSE_CHANNEL, SchedulingButtons

FIND = "meetings:1:finddate"
FORM = "meetings:1:poll"
POST = "meetings:1:pollup"
PLAN_IT = "meetings:1:planit"
LONGEST = {"title": 300, "dates": 1000, "last": 200}
NO_CHANNEL = Outcome(Delivery.IMPOSSIBLE, "no announcements channel is chosen")


class PollButtons:
    def __init__(self, context: MeetingContext, planning: SchedulingButtons) -> None:
        self.context = context
        self.planning = planning
        router, outbox = context.bot.router, context.bot.outbox
        router.button(FIND, self.open, coordinators=True)
        router.form(FORM, self.submit, coordinators=True, opens=self.form)
        router.button(POST, self.put_up, takes=number, gone=USED, coordinators=True)
        router.button(PLAN_IT, self.plan, takes=pair, gone=USED, coordinators=True)
        failed = context.polls.failed
        outbox.register(POLL, self.post, label="a poll for a date", failed=failed)
        outbox.register(
            POLL_OVER, self.look, label="how a poll for a date ended", waits_for=self._waits_for
        )

    async def open(self, interaction: Interaction) -> None:
        self._channel()
        await ui.show(interaction, await self.form(interaction))

    async def form(self, _interaction: Interaction) -> discord.ui.Modal:
        fields = [
            modals.text(
                name,
                label,
                default=poll_text.USUAL_TITLE if name == "title" else "",
                long=name == "dates",
                max_length=LONGEST[name],
                help_text=poll_text.HELPS.get(name),
            )
            for name, label in poll_text.LABELS.items()
        ]
        return modals.form(poll_text.TITLE, FORM, modals.words(poll_text.WORDS), *fields)

    async def submit(self, interaction: Interaction, values: Values) -> None:
        """Show what everybody will read."""
        self._channel()
        typed = {name: values[name] for name in poll_text.LABELS}
        poll = await self.context.polls.draft(**typed)
        view = ui.view(
            ui.button("Post the poll", f"{POST}:{poll.id}", style=ui.Style.success),
            ui.button("Edit", f"{AGAIN}:{FORM}"),
        )
        bot = self.context.bot
        shown = poll_text.preview(poll, bot.setup.current().rep, bot.now())
        labelled = {label: typed[name] for name, label in poll_text.LABELS.items()}
        await ui.reply(interaction, shown, view=view, typed=labelled)

    async def put_up(self, interaction: Interaction, poll_id: int) -> None:
        self._channel()
        poll = await self.context.polls.put_up(poll_id)
        await ui.update(interaction, poll_text.on_its_way(poll))
        await self.context.bot.outbox.deliver_due()
        poll = await self.context.polls.get(poll_id)
        trouble = await self.context.polls.trouble(poll_id)
        again = ui.button("Post the poll", f"{POST}:{poll.id}", style=ui.Style.primary)
        view = ui.view(again) if trouble and not poll.message_id else None
        await ui.update(interaction, poll_text.is_up(poll, trouble), view=view)

    async def post(self, letter: Letter) -> Outcome:
        """With a button, by which it is found again."""
        poll = await self.context.polls.to_post(letter)
        if isinstance(poll, Outcome):
            return poll
        bot, settings = self.context.bot, self.context.bot.setup.current()
        if not settings.announcements:
            return NO_CHANNEL
        try:
            message = await sending.send_once(
                bot.get_partial_messageable(settings.announcements, guild_id=bot.config.guild_id),
                letter,
                sending.own_id(bot),
                poll_text.notice(poll, settings.rep, bot.now()),
                poll=self._made(poll),
                view=ui.view(ui.button("Next call", responses.NEXT, mark=mark(letter))),
                allowed_mentions=discord.AllowedMentions(roles=[discord.Object(settings.rep)]),
            )
        except sending.NotSentError as error:
            return error.outcome
        await self.context.polls.stands_at(letter, message.channel.id, message.id)
        return SENT

    def _made(self, poll: Poll) -> discord.Poll:
        hours = hours_left(poll, self.context.bot.now())
        made = discord.Poll(poll_text.question(poll), timedelta(hours=hours), multiple=True)
        for each in poll_text.choices(poll, self._today()):
            made.add_answer(text=each)
        return made

    async def look(self, letter: Letter) -> Outcome:
        """Tell coordinators how it ended."""
        poll = await self.context.polls.to_look_at(letter)
        if isinstance(poll, Outcome):
            return poll
        if not (review := self.context.bot.setup.current().review):
            return NO_REVIEW
        if letter.part == NOT_UP:
            return await self._say_not_up(letter, poll, review)
        try:
            place = self.context.bot.get_partial_messageable(poll.channel_id)
            ended = (await place.fetch_message(poll.message_id)).poll
        except discord.NotFound as error:
            if error.code not in (discord_codes.UNKNOWN_CHANNEL, discord_codes.UNKNOWN_MESSAGE):
                raise
            ended = None
        except Exception as error:
            return sending.outcome_of(error)
        ends = ended.expires_at if ended and not ended.is_finalised() else None
        if await self.context.polls.not_counted(letter, ends):
            return STILL_OPEN
        told, view = self._ended(poll, ended, mark(letter))
        outcome = await sending.post(self.context.bot, review, letter, told, view=view)
        if outcome == SENT:
            await self.context.polls.looked_at(letter)
        return outcome

    async def _waits_for(self, letter: Letter) -> int | None:
        """Coordinators are called by day; how a vote ended calls nobody."""
        return await self.context.bot.outbox.at_night(letter) if letter.part == NOT_UP else None

    async def _say_not_up(self, letter: Letter, poll: Poll, review: int) -> Outcome:
        if not (why := await self.context.polls.trouble(poll.id)):
            return NEVER_UP
        role = self.context.bot.setup.current().coordinator
        again = ui.button("Post it again", f"{POST}:{poll.id}", mark=mark(letter))
        return await sending.post(
            self.context.bot,
            review,
            letter,
            poll_text.not_up(poll, why, role),
            view=ui.view(again),
            allowed_mentions=discord.AllowedMentions(roles=[discord.Object(role)]),
        )

    def _ended(
        self, poll: Poll, ended: discord.Poll | None, marked: str
    ) -> tuple[str, discord.ui.View]:
        """Return what coordinators read, with what can be planned."""
        another = ui.view(ui.button("Find another date", FIND, mark=marked))
        if ended is None:
            return poll_text.lost(poll, poll_text.LOST), another
        votes = [each.vote_count for each in ended.answers]
        best, today = winners(votes), self._today()
        told = poll_text.over(poll, votes, best, today)
        if not best:
            return told, another
        if len(best) == 1:
            style = ui.Style.primary
            plan = ui.button("Plan it", f"{PLAN_IT}:{poll.id}.{best[0]}", style=style, mark=marked)
            return told, ui.view(plan)
        said = poll_text.choices(poll, today)
        options = [(f"{poll.id}.{place}", said[place], None) for place in best]
        return told, ui.view(ui.menu(f"{PLAN_IT}~{marked}", "Plan it", options))

    async def plan(self, interaction: Interaction, about: tuple[int, int]) -> None:
        """Open the form for a call, with what the poll found."""
        poll_id, place = about
        poll = await self.context.polls.get(poll_id)
        if place >= len(poll.choices):
            raise UserError(USED)
        form = await self.planning.form(interaction, (ONCE, poll.zone.key))
        wall = poll.choices[place]
        found: dict[str, Any] = {
            scheduling.LABELS["title"]: poll.title,
            scheduling.LABELS["when"]: f"{write_date(wall.date())}, {wall:%H:%M}",
        }
        modals.fill(form, found)
        await ui.show(interaction, form)

    def _today(self) -> date:
        return self.context.bot.now().astimezone(self.context.polls.zone).date()

    def _channel(self) -> None:
        """Raises UserError unless there is a place for it."""
        if not self.context.bot.setup.current().announcements:
            raise UserError(CHOOSE_CHANNEL)
