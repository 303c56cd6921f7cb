"""What the made-up people write."""

from __future__ import annotations

QUESTION = (
    "Our trust says that lay members are not paid for reading papers at home, only for the meeting"
    " itself. Is that usual?"
)
ANSWERS = (
    (
        "hannah",
        "It is common, and you can ask. I showed ours the 2023 guidance: preparation is work. They"
        " now pay an hour of reading for each meeting.",
    ),
    ("imogen", "Ask for it in writing, before the year's budget is settled. That helped us."),
)
TOPIC_WITHOUT_NAME = "What to do when the chair talks over you"
WAITING = (
    "I was asked to chair a meeting where everybody else is paid to be there. How do others say no"
    " kindly?"
)
TOPICS = (
    ("erin", "What we do when the board papers come the evening before"),
    ("grace", "How to ask for our continuity of carer plan"),
    ("kate", "Bringing a baby to the meeting: what has worked for you?"),
)
NOTES = """We were ten.
Board papers: ask for them a week ahead, in writing. Two of us now get them.
Pay: the trust's finance team wants a form for each meeting; Hannah has one that works.
Hannah: send round the expenses form, by {soon}
Erin: ask the trust for its continuity of carer plan, by {later}"""
AFTER_THE_CALL = (
    ("grace", "That was a good hour. Thank you all, I felt less alone with it."),
    ("kate", "Same here. Hannah, I would love to see that form."),
)
WELCOME = (
    ("bryony", "Welcome to Chloe, who joins us from Bedfordshire."),
    ("farah", "Hello Chloe. Nobody here knows everything; ask away."),
)
NEEDED_A_HELLO = (
    ("imogen", "Hello Grace, I am Imogen. I have half an hour and a cup of tea. How was it today?"),
    ("grace", "Hard. I said one thing and nobody wrote it down. It helps to tell somebody."),
)
PARTNERSHIP = {
    "name": "Bedfordshire and Luton MNVP",
    "area": "Bedford, Luton",
    "trusts": "Bedfordshire Hospitals NHS Foundation Trust",
    "board": "",
}
REACHED = {
    "led_by": "an independent lay lead",
    "papers": "https://example.org/bedfordshire/papers",
    "joining": "Write to hello@example.org; meetings are on the first Thursday, children welcome.",
}
