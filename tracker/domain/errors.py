"""Every way to say no. Codes only: the sentences stand in the label file.

A code and its params may be logged and shown. What the person typed never enters an error.
"""

from datetime import timedelta

Param = int | str


class RuleBroken(Exception):
    """A rule of the program was broken; `params` fill the gaps of the sentence for `code`."""

    def __init__(self, code: str, **params: Param) -> None:
        super().__init__(code)
        self.code = code
        self.params: dict[str, Param] = params


class FieldError(RuleBroken):
    """A rule about one field of a form; the sentence stands beside that field."""

    def __init__(self, field: str, code: str, **params: Param) -> None:
        super().__init__(code, **params)
        self.field = field

    def __str__(self) -> str:
        return f"{self.field}: {self.code}"


class TooOften(RuleBroken):
    """It was tried too often; the door is shut for `seconds` more."""

    def __init__(self, wait: timedelta, *, crowded: bool = False) -> None:
        self.seconds = max(1, -(-wait // timedelta(seconds=1)))
        code = "crowded" if crowded else "wait"  # many people came, or one came often
        if self.seconds < 60:
            super().__init__(f"{code}_seconds", count=self.seconds)
        else:
            super().__init__(f"{code}_minutes", count=-(-self.seconds // 60))


class Refusal(Exception):
    """A whole act is refused; no field is to blame."""

    def __init__(self, code: str = "") -> None:
        super().__init__(code)
        self.code = code


class NotAllowed(Refusal):
    """The person may see this, but may not do it."""


class NotFound(Refusal):
    """There is no such thing, or the person may not know that there is."""


class Conflict(Refusal):
    """Somebody else was faster; read again and decide again."""


class Unavailable(Refusal):
    """The service cannot do this safely now, so it does nothing."""


class KeyReplaced(Refusal):
    """Somebody's stored public key is not the one that was vouched for or pinned."""

    def __init__(self, code: str, principal: str) -> None:
        super().__init__(code)
        self.principal = principal
