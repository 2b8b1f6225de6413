"""Where findings are handed over to: messages through apprise, tickets in trackers."""
