"""All the pages there are."""

from typing import Final

from tracker.web import (
    account,
    applications,
    assigning,
    audit,
    auth,
    cases,
    desk_messages,
    eligibility,
    handover,
    keys,
    leaving,
    passkeys,
    people,
    person,
    public,
    reports,
    roster,
    search,
    status,
    team,
)

BLUEPRINTS: Final = (
    public.bp,
    status.bp,
    auth.bp,
    account.bp,
    passkeys.bp,
    applications.bp,
    assigning.bp,
    desk_messages.bp,
    eligibility.bp,
    roster.bp,
    search.bp,
    cases.bp,
    team.bp,
    reports.bp,
    people.bp,
    person.bp,
    leaving.bp,
    handover.bp,
    keys.bp,
    audit.bp,
)
