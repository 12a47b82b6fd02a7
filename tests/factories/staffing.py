"""Colleagues who come, forget, leave and return, in single steps."""

from dataclasses import replace
from uuid import UUID

from tests.factories.center import PASSWORD, Center, Staff
from tracker.domain.access import Role
from tracker.services import accounts, renewing, sign_in
from tracker.services.accounts import Enrolled, Newcomer
from tracker.services.sign_in import Credentials, SignedIn
from tracker.vault.codes import totp_code


def invite(center: Center, username: str, *roles: Role, team: UUID | None = None) -> str:
    """한태경 invites somebody; returns the one-time token."""
    who = Newcomer(username, "고나리", frozenset(roles), team)
    with center.as_("taekyung") as work:
        return accounts.invite(work, who)


def enroll(center: Center, username: str, token: str) -> Enrolled:
    """Somebody chooses a password behind a link."""
    with center.as_visitor() as work:
        pepper = center.site.settings.pepper_bytes
        return accounts.enroll(work, pepper, token, PASSWORD.format(username))


def admit(center: Center, who: Enrolled, by: str = "seoyeon") -> None:
    """A colleague compares the fingerprint."""
    with center.as_(by) as work:
        accounts.admit(work, who.account_id, who.fingerprint)


def enter(center: Center, username: str, secret: bytes) -> SignedIn | None:
    """Somebody signs in with the password and the number of the app."""
    center.clock.forward(seconds=31)  # a number works once
    code = totp_code(secret, center.clock())
    typed = Credentials(username, PASSWORD.format(username), code)
    return sign_in.sign_in(center.site, "127.0.0.1", typed)


def signed_in(center: Center, username: str, secret: bytes | None = None) -> Staff:
    """Sign in again; from now on `center.as_` acts with what that opened."""
    who = center.staff[username]
    secret = who.totp_secret if secret is None else secret
    found = enter(center, username, secret)
    assert found is not None, username
    center.staff[username] = replace(who, totp_secret=secret, holders=found.holders)
    return center.staff[username]


def join(center: Center, username: str, *roles: Role, team: UUID | None = None) -> Staff:
    """A new colleague, from the invitation to the first sign-in."""
    enrolled = enroll(center, username, invite(center, username, *roles, team=team))
    admit(center, enrolled)
    who = Staff(
        username, "고나리", frozenset(roles), enrolled.account_id, enrolled.totp_secret, (), team
    )
    center.staff[username] = who
    return signed_in(center, username)


def forget_password(center: Center, username: str) -> Enrolled:
    """A new link, a new password: the next generation, not admitted yet."""
    with center.as_("taekyung") as work:
        token = renewing.new_link(work, center.staff[username].account_id)
    return enroll(center, username, token)


def come_again(center: Center, username: str) -> Staff:
    """The same, admitted and signed in."""
    enrolled = forget_password(center, username)
    admit(center, enrolled, "hyewon" if username == "seoyeon" else "seoyeon")
    return signed_in(center, username, enrolled.totp_secret)
