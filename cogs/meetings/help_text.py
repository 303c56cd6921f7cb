"""The lines of `/help` about the call."""

from __future__ import annotations

JOB = "The monthly call"
FOR_EVERYONE = (
    "`/meeting next` shows the next call, and lets you say whether you are coming",
    "`/meeting list` shows every call that is planned",
    "`/meeting agenda` shows what we will talk about; `/meeting suggest` adds a topic, with or"
    " without your name",
    "`/meeting calendar` gives you the calls for your own calendar",
    "`/meeting reminders` chooses where and when I remind you",
)
FOR_COORDINATORS = (
    "`/meeting schedule` plans a call, once or every month; you see it before anybody else does",
    "`/meeting announce` announces a call that was saved",
    "`/meeting edit` changes a call and `/meeting cancel` cancels it; those who answered are told",
    "`/meeting notes` posts the notes, the actions and the next date in the call's thread",
    "`/meeting attendance` shows who is coming, and whom a reminder did not reach",
)
