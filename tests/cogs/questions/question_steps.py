"""Steps of tests about anonymous questions."""

from __future__ import annotations

import re
from typing import Any

from bot.ui import button, view
from tests.world import World, labels, parts_of, said, text_of, typed

FOR_REVIEW = [
    *("Release", "Ask for changes", "Decline", "I take this one"),
    *("Send a note", "Send the urgent numbers", "Block"),
]
WORDS = "How do other people get an answer to their e-mails?"
TELLING = "As the only rep in Devon, how do I get paid?"


async def ask(world: World, name: str, words: str = WORDS, **chosen: Any) -> Any:
    """Let somebody send the form of /ask."""
    shown = await asking(world, name)
    return await world.people[name].submit_modal(shown, {"words": words, **chosen})


async def asking(world: World, name: str = "ria") -> Any:
    """Let somebody come to the form of /ask."""
    card = await world.slash(name, "ask")
    return await world.press(name, card.response, "Ask a question")


def code_in(text: str) -> str:
    """Return the receipt code that a person was given."""
    found = re.search(r"\d{6}(-\d{4}){4}", text)
    assert found is not None, text
    return found[0]


async def asked(world: World, name: str = "ria", words: str = WORDS, **chosen: Any) -> str:
    """Let somebody ask what gives nothing away; the receipt code."""
    return code_in(said(await ask(world, name, words, **chosen)))


async def reviewed(world: World) -> Any:
    """Let the hold pass; what stands in the review channel now."""
    await world.later(minutes=16)
    return world.channels["review"].history()[-1]


def questions_in(world: World) -> list[Any]:
    """Return the questions that stand in their channel."""
    return [message for message in world.channels["questions"].history() if message.components]


async def released(world: World) -> Any:
    """Let the hold pass and carol release; the question in its channel."""
    await world.press("carol", await reviewed(world), "Release")
    await world.later(minutes=1)
    return questions_in(world)[-1]


async def answer(
    world: World, message: Any, words: str = "Ring them.", *, library: bool = False
) -> Any:
    """Let rob answer."""
    form = await world.press("rob", message, "Answer")
    result = await world.fill("rob", form, words=words, library=library)
    await world.later(minutes=1)
    return result


async def opened(world: World, code: str, name: str = "ria") -> Any:
    """Let somebody open a question with a code."""
    card = await world.slash(name, "ask")
    form = await world.press(name, card.response, "I have a receipt code")
    return await world.people[name].submit_modal(form, {"code": code})


async def queue(world: World, name: str = "carol") -> Any:
    """Let somebody press the desk's way to the queue, though nothing may wait."""
    digest = view(button("Look", "questions:1:queue"))
    place = world.bot.get_partial_messageable(world.channels["general"].id)
    return await world.press(name, await place.send("Look", view=digest), "Look")


async def looked(world: World) -> str:
    """Return all that carol finds in the queue and on her desk, links and numbers too."""
    desk = await world.slash("carol", "desk")
    return f"{parts_of((await queue(world)).response)} {parts_of(desk.response)}"


async def block(world: World, number: str, name: str = "carol") -> Any:
    """Let somebody block by the number of a question, as from the queue."""
    form = await world.press(name, (await queue(world, name)).response, "Block")
    return await world.people[name].submit_modal(form, {"number": number})


async def withdrawn(world: World, code: str) -> None:
    """Let whoever asked withdraw a question, or close it."""
    view = await opened(world, code)
    word = "Close it" if "Close it" in labels(view.response) else "Withdraw it"
    sure = await world.press("ria", view.response, word)
    await world.press("ria", sure.response, "Close and destroy")


def heard(world: World, name: str, pressed: Any) -> str:
    """Return what somebody heard later of a press: where they pressed, or by direct message."""
    direct = world.people[name].user.dm_channel
    later = [*pressed.followups, *(direct.history() if direct else [])]
    back = [[*typed(one).values(), *(str(e.description) for e in one.embeds)] for one in later]
    return "\n".join(f"{text_of(one)} {words}" for one, words in zip(later, back, strict=True))


def draft(result: Any) -> str:
    """Return the words that stand in a private message."""
    return next(iter(typed(result.response).values()), "")


def ids_of(message: Any) -> list[str]:
    return re.findall(r"questions:1:[^'\"]+", str([_plain(row) for row in message.components]))


def _plain(row: Any) -> Any:
    return row if isinstance(row, dict) else row.to_dict()


async def count(world: World, table: str) -> int:
    async with world.bot.database.reading() as tx:
        rows = await tx.execute_fetchall(f"SELECT count(*) FROM {table}")
    return int(next(iter(rows))[0])


async def held_for_the_sign(world: World) -> int:
    """Seconds until the public sign."""
    async with world.bot.database.reading() as tx:
        rows = await tx.execute_fetchall("SELECT due_at FROM outbox WHERE kind = 'questions.close'")
    [(due,)] = rows
    return int(due) - int(world.clock().timestamp())


async def minutes(world: World, number: int) -> None:
    """Let minutes pass, one by one."""
    for _ in range(number):
        await world.later(minutes=1)


async def with_note(
    world: World, message: Any, label: str, note: str = "Not for here.", name: str = "carol"
) -> Any:
    """Let a coordinator press something that asks for a reason, and let it be carried out."""
    sent = await world.fill(name, await world.press(name, message, label), note=note)
    await world.later(minutes=1)
    return sent


async def reply(world: World, code: str, words: str = "Thank you.") -> Any:
    """Let the asker reply; its card in the review channel."""
    form = await world.press("ria", (await opened(world, code)).response, "Reply")
    await world.fill("ria", form, words=words)
    return await reviewed(world)


def last_thread(world: World) -> list[Any]:
    """Return the messages in the thread of the newest question."""
    return list(world.channels["questions"].threads[-1].history())


def thread(world: World) -> list[str]:
    """What stands in the thread of the newest question."""
    return world.texts(world.channels["questions"].threads[-1])


async def kept_addresses(world: World) -> list[int]:
    """Return who is kept as somebody to be told; 0 stands for nobody."""
    async with world.bot.database.reading() as tx:
        rows = await tx.execute_fetchall("SELECT id, address FROM questions WHERE address NOTNULL")
    unseal = world.bot.vault.unseal
    return [int(unseal(row[1], f"questions.address:{row[0]}".encode())) for row in rows]


async def look_after_one(world: World) -> None:
    """Its card is deleted, a reply let through, an answer reported and taken down, all ended."""
    carol, review = "carol", world.channels["review"]
    code = await asked(world, "ria")
    await (await reviewed(world)).delete()
    waits = await queue(world)
    await world.later(minutes=1)
    await world.press(carol, review.history()[-1], "Release")
    await world.later(minutes=1)
    await answer(world, questions_in(world)[-1])
    form = await world.press("ria", (await opened(world, code)).response, "Reply")
    await world.fill("ria", form, words="Thank you.")
    await world.later(minutes=16)
    await world.press(carol, review.history()[-1], "Release")
    await world.later(minutes=1)
    (given, *_) = [m for m in last_thread(world) if "answers" in m.content]
    form = await world.press("ria", given, "Report")
    await world.people["ria"].submit_modal(form, {"why": "4"})
    await world.later(minutes=1)
    await with_note(world, review.history()[-1], "Take down")
    (decided,) = [
        m for m in review.history() if m.content.startswith(f"Question {code[:6]}: released")
    ]
    await with_note(world, decided, "Close for good")
    await world.panel()
    pause = await world.press(carol, waits.response, "Pause all questions")
    await world.press(carol, pause.response, "For a day")
    await world.later(days=1, minutes=1)
