"""Moments come back in UTC whatever zone a database server speaks in; the audit chain needs it."""

from datetime import UTC, datetime, timedelta, timezone

from sqlalchemy.dialects import postgresql, sqlite

from tracker.store.base import UtcTime

SEOUL = timezone(timedelta(hours=9))


def test_a_server_in_seoul_gives_the_same_words():
    found = UtcTime().process_result_value(
        datetime(2026, 11, 22, 12, tzinfo=SEOUL), postgresql.dialect()
    )
    assert found is not None
    assert found.isoformat() == "2026-11-22T03:00:00+00:00"


def test_sqlite_keeps_no_zone_and_means_utc():
    kept = UtcTime().process_bind_param(datetime(2026, 11, 22, 12, tzinfo=SEOUL), sqlite.dialect())
    assert kept == datetime(2026, 11, 22, 3)
    found = UtcTime().process_result_value(kept, sqlite.dialect())
    assert found == datetime(2026, 11, 22, 3, tzinfo=UTC)
