"""The lines of `/help` about the call."""

from __future__ import annotations

JOB = "The monthly call"
FOR_EVERYONE = (
    "`/meeting next`: when it is, and whether you are coming; `/meeting list`: all of them",
    "`/meeting agenda`: what we will talk about; `/meeting suggest`: add a topic",
    "`/meeting reminders`: how I remind you; `/meeting calendar`: for your own calendar",
)
FOR_COORDINATORS = (
    "`/meeting schedule`: plan a call, once or repeating; `/meeting announce`: a saved one",
    "`/meeting edit`, `/meeting cancel`: those who answered are told",
    "`/meeting notes`: notes into the thread; `/meeting attendance`: who is coming",
)
