"""The local Telegram: a Bot API server that keeps state, and its page. It knows nothing of the bot."""
