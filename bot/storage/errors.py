"""What storage refuses and how it breaks. No message here holds anything that a person said."""


class StorageError(Exception):
    """Base of everything below."""


class StorageRefused(StorageError):
    """The data cannot be opened as it is; the text is for the log.

    `why` and `what` name the sentence for the person who starts the bot (`commands/refused`).
    """

    def __init__(self, text: str, why: str, **what: object) -> None:
        super().__init__(text)
        self.why = why
        self.what = what


class StorageBroken(StorageError):
    """The disk or the file failed (full, I/O error, malformed). Stop taking updates and leave non-zero."""


class StorageClosed(StorageError):
    """Asked after close."""


class KeyGone(StorageError):
    """The key was destroyed: what it sealed is erased."""


class SealBroken(StorageError):
    """A sealed value does not open in this place: wrong row, wrong key, unknown version, or damage."""


class AlreadyDone(StorageError):
    """The update has had its effect before."""
