"""What an asker does is seen by nobody in the same moment: no row, no request, no card."""

from __future__ import annotations

from typing import Any

from tests.question_steps import answer, ask, asked, count, opened, released, reviewed
from tests.world import World, said

OWN = ("/interactions/", "/webhooks/")
WAITING = "Something that could not reach you."


async def other_rows(world: World) -> dict[str, list[Any]]:
    """Everything that is stored, apart from questions and their hidden letters."""
    async with world.bot.database.reading() as tx:
        names = await tx.execute_fetchall("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = [row[0] for row in names if not row[0].startswith("question")]
        found = {}
        for table in tables:
            hidden = " WHERE id > 0" if table == "outbox" else ""
            rows = await tx.execute_fetchall(f"SELECT * FROM {table}{hidden}")
            found[table] = [list(row) for row in rows]
    return found


class Watch:
    """Looks what moves with each press of the asker."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def start(self) -> None:
        await self.world.bot.notices.keep(self.world.people["ria"].id, WAITING)

    async def nothing_moves(self, press: Any) -> Any:
        before = await other_rows(self.world)
        sent = len(self.world.env.http_requests)
        texts = self.public()
        result = await press
        assert await other_rows(self.world) == before
        assert self.public() == texts
        for request in self.world.env.http_requests[sent:]:
            assert request.path.startswith(OWN) or request.method == "GET", request.path
        if result.response is not None:
            assert WAITING not in "".join(each.content for each in result.followups)
        return result

    def public(self) -> list[str]:
        places = [*self.world.channels.values(), *self.world.channels["questions"].threads]
        return [
            message.content + str(message.components)
            for place in places
            for message in place.history()
        ]


async def test_no_press_of_an_asker_moves_anything_else(world: World) -> None:
    watch = Watch(world)
    await watch.start()
    still = watch.nothing_moves
    form = await still(world.slash("ria", "ask"))
    sent = await still(world.people["ria"].submit_modal(form, {"words": "How?"}))
    code = said(sent).split("# `")[1].split("`")[0]
    await still(opened(world, code))
    review = await reviewed(world)
    await world.fill("carol", await world.press("carol", review, "Ask for changes"), note="Year?")
    await world.later(minutes=1)
    view = await still(opened(world, code))
    form = await still(world.press("ria", view.response, "Change it"))
    await still(world.fill("ria", form, words="How, in 2026?"))
    await answer(world, await released(world))
    view = await still(opened(world, code))
    form = await still(world.press("ria", view.response, "Reply"))
    await still(world.fill("ria", form, words="Thank you."))
    view = await still(opened(world, code))
    await still(world.press("ria", view.response, "Let others find it"))
    view = await still(opened(world, code))
    sure = await still(world.press("ria", view.response, "Close it"))
    await still(world.press("ria", sure.response, "Close and destroy"))
    assert WAITING in said(await world.slash("ria", "help"))


async def test_a_topic_without_a_name_is_not_told_by_a_notice_either(world: World) -> None:
    await world.announce_call()
    form = await world.slash("ria", "meeting suggest")
    await world.bot.notices.keep(world.people["ria"].id, WAITING)
    taken = await world.fill("ria", form, topic="Parking", sign="without")
    assert WAITING not in said(taken)
    assert await count(world, "notices") == 1
    assert WAITING in said(await world.slash("ria", "help"))


async def test_closed_for_nobody_who_looks(world: World) -> None:
    """The queue of an overdue question stays as it is when its asker withdraws it."""
    code = await asked(world)
    await released(world)
    await world.later(hours=49)
    before = said(await world.slash("carol", "question queue"))
    assert "48 hours without an answer" in before
    view = await opened(world, code)
    sure = await world.press("ria", view.response, "Close it")
    await world.press("ria", sure.response, "Close and destroy")
    assert said(await world.slash("carol", "question queue")) == before
    assert await ask(world, "rob")
