"""Who to ring, through the real bot."""

from __future__ import annotations

import re
from typing import Any

import pytest
from simcord import InteractionResult

from bot.domain.support import FIRST_KEYS, NEEDS, SHOWN
from tests.cogs.library.library_steps import rung, to_change
from tests.world import World, labels, links, said

HELPS = re.compile(
    r"https://|ring \*\*999|GP, midwife|midwife or health visitor|Citizens|PALS|unit's own"
)


def whole(shown: InteractionResult) -> str:
    """Return what is read, and where its buttons lead."""
    return "\n".join([said(shown), *links(shown.response)])


@pytest.mark.long
async def test_support_by_need_keeps_unchecked_numbers_back(world: World) -> None:
    await rung(world, "line-nda")
    await rung(world, "line-childline")
    first = said(await world.slash("ria", "support"))
    assert first.index("999") < first.index("111") < first.index("116 123")
    loss = said(await world.slash("ria", "support", need="baby loss"))
    assert first.split("\n")[0] in loss
    assert "Sands" in loss
    assert "0808 164 3332" not in loss
    abuse = said(await world.slash("ria", "support", need="domestic abuse"))
    assert "0808 2000 247" in abuse
    assert "Dismiss message" in abuse
    unclear = said(await world.slash("ria", "support", need="zebra"))
    assert "not sure which list fits" in unclear
    assert "0800 1111" in unclear


@pytest.mark.parametrize(
    ("typed", "opening"),
    [
        ("my baby died", "I am so sorry. These people understand."),
        ("lonely", "You need not carry it alone."),
        ("my ex keeps threatening me", "Dismiss message"),
        ("feeding my baby", "### Feeding"),
    ],
)
async def test_a_need_may_be_said_in_ones_own_words(world: World, typed: str, opening: str) -> None:
    assert opening in said(await world.slash("ria", "support", need=typed))


async def test_a_line_without_a_need_that_is_known_leads_to_somebody_to_talk_to(
    world: World,
) -> None:
    async with world.bot.database.transaction() as tx:
        await tx.execute("UPDATE entries SET needs = '' WHERE key = 'line-sands'")
    await rung(world, "line-childline")
    told = said(await world.slash("ria", "support", need="Sands"))
    assert "not sure which list fits" in told
    assert "0800 1111" in told


async def test_worry_about_the_baby_finds_ones_own_unit_before_anything_else(
    world: World,
) -> None:
    found = await world.slash("ria", "resource find", query="reduced movements")
    told = said(found)
    assert told.startswith("**Urgent help**\n\nIf a life may be in danger: **999** now.")
    assert told.index("**your own maternity unit**") < told.index("**116 123**")
    assert "Danger to life: ring 999." in said(found)
    assert "Ring them now, day or night. Do not wait." in said(found)
    assert "Something's wrong" not in labels(found.response)


async def test_what_can_be_reached_stands_before_what_cannot(world: World) -> None:
    await rung(world, "line-cruse")
    loss = said(await world.slash("ria", "support", need="baby loss"))
    assert loss.count("Numbers that nobody has checked lately") == 1
    assert loss.index("**Cruse Bereavement Support**") < loss.index("Numbers that nobody")
    assert loss.index("Numbers that nobody") < loss.index("**Sands**")


async def test_a_domestic_abuse_line_is_never_shared(world: World) -> None:
    await rung(world, "line-nda")
    found = await world.slash("ria", "resource find", query="domestic violence")
    assert "0808 2000 247" in said(found)
    assert "Share here" not in labels(found.response)
    assert "Dismiss message" in said(found)


async def test_support_answers_when_the_database_is_broken(world: World) -> None:
    world.clock.forward(days=365 * 14)
    async with world.bot.database.transaction() as tx:
        await tx.execute("DROP TABLE entries")
    answer = said(await world.slash("ria", "support", need="baby loss"))
    assert "**999**" in answer
    assert "**111, then option 2**" in answer
    assert "**116 123**" in answer
    assert "cannot read my list" in answer


@pytest.mark.long
async def test_a_number_hides_itself_when_its_check_ran_out_and_coordinators_were_reminded(
    world: World,
) -> None:
    async def refuge() -> str:
        return whole(await world.slash("ria", "support", need="domestic abuse"))

    for key in ("line-nda", "line-999", "line-nhs111-mh", "line-samaritans"):
        await rung(world, key)
    await world.later(days=77)
    reminders = [m for m in world.texts(world.channels["review"]) if "hide themselves" in m]
    assert len(reminders) == 1
    assert "19 February 2027" in reminders[0]
    hiding, _, staying = reminders[0].partition("These always stay")
    assert "National Domestic Abuse Helpline (Refuge)" in hiding
    assert "Samaritans" not in hiding
    assert "Emergency services, NHS 111, mental health option, Samaritans" in staying
    assert "0808 2000 247" in await refuge()
    await world.later(days=14)
    assert "0808 2000 247" not in await refuge()
    assert "https://www.nationaldahelpline.org.uk" in await refuge()
    await rung(world, "line-nda")
    assert "0808 2000 247" in await refuge()


async def test_a_number_that_nobody_has_rung_is_never_delivered_as_one_to_ring(
    world: World,
) -> None:
    for need in NEEDS.values():
        shown = said(await world.slash("ria", "support", need=need))
        assert re.findall(r"0[38]00? ?\d+|0808 \d+", shown) == [], need


@pytest.mark.parametrize("retired", [False, True])
async def test_no_need_of_the_menu_is_empty_even_where_every_line_is_retired(
    world: World, retired: bool
) -> None:
    async with world.bot.database.transaction() as tx:
        await tx.execute("UPDATE entries SET retired = ? WHERE kind = 'line'", (int(retired),))
    three = said(await world.slash("ria", "support"))
    for need in NEEDS.values():
        shown = whole(await world.slash("ria", "support", need=need))
        more = shown.removeprefix(three).strip()
        assert HELPS.search(more), need
        assert ("https://" in more) is not retired or need == "my rights"


async def test_worry_about_a_child_leads_to_999_to_the_council_and_to_those_who_help(
    world: World,
) -> None:
    shown = whole(await world.slash("ria", "support", need="worried about a child"))
    child = shown.partition("### Worried about a child")[2]
    assert child.index("999") < child.index("children's services") < child.index("NSPCC")
    assert "https://www.nspcc.org.uk" in child
    assert "Childline" in child
    assert "0808 800 5000" not in child
    await rung(world, "line-nspcc")
    shown = said(await world.slash("ria", "support", need="worried about a child"))
    assert "0808 800 5000" in shown
    assert "Mon-Fri 8am-10pm" in shown


async def test_a_baby_born_early_leads_to_the_unit_and_to_bliss(world: World) -> None:
    shown = whole(await world.slash("ria", "support", need="a baby born early or ill"))
    early = shown.partition("### A baby born early or ill")[2]
    assert early.index("family team") < early.index("**Bliss**")
    assert "https://www.bliss.org.uk" in early
    found = said(await world.slash("ria", "resource find", query="premature baby"))
    assert "**Bliss**" in found


@pytest.mark.long
async def test_each_start_puts_the_three_right_and_makes_the_index_anew_only_then(
    world: World,
) -> None:
    async def stored(sql: str) -> list[tuple[Any, ...]]:
        async with world.bot.database.reading() as tx:
            return [tuple(row) for row in await tx.execute_fetchall(sql)]

    async def damaged(*steps: str) -> None:
        async with world.bot.database.transaction() as tx:
            for step in steps:
                await tx.execute(step)
        await world.restart()

    three = f"SELECT {', '.join(SHOWN)} FROM entries WHERE key IN {FIRST_KEYS} ORDER BY key"
    right, some_word = await stored(three), "SELECT 1 FROM spellings LIMIT 1"
    await damaged("DELETE FROM spellings")
    assert await stored(some_word) == []
    await damaged(
        "UPDATE entries SET title = 'Zebra', phone = '12345', retired = 1, touched = 1"
        " WHERE key = 'line-999'",
        "UPDATE entries SET kind = 'resource', label = 'background', touched = 1"
        " WHERE key = 'line-samaritans'",
        "DELETE FROM entries WHERE key = 'line-nhs111-mh'",
    )
    assert await stored(three) == right
    assert await stored(some_word) != []
    for query in ("emergency services", "crisis team"):
        found = said(await world.slash("ria", "resource find", query=query))
        assert "**999**" in found or "**111, then option 2**" in found


async def test_the_first_three_lines_cannot_be_retired(world: World) -> None:
    opened = await to_change(world, "line-samaritans")
    assert "always stay" in said(await world.press("carol", opened.response, "Retire"))
