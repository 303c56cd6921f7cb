"""Every sentence about privacy."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from bot.domain.personal_data import PersonalData
from bot.domain.personal_data_text import Row
from bot.domain.retention import CONCERN_DAYS, COPY_DAYS, DEPARTED_DAYS, ERASURE_DAYS, LETTER_DAYS
from bot.services.privacy import Held

PRESSED = (
    "What you press about somebody's anonymous question is kept until it is carried out, and is not"
    " listed here, apart from answers."
)
ABOUT = (
    "I read no messages, only what you type into my forms and commands, and which of my buttons you"
    " press. Old things go by themselves, each night; if you leave, everything goes"
    f" {DEPARTED_DAYS} days later.\n\n"
    "**Anonymous questions are not in here:** I cannot tell which are yours. Only your receipt code"
    " opens them.\n"
    f"-# {PRESSED} Backups are kept for seven days, and one that is restored repeats every erasure."
    " What Discord keeps, outside the United Kingdom, I cannot delete."
)
NOTHING = "I hold nothing about you."
ASK_FIRST = (
    "## Erase everything about you?\n"
    "**What goes, now:** your answers to calls, your choices, your meetings and plan, your"
    " check-ins (from the listeners' thread too). It cannot be undone; you may stay, and start"
    " afresh.\n\n"
    "**What stays, and why**\n"
    "- Messages in Discord, and threads you met in: a coordinator can delete them.\n"
    "- Anonymous questions, and the message you may have ticked there: only your receipt code can"
    " withdraw them.\n"
    "- What a listener wrote to the safeguarding lead, at most"
    f" {CONCERN_DAYS} days: it may be about somebody else.\n"
    f"- Backups, {COPY_DAYS} days: if one is restored, you are erased from it at once.\n"
    f"- A scrambled mark, {ERASURE_DAYS} days, only so that a restored backup erases you again.\n"
    "- One for each `Not again, please` in a pairing of yours, so that it holds if you come back.\n"
    "-# Whoever runs the bot can check a member against these marks, and can show you its privacy"
    " notice. What Discord keeps itself, I cannot delete."
)
ERASED = (
    "Everything I held about you is erased. What others could see of it, such as your name on a"
    " call's card or a check-in in the listeners' thread, goes within a minute or two.\n"
    "What stays is what I listed before: a coordinator can delete messages, and your receipt code"
    " can withdraw a question. Of one where you ticked `Tell me`, news may still come to you."
)
EXPORTED = (
    f"Here is everything I hold about you, as a file. Only you can see this message.\n-# {PRESSED}"
)
LEAST_INSTANT = 10**9  # seconds since 1970; a smaller number is no moment, but a count or "never"


def notice(held: list[Held], letters: int) -> str:
    count = letters + sum(len(rows) for _, rows in _together(held))
    things = "1 thing" if count == 1 else f"{count} things"
    holds = f"I hold **{things}** about you." if count else NOTHING
    return f"## What I know about you\n{holds}\n\n{ABOUT}"


def shown(held: list[Held], letters: int) -> str:
    if not held and not letters:
        return f"{NOTHING}\n-# {PRESSED}"
    blocks = ["## Everything I hold about you"]
    for data, rows in _together(held):
        said = [f"- {data.say(row) if data.say else _row(row, data.person)}" for row in rows]
        # Above its rows: below them it would count as part of the last one.
        why = f"-# Why: {data.why}. Kept: {data.kept}. Seen by: {data.seen_by}."
        blocks.append("\n".join([f"**{data.name or data.what}**", why, *said]))
    if letters:
        blocks.append(
            f"**Letters to you**\n-# Kept for {LETTER_DAYS} days.\n- Planned or sent: {letters}."
        )
    return "\n\n".join((*blocks, f"-# {PRESSED}"))


def _together(held: list[Held]) -> list[tuple[PersonalData, list[Row]]]:
    """Put what was sealed in a row, and is opened for this person, back into its row."""
    found: dict[tuple[str, str | None], tuple[PersonalData, list[Row]]] = {}
    for each in held:
        data = each.data
        _, rows = found.setdefault((data.table, data.person), (data, []))
        known = {row["id"]: row for row in rows if "id" in row}
        for facts in each.rows:
            row = dict(facts)
            if row.get("id") in known:
                known[row["id"]].update(row)
            else:
                rows.append(row)
    return list(found.values())


def _row(row: Row, person: str | None) -> str:
    """For a feature that has no words for it yet."""
    facts = [
        f"{name.replace('_', ' ')} {_value(name, value)}"
        for name, value in row.items()
        if name not in ("id", person) and value not in (None, "") and not isinstance(value, bytes)
    ]
    return ", ".join(facts) or "one row"


def _value(name: str, value: Any) -> str:
    instant = name.endswith(("_at", "since")) and isinstance(value, int)
    return f"<t:{value}:f>" if instant and value > LEAST_INSTANT else str(value)


def exported(held: list[Held], letters: int, user_id: int, now: datetime) -> str:
    """Sealed values appear opened, or not at all."""
    whole = {
        "made_at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "discord_id": str(user_id),
        "held": [
            {
                "what": each.data.what,
                "why": each.data.why,
                "kept": each.data.kept,
                "seen_by": each.data.seen_by,
                "rows": [
                    {name: value for name, value in row if not isinstance(value, bytes)}
                    for row in each.rows
                ],
            }
            for each in held
        ],
        "letters_planned_or_sent": letters,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)
