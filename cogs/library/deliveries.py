"""Letters of the library: to volunteers who check entries, and to the review channel."""

from __future__ import annotations

from datetime import date
from typing import Any

import discord

from bot import sending, ui
from bot.app import RepBot
from bot.domain.library import Kept, Offer
from bot.domain.outbox import SENT, Delivery, Letter, Outcome, Urgency, mark
from bot.modals import Values
from bot.router import number
from bot.services.library import Library
from bot.services.library_checks import DIGEST, OFFER, RUNNING_OUT, Checks
from bot.services.library_editing import OUTCOME, SUGGESTION, Editing
from bot.ui import Interaction
from cogs.library import buttons, forms, text
from cogs.library.cards import notice

NOT_WANTED = Outcome(Delivery.NOT_WANTED)
NO_CHANNEL = Outcome(Delivery.IMPOSSIBLE, "no review channel is chosen")


class Volunteers:
    def __init__(self, bot: RepBot, library: Library, editing: Editing, checks: Checks) -> None:
        self.bot = bot
        self.library = library
        self.editing = editing
        self.checks = checks
        register, later = bot.outbox.register, Urgency.CAN_WAIT
        volunteers, waits_for = "entries to check, for volunteers", checks.waits_for
        register(
            OFFER,
            self.deliver_offer,
            label=volunteers,
            rank=later,
            waits_for=waits_for,
            look=sending.looking(bot, self._where_offered, self.offered),
        )
        look = sending.looking(bot, sending.in_review(bot), came=None)
        suggestion = "a suggestion for the library"
        register(SUGGESTION, self.deliver_suggestion, label=suggestion, look=look, patient=True)
        outcome = "what became of a suggestion, for whoever made it"
        register(
            OUTCOME,
            self.deliver_outcome,
            label=outcome,
            rank=later,
            waits_for=editing.suggester,
            look=sending.looking(bot, self._where_told, came=None),
        )
        running_out = "numbers whose check runs out"
        register(RUNNING_OUT, self.deliver_running_out, label=running_out, rank=later, look=look)
        digest = "what the library needs, for coordinators"
        register(DIGEST, self.deliver_digest, label=digest, rank=later, look=look)
        bot.router.button(buttons.VOLUNTEER, self.volunteer)
        bot.router.button(buttons.STOP, self.stop)
        bot.router.button(buttons.OFFER_RIGHT, self.offer_right, takes=number)
        bot.router.button(buttons.OFFER_SKIP, self.offer_skip, takes=number)
        bot.router.button(buttons.OFFER_WRONG, self.offer_wrong, takes=number)
        bot.router.button(buttons.OFFER_GONE, self.offer_gone, takes=number)
        bot.router.form(
            buttons.OFFER_WRONG_FORM, self.offer_reported, takes=number, opens=self._report_form
        )

    async def _where_offered(self, letter: Letter) -> sending.Place:
        person = await self.checks.volunteer_of(letter)
        return None if person is None else await self.bot.create_dm(discord.Object(person))

    async def deliver_offer(self, letter: Letter) -> Outcome:
        chosen = await self.checks.choose(letter)
        if chosen is None:
            return NOT_WANTED
        offer, kept = chosen
        shown = await self._offer(letter, offer, kept)
        outcome = await sending.post_to_person(self.bot, offer.person, letter, **shown)
        if outcome.delivery is Delivery.IMPOSSIBLE:
            await self.bot.notices.keep(offer.person, text.could_not_offer())
        return outcome

    async def offered(self, letter: Letter, message: discord.Message) -> Outcome:
        """A restore took the offer: what stands is for one that is made again."""
        chosen = await self.checks.choose(letter)
        if chosen is not None:
            try:
                await message.edit(**await self._offer(letter, *chosen))
            except Exception as error:
                return sending.outcome_of(error)
        return SENT

    async def _offer(self, letter: Letter, offer: Offer, kept: Kept) -> dict[str, Any]:
        shown = await self.library.card(kept)
        return {
            "content": text.offer(shown, offer.part),
            "embed": notice(shown, self.library.today()),
            "view": buttons.offer_buttons(offer.id, mark(letter), kept.entry),
        }

    async def deliver_suggestion(self, letter: Letter) -> Outcome:
        waiting = await self.editing.suggestion(letter.subject)
        if waiting is None:
            return NOT_WANTED
        about = await self.editing.get(waiting.entry) if waiting.entry else None
        words = text.suggestion(waiting, about.entry if about else None)
        return await self._to_review(letter, words, decide=waiting.id)

    async def _where_told(self, letter: Letter) -> sending.Place:
        person = await self.editing.suggester(letter)
        return None if person is None else await self.bot.create_dm(discord.Object(person))

    async def deliver_outcome(self, letter: Letter) -> Outcome:
        decided = await self.editing.decided(letter.subject)
        if decided is None:
            return NOT_WANTED
        words = text.outcome(decided)
        view = ui.view(ui.button("Find a resource", buttons.ASK, mark=mark(letter)))
        outcome = await sending.post_to_person(self.bot, decided.person, letter, words, view=view)
        if outcome.delivery is Delivery.IMPOSSIBLE:
            await self.bot.notices.keep(decided.person, words)
        return outcome

    async def deliver_running_out(self, letter: Letter) -> Outcome:
        """Remind coordinators before numbers hide themselves."""
        lines = await self.checks.running_out(letter)
        if not lines:
            return NOT_WANTED
        ends = date.fromordinal(letter.subject)
        words = text.running_out(lines, ends, self.library.today())
        return await self._to_review(letter, words)

    async def deliver_digest(self, letter: Letter) -> Outcome:
        """Tell coordinators once a month what has not been looked at."""
        found = await self.checks.digest()
        if not (found.hidden or found.stale or found.waiting):
            return NOT_WANTED
        return await self._to_review(letter, text.digest(found))

    async def _to_review(self, letter: Letter, words: str, decide: int = 0) -> Outcome:
        channel = self.bot.setup.current().review
        if not channel:
            return NO_CHANNEL
        made = mark(letter)
        view = buttons.decision_buttons(decide, made) if decide else buttons.look_button(made)
        return await sending.post(self.bot, channel, letter, words, view=view)

    async def volunteer(self, interaction: Interaction) -> None:
        """The first entry is sent at once."""
        await self.checks.volunteer(interaction.user.id)
        await ui.reply(interaction, text.VOLUNTEERED)

    async def stop(self, interaction: Interaction) -> None:
        await self.checks.stop(interaction.user.id)
        await ui.update(interaction, text.STOPPED)

    async def offer_right(self, interaction: Interaction, offer_id: int) -> None:
        another = await self.checks.answer(offer_id, interaction.user.id, right=True)
        await ui.update(interaction, text.NEXT_OFFER if another else text.LAST_OFFER)

    async def offer_skip(self, interaction: Interaction, offer_id: int) -> None:
        another = await self.checks.answer(offer_id, interaction.user.id, right=False)
        said = text.NEXT_OFFER if another else text.LAST_OFFER
        await ui.update(interaction, f"{text.SKIPPED} {said}")

    async def offer_wrong(self, interaction: Interaction, offer_id: int) -> None:
        await ui.show(interaction, await self._report_form(interaction, offer_id))

    async def _report_form(self, interaction: Interaction, offer_id: int) -> discord.ui.Modal:
        offer = await self.checks.offer_of(offer_id, interaction.user.id)
        kept = await self.editing.get(offer.entry)
        return forms.report(f"{buttons.OFFER_WRONG_FORM}:{offer_id}", kept.entry)

    async def offer_gone(self, interaction: Interaction, offer_id: int) -> None:
        await self._report(interaction, offer_id, text.PAGE_GONE)

    async def offer_reported(self, interaction: Interaction, offer_id: int, values: Values) -> None:
        await self._report(interaction, offer_id, values["why"])

    async def _report(self, interaction: Interaction, offer_id: int, why: str) -> None:
        person = interaction.user.id
        offer = await self.checks.offer_of(offer_id, person)
        if not offer.answered:
            await self.editing.report(person, offer.entry, why)
        another = await self.checks.answer(offer.id, person, right=False)
        await ui.update(interaction, text.NEXT_OFFER if another else text.LAST_OFFER)
