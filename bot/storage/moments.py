"""Times as the database keeps them: whole milliseconds since 1970, UTC."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


def to_ms(moment: datetime) -> int:
    """Milliseconds of an aware moment; a naive one raises TypeError."""
    return (moment - EPOCH) // MILLISECOND


def from_ms(ms: int) -> datetime:
    """The aware UTC moment of a column."""
    return EPOCH + ms * MILLISECOND


def day_of(moment: datetime) -> str:
    """ "2026-11-24", the UTC day."""
    return moment.astimezone(UTC).date().isoformat()
