"""«Рядом»: a Telegram bot that stands beside a family when ICE takes someone."""
