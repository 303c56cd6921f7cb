"""The library through the real bot: find, browse, jargon, support, letter."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from simcord import InteractionResult

from tests.world import World, filled, labels, said


def answered(result: InteractionResult) -> Any:
    """Return the message that answered."""
    assert result.response is not None
    return result.response


def menu_of(message: Any) -> Any:
    """Return the first menu of a message."""
    for row in message.components:
        for part in row["components"] if isinstance(row, dict) else row.children:
            if getattr(part, "options", None) or (isinstance(part, dict) and "options" in part):
                return part
    raise AssertionError("no menu")


async def test_the_35_per_cent_target_is_past_policy_and_the_answer_says_since_when(
    world: World,
) -> None:
    answer = await world.slash("ria", "resource find", query="35% target")
    words = said(answer)
    first = words.split("\n\n")[0]
    assert "**past policy**, replaced since 21 September 2022 by: " in first
    assert "Midwifery continuity of carer letter to the system (21 Sept 2022)" in first
    assert "There is no national continuity target today" in first
    assert "Not checked by a volunteer yet" in first
    assert labels(answer.response)[:3] == ["Still right", "Something's wrong", "Share here"]


async def test_what_was_searched_for_appears_nowhere_in_the_answer(world: World) -> None:
    answer = await world.slash("ria", "resource find", query="payment zebracrossing")
    assert "zebra" not in said(answer)
    assert "zebra" not in str(answered(answer).components)


@pytest.mark.parametrize(
    "query", ["   ", "*", '"NEAR(" OR *', "🤱🤱", "x" * 4000, "מיילדת", "a AND b NOT c", "'; --"]
)
async def test_any_query_is_only_text(world: World, query: str) -> None:
    assert said(await world.slash("ria", "resource find", query=query))


async def test_a_card_is_marked_right_and_says_so_at_once(world: World) -> None:
    found = await world.slash("ria", "resource find", query="mnvp-guidance-2023")
    assert "in force" in said(found)
    assert "Thank you" in said(await world.press("ria", found.response, "Still right"))
    again = said(await world.slash("rob", "resource find", query="mnvp-guidance-2023"))
    assert "Checked by a volunteer today" in again
    world.clock.forward(days=12)
    again = said(await world.slash("rob", "resource find", query="mnvp-guidance-2023"))
    assert "Checked by a volunteer 12 days ago" in again
    world.clock.forward(days=200)
    again = said(await world.slash("rob", "resource find", query="mnvp-guidance-2023"))
    assert "Not checked for 7 months" in again


async def test_sharing_posts_the_card_under_the_reps_name_and_once(world: World) -> None:
    found = await world.slash("ria", "resource find", query="dbs check zebra")
    shared = await world.press("ria", found.response, "Share here")
    assert not shared.ephemeral
    assert answered(shared).content.startswith("Ria shares this from the library:")
    assert "zebra" not in answered(shared).content
    again = await world.press("ria", found.response, "Share here")
    assert "moment ago" in said(again)


async def test_a_report_reaches_review_and_is_decided_once(world: World) -> None:
    found = await world.slash("ria", "resource find", query="mnvp-faqs")
    form = await world.press("ria", found.response, "Something's wrong")
    sent = await world.people["ria"].submit_modal(form, {"why": "The page is gone"})
    assert "Coordinators will look" in said(sent)
    await world.later()
    posted = world.channels["review"].history()[-1]
    assert "The page is gone" in posted.content
    assert labels(posted) == ["Accept", "Decline"]
    assert "coordinators" in said(await world.press("ria", posted, "Decline"))
    listed = await world.slash("carol", "resource review")
    assert "1 suggestion or report waits" in said(listed)
    await world.press("carol", posted, "Decline")
    assert "Declined by Carol" in world.channels["review"].history()[-1].content
    assert "already" in said(await world.press("carol", listed.followups[0], "Decline"))


async def test_a_suggestion_is_accepted_and_found(world: World) -> None:
    form = await world.slash("ria", "resource suggest")
    fields = {"title": "Bump buddies guide", "url": "https://example.org/b", "why": "Kind words"}
    await world.people["ria"].submit_modal(form, fields)
    await world.later()
    posted = world.channels["review"].history()[-1]
    form = await world.press("carol", posted, "Accept")
    taken = await world.people["carol"].submit_modal(form, filled(form))
    assert "Accepted by Carol" in world.channels["review"].history()[-1].content
    assert taken is not None
    assert "Bump buddies guide" in said(await world.slash("rob", "resource find", query="buddies"))


async def test_a_wrong_address_gets_a_sentence_and_what_was_typed(world: World) -> None:
    form = await world.slash("ria", "resource suggest")
    fields = {"title": "A guide", "url": "not a page", "why": "Because"}
    refused = said(await world.people["ria"].submit_modal(form, fields))
    assert "no web address" in refused
    assert "not a page" in refused
    assert "Because" in refused


async def test_a_volunteer_is_offered_three_entries_one_at_a_time(world: World) -> None:
    found = await world.slash("ria", "resource find", query="mnvp-faqs")
    thanks = await world.press("ria", found.response, "Still right")
    await world.press("ria", thanks.response, "Yes, ask me each month")
    await world.press("ria", thanks.response, "Yes, ask me each month")
    ria = world.people["ria"].user
    box = ria.dm_channel
    for part in (1, 2, 3):
        await world.later(minutes=1)
        offers = [m for m in box.history() if "Library check" in m.content]
        assert f"Library check {part} of 3" in offers[-1].content
        await ria.click(offers[-1], label="Still right")
    await world.later(minutes=1)
    assert not [m for m in box.history() if "Library check" in m.content]
    assert [m.content for m in box.history()][-1].endswith("the last one for this month.")
    await world.later(days=32)
    offers = [m for m in box.history() if "Library check" in m.content]
    assert len(offers) == 1
    await ria.click(offers[0], label="Stop asking me")
    await world.later(days=40)
    assert not [m for m in box.history() if "Library check" in m.content]


async def test_jargon_knows_old_and_new_names(world: World) -> None:
    old = said(await world.slash("ria", "jargon", term="MVP"))
    assert "Since November 2023: **MNVP**" in old
    new = said(await world.slash("ria", "jargon", term="mnvp"))
    assert "Older name: MVP" in new
    assert "Term Admissions" in said(await world.slash("ria", "jargon", term="what is atain?"))
    mistyped = said(await world.slash("ria", "jargon", term="ockendon"))
    assert "Did you mean **ockenden**?" in mistyped
    board = said(await world.slash("ria", "jargon", term="what became of Frimley"))
    assert "Closed on 31 March 2026" in board
    assert "NHS Thames Valley ICB" in board
    assert "do not have that word" in said(await world.slash("ria", "jargon", term="qqqqzzzz"))


async def test_support_by_need_keeps_unchecked_numbers_back(world: World) -> None:
    first = said(await world.slash("ria", "support"))
    assert first.index("999") < first.index("111") < first.index("116 123")
    loss = said(await world.slash("ria", "support", need="baby loss"))
    assert first.split("\n")[0] in loss
    assert "Sands" in loss
    assert "0808 164 3332" not in loss
    abuse = said(await world.slash("ria", "support", need="domestic abuse"))
    assert "0808 2000 247" in abuse
    assert "clear it afterwards" in abuse
    assert "no list for exactly that" in said(await world.slash("ria", "support", need="zebra"))


async def test_a_domestic_abuse_line_is_never_shared(world: World) -> None:
    found = await world.slash("ria", "resource find", query="domestic violence")
    assert "0808 2000 247" in said(found)
    assert "Share here" not in labels(found.response)
    assert "clear it afterwards" in said(found)


async def test_support_answers_when_the_database_is_broken(world: World) -> None:
    world.clock.forward(days=365 * 14)
    async with world.bot.database.transaction() as tx:
        await tx.execute("DROP TABLE entries")
    answer = said(await world.slash("ria", "support", need="baby loss"))
    assert "**999**" in answer
    assert "**111, then option 2**" in answer
    assert "**116 123**" in answer
    assert "cannot read my list" in answer


async def test_a_number_hides_itself_when_its_check_ran_out_and_coordinators_were_reminded(
    world: World,
) -> None:
    async def refuge() -> str:
        return said(await world.slash("ria", "support", need="domestic abuse"))

    await world.later(days=77)
    reminders = [m for m in world.texts(world.channels["review"]) if "hide themselves" in m]
    assert len(reminders) == 1
    assert "19 February 2027" in reminders[0]
    assert "National Domestic Abuse Helpline (Refuge)" in reminders[0]
    assert "0808 2000 247" in await refuge()
    await world.later(days=14)
    assert "0808 2000 247" not in await refuge()
    assert "https://www.nationaldahelpline.org.uk" in await refuge()
    edited = await world.slash("carol", "resource edit", resource="line-nda")
    await world.press("carol", edited.response, "Checked today")
    assert "0808 2000 247" in await refuge()


async def test_a_coordinator_changes_a_number_which_stays_hidden_until_checked(
    world: World,
) -> None:
    desk = await world.slash("carol", "resource edit", resource="line-nda")
    form = await world.press("carol", desk.response, "Change the number")
    saved = await world.people["carol"].submit_modal(form, filled(form, phone="0800 000 0001"))
    assert "stays hidden until you press" in said(saved)
    shown = said(await world.slash("ria", "support", need="domestic abuse"))
    assert "0800 000 0001" not in shown
    assert "0808 2000 247" not in shown
    await world.press("carol", saved.response, "Checked today")
    assert "0800 000 0001" in said(await world.slash("ria", "support", need="domestic abuse"))
    await world.restart()
    assert "0800 000 0001" in said(await world.slash("ria", "support", need="domestic abuse"))


async def test_the_first_three_lines_cannot_be_retired(world: World) -> None:
    refused = said(await world.slash("carol", "resource retire", resource="line-samaritans"))
    assert "always stay" in refused


async def test_what_coordinators_do_is_refused_to_others(world: World) -> None:
    for command, options in (
        ("resource add", {}),
        ("resource review", {}),
        ("resource export", {}),
        ("resource edit", {"resource": "mnvp-faqs"}),
        ("resource retire", {"resource": "mnvp-faqs"}),
    ):
        assert "for the coordinators" in said(await world.slash("ria", command, **options))


async def test_retired_entries_are_not_found_and_come_back(world: World) -> None:
    gone = await world.slash("carol", "resource retire", resource="nmv-15steps")
    assert "bring it back" in said(gone)
    assert "toolkit page" not in said(await world.slash("ria", "resource find", query="15 steps"))
    await world.press("carol", gone.response, "Bring back")
    assert "toolkit page" in said(await world.slash("ria", "resource find", query="15 steps"))


async def test_the_letter_comes_as_document_and_text_and_names_no_target_as_a_rule(
    world: World,
) -> None:
    form = await world.slash("ria", "letter")
    fields = {
        "name": "Ria Example",
        "trust": "Example NHS Trust",
        "why": "Families meet a new midwife each time.\x0b We want 35% by spring.",
        "wish": "A plan we can read.",
    }
    made = await world.people["ria"].submit_modal(form, filled(form, **fields))
    words = said(made)
    assert "trust board secretary" in words
    assert "AIMS's campaigns team" in words
    assert "withdrew every national continuity of carer target" in words.replace("\n", " ")
    names = [each.filename for each in answered(made).attachments]
    assert names == ["letter.docx", "letter.txt"]
    document = docx.Document(io.BytesIO(await answered(made).attachments[0].read()))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Example NHS Trust" in text
    assert "A plan we can read." in text


async def test_browsing_shows_a_topic_and_opens_an_entry(world: World) -> None:
    menu = await world.slash("ria", "resource browse")
    assert menu_of(menu.response)
    topic = await world.slash("ria", "resource browse", topic="Pay and expenses")
    assert "Paying remuneration" in said(topic)
    assert menu_of(topic.response)


async def test_the_panel_finds_and_helps(world: World) -> None:
    await world.slash("carol", "panel")
    panel = [m for m in world.channels["general"].history() if m.components][-1]
    assert "Find a resource" in labels(panel)
    assert "116 123" in said(await world.press("ria", panel, "Urgent help"))
    form = await world.press("ria", panel, "Find a resource")
    found = await world.people["ria"].submit_modal(form, {"query": "what is atain"})
    assert "Term Admissions" in said(found)


async def test_an_export_is_changed_and_imported_through_discord(world: World) -> None:
    exported = answered(await world.slash("carol", "resource export"))
    assert [each.filename for each in exported.attachments] == ["library.csv", "library.json"]
    table = await exported.attachments[0].read()
    changed = table.replace(b"Chatting with families", b"Talking with families")
    taken = await world.slash("carol", "resource import", file=("library.csv", changed))
    assert "Imported: 0 new, 1 changed" in said(taken)
    assert "Talking with families" in said(
        await world.slash("ria", "jargon", term="walk the patch")
    )
    again = await world.slash("carol", "resource import", file=("library.csv", changed))
    assert "nothing changed" in said(again)
    bad = await world.slash("carol", "resource import", file=("x.csv", b"key,kind,title,colour\n"))
    assert "I do not know the column colour" in said(bad)


async def test_coordinators_read_once_a_month_what_waits(world: World) -> None:
    await world.later(days=10)
    digests = [m for m in world.texts(world.channels["review"]) if "The library this month" in m]
    assert len(digests) == 1
    assert "Sands" in digests[0]
    await world.restart()
    await world.later(days=31)
    digests = [m for m in world.texts(world.channels["review"]) if "The library this month" in m]
    assert len(digests) == 2


async def test_an_offer_answered_before_a_retry_is_not_sent_again(world: World) -> None:
    found = await world.slash("ria", "resource find", query="mnvp-faqs")
    thanks = await world.press("ria", found.response, "Still right")
    await world.press("ria", thanks.response, "Yes, ask me each month")
    await world.later(minutes=1)
    ria = world.people["ria"].user
    await ria.click(ria.dm_channel.history()[-1], label="Skip this one")
    async with world.bot.database.transaction() as tx:
        await tx.execute("UPDATE outbox SET state = 'waiting' WHERE kind = 'library.offer'")
    await world.later(minutes=1)
    offers = [m.content for m in ria.dm_channel.history() if "Library check 1" in m.content]
    assert offers == []


async def test_without_a_review_channel_a_suggestion_waits_for_coordinators(world: World) -> None:
    await world.bot.setup.choose(review=0)
    form = await world.slash("ria", "resource suggest")
    fields = {"title": "A guide", "url": "", "why": ""}
    sent = said(await world.people["ria"].submit_modal(form, fields))
    assert "no review channel yet" in sent
    await world.later()
    listed = await world.slash("carol", "resource review")
    assert "A guide" in said(listed)


async def test_adding_a_line_asks_who_is_adding_and_keeps_what_was_typed(world: World) -> None:
    listed = await world.slash("carol", "resource review")
    form = await world.press("carol", listed.response, "Add a support line")
    wrong = filled(form, title="Local line", phone="01 234", url="nowhere", needs="baby-loss")
    refused = said(await world.people["carol"].submit_modal(form, wrong))
    assert "no web address" in refused
    assert "Local line" in refused
    form = await world.press("carol", listed.response, "Add a support line")
    right = wrong | {"url": "https://example.org"}
    await world.people["carol"].submit_modal(form, right)
    assert "01 234" in said(await world.slash("ria", "support", need="baby loss"))
    await world.later(days=91)
    assert "01 234" not in said(await world.slash("ria", "support", need="baby loss"))


async def test_autocomplete_shows_labels_and_leads_to_the_entry(world: World) -> None:
    ria, general = world.people["ria"], world.channels["general"]
    offered = await ria.autocomplete(general, "resource find", "query", "continuity of car")
    assert offered
    assert any("past policy" in choice["name"] for choice in offered)
    assert all(len(choice["name"]) <= 100 for choice in offered)
    chosen = await world.slash("ria", "resource find", query=offered[0]["value"])
    assert offered[0]["name"].partition(" (")[0][:40] in said(chosen).replace("\\", "")
    assert await ria.autocomplete(general, "resource find", "query", "")
    assert await ria.autocomplete(general, "jargon", "term", "at")
