"""Something wrong in each field of every form, and in each option of the commands that ask for
much: one private sentence, all that was typed, a way back into the form, and nothing half done.
A new form fails here until `ids_of_forms` has it, and a new field until it refuses NONSENSE or has
its name in ANY_WORDS.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import discord
import pytest

from bot.domain.library import Kind
from bot.domain.typed_text import is_seen
from bot.errors import SORRY
from bot.router import again_button
from bot.ui import CLEANED, view
from tests.cogs.library.library_steps import suggestion
from tests.cogs.partnerships.partnership_steps import BEDS, choose, plan_own, send_letter
from tests.cogs.partnerships.partnership_steps import kept as kept_partnerships
from tests.cogs.questions.question_steps import answer, asked, ids_of, opened, released, reviewed
from tests.world import CALL, IN_A_FORM, World, labels, said, typed

UNSEEN = "\u200b \u202e\u2066"
NONSENSE = "32nd of Nonsember, [25 o'clock](https://x)\u202e"
# Fields where any words will do, by their names.
ANY_WORDS = {
    *("title", "full_name", "other_names", "name", "trust", "publisher", "year", "hours", "what"),
    *("query", "why", "about", "note", "notes", "words", "topic", "reason", "wish", "tags"),
    *("certainty", "replaced_since", "replaced_by", "question", "content_note", "day"),
    *("owner", "area", "trusts", "board", "led_by", "joining", "place", "points"),
}
# Any words, but fewer than their field takes: nobody's are cut off.
FEWER = {
    *(("actions:1:noted", "what"), ("meetings:1:topic", "topic"), ("questions:1:sent", "words")),
    ("meetings:1:words", "words"),
    *(("mvp:1:added", name) for name in ("name", "area", "trusts", "board")),
    *(("mvp:1:mended", name) for name in ("name", "area", "trusts", "board", "led_by", "joining")),
    *(("mvp:1:furthered", name) for name in ("led_by", "joining")),
    ("mvp:1:plansaid", "owner"),
    *(("mvp:1:planned", "title"), ("mvp:1:pointed", "points"), ("mvp:1:told", "words")),
    *((f"meetings:1:{form}", "title") for form in ("schedule", "drafted", "edit", "poll")),
}
NEEDED_TOO = {("questions:1:sent", "words")}
TAKES_ALL = {
    "questions:1:reported": "a reason is chosen, and nothing is typed",
    "meetings:1:arranging": "it has boxes alone, none of which has to be ticked",
    "meetings:1:why": "a reason may be left out",
    "resources:1:search": "whatever is looked for, who to ring and the topics are offered",
    "checkins:1:answered": "words may be left out",
}
OF_ITS_OWN = {
    "questions:1:recoded": "its words stand in the message below, and are not in the form",
    "questions:1:reopened": "of the first release: nothing opens it",
}
GOOD = CALL | IN_A_FORM | {"length": "60", "due": "15 Dec", "last": "Tue 1 Dec"}
GOOD |= {"dates": "Tue 8 Dec 19:30\nWed 9 Dec 19:30"}
CHOSEN = {"how": "dm", "length": "date"}  # so that what is typed beside it is read
TEXT_INPUT = discord.ComponentType.text_input.value


async def ids_of_forms(world: World) -> list[tuple[str, str]]:
    """Who opens a form, and its whole id; of the library's one for each kind of entry."""
    draft, handle = await a_draft(world), await a_shared_question(world)
    await something_for_the_library(world)
    await a_checkin(world)
    entries = {kind: await one(world, f"entries WHERE kind = '{kind}'") for kind in Kind}
    rob = world.people["rob"].id
    partnership, proposal, meeting = await something_of_a_partnership(world)
    offer = await one(world, "check_offers")
    return [
        *(("carol", f"actions:1:noted:{rob}"), ("rob", "checkins:1:answered:0.0")),
        *(("rob", "checkins:1:begun:any"), ("rob", "checkins:1:resting")),
        *(("lou", "listeners:1:chosen"), ("lou", "safeguarding:1:written")),
        *(("carol", "meetings:1:schedule:0."), ("carol", f"meetings:1:drafted:{draft}")),
        *(("carol", "meetings:1:edit:1.0"), ("carol", "meetings:1:notes:1")),
        *(("ria", "meetings:1:arranging:1"), ("carol", "meetings:1:newlink:1")),
        ("carol", f"meetings:1:rhythms:{await a_series(world)}"),
        *(("ria", "mvp:1:found"), ("ria", "mvp:1:added"), ("ria", f"mvp:1:furthered:{proposal}")),
        *(("ria", f"mvp:1:mended:{partnership}.{group}") for group in (0, 1)),
        *(("carol", f"mvp:1:closed:{partnership}"), ("ria", f"mvp:1:planned:{meeting}.0")),
        *(("ria", "mvp:1:planstepped"), ("ria", "mvp:1:plansaid")),
        *(("ria", f"mvp:1:pointed:{meeting}"), ("ria", f"mvp:1:told:{meeting}")),
        *(("ria", "meetings:1:words:1"), ("carol", "meetings:1:poll")),
        *(("ria", "meetings:1:reminding"), ("ria", "meetings:1:topic:1")),
        *(("carol", "meetings:1:why:1"), ("carol", "questions:1:blocked")),
        ("ria", f"questions:1:reported:{handle}.0"),
        *(("carol", f"questions:1:changed:{handle}.1"), ("ria", "questions:1:opened")),
        *(
            ("carol", f"questions:1:{verb}:{handle}.0")
            for verb in ("noted", "downed", "ended", "refused")
        ),
        *(("carol", f"questions:1:declined:{handle}.1"), ("ria", "questions:1:sent:ask.00.")),
        *(("carol", f"questions:1:resourced:{handle}"), ("carol", "resources:1:changed")),
        *(("carol", "resources:1:accepted:1"), ("rob", f"resources:1:offerreport:{offer}")),
        *(("ria", f"resources:1:report:{entries[Kind.RESOURCE]}"), ("ria", "resources:1:search")),
        *(("ria", "resources:1:suggestion"), ("ria", "trust_letters:1:write")),
        ("ria", "trust_letters:1:pay"),
        *(("carol", f"resources:1:added:{kind}") for kind in Kind),
        *(
            ("carol", f"resources:1:edited:{entry}.{group}")
            for entry in entries.values()
            for group in range(3)
        ),
    ]


async def a_draft(world: World) -> int:
    await world.announce_call()
    await world.slash("carol", "meeting schedule", **(CALL | {"title": "Another"}))
    return await one(world, "meetings WHERE state = 'draft'")


async def a_series(world: World) -> int:
    weekly = CALL | {"title": "Weekly", "date": "Wed 9 Dec", "repeats": "weekly"}
    preview = await world.slash("carol", "meeting schedule", **weekly)
    await world.press("carol", preview.response, "Save without announcing")
    return await one(world, "meetings WHERE title = 'Weekly'")


async def a_shared_question(world: World) -> str:
    code = await asked(world)
    await answer(world, await released(world), library=True)
    mine = await opened(world, code)
    await world.press("ria", mine.response, "Let others find it")
    [found] = [each for each in ids_of(await reviewed(world)) if ":resource:" in each]
    return found.split(":")[3].split("~")[0]


async def something_for_the_library(world: World) -> None:
    """A suggestion, and an entry that rob is asked to check."""
    form = await suggestion(world, "ria")
    await world.fill("ria", form, title="A page", url="https://example.org/a", why="It is good")
    found = await world.slash("rob", "resource find", query="mnvp-faqs")
    thanks = await world.press("rob", found.response, "Still right")
    await world.press("rob", thanks.response, "Yes, ask me each month")
    await world.later(minutes=1)


async def something_of_a_partnership(world: World) -> tuple[int, int, int]:
    """A partnership that ria has mended, what she sent in, and a meeting of hers."""
    await kept_partnerships(world, BEDS)
    which = await one(world, "partnerships")
    form = await opens(world, "ria", f"mvp:1:mended:{which}.1")
    await world.fill("ria", form, joining="come along")
    await plan_own(world)
    await choose(world, "ria")
    await send_letter(world, "ria")
    form = await opens(world, "ria", "mvp:1:planstepped")
    await world.fill("ria", form, received="21 Nov 2026")
    return which, await one(world, "partnership_proposals"), await one(world, "own_meetings")


async def a_checkin(world: World) -> None:
    card = await world.slash("rob", "checkin")
    form = await world.press("rob", card.response, "Ask me now and then")
    await world.fill("rob", form, every="fortnight", day="Friday", time="8pm")


async def one(world: World, table: str) -> int:
    async with world.bot.database.reading() as tx:
        rows = await tx.execute_fetchall(f"SELECT min(id) FROM {table}")
    return int(next(iter(rows))[0] or 0)


def rows(world: World) -> bytes:
    """Return everything that is stored, page by page: a dump in words takes far longer."""
    with closing(sqlite3.connect(world.config.database_path)) as file:
        return file.serialize()


async def opens(world: World, who: str, custom_id: str) -> Any:
    """Open a form by its id, as the button under what was handed back does."""
    place = world.bot.get_partial_messageable(world.channels["general"].id)
    message = await place.send("x", view=view(again_button(custom_id)))
    shown = await world.press(who, message, "Try again")
    assert shown.modal is not None, (custom_id, said(shown))
    return shown


def fields(shown: Any) -> dict[str, dict[str, Any]]:
    """Return the labels of an open form with their fields, by the names of these."""
    parts = [part for part in shown.modal["components"] if "component" in part]
    return {part["component"]["custom_id"]: part for part in parts}


def good(shown: Any) -> dict[str, Any]:
    """Return something that could be sent: what stands there, or words that are understood."""
    found: dict[str, Any] = {}
    for name, part in fields(shown).items():
        field = part["component"]
        if "options" in field:
            values = [option["value"] for option in field["options"]]
            found[name] = CHOSEN[name] if CHOSEN.get(name) in values else values[0]
            if field["type"] == discord.ComponentType.checkbox_group.value:
                found[name] = [found[name]]
        elif field["type"] == TEXT_INPUT:
            found[name] = GOOD.get(name, "Words" if field.get("required", True) else "")
    return found


def wrong(prefix: str, shown: Any) -> Iterator[tuple[str, str]]:
    """Return each field to type into, with each thing that is wrong in it."""
    for name, part in fields(shown).items():
        field = part["component"]
        if field["type"] == TEXT_INPUT:
            if field.get("required", True) or (prefix, name) in NEEDED_TOO:
                yield name, UNSEEN
            if name not in ANY_WORDS:
                yield name, NONSENSE[: field["max_length"]]
            if name not in ANY_WORDS or (prefix, name) in FEWER:
                yield name, "x" * field["max_length"]


def prefix_of(custom_id: str) -> str:
    return ":".join(custom_id.split(":")[:3])


@pytest.mark.long
async def test_what_is_wrong_in_any_field_of_any_form_comes_back(world: World) -> None:
    ids = await ids_of_forms(world)
    assert {prefix_of(each) for _, each in ids} == world.bot.router.forms.keys() - OF_ITS_OWN
    refused = set()
    for who, custom_id in ids:
        shown = await opens(world, who, custom_id)
        for name, words in wrong(prefix_of(custom_id), shown):
            await assert_handed_back(world, who, custom_id, {name: words})
            refused.add(prefix_of(custom_id))
    assert {prefix_of(each) for _, each in ids} - refused == set(TAKES_ALL)


async def assert_handed_back(
    world: World, who: str, custom_id: str, changed: dict[str, str]
) -> None:
    about = (custom_id, changed)
    shown = await opens(world, who, custom_id)
    sent = good(shown) | changed
    before = rows(world)
    result = await world.people[who].submit_modal(shown, sent)
    told, last = said(result).strip(), [result.response, *result.followups][-1]
    assert "\n" not in told.replace(f"\n{CLEANED}", ""), about
    assert SORRY not in told, about
    assert rows(world) == before, about
    written = [sent[name] for name in sent if "options" not in fields(shown)[name]["component"]]
    back = [words for words in typed(last).values() if words in written]
    assert back == [words for words in written if words.strip()], about
    assert "Try again" in labels(last), about
    again = fields(await world.press(who, last, "Try again"))
    for name, words in changed.items():
        assert again[name]["component"].get("value") == words, about


PLANS = CALL | {"length": 60, "link": ""}


@pytest.mark.parametrize(
    ("option", "words"),
    [
        *(("title", words) for words in (UNSEEN, "x" * 101)),
        *(("date", words) for words in (UNSEEN, NONSENSE)),
        *(("time", words) for words in (UNSEEN, NONSENSE)),
        *(("length", minutes) for minutes in (-1, 0, 10**9)),
        *(
            ("link", words)
            for words in (NONSENSE, "our website", f"https://x.example/{'x' * 2000}")
        ),
        ("zone", NONSENSE),
    ],
)
async def test_what_is_wrong_in_planning_a_call_comes_back(
    world: World, option: str, words: Any
) -> None:
    given = PLANS | {option: words}
    before = rows(world)
    await assert_refused(world, "meeting schedule", given)
    assert rows(world) == before


@pytest.mark.parametrize(
    ("what", "due"), [(UNSEEN, "15 Dec"), ("x" * 901, "15 Dec"), ("Ring", NONSENSE)]
)
async def test_what_is_wrong_in_an_action_comes_back(world: World, what: str, due: str) -> None:
    await world.announce_call()
    rob = world.people["rob"]
    await assert_refused(world, "action add", {"who": rob, "what": what, "due": due})
    assert await one(world, "actions") == 0


async def assert_refused(world: World, command: str, given: dict[str, Any]) -> None:
    result = await world.slash("carol", command, **given)
    last = [result.response, *result.followups][-1]
    assert "\n" not in said(result).strip().replace(f"\n{CLEANED}", "")
    written = [words for words in given.values() if isinstance(words, str) and is_seen(words)]
    handed = "\n".join(typed(last).values())
    assert all(words in handed for words in written if words != given.get("zone"))
    again = await world.press("carol", last, "Try again")
    assert again.modal is not None


async def test_a_file_that_is_none_and_places_that_cannot_be_leave_all_as_it_was(
    world: World,
) -> None:
    before = rows(world)
    file = await world.slash("carol", "resource import", file=("odd.csv", NONSENSE.encode()))
    review = await world.slash("carol", "setup channels", review=world.channels["questions"])
    everybody = world.guild.default_role
    roles = await world.slash("carol", "setup roles", rep=everybody)
    for refused, sentence in (
        (file, "do not know the column"),
        (review, "of its own"),
        (roles, "everybody"),
    ):
        assert sentence in said(refused)
        assert "\n" not in said(refused)
    assert rows(world) == before


async def test_what_is_used_is_clean_and_what_comes_back_is_as_it_was_typed(world: World) -> None:
    odd = "\u202eOur\x07 [call](https://example.org)"
    refused = await world.slash(
        "carol", "meeting schedule", **(PLANS | {"title": odd, "time": "x"})
    )
    assert typed(refused.response)["Title"] == odd
    assert CLEANED in said(refused)
    form = await world.press("carol", refused.response, "Try again")
    shown = await world.people["carol"].submit_modal(form, good(form) | {"title": odd})
    assert "Our [call] (https://example.org)" in said(shown)
    assert "\u202e" not in said(shown)


async def test_what_nobody_sees_is_no_hindrance_while_a_command_is_typed(world: World) -> None:
    ria, general = world.people["ria"], world.channels["general"]
    plain = await ria.autocomplete(general, "jargon", "term", "atain")
    assert plain == await ria.autocomplete(general, "jargon", "term", "at\u200bain\x00")
    assert plain


async def test_the_button_beside_what_was_handed_back_uses_it_clean_as_well(world: World) -> None:
    fifth = PLANS | {"title": "\u202eOur\x07 call", "date": "Tue 29 Dec"}
    refused = await world.slash(
        "carol", "meeting schedule", **fifth, repeats="monthly on the same weekday"
    )
    await world.press("carol", refused.response, "Use the last weekday")
    async with world.bot.database.reading() as tx:
        [row] = await tx.execute_fetchall("SELECT title FROM meetings")
    assert row["title"] == "Our call"
