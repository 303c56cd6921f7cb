"""A month of somebody who said yes to everything: what arrives, when, and who is called for it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from discord import MessageType

from bot.domain.outbox import Letter, Outcome
from bot.domain.times import zone_named
from bot.services import outbox
from bot.services.letter_kinds import Deliver
from tests.test_undelivered import a_check_that_runs_out, live
from tests.world import World

# Why each other kind of notice to a person does not wait.
OF_ITS_OWN_TIME = {
    "meetings.changed": "the call's own",
    "meetings.direct": "a call, at times that the person chose",
    "meetings.job": "a call of tomorrow, for whoever took a job in it",
    "meetings.late": "a call of today",
    "meetings.reminder": "the call's own",
    "checkins.prompt": "at a time that the person chose",
    "hellos.call": "a hello",
    "hellos.meet": "a hello",
    "hellos.moved": "a hello",
    "hellos.goodbye": "a hello",
    "hellos.tell_asker": "a hello",
    "hellos.shut": "a hello",
    "buddies.meet": "goes by day; the pairing that the person said yes to",
    "checkins.share": "somebody who would like to be heard; to listeners in their hours",
    "checkins.read": "an answer one waits for",
    "questions.told": "an answer one waits for",
    "partnerships.before": "a meeting of tomorrow, at an hour that the person chose",
    "safeguarding.tell": "somebody may be in danger",
    "safeguarding.writer": "somebody may be in danger",
    "library.offer": "the next one, after a press",
}
AT_ANY_HOUR = ("hellos.", "questions.told", "safeguarding.")
AT_ONCE_BY_DAY = {
    *("meetings.ask", "meetings.lapse", "meetings.next", "outbox.undelivered"),
    "questions.daily",
}
# What stands in the review channel, and whether it calls the coordinators: for a hello that nobody
# takes, a call that is not announced or confirmed (a draft only where little time is left), what
# was meant for many and did not go out, a question that has waited for a day.
CALLED_FOR = {  # in the review channel; whatever else goes there mentions nobody
    *("hellos.tell_coordinators", "meetings.ask", "meetings.lapse", "outbox.undelivered"),
    "questions.daily",
}
AS_A_CARD = {"library.offer", "meetings.announcement", "meetings.topic"}
MARKUP = re.compile(r"<(@|#|t:|/|a?:)")
WRITTEN = (MessageType.default.value, MessageType.reply.value)


@dataclass(frozen=True)
class Seen:
    """One message that notifies somebody; `at` is network time."""

    kind: str
    at: datetime
    could_wait: bool
    message: Any
    content: str


class Month:
    """Notes what each letter says to whom, while the time passes from alarm to alarm."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.zone = zone_named(world.config.timezone)
        self.to: dict[str, list[Seen]] = {name: [] for name in world.people}
        self.coordinators: list[Seen] = []
        self.all: list[Seen] = []
        kinds = world.bot.outbox._kinds
        for name, kind in list(kinds.items()):
            kinds[name] = replace(kind, deliver=self.noting(kind.deliver))

    def noting(self, deliver: Deliver) -> Deliver:
        async def delivered(letter: Letter) -> Outcome:
            waits_for = self.world.bot.outbox._few.kinds.get(letter.kind)
            could_wait = waits_for is not None and await waits_for(letter) is not None
            could_wait = could_wait and letter.kind not in AT_ONCE_BY_DAY
            before = self.messages()
            outcome = await deliver(letter)
            at = self.world.clock().astimezone(self.zone)
            for key in self.messages().keys() - before.keys():
                new = self.messages()[key]
                self.note(Seen(letter.kind, at, could_wait, new, new.content))
            return outcome

        return delivered

    def note(self, seen: Seen) -> None:
        message = seen.message
        if message.is_ephemeral:  # privately, to whoever has pressed
            return
        if message.type in WRITTEN:
            self.all.append(seen)
        for name, actor in self.world.people.items():
            direct = message.channel_id == actor.user.dm_channel.id
            if direct or actor.id in message.ping_user_ids:
                self.to.setdefault(name, []).append(seen)
        if self.world.roles["coordinator"].id in message.ping_role_ids:
            self.coordinators.append(seen)

    def messages(self) -> dict[int, Any]:
        """Return every message there is, with whom Discord would notify."""
        channels = self.world.env.backend.messages.values()
        return {number: message for channel in channels for number, message in channel.items()}


async def ring(world: World, **span: float) -> None:
    """Move the clock from alarm to alarm, as a machine that is never off."""
    until = world.clock.at + timedelta(**span)
    while (next_ring := world.bot.scheduler.next_wake) and next_ring <= until:
        world.clock.at = max(next_ring, world.clock.at)
        await world.bot.outbox.deliver_due()
    world.clock.at = until
    await world.bot.outbox.deliver_due()
    await world.env.settle()


@pytest.fixture
async def month(world: World, monkeypatch: pytest.MonkeyPatch) -> Month:
    await a_check_that_runs_out(world)
    lived = Month(world)
    monkeypatch.setattr(World, "later", ring)
    monkeypatch.setattr(outbox, "AT_ONCE", 1)  # so that each message is known to be its letter's
    await live(world)
    return lived


@pytest.mark.long
async def test_a_month_of_yes_to_everything_brings_few_notices_and_none_at_night(
    month: Month,
) -> None:
    for name, seen in month.to.items():
        waited = [each for each in seen if each.could_wait]
        assert {f"{each.at:%H:%M}" for each in waited} <= {"09:30", "19:00"}, name
        assert max(Counter(each.at.date() for each in waited).values(), default=0) <= 1, name
        for each in seen:
            assert each.could_wait or each.kind in OF_ITS_OWN_TIME, each
            assert 8 <= each.at.hour < 21 or each.kind.startswith(AT_ANY_HOUR), each
    assert {each.kind for each in month.to["ria"] if each.could_wait} == {
        "actions.due",
        "library.offer",
        "library.outcome",
        "meetings.changed",
        "meetings.notes_up",
        "partnerships.after",
        "partnerships.plan",
    }
    in_review = month.world.channels["review"].id
    review = {each.kind for each in month.all if each.message.channel_id == in_review}
    called_for = {each.kind for each in month.coordinators}
    assert review & called_for == CALLED_FOR
    for each in month.coordinators:
        assert 8 <= each.at.hour < (22 if each.kind.startswith("hellos.") else 21), each
    # For each hello that nobody takes they are called at once and once more.
    others = [each for each in month.coordinators if not each.kind.startswith("hellos.")]
    assert max(Counter(each.at.date() for each in others).values()) <= 2
    for each in month.all:
        line = each.content.split("\n")[0]
        assert len(re.findall(r"\w+", line)) >= 3, each
        assert not MARKUP.search(line), each
        assert bool(each.message.embeds) == (each.kind in AS_A_CARD), each
