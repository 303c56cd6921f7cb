"""Nobody in danger is sent to the wrong page: in the three commands, the panel, and every form."""

from __future__ import annotations

import pytest

from bot import content
from bot.domain.urgent_text import urgent_line
from cogs.questions.public_text import GOES_ON
from tests import odd
from tests.cogs.library.library_steps import added
from tests.cogs.questions.question_steps import ask, asked, questions_in, reviewed
from tests.world import World, answer, filled, labels, said, text_of

NUMBERS = ("999", "111", "116 123")
PHRASES = ("i want to die", "my partner hit me", "baby not breathing", "took too many tablets")
UNLISTED = ("he put something in my drink", "grobble snork", "sdfsdf")
FIRST = "**Urgent help**"


def assert_first(words: str) -> None:
    """The three numbers stand before anything else."""
    assert words.startswith(FIRST)
    assert words.index("**999**") < words.index("**116 123**")
    assert "maternity unit" in words


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize(
    ("command", "option"), [("resource find", "query"), ("jargon", "term"), ("support", "need")]
)
async def test_words_of_danger_put_urgent_help_first_in_the_three_commands(
    world: World, command: str, option: str, phrase: str
) -> None:
    told = said(await world.slash("ria", command, **{option: phrase}))
    assert_first(told)
    assert told.count(FIRST) == 1


async def test_in_danger_nothing_pushes_the_numbers_off_the_screen(world: World) -> None:
    asked = await world.slash("ria", "support", need="kill myself")
    assert "kill" not in said(asked)
    assert "Shout" not in said(asked)
    assert "not sure which list" not in said(asked)
    found = await world.slash("ria", "resource find", query="kill myself")
    assert labels(found.response) == ["Urgent help"]


@pytest.mark.long
@pytest.mark.parametrize("phrase", PHRASES)
async def test_no_document_that_may_not_fit_follows_words_of_danger(
    world: World, phrase: str
) -> None:
    found = await world.slash("ria", "resource find", query=phrase)
    assert labels(found.response)[0] == "Urgent help"
    titles = [entry.title for entry in content.load() if entry.kind == "resource"]
    assert [title for title in titles if f"**{title}**" in said(found)] == []


async def test_the_panels_form_answers_as_the_command_does(world: World) -> None:
    panel = await world.panel()
    for phrase in PHRASES:
        form = await world.press("ria", panel, "Find a resource")
        told = said(await world.people["ria"].submit_modal(form, {"query": phrase}))
        assert_first(told)
        assert told.count(FIRST) == 1


@pytest.mark.parametrize("typed", UNLISTED)
async def test_every_answer_that_is_not_sure_of_itself_carries_the_numbers(
    world: World, typed: str
) -> None:
    for command, option in (("resource find", "query"), ("jargon", "term"), ("support", "need")):
        told = said(await world.slash("ria", command, **{option: typed}))
        for number in NUMBERS:
            assert number in told, (command, typed)


async def test_where_we_guess_and_somebody_speaks_of_themselves_the_line_stands_above(
    world: World,
) -> None:
    told = said(await world.slash("ria", "resource find", query="he put something in my payment"))
    assert told.startswith(urgent_line())
    found = await world.slash("ria", "resource find", query="payment zebracrossing")
    asked_for = text_of(answer(found))
    assert asked_for.endswith(urgent_line())
    assert "I left out what I do not know: zebracrossing." in asked_for


async def test_an_answer_that_is_sure_stands_without_the_line(world: World) -> None:
    for command, option, typed in (
        ("resource find", "query", "continuity of carer"),
        ("jargon", "term", "what is atain?"),
    ):
        assert "116 123" not in said(await world.slash("ria", command, **{option: typed}))


async def test_a_paper_that_fits_stands_first_and_the_line_under_it(world: World) -> None:
    fields = {"title": "Bleeding guideline", "url": "https://example.org/bleeding"}
    form = await added(world, "a document")
    await world.people["carol"].submit_modal(form, filled(form, **fields))
    found = await world.slash("ria", "resource find", query="bleeding guideline")
    told = text_of(answer(found))
    assert told.startswith('### "bleeding guideline"\n**Bleeding guideline**')
    assert told.endswith(urgent_line())


@pytest.mark.parametrize("word", ["antibiotics", "cutting"])
async def test_a_word_of_danger_alone_is_no_title(world: World, word: str) -> None:
    assert_first(said(await world.slash("ria", "resource find", query=word)))


@pytest.mark.parametrize("guess", ["cutting our funding", "cutting funding"])
async def test_a_guess_at_a_title_stands_under_the_line(world: World, guess: str) -> None:
    found = await world.slash("ria", "resource find", query=guess)
    assert text_of(answer(found)).startswith(urgent_line())
    assert "Urgent help" not in labels(found.response)


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("husband hits her", "National Domestic Abuse Helpline"),
        ("hearing voices after baby", "APP"),
    ],
)
async def test_a_line_that_fits_best_follows_who_to_ring(
    world: World, typed: str, line: str
) -> None:
    found = await world.slash("ria", "resource find", query=typed)
    assert_first(text_of(answer(found)))
    assert {"APP": "Action on Postpartum Psychosis"}.get(line, line) in said(found)
    assert labels(found.response)[0] == "Urgent help"
    assert all(each.startswith("Open: ") for each in labels(found.response)[1:])
    assert typed not in said(found)


async def test_a_support_line_among_the_answers_brings_the_line(world: World) -> None:
    found = await world.slash("ria", "resource find", query="money worries benefits")
    assert "Citizens Advice" in said(found)
    assert text_of(answer(found)).endswith(urgent_line())


@pytest.mark.long
@pytest.mark.parametrize("who", ["ria", "carol"])
async def test_every_form_there_is_answers_words_of_danger_with_urgent_help_first(
    world: World, who: str
) -> None:
    for prefix in sorted(world.bot.router.forms):
        sent = await odd.fill(world, world.people[who], prefix, "1", PHRASES[0])
        private = [each for each in (sent.response, *sent.followups) if each and each.ephemeral]
        assert private, prefix
        assert_first(text_of(private[0]))
        assert labels(private[0])[0] == "Urgent help", prefix
    for channel in world.channels.values():
        assert FIRST not in "\n".join(world.texts(channel))


@pytest.mark.long
async def test_the_numbers_stand_first_among_suggestions_while_somebody_types(
    world: World,
) -> None:
    ria, general = world.people["ria"], world.channels["general"]
    for command, option in (("resource find", "query"), ("jargon", "term"), ("support", "need")):
        offered = await ria.autocomplete(general, command, option, PHRASES[0])
        assert all(number in offered[0]["name"] for number in NUMBERS)
        assert_first(said(await world.slash("ria", command, **{option: offered[0]["value"]})))
        calm = await ria.autocomplete(general, command, option, "a")
        assert all("999" not in choice["name"] for choice in calm)


async def test_urgent_help_opens_from_the_button(world: World) -> None:
    found = await world.slash("ria", "resource find", query=PHRASES[0])
    told = said(await world.press("ria", found.response, "Urgent help"))
    for number in NUMBERS:
        assert number in told


async def test_a_question_with_words_of_danger_waits_for_send_and_goes_on(world: World) -> None:
    shown = await ask(world, "ria", "I want to die. Is there anybody I can talk to?")
    assert_first(said(shown))
    assert labels(shown.response) == ["Urgent help", "Edit", "Send"]
    assert "Nothing has been sent yet" in said(shown)
    assert "tomorrow" not in said(shown)
    await world.later(minutes=16)
    assert world.texts(world.channels["review"]) == []
    sent = await world.press("ria", answer(shown), "Send")
    assert sent.response is not None
    assert "receipt code" in text_of(sent.response)
    assert "Is there anybody I can talk to?" in (await reviewed(world)).content


async def test_who_chose_tomorrow_morning_reads_that_nobody_reads_it_before(world: World) -> None:
    shown = await ask(world, "ria", "I want to die.", when="morning")
    assert_first(said(shown))
    assert "nobody reads this before then" in said(shown)


async def test_what_gives_somebody_away_is_said_beside_urgent_help(world: World) -> None:
    words = "As the only rep in Devon I want to die"
    shown = await ask(world, "ria", words)
    assert_first(said(shown))
    assert "This might give you away" in said(shown)
    assert labels(shown.response) == ["Urgent help", "Edit", "Send anyway"]


@pytest.mark.long
async def test_an_answer_with_words_of_danger_goes_at_once(world: World) -> None:
    await asked(world)
    await world.press("carol", await reviewed(world), "Release")
    await world.later(minutes=1)
    [question] = questions_in(world)
    form = await world.press("rob", question, "Answer")
    told = await world.people["rob"].submit_modal(
        form, {"words": "If your baby is not moving, ring your unit now."}
    )
    assert_first(said(told))
    assert GOES_ON in said(told)


@pytest.mark.long
async def test_a_coordinators_reason_never_puts_urgent_help_into_the_review_channel(
    world: World,
) -> None:
    await asked(world)
    card = await reviewed(world)
    form = await world.press("carol", card, "Decline")
    told = await world.people["carol"].submit_modal(form, {"note": "You say you want to die."})
    assert said(told).startswith(FIRST)
    assert GOES_ON in said(told)
    await world.later(minutes=1)
    review = world.channels["review"].history()
    assert all(FIRST not in message.content for message in review)
    assert "declined by" in review[-1].content


@pytest.mark.parametrize("typed", ["my baby is ill", "pregnant", "help", "premature", "baby"])
async def test_a_need_in_ones_own_words_is_not_guessed(world: World, typed: str) -> None:
    told = said(await world.slash("ria", "support", need=typed))
    assert "I am so sorry" not in told
    assert "### Feeding" not in told


async def test_nothing_of_it_is_kept_or_logged(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "repbot")
    await world.slash("ria", "resource find", query="xylophonist i want to die")
    await world.slash("ria", "support", need="xylophonist i want to die")
    await ask(world, "ria", "xylophonist i want to die")
    folder = world.config.database_path.parent
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert [path.name for path in files if b"xylophon" in path.read_bytes()] == []
    assert "xylophon" not in caplog.text
    assert "danger" not in caplog.text
