"""What decides and touches nothing: no clock, no network, no files, no Telegram."""
