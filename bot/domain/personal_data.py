"""What every table holds about a person, and how long: the one list behind `/privacy`, erasure,
the nightly search for leavers and PRIVACY.md. A table that is not on it turns a test red."""

from __future__ import annotations

from bot.domain import partnership_data
from bot.domain import personal_data_text as words
from bot.domain.declarations import PersonalData, nothing_personal
from bot.domain.peer_support_data import PEER_SUPPORT
from bot.domain.questions import BLOCK_DAYS
from bot.domain.retention import (
    ACTION_DAYS,
    CALL_DAYS,
    DEPARTED_DAYS,
    LETTER_DAYS,
    NOTICE_DAYS,
    OUTCOME_DAYS,
    QUESTION_DAYS,
)

__all__ = ["DECLARED", "PersonalData"]

_OF_A_QUESTION = f"until it is closed, or {QUESTION_DAYS} days after its release"
DECLARED = (
    PersonalData(
        "actions",
        "user_id",
        "what you said you would do after a call, and by when",
        "so that I can remind you",
        f"{ACTION_DAYS} days after it was due",
        "everybody in the server",
        name="What you said you would do",
        say=words.action,
        clear="due_on zone state",
    ),
    PersonalData(
        "topics",
        "user_id",
        "topics you suggested for a call, and words you left to be read out, with your name;"
        " without your name, nothing says who",
        "so that the agenda can be made, and the words can be read out",
        f"{CALL_DAYS} days after the call; words to be read out, and what never got onto the"
        " agenda, until the night after it",
        "topics: everybody in the server, without your name coordinators first; words: coordinators"
        " and whoever hosts the call",
        name="Topics and words for calls",
        say=words.topic,
        clear="state sort",
    ),
    PersonalData(
        "unnamed",
        "user_id",
        "that you want your name left off the cards of calls",
        "so that the cards show a number and not you",
        "until you change it or leave",
        "nobody",
        name="Your name on call cards",
        say=words.unnamed,
    ),
    PersonalData(
        "call_jobs",
        "user_id",
        "that you host a call or take its notes",
        "so that everybody knows who does, and you are reminded",
        f"{CALL_DAYS} days after the call",
        "everybody in the server",
        name="Jobs in calls",
        say=words.call_job,
        clear="job",
    ),
    PersonalData(
        "arrangements",
        "user_id",
        "what you would like arranged for a call (captions and the like), sealed; never why",
        "so that coordinators can arrange it",
        "until the call ends, and in no backup",
        "coordinators",
        name="Arrangements for calls",
        say=words.arrangement,
    ),
    PersonalData(
        "notes_wanted",
        "user_id",
        "that you want to be told when the notes of a call are up",
        "so that I can tell you by direct message",
        f"until the notes are up, {CALL_DAYS} days after the call at most",
        "nobody",
        name="Notes you wait for",
        say=words.notes_wanted,
    ),
    nothing_personal("notes", "notes of a call, sealed, until they stand in its thread"),
    nothing_personal(
        "found_actions", "what notes say is to be done, sealed, until it is noted as an action"
    ),
    nothing_personal("polls", "the dates of a poll that the bot put up, and where it stands"),
    nothing_personal("changes", "how a call was before it was changed"),
    nothing_personal("call_versions", "how a call was at each of its changes"),
    *PEER_SUPPORT,
    nothing_personal("entries", "the library: documents, terms, lines, areas, places, the year"),
    nothing_personal("entries_index", "the library's words, for searching"),
    nothing_personal("entries_terms", "the library's words, for mending typing errors"),
    nothing_personal("spellings", "the library's words, for mending typing errors"),
    nothing_personal("spellings_stems", "the library's words, for their other forms"),
    nothing_personal(
        "imports", "a file for the library before it is brought in, and for a day after"
    ),
    nothing_personal("spellings_trigrams", "the library's words, for mending typing errors"),
    nothing_personal("place_names", "names of towns, hospitals and trusts"),
    nothing_personal("synonyms", "names in the library that mean the same"),
    PersonalData(
        "checkers",
        "user_id",
        "that you said yes to checking three library entries a month",
        "so that the library stays true",
        "until you press `Stop asking me`",
        "only you",
        name="Library checks",
        say=words.checker,
    ),
    PersonalData(
        "check_offers",
        None,
        "which entries a volunteer was offered last, by the volunteer's number",
        "so that nobody is asked twice",
        "until the next month's offer, or until the volunteer stops",
        "nobody",
    ),
    PersonalData(
        "suggestions",
        "user_id",
        "what you suggested for the library, or reported about an entry, and that it was you",
        "so that coordinators can weigh it and ask you back, and you hear what became of it",
        f"{OUTCOME_DAYS} days after a coordinator decided",
        "coordinators",
        name="Library suggestions and reports",
        say=words.suggestion,
        clear="title url why outcome decided_on",
    ),
    nothing_personal("meetings", "the calls: title, time, joining link"),
    nothing_personal("series", "how a call repeats"),
    PersonalData(
        "answers",
        "user_id",
        "whether you are going to a call: going, maybe, or cannot make it",
        "so that the reminder reaches you and the coordinators know how many come",
        f"{CALL_DAYS} days after the call",
        "coordinators; everybody, if you are going: the call's card names you until the call is"
        " over, unless you leave your name off; a reminder in the call's thread mentions you if you"
        " are going or may be",
        name="Answers to calls",
        say=words.answer_to_call,
        clear="answer",
    ),
    *partnership_data.DECLARED,
    PersonalData(
        "notices",
        "user_id",
        "sentences that could not reach you by direct message",
        "so that you learn of them at your next command",
        f"until the night after you have read them, {NOTICE_DAYS} days at most",
        "only you",
        name="News that did not reach you",
        say=words.notice,
        clear="text",
    ),
    PersonalData(
        "outbox",
        None,
        "that a reminder is planned or was sent; a letter for one person names them by number",
        "so that a reminder is neither lost nor sent twice",
        f"{LETTER_DAYS} days after it was sent",
        "nobody; coordinators see how many reminders of a call did not arrive",
    ),
    PersonalData(
        "departures",
        "user_id",
        "that you have left the server, and when I noticed",
        f"so that everything about you is erased {DEPARTED_DAYS} days later",
        f"{DEPARTED_DAYS} days, or until you come back",
        "nobody",
        name="Leaving the server",
        say=words.departure,
    ),
    nothing_personal(
        "erased_people",
        "a keyed hash of who was erased, with the day, until the next quarter of an hour",
    ),
    nothing_personal(
        "known_copies",
        "a random token of each copy that was made of the database, with its day",
    ),
    nothing_personal(
        "copied",
        "in a copy: when it was made, its token, and a hash of the tokens that it knew",
    ),
    nothing_personal(
        "question_endings",
        "the random handle of a question that ended, until the next quarter of an hour",
    ),
    PersonalData(
        "questions",
        None,
        "anonymous questions, sealed; who asked is not in it. If the asker wanted to be told of"
        " answers, their sealed address, which only the receipt code's owner can have removed",
        "so that a question can be asked without a name, and be answered",
        _OF_A_QUESTION,
        "the words: everybody, once released; who asked: nobody here",
    ),
    PersonalData(
        "question_entries",
        None,
        "answers, replies and notes about anonymous questions, sealed; an answer with the person"
        " who gave it, which is in no backup once it stands in its thread",
        "so that the asker reads whose answer it is, and you read why if it is taken down",
        _OF_A_QUESTION,
        "everybody who can see the thread; a note: its asker alone",
        say=words.answer_given,
    ),
    PersonalData(
        "question_news",
        None,
        "sealed: where my direct message to an asker stands, or stood, that says there is news",
        "so that it can be deleted once they have read it",
        "until the question is closed, or shortly after",
        "nobody",
    ),
    PersonalData(
        "question_decisions",
        None,
        "sealed: who pressed Release, Ask for changes, Decline, Answer, Send a note, Take down or"
        " Close for good, or blocked a question, and what they typed; or who is still to be told"
        " why their answer was taken down",
        "so that nobody learns from the answer to a press what an asker did",
        "about a minute; a quarter of an hour where it must wait, or the question has been closed",
        "nobody",
    ),
    PersonalData(
        "question_blocks",
        None,
        f"a keyed hash of a blocked question; the key is destroyed after {BLOCK_DAYS} days",
        "so that an abuser can be stopped without learning who it is",
        f"{BLOCK_DAYS} days",
        "nobody",
    ),
    PersonalData(
        "reminder_choices",
        "user_id",
        "how and how long before a call you want to be reminded",
        "so that reminders come where you read them",
        "until you change it or leave",
        "only you",
        name="Reminders",
        say=words.reminders,
        clear="how before",
    ),
    nothing_personal("settings", "which channels and roles are used"),
)
