"""Messages between the desk and the person, in the identity record: the receipt reads them too."""

from uuid import UUID

from tracker.domain.access import Permission, Record, object_of
from tracker.domain.audit import Audit
from tracker.domain.cases import Event, Stage
from tracker.domain.messages import check_pace
from tracker.domain.papers import MESSAGE, MessagePaper, Sender
from tracker.services.identity import renew_identity
from tracker.services.work import Sheet, Work
from tracker.store import documents
from tracker.store.cases import Case

Thread = list[Sheet[MessagePaper]]


def of_case(work: Work, case_id: UUID) -> Thread:
    """All messages about a case, oldest first, for whoever holds the key of its identity."""
    obj = object_of(MESSAGE.record, case_id)
    return [work.opened(one, MESSAGE) for one in documents.numbered(work.db, obj, MESSAGE.name)]


def question(thread: Thread) -> MessagePaper | None:
    """What the desk asked last."""
    asked = [one.paper for one in thread if one.paper is not None and one.paper.asks]
    return asked[-1] if asked else None


def send(work: Work, case_id: UUID, text: str, entry: str) -> None:
    """Write to the person; sending it twice is one message."""
    case = work.case(case_id, Permission.MESSAGE_SEND)
    paper = MessagePaper(Sender.DESK, text, entry)
    thread = of_case(work, case_id)
    if _is_there(thread, paper):
        return
    renew_identity(work, case)
    _add(work, case, thread, paper)
    case.answer_due = None
    work.record(Audit.MESSAGE_SENT, object_of(Record.IDENTITY, case_id))


def ask(work: Work, case_id: UUID, text: str, entry: str) -> None:
    """Ask the person for something the decision needs; the application waits for the answer."""
    case = work.case(case_id, Permission.CASE_DECIDE)
    paper = MessagePaper(Sender.DESK, text, entry, asks=True)
    thread = of_case(work, case_id)
    if _is_there(thread, paper):
        return
    work.move(case, Event.REQUEST_INFO)
    renew_identity(work, case)
    _add(work, case, thread, paper)
    case.answer_due = None
    work.record(Audit.INFO_REQUESTED, object_of(Record.IDENTITY, case_id))


def settle(work: Work, case_id: UUID) -> None:
    """Note that what the person wrote needs no answer; doing it twice is one act."""
    case = work.case(case_id, Permission.MESSAGE_SEND)
    if case.answer_due is None:
        return
    case.answer_due = None
    work.record(Audit.MESSAGE_SETTLED, object_of(Record.IDENTITY, case_id))


def write(work: Work, case_id: UUID, text: str, entry: str) -> bool:
    """Write to the desk with the receipt; returns whether it answers a question of the desk.

    Sending it twice is one message. Raises RuleBroken('many_messages').
    """
    case = work.case(case_id, Permission.OWN_WRITE)
    paper = MessagePaper(Sender.PERSON, text, entry)
    thread = of_case(work, case_id)
    if _is_there(thread, paper):
        return False
    check_pace([one.saved_at for one in thread if _is_from(one, Sender.PERSON)], work.now)
    _add(work, case, thread, paper)
    if case.stage is Stage.INFO_REQUESTED:
        work.move(case, Event.ANSWER)
        case.answered_at = work.now
        work.record(Audit.INFO_ANSWERED, object_of(Record.IDENTITY, case_id))
        return True
    case.answer_due = case.answer_due or work.now
    work.record(Audit.MESSAGE_RECEIVED, object_of(Record.IDENTITY, case_id))
    return False


def _is_there(thread: Thread, paper: MessagePaper) -> bool:
    return any(one.paper == paper for one in thread)


def _is_from(sheet: Sheet[MessagePaper], sender: Sender) -> bool:
    return sheet.paper is not None and sheet.paper.sender is sender


def _add(work: Work, case: Case, thread: Thread, paper: MessagePaper) -> None:
    """The case is locked, so that no two messages take the same number."""
    work.write(case.id, MESSAGE.numbered(f"{len(thread) + 1:05d}"), paper, 0)
