"""What one person alone asked for and cannot be delivered is told to nobody else.

A month of everything the bot sends is lived through. Each kind of letter that is registered meets
Discord's refusal once, the first time that it would reach Discord; then all is put back as it was
and it goes on. So a new kind fails here until the month has one of it.
"""

from __future__ import annotations

import copy
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

import db.buddies
from bot import sending
from bot.domain.library import LINE_DAYS
from bot.domain.outbox import Delivery, Letter, Outcome
from bot.services import outbox
from bot.services.letter_kinds import Deliver
from tests.cogs.library.library_steps import library, suggestion
from tests.cogs.meetings import call_steps
from tests.cogs.partnerships.partnership_steps import plan_own, send_letter
from tests.cogs.peer_support import hello_steps as hellos
from tests.cogs.peer_support.test_checkins import begin, check_in
from tests.cogs.questions import question_steps as asking
from tests.world import World, labels

REFUSALS = {50007: 403, 50001: 403, 10003: 404}
# Tidying that could not be completed at once; nobody is written to.
# So that the month is known to look: these do tell the person who is concerned.
TOLD_TO_THEM = {
    *("checkins.prompt", "hellos.tell_asker", "meetings.direct"),
    *("library.offer", "library.outcome"),
    *("partnerships.before", "partnerships.after"),
}
# What has nothing to send in this month; any other kind is refused in it, or is not tried here.
NEVER_MET = {
    *("checkins.daily", "hellos.end", "meetings.linkcheck", "questions.nightly"),
    "safeguarding.unread",
}
# Both of them agreed to meet, so both are told that they could not.
BOTH = {"hellos.meet": {"ria", "lou"}, "listeners.still": {"lou", "lee"}}
BOTH |= {"buddies.meet": {"ria", "rob"}, "buddies.left_over": {"lou"}}


@dataclass
class Refused:
    """What one refusal led to."""

    outcomes: list[Outcome] = field(default_factory=list)
    met: int = 0
    notices: set[int] = field(default_factory=set)
    posted: list[str] = field(default_factory=list)


class Month:
    """Lets each kind of letter be refused once, and looks what that changes."""

    def __init__(self, world: World) -> None:
        self.world, self.code = world, 0
        self.refused: dict[str, Refused] = {}
        self.sent: set[str] = set()

    def start(self, patch: pytest.MonkeyPatch) -> None:
        patch.setattr(outbox, "AT_ONCE", 1)
        before = sending.send_once

        async def send_once(place: Any, letter: Letter, *about: Any, **extras: Any) -> Any:
            self.sent.add(letter.kind)
            return await before(place, letter, *about, **extras)

        patch.setattr(sending, "send_once", send_once)
        kinds = self.world.bot.outbox._kinds
        for name, kind in list(kinds.items()):
            kinds[name] = replace(kind, deliver=self.refusing_once(name, kind.deliver))

    def refuse_all_but(self, spared: int | None) -> None:
        """Let Discord refuse every request, or all but those about one channel."""
        backend = self.world.env.backend
        known = [f"/channels/{each}*" for each in backend.channels if each != spared]
        paths = ["*"] if spared is None else [*known, "/users/@me/channels", "/guilds/*/scheduled*"]
        for path in paths:
            backend.faults.append(
                {
                    "method": "*",
                    "path": path,
                    "status": REFUSALS[self.code],
                    "code": self.code,
                    "message": "refused",
                    "times": None,
                }
            )

    def refusing_once(self, kind: str, deliver: Deliver) -> Deliver:
        async def delivered(letter: Letter) -> Outcome:
            found = self.refused.setdefault(kind, Refused())
            if not found.met:
                with closing(sqlite3.connect(":memory:")) as saved:
                    with closing(sqlite3.connect(self.world.bot.database.path)) as live:
                        live.backup(saved)
                    # First with a review channel that can be told; then without one.
                    for code, spared in product(REFUSALS, (self.world.channels["review"].id, None)):
                        self.code = code
                        await self.refuse(found, deliver, letter, spared, saved)
            return await deliver(letter)

        return delivered

    async def refuse(
        self,
        found: Refused,
        deliver: Deliver,
        letter: Letter,
        spared: int | None,
        saved: sqlite3.Connection,
    ) -> None:
        bot = self.world.bot
        people = copy.copy(bot.notices._people)
        before, told = self.public(), await self.told()
        written, sent = bot.database._writer.total_changes, len(self.world.env.http_requests)
        self.refuse_all_but(spared)
        try:
            outcome = await deliver(letter)
        except Exception as raised:  # as the outbox does: it is tried again
            outcome = Outcome(Delivery.TRY_LATER, type(raised).__name__)
        finally:
            self.world.env.backend.faults.clear()
        met = len(self.world.env.http_requests) - sent
        found.met += met
        if met:
            found.outcomes.append(outcome)
            found.notices |= await self.told() - told
            if outcome.delivery is Delivery.IMPOSSIBLE:
                found.posted += [text for each, text in self.public().items() if each not in before]
        if bot.database._writer.total_changes != written:
            with closing(sqlite3.connect(bot.database.path)) as live:
                saved.backup(live)
        bot.notices._people = people

    def public(self) -> dict[int, str]:
        """Everything that the bot has posted in a channel or thread."""
        # Not `history()`, which copies each message: this is asked some thousand times.
        places = list(self.world.channels.values())
        places += [thread for place in places for thread in place.threads]
        stand = self.world.env.backend.messages
        return {
            number: message.content
            for place in places
            for number, message in stand.get(place.id, {}).items()
        }

    async def told(self) -> set[int]:
        """For whom a sentence is kept."""
        async with self.world.bot.database.reading() as tx:
            rows = await tx.execute_fetchall("SELECT user_id FROM notices")
        return {row[0] for row in rows}


async def live(world: World) -> None:
    """A month in which ria does everything, and lou listens."""
    clock, press = world.clock, world.press
    await ask_and_answer(world)
    await asking.look_after_one(world)
    await hellos.go_on_duty(world, "lou")
    announced = await world.announce_call(repeats="monthly on the same weekday")
    await world.plan_call("Save without announcing", title="It lapses", date="Mon 21 Dec")
    await press("ria", announced, "Going")
    await press("rob", announced, "Going")
    await call_steps.remind(world, "ria", "dm", "1d, 1h")
    await call_steps.do_all_for_a_call(world, "ria")
    await call_steps.find_a_date(world)
    for what in ("Ring", "Write"):
        await world.slash("carol", "action add", who=world.people["ria"], what=what, due="27 Nov")
    for how in ("without", "with"):
        form = await call_steps.more(world, "Suggest a topic", "ria")
        await world.fill("ria", form, topic=f"Pay {how}", sign=how)
    await call_steps.edit(world, title="Our call", time="20:00")
    await world.cog("MeetingCog").context.changes.run_late(1, 10)
    await world.later(minutes=1)
    await an_event_fails(world)
    await take_part(world)
    await begin(world)
    hard = {"audience": "listeners", "feeling": "hard", "words": "It was hard"}
    kept = await check_in(world, "ria", **hard)
    await world.later(minutes=1)
    opened = await press("lou", hellos.calls(world)[-1], "Read")
    await press("lou", opened.response, "I have read this")
    await world.later(minutes=1)
    await press("ria", kept.response, "Keep it to myself")
    await world.later(minutes=1)
    await plan_own(world, when="Wed 2 Dec, 8pm")
    await send_letter(world, "ria")
    await say_hello(world)
    await use_the_library(world)
    await asking.asked(world, "rob")
    await pass_by(world, clock.at + timedelta(days=2))
    review = world.channels["review"].history()
    await press("carol", next(m for m in review if "Release" in labels(m)), "Release")
    await erase_una(world)
    await worry(world, "lou")
    await pass_by(world, datetime(2026, 12, 8, 9, 0, tzinfo=UTC))
    clock.at = datetime(2026, 12, 8, 18, 30, tzinfo=UTC)
    direct = f"/channels/{world.people['ria'].user.dm_channel.id}/messages"
    world.env.inject_error("POST", direct, status=403, code=50007, times=None)
    await world.later(hours=1)
    world.env.backend.faults.clear()
    await pass_by(world, datetime(2026, 12, 9, 9, 0, tzinfo=UTC))
    await call_steps.write_notes(world, "We talked about pay.", meeting="Our call")
    await pass_by(world, clock.at + timedelta(days=30), days=1)
    drafts = [m for m in world.channels["review"].history() if "Announce now" in labels(m)]
    await call_steps.announce_draft(world, drafts[-1])
    await world.later(minutes=1)


async def an_event_fails(world: World) -> None:
    """Something that was meant for many; with the next change it goes."""
    refused = {"status": 403, "code": 50013, "message": "refused", "times": None}
    backend, before = world.env.backend, list(world.env.backend.faults)
    backend.faults.append({"method": "*", "path": "/guilds/*/scheduled*", **refused})
    await call_steps.edit(world, length="50")
    backend.faults[:] = before
    await world.later(minutes=1)


async def ask_and_answer(world: World) -> None:
    code = await asking.asked(world, "ria", tell=True)
    question = await asking.released(world)
    await asking.answer(world, question)
    await world.later(minutes=16)
    # Of a direct message that could not be deleted at once a letter remains.
    world.env.inject_error("DELETE", "/channels/*/messages/*", status=400, code=40003)
    view = await asking.opened(world, code)
    form = await world.press("ria", view.response, "Reply")
    await world.fill("ria", form, words="Thank you.")
    await world.press("carol", await asking.reviewed(world), "Release")
    await world.later(minutes=1)
    view = await asking.opened(world, code)
    await world.press("ria", view.response, "Let others find it")
    await world.later(minutes=16)
    view = await asking.opened(world, code)
    sure = await world.press("ria", view.response, "Close it")
    await world.press("ria", sure.response, "Close and destroy")
    await world.later(minutes=16)


async def say_hello(world: World) -> None:
    await hellos.ask(world)
    await hellos.meet(world)
    thread = hellos.of_two(world)
    await world.later(hours=2)
    await world.press("ria", thread.history()[0], "Someone else, please")
    await world.later(hours=5)
    await world.later(hours=20)
    await hellos.ask(world)
    await world.later(hours=25)


async def erase_una(world: World) -> None:
    """Somebody with a call that stands and a thread of two erases herself."""
    world.add_person("una", "rep")
    world.add_person("lee", "listener")
    await hellos.go_on_duty(world, "lee")
    await hellos.ask(world, "una")
    await hellos.meet(world, "lee")
    await world.press("una", hellos.of_two(world, "una").history()[0], "Someone else, please")
    await world.later(minutes=1)
    asked = await world.privacy("una", "Erase me")
    await world.press("una", asked.response, "Erase everything")
    await world.later(minutes=1)


async def take_part(world: World) -> None:
    """In the monthly pairing; lou wants neither of the others again."""
    for name in ("ria", "rob", "lou"):
        card = await world.slash(name, "buddy")
        await world.press(name, card.response, "Take part")
    pairs = [frozenset((world.people["lou"].id, world.people[name].id)) for name in ("ria", "rob")]
    async with world.bot.database.transaction() as tx:
        for hashed in world.bot.erasures.hashed_pairs(pairs):
            await db.buddies.veto(tx, hashed)


async def worry(world: World, name: str) -> None:
    """A listener writes to the safeguarding lead, who does not read it."""
    card = await world.slash(name, "listener")
    first = await world.press(name, card.response, "I am worried about somebody")
    form = await world.press(name, first.response, "Write to the safeguarding lead")
    await world.fill(name, form, words="She has not slept for days.")
    await world.later(hours=4)
    await world.later(seconds=1)


async def use_the_library(world: World) -> None:
    found = await world.slash("ria", "resource find", query="mnvp-faqs")
    thanks = await world.press("ria", found.response, "Still right")
    await world.press("ria", thanks.response, "Yes, ask me each month")
    form = await suggestion(world, "ria")
    await world.fill("ria", form, title="A page", url="https://example.org/a", why="It helps")
    await world.later(minutes=1)
    await world.press("carol", (await library(world, "Review")).response, "Decline")


async def pass_by(world: World, until: datetime, **step: float) -> None:
    """Let the time pass in steps, of eight hours where nothing is said."""
    while world.clock.at < until:
        await world.later(**(step or {"hours": 8}))


async def a_check_that_runs_out(world: World) -> None:
    """Let a volunteer's check of a line end in three weeks; that is looked at when it starts."""
    day = (world.clock() - timedelta(days=LINE_DAYS - 21)).date()
    async with world.bot.database.transaction() as tx:
        await tx.execute(
            "UPDATE entries SET checked_on = ? WHERE key = 'line-nda'", (day.isoformat(),)
        )
    await world.restart()


@pytest.mark.long
async def test_what_cannot_be_delivered_is_told_to_nobody_else(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_check_that_runs_out(world)
    month = Month(world)
    month.start(monkeypatch)
    await live(world)
    people = {actor.id: name for name, actor in world.people.items()}
    assert world.bot.outbox.kinds() - set(month.refused) == set()
    for kind, found in month.refused.items():
        told = {people[person] for person in found.notices}
        assert told <= BOTH.get(kind, {"ria"}), kind
        assert not (told and kind.startswith("questions.")), kind
        assert found.posted == [], kind
    assert {kind for kind, found in month.refused.items() if found.notices} >= TOLD_TO_THEM
    kinds = world.bot.outbox._kinds
    # What a question's letters made is looked for when it closes.
    deciding = {kind for kind in month.sent if not kind.startswith("questions.")}
    assert len(deciding) > 12
    assert {kind for kind in deciding if kinds[kind].look is None} == set()
    assert {kind for kind, found in month.refused.items() if not found.met} == NEVER_MET
