"""What check-ins, hellos, the safeguarding lead and the monthly pairing hold about people."""

from __future__ import annotations

from bot.domain import personal_data_text as words
from bot.domain.declarations import PersonalData, nothing_personal
from bot.domain.retention import (
    BUDDY_DAYS,
    CHECKIN_DAYS,
    CONCERN_DAYS,
    HELLO_DAYS,
    TICKED_DAYS,
)

PEER_SUPPORT = (
    PersonalData(
        "checkins",
        "person",
        "how often you want to be asked how the role feels, and whether that rests",
        "so that the bot asks you when you want it",
        "until you press `Stop asking` in /checkin",
        "only you",
        name="Check-in times",
        say=words.checkin,
        clear="every first_day wall_time zone stage paused_until",
    ),
    PersonalData(
        "checkin_answers",
        "person",
        "how you said the role feels (one of five words), who may see it, and whether it counts",
        "so that you can look back, and for the monthly line where you ticked it",
        f"{CHECKIN_DAYS} days; {TICKED_DAYS} days where you ticked the monthly line",
        "only you, or you and listeners on duty, as you chose each time",
        name="Check-ins",
        say=words.checkin_answer,
        clear="month feeling audience",
    ),
    PersonalData(
        "checkin_words",
        None,
        "the words you wrote with it, if any, sealed",
        "so that you, and listeners on duty if you chose so, can read them",
        f"{CHECKIN_DAYS} days, and in no backup",
        "only you, or you and listeners on duty, as you chose each time",
        say=words.checkin_words,
    ),
    PersonalData(
        "checkin_reads",
        "listener",
        "that you have read a check-in which somebody shared",
        "so that they are told, once",
        "as long as the check-in",
        "whoever shared it, and listeners who read it after you",
        name="Check-ins you have read",
        say=words.checkin_read,
    ),
    nothing_personal(
        "checkin_posts", "where listeners are asked to read an answer, until it is taken down"
    ),
    nothing_personal("checkin_lines", "the monthly lines that have been shown"),
    PersonalData(
        "listeners",
        "person",
        "that you offered to listen, in which hours, and whether you are on duty",
        "so that somebody who would like a hello reaches you",
        "until you lose the role or leave",
        "coordinators; listeners and whoever asks for a hello, when you come",
        name="Listening",
        say=words.listener,
    ),
    PersonalData(
        "hellos",
        "asker",
        "that you asked for somebody to say hello, or a reader of your check-in wanted to, and who"
        " came",
        "so that one listener, and only one, comes",
        f"{HELLO_DAYS} days after it was over",
        "the listener who came",
        name="Hellos for you",
        say=words.hello_asked,
        clear="state",
    ),
    PersonalData(
        "hellos",
        "listener",
        "that you came to somebody",
        "so that one listener, and only one, comes",
        f"{HELLO_DAYS} days after it was over",
        "the person you came to",
        erase="clear",
        name="Hellos you came to",
        say=words.hello_came,
        clear="state",
    ),
    PersonalData(
        "hello_visits",
        "listener",
        "when you came to somebody",
        "so that nobody carries more than four people in a week",
        f"{HELLO_DAYS} days after it was over",
        "only you, with /listener",
        name="When you came to somebody",
        say=words.visit,
    ),
    PersonalData(
        "safeguarding",
        "person",
        "that you are the safeguarding lead, or the deputy",
        "so that a listener who is worried about somebody reaches you",
        "until another is chosen, or you leave",
        "coordinators",
        name="Safeguarding",
        say=words.safeguarding,
        clear="role",
    ),
    PersonalData(
        "concerns",
        None,
        "what a listener who is worried about a person wrote to the safeguarding lead, sealed with"
        " the name of who wrote it; it stands in nobody's `See everything`, and is not erased with"
        " anybody",
        "so that the lead reads it, once",
        f"until the lead has written it down, {CONCERN_DAYS} days at most, and in no backup",
        "the safeguarding lead; the deputy, where the lead has not read it or could not be reached",
    ),
    PersonalData(
        "buddies",
        "person",
        "that you take part in the monthly pairing, or rest from it",
        "so that you are paired",
        "until you press `Leave` in /buddy",
        "whom you are paired with",
        name="Buddies",
        say=words.buddy,
    ),
    PersonalData(
        "buddy_members",
        "person",
        "whom you were paired with and, until the next round, whether you asked for somebody else,"
        " neither of it sealed",
        "so that you meet others in the next six rounds",
        f"{BUDDY_DAYS} days",
        "whom you were paired with; that you asked for somebody else: nobody",
        name="Your pairings",
        say=words.buddy_member,
    ),
    PersonalData(
        "buddy_vetoes",
        None,
        "that two people are not to be paired again: one keyed hash of the two together, without"
        " who wished it and when; it stands in no person's `See everything`, and stays when they"
        " are erased",
        "so that they are not, also after one of them left and came back",
        "always",
        "nobody",
    ),
    nothing_personal("buddy_rounds", "when pairs were made"),
    nothing_personal("buddy_groups", "which thread belongs to a pairing"),
    nothing_personal("hello_calls", "where listeners were called, until somebody came"),
    nothing_personal("listener_threads", "which thread belongs to the listeners"),
)
