"""Points the process at the double, and moves its clock by what stands in a file."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

if "LOOPBACK_URL" in os.environ:
    import discord.gateway
    import discord.http
    import yarl

    import bot.alarms
    import bot.clock

    url = os.environ["LOOPBACK_URL"]
    discord.http.Route.BASE = f"{url}/api/v10"
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"{url}/gateway")
    real_now = bot.clock.utcnow
    moved_by = Path(os.environ["LOOPBACK_CLOCK"])

    def utcnow() -> datetime:
        """Return the moved time."""
        return real_now() + timedelta(seconds=float(moved_by.read_text()))

    bot.clock.utcnow = utcnow
    bot.alarms.SWEEP_SECONDS = 0.2  # type: ignore[assignment]
