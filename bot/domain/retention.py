"""How many days everything is kept: the only place that holds these numbers.

Each night `RULES` of db/privacy.py deletes by them; the end of a question, leavers, copies and the
file of erasures see to theirs themselves. PRIVACY.md and `/privacy` are tested against them.
"""

CALL_DAYS = 90  # answers, topics, notes, changes: after the end of the call
ACTION_DAYS = 90  # after it was due
LETTER_DAYS = 90  # after it was sent, or given up
NOTICE_DAYS = 90
CHECKIN_DAYS = 30  # words, and answers that are not ticked for the monthly line
TICKED_DAYS = 70  # the line of the month that ended last is made of them
OWN_MEETING_DAYS = 30  # words from when they were kept, the meeting from when it was
OUTCOME_DAYS = 7  # of a suggestion for the library: after a coordinator decided
HELLO_DAYS = 7  # after it was over
QUESTION_DAYS = 30  # after its release
BUDDY_DAYS = 200  # who met whom: longer than six rounds
CONCERN_DAYS = 7  # what a listener wrote to the safeguarding lead
DEPARTED_DAYS = 14  # after somebody was seen to have left: then they are erased
COPY_DAYS = 7
ERASURE_DAYS = 400
ENDING_DAYS = 45  # longer than a question in a copy has left: 30 and 7
