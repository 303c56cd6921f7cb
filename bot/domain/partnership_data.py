"""What partnerships and meetings of one's own hold about a person."""

from __future__ import annotations

from bot.domain import personal_data_text as words
from bot.domain.declarations import PersonalData, nothing_personal
from bot.domain.retention import OWN_MEETING_DAYS

DECLARED = (
    nothing_personal("partnerships", "partnerships: name, area, trusts, who leads each as a role"),
    nothing_personal("partnership_proposals", "what was sent in about a partnership, by nobody"),
    PersonalData(
        "own_partnerships",
        "person",
        "which partnership is yours, sealed, and how you said it is set up, if you kept that; how"
        " many of my cards after your meetings found no answer",
        "so that `/mvp` opens it, and I know when to be quiet",
        "until you change it or leave",
        "only you; people here, if you said that they may see where you are from",
        name="My partnership",
        say=words.own_partnership,
    ),
    PersonalData(
        "own_plans",
        "person",
        "how far your partnership has come with its plan, sealed, and whether it counts",
        "so that you see it and are reminded, and for the network's line where you pressed that",
        "until you press `Delete` under `Our plan` or leave",
        "only you; in the network's line a number, from five partnerships on",
        name="Our plan",
        say=words.own_plan,
    ),
    nothing_personal("plan_lines", "the network's monthly lines on plans that have been shown"),
    PersonalData(
        "own_meetings",
        "person",
        "your own meetings: when, and sealed what it is, what it is about and the points you wrote"
        " for it",
        "so that you have a card to prepare the evening before, and one after",
        f"{OWN_MEETING_DAYS} days after the meeting",
        "only you",
        name="My meetings",
        say=words.own_meeting,
        clear="wall_start zone",
    ),
    PersonalData(
        "own_meeting_words",
        None,
        "what you kept of how a meeting was, sealed; of what you showed, asked or brought to a call"
        " from there, nothing is kept with the meeting",
        "so that you can read it again",
        f"{OWN_MEETING_DAYS} days after you kept it, and in no backup",
        "only you",
        say=words.own_meeting_words,
    ),
)
