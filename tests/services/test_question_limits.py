"""Receipt codes that do not fit: five, then a pause."""

from __future__ import annotations

import asyncio

import pytest

from bot.domain.errors import UserError
from bot.domain.receipts import CodeRefusedError
from tests.services.question_services import RIA, ROB, Desk


async def test_five_wrong_codes_then_a_pause_for_this_person_only(desk: Desk) -> None:
    receipt = await desk.ask()
    wrong = f"{receipt.number}-0000-0000-0000-0000"
    for left in ("4 tries", "3 tries", "2 tries", "1 try"):
        with pytest.raises(CodeRefusedError, match=f"You have {left} left"):
            await desk.asking.open(RIA, wrong)
    with pytest.raises(UserError, match="wait 15 minutes; then you have 5 once more") as last:
        await desk.asking.open(RIA, wrong)
    assert not isinstance(last.value, CodeRefusedError)
    with pytest.raises(UserError, match="Please wait 15 minutes"):
        await desk.asking.open(RIA, str(receipt))
    assert await desk.asking.open(ROB, str(receipt))
    desk.clock.forward(minutes=15)
    assert await desk.asking.open(RIA, str(receipt))


@pytest.mark.long
async def test_in_the_pause_a_miscounted_code_hears_of_the_pause_too(desk: Desk) -> None:
    for _ in range(5):
        with pytest.raises(UserError):
            await desk.asking.open(RIA, "111111-0000-0000-0000-0000")
    desk.clock.forward(minutes=14, seconds=1)
    with pytest.raises(UserError, match=r"wait 1 minute, .* 5 tries once more") as paused:
        await desk.asking.open(RIA, "111")
    assert not isinstance(paused.value, CodeRefusedError)


async def test_the_count_starts_again_fifteen_minutes_after_the_last_wrong_code(
    desk: Desk,
) -> None:
    for left in (4, 3):
        with pytest.raises(CodeRefusedError, match=f"You have {left} tries left. 15 minutes after"):
            await desk.asking.open(RIA, "111111-0000-0000-0000-0000")
        desk.clock.forward(minutes=14)
    desk.clock.forward(minutes=1)
    with pytest.raises(CodeRefusedError, match="You have 4 tries left"):
        await desk.asking.open(RIA, "111111-0000-0000-0000-0000")


async def test_miscounted_codes_use_up_no_try(desk: Desk) -> None:
    receipt = await desk.ask()
    for _ in range(9):
        with pytest.raises(CodeRefusedError, match="not used up a try"):
            await desk.asking.open(RIA, "111")
    with pytest.raises(CodeRefusedError, match="You have 4 tries left"):
        await desk.asking.open(RIA, "111111-0000-0000-0000-0000")
    assert await desk.asking.open(RIA, str(receipt))


async def test_a_right_code_gives_no_new_tries_for_wrong_ones(desk: Desk) -> None:
    receipt = await desk.ask()
    for _ in range(4):
        with pytest.raises(UserError):
            await desk.asking.open(RIA, "111111-0000-0000-0000-0000")
        await desk.asking.open(RIA, str(receipt))
    with pytest.raises(UserError, match="wait 15"):
        await desk.asking.open(RIA, "111111-0000-0000-0000-0000")
    with pytest.raises(UserError, match="Please wait"):
        await desk.asking.open(RIA, str(receipt))


async def test_many_guesses_at_once_are_five_guesses(desk: Desk) -> None:
    receipt = await desk.ask()
    codes = [f"{receipt.number}-0000-0000-0000-{n:04}" for n in range(20)]
    tried = await asyncio.gather(
        *(desk.asking.open(RIA, code) for code in codes), return_exceptions=True
    )
    assert sum("opens no question" in str(error) for error in tried) == 5


async def test_a_number_nobody_has_sounds_like_a_wrong_code(desk: Desk) -> None:
    receipt = await desk.ask()
    other = receipt.number + 1 if receipt.number < 999_999 else receipt.number - 1
    sentences = []
    for person, number in ((RIA, receipt.number), (ROB, other)):
        with pytest.raises(UserError) as refused:
            await desk.asking.open(person, f"{number}-0000-0000-0000-0000")
        sentences.append(str(refused.value))
    assert sentences[0] == sentences[1]
