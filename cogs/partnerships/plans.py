"""Our plan: asked for, promised, received, looked at again."""

from __future__ import annotations

from datetime import date

import discord

from bot import cards, modals, permissions, sending, ui
from bot.app import RepBot
from bot.domain.dates import say_day, write_date
from bot.domain.outbox import Delivery, Letter, Outcome, Urgency, mark
from bot.domain.own_plans import LONGEST_OWNER, OwnPlan
from bot.handing_over import LETTER, PLAN_SENT
from bot.modals import Values
from bot.router import number
from bot.services.own_meeting_cards import OVER
from bot.services.own_plans import LOOK, OwnPlans
from bot.ui import Interaction
from cogs.partnerships import plan_text

PLAN = "mvp:1:ourplan"
STEPS, STEPPED = "mvp:1:plansteps", "mvp:1:planstepped"
SAYS, SAID = "mvp:1:plansays", "mvp:1:plansaid"
COUNT = "mvp:1:plancount"
ANEW = "mvp:1:plananew"
DELETE = "mvp:1:plandelete"


class PlanButtons:
    def __init__(self, bot: RepBot, plans: OwnPlans) -> None:
        self.bot = bot
        self.plans = plans
        router = bot.router
        router.button(PLAN, self.open)
        router.button(PLAN_SENT.custom_id, self.sent)
        router.button(STEPS, self.steps)
        router.form(STEPPED, self.stepped, opens=self.steps_form)
        router.button(SAYS, self.says)
        router.form(SAID, self.said, opens=self.says_form)
        router.button(COUNT, self.count, takes=number)
        router.button(ANEW, self.begin_anew)
        router.button(DELETE, self.delete)
        bot.outbox.register(
            LOOK,
            self.remind,
            label="a reminder of somebody's plan",
            rank=Urgency.CAN_WAIT,
            waits_for=plans.waits_for,
            look=sending.looking(bot, self._where, came=None),
        )

    async def open(self, interaction: Interaction) -> None:
        plan = await self.plans.of(interaction.user.id)
        await ui.reply(interaction, await self._card(plan))

    async def _card(self, plan: OwnPlan, above: str = "") -> cards.Card:
        today, line = self.plans.today(), await self.plans.line()
        first = (
            [ui.button(plan_text.STEPS_TITLE, STEPS, style=ui.Style.primary)]
            if plan.asked
            else [
                ui.button(PLAN_SENT.label, PLAN_SENT.custom_id, style=ui.Style.primary),
                ui.button("Write the letter", LETTER),
                ui.button(plan_text.STEPS_TITLE, STEPS),
            ]
        )
        says = [ui.button(plan_text.WORDS_TITLE, SAYS)] if plan.received else []
        count = ui.button(
            plan_text.STOP if plan.counted else plan_text.COUNT,
            f"{COUNT}:{0 if plan.counted else 1}",
            row=1,
        )
        anew = [ui.button("A new round", ANEW, row=1)] if plan.asked else []
        there = [ui.button("Delete", DELETE, row=1)] if plan != OwnPlan() else []
        view = ui.view(*first, *says, count, *anew, *there)
        return cards.card(above, plan_text.card(plan, line, today), actions=view)

    async def sent(self, interaction: Interaction) -> None:
        plan = await self.plans.sent(interaction.user.id)
        day = say_day(plan.look, self.plans.today()) if plan.look else ""
        await ui.reply(interaction, await self._card(plan, plan_text.SENT.format(day=day)))

    async def steps(self, interaction: Interaction) -> None:
        await ui.show(interaction, await self.steps_form(interaction))

    async def steps_form(self, interaction: Interaction) -> discord.ui.Modal:
        plan = await self.plans.of(interaction.user.id)
        return modals.form(
            plan_text.STEPS_TITLE,
            STEPPED,
            _day("asked", plan_text.ASKED, plan.asked),
            _day("promised", plan_text.PROMISED, plan.promised),
            _day("received", plan_text.RECEIVED, plan.received),
            _day("look", plan_text.LOOK, plan.look),
        )

    async def stepped(self, interaction: Interaction, values: Values) -> None:
        names = ("asked", "promised", "received", "look")
        typed = {name: values[name] for name in names}
        plan = await self.plans.step(interaction.user.id, typed)
        await ui.reply(interaction, await self._card(plan))

    async def says(self, interaction: Interaction) -> None:
        await ui.show(interaction, await self.says_form(interaction))

    async def says_form(self, interaction: Interaction) -> discord.ui.Modal:
        plan = await self.plans.of(interaction.user.id)
        chosen = [name for name, _ in plan_text.SAYS_CHOICES if getattr(plan, name)]
        owner = modals.text(
            "owner",
            plan_text.OWNER,
            default=plan.owner,
            required=False,
            max_length=3 * LONGEST_OWNER,
        )
        return modals.form(
            plan_text.WORDS_TITLE,
            SAID,
            owner,
            _day("dated", plan_text.DATED, plan.dated),
            _day("review", plan_text.REVIEW, plan.review),
            modals.boxes("says", plan_text.SAYS, plan_text.SAYS_CHOICES, chosen=chosen),
        )

    async def said(self, interaction: Interaction, values: Values) -> None:
        typed = {name: values[name] for name in ("owner", "dated", "review")}
        chosen = values.many("says")
        plan = await self.plans.says(
            interaction.user.id,
            typed,
            staffing="staffing" in chosen,
            priority="priority" in chosen,
        )
        await ui.reply(interaction, await self._card(plan))

    async def count(self, interaction: Interaction, counted: int) -> None:
        plan = await self.plans.count(interaction.user.id, counted=counted > 0)
        await ui.update(interaction, await self._card(plan))

    async def begin_anew(self, interaction: Interaction) -> None:
        plan = await self.plans.begin_anew(interaction.user.id)
        await ui.reply(interaction, await self._card(plan))

    async def delete(self, interaction: Interaction) -> None:
        await self.plans.delete(interaction.user.id)
        await ui.update(interaction, plan_text.DELETED)

    async def _where(self, letter: Letter) -> sending.Place:
        return await self.bot.create_dm(discord.Object(letter.part))

    async def remind(self, letter: Letter) -> Outcome:
        if not await self.plans.is_wanted(letter):
            return OVER
        if await permissions.find(self.bot, letter.part) is None:
            return OVER
        said = plan_text.reminder(await self.plans.of(letter.part), self.plans.today())
        button = ui.button("Our plan", PLAN, style=ui.Style.primary, mark=mark(letter))
        view = ui.view(button)
        outcome = await sending.post_to_person(self.bot, letter.part, letter, said, view=view)
        if outcome.delivery is Delivery.IMPOSSIBLE and outcome.reason == sending.CLOSED:
            await self.bot.notices.keep(letter.part, plan_text.UNREACHABLE)
        return outcome


def _day(name: str, label: str, day: date | None) -> discord.ui.Label[discord.ui.LayoutView]:
    return modals.text(
        name,
        label,
        default=write_date(day) if day else "",
        required=False,
        max_length=80,
        help_text=plan_text.LIKE,
    )
