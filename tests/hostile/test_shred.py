"""38: after a case is shredded its keys are nowhere: not in a table, a log or a free page."""

from pathlib import Path
from uuid import UUID

import pytest

from tests.factories import care
from tests.factories.center import Center
from tests.factories.look import actions, everything, findings
from tracker.domain.access import Record, object_of
from tracker.domain.errors import NotAllowed, NotFound
from tracker.services import counseling, intake, shredding
from tracker.store import documents, grants


def secrets_of(center: Center, case_id: UUID) -> list[bytes]:
    """Every sealed byte string of a case: wrapped keys and bodies."""
    found: list[bytes] = []
    with center.site.reading() as db:
        for record in Record:
            obj = object_of(record, case_id)
            found += [one.wrapped_key for one in grants.of_object(db, obj)]
            found += [one.body for one in documents.all_of(db, obj)]
    return found


def shred(center: Center, case_id: UUID, by: str = "yujin") -> bool:
    with center.as_(by) as work:
        return shredding.shred(work, case_id)


def test_h38_not_a_byte_of_a_key_stays_in_the_files(small_center: Center):
    case_id, other = care.completed(small_center), care.active(small_center)
    gone, kept = secrets_of(small_center, case_id), secrets_of(small_center, other)
    assert len(gone) > 15
    assert shred(small_center, case_id)
    assert shredding.wipe(small_center.site)
    folder = small_center.site.settings.site_dir
    bytes_there = b"".join(
        path.read_bytes()
        for path in sorted(Path(folder).iterdir())
        if path.name.startswith("tracker.db")
    )
    assert not [one for one in gone if one in bytes_there]
    assert all(one in bytes_there for one in kept)  # the search finds what is there


def test_h38_no_keyring_opens_anything_and_the_trail_agrees(center: Center):
    case_id = care.completed(center)
    assert shred(center, case_id)
    assert shredding.wipe(center.site)
    with pytest.raises(NotFound), center.as_("eunjeong") as work:
        counseling.show(work, case_id)
    with pytest.raises(NotFound), center.as_("seoyeon") as work:
        intake.show(work, case_id)
    left = everything(center)
    for table in ("grants", "documents", "receipts", "cases", "principals", "signatures"):
        assert case_id.hex not in str(left[table]), table
    assert actions(center) == ["case_shredded"]
    assert findings(center) == ()


def test_h38_twice_is_harmless(center: Center):
    case_id, other = care.active(center), care.active(center)
    assert shred(center, case_id)
    before = everything(center)
    assert not shred(center, case_id)
    assert everything(center) == before
    care.reads(center, other)


def test_h38_a_row_put_back_from_a_backup_is_named(small_center: Center):
    case_id = care.active(small_center)
    with small_center.site.reading() as db:
        backup = grants.of_object(db, object_of(Record.CLINICAL, case_id))
        body = documents.all_of(db, object_of(Record.CLINICAL, case_id))
    shred(small_center, case_id)
    with small_center.site.database.write() as db, db.begin():
        grants.add(db, backup)
        documents.add(db, *body)
    named = {one.what for one in findings(small_center)}
    assert named == {"grant_unknown", "document_unknown"}


def test_only_the_privacy_officer_shreds(small_center: Center):
    case_id = care.active(small_center)
    for username in ("seoyeon", "eunjeong", "hyewon", "taekyung", "jihyun"):
        with pytest.raises(NotAllowed):
            shred(small_center, case_id, username)
    care.reads(small_center, case_id)
