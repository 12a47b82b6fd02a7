"""Passkeys: one site, one challenge, one use; a stolen database shows none and swaps none."""

import json
import subprocess
import sys
from functools import partial
from typing import Any

import pytest

from tests.factories.authenticator import PRESENT, VERIFIED, Authenticator, to_bytes, to_text
from tests.factories.center import Center, settings
from tests.factories.look import actions, findings, sql
from tests.factories.together import at_once
from tracker.domain.errors import FieldError, RuleBroken
from tracker.services import passkeys
from tracker.services.ceremonies import (
    Answer,
    Challenge,
    Party,
    new_challenge,
    party_of,
    request_options,
)
from tracker.services.passkeys import Passkey
from tracker.services.proving import Proof, prove
from tracker.services.second_factor import enroll_codes
from tracker.services.sign_in import Credentials, SignedIn, sign_in
from tracker.store import accounts
from tracker.vault.codes import totp_code
from tracker.vault.keyring import Keyring

HERE = Party("localhost", "https://localhost")


def add(center: Center, username: str, device: Authenticator, name: str = "내 휴대전화") -> None:
    """A colleague adds a passkey on their own page."""
    with center.as_(username) as work:
        asked = new_challenge(center.clock())
        made = device.create(passkeys.options_for(work, HERE, asked))
        passkeys.add(work, name, Answer(HERE, asked, made))


def answer(center: Center, device: Authenticator, **lies: Any) -> Answer:
    """The site asks, and a device answers."""
    asked = new_challenge(center.clock())
    return Answer(HERE, asked, device.get(request_options(HERE, asked), **lies))


def enter(center: Center, username: str, passkey: Answer | None, code: str = "") -> Any:
    typed = Credentials(username, center.staff[username].password, code, passkey)
    return sign_in(center.site, "203.0.113.7", typed)


def is_right(center: Center, username: str, given: Answer) -> bool:
    """The second factor by itself, without the slow password before it."""
    who = center.staff[username]
    own = Keyring(who.holders).holders[f"user:{who.account_id.hex}"]
    with center.site.working(who.actor) as work:
        account = accounts.get(work.db, who.account_id, lock=True)
        assert account is not None
        return passkeys.answer_is_right(work, account, own, given)


def kept(center: Center, username: str = "eunjeong") -> list[Passkey]:
    with center.as_(username) as work:
        return passkeys.mine(work)


def box_of(center: Center, username: str = "eunjeong") -> bytes:
    found = sql(center, "SELECT passkeys FROM accounts WHERE username = :u", u=username)[0][0]
    return bytes(found)


@pytest.fixture
def device(center: Center) -> Authenticator:
    """A passkey that 최은정 added yesterday."""
    made = Authenticator()
    add(center, "eunjeong", made)
    return made


def test_eunjeong_signs_in_with_password_and_passkey(center: Center):
    device = Authenticator()
    add(center, "eunjeong", device)
    assert actions(center) == ["passkey_added"]
    center.clock.forward(hours=1)
    found = enter(center, "eunjeong", answer(center, device))
    assert isinstance(found, SignedIn)
    assert actions(center) == ["signed_in"]
    mine = kept(center)[0]
    assert (mine.name, mine.sign_count, mine.used_at) == ("내 휴대전화", 1, center.clock())
    assert enter(center, "eunjeong", answer(center, device)) is not None
    assert findings(center) == ()


def test_her_app_still_does(center: Center, device: Authenticator):
    code = totp_code(center.staff["eunjeong"].totp_secret, center.clock.forward(hours=1))
    assert enter(center, "eunjeong", None, code) is not None


def test_a_passkey_without_the_password_opens_nothing(center: Center, device: Authenticator):
    given = answer(center, device)
    typed = Credentials("eunjeong", "wrong password", "", given)
    assert sign_in(center.site, "203.0.113.7", typed) is None
    assert actions(center) == ["sign_in_failed"]


def test_without_code_and_passkey_the_door_stays_shut(center: Center, device: Authenticator):
    assert enter(center, "eunjeong", None) is None


def test_a_wrong_passkey_is_no_reason_to_try_the_code(center: Center, device: Authenticator):
    code = totp_code(center.staff["eunjeong"].totp_secret, center.clock.forward(hours=1))
    wrong = answer(center, Authenticator())
    assert enter(center, "eunjeong", wrong, code) is None
    assert actions(center) == ["sign_in_failed"]


LIES: dict[str, dict[str, Any]] = {
    "another site asked": {"origin": "https://localhost.evil.example"},
    "the same host without https": {"origin": "http://localhost"},
    "another port": {"origin": "https://localhost:8443"},
    "signed for another site": {"rp_id": "evil.example"},
    "another challenge": {"challenge": to_text(bytes(32))},
    "a shorter challenge": {"challenge": ""},
    "made, not used": {"type": "webauthn.create"},
    "nobody touched it": {"flags": VERIFIED},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_not_believed(center: Center, device: Authenticator, lie: str):
    before = box_of(center)
    assert not is_right(center, "eunjeong", answer(center, device, **LIES[lie]))
    assert box_of(center) == before
    assert is_right(center, "eunjeong", answer(center, device))


def test_a_key_without_fingerprint_is_enough_beside_the_password(
    center: Center, device: Authenticator
):
    assert is_right(center, "eunjeong", answer(center, device, flags=PRESENT))


@pytest.mark.parametrize("part", ["signature", "authenticatorData", "clientDataJSON"])
def test_one_flipped_bit_is_seen(center: Center, device: Authenticator, part: str):
    given = answer(center, device)
    said = json.loads(given.response)
    raw = bytearray(to_bytes(said["response"][part]))
    raw[-1] ^= 1
    said["response"][part] = to_text(bytes(raw))
    changed = Answer(HERE, given.challenge, json.dumps(said))
    assert not is_right(center, "eunjeong", changed)
    assert is_right(center, "eunjeong", given)


def test_the_count_is_signed_too(center: Center, device: Authenticator):
    given = answer(center, device)
    said = json.loads(given.response)
    raw = bytearray(to_bytes(said["response"]["authenticatorData"]))
    raw[35] = 7
    said["response"]["authenticatorData"] = to_text(bytes(raw))
    assert not is_right(center, "eunjeong", Answer(HERE, given.challenge, json.dumps(said)))
    assert kept(center)[0].sign_count == 0


GARBAGE = [
    "x", "{}", "[]", "null", '"id"', '{"id": 1}', '{"id": "A"}', '{"id": "é", "rawId": "é"}',
    "[" * 16_000, '{"a":' * 3000, "x" * 200_000, "\x00", "{" + '"id": "", ' * 2,
]  # fmt: skip


def test_garbage_is_wrong_and_nothing_else(center: Center, device: Authenticator):
    asked = new_challenge(center.clock())
    me = to_text(device.credential_id)
    mine = [
        {"id": me},
        {"id": me, "rawId": me, "type": "public-key", "response": {}},
        {"id": me, "rawId": me, "type": "x", "response": {"clientDataJSON": "e30"}},
        {
            "id": me,
            "rawId": me,
            "type": "public-key",
            "response": dict.fromkeys(("clientDataJSON", "authenticatorData", "signature"), "W1s"),
        },
        {**json.loads(device.get(request_options(HERE, asked))), "rawId": "AAAA"},
        {**json.loads(device.get(request_options(HERE, asked))), "response": {"userHandle": "A"}},
    ]
    for text in [*GARBAGE, *map(json.dumps, mine)]:
        assert not is_right(center, "eunjeong", Answer(HERE, asked, text)), text[:40]


def test_nobody_asked(center: Center, device: Authenticator):
    given = answer(center, device)
    assert not is_right(center, "eunjeong", Answer(HERE, None, given.response))
    assert not is_right(center, "eunjeong", Answer(None, given.challenge, given.response))


def test_a_challenge_stands_five_minutes(center: Center, device: Authenticator):
    late, just = answer(center, device), answer(center, device)
    center.clock.forward(minutes=5)
    assert is_right(center, "eunjeong", just)
    center.clock.forward(seconds=1)
    assert not is_right(center, "eunjeong", late)
    early = answer(center, device)
    center.clock.forward(seconds=-1)
    assert not is_right(center, "eunjeong", early)


@pytest.mark.parametrize("step", [0, 1], ids=["synced phone", "security key"])
def test_a_challenge_is_answered_once(center: Center, step: int):
    device = Authenticator(step=step)
    add(center, "eunjeong", device)
    given = answer(center, device)
    assert is_right(center, "eunjeong", given)
    assert not is_right(center, "eunjeong", given)
    assert is_right(center, "eunjeong", answer(center, device))  # another browser
    center.clock.forward(minutes=5)
    assert not is_right(center, "eunjeong", given)
    assert "passkey_copied" not in actions(center, 5)


def test_not_even_with_another_signature(center: Center):
    """Somebody who holds the device for a moment answers one challenge twice."""
    device = Authenticator()
    add(center, "eunjeong", device)
    given = answer(center, device)
    assert given.challenge is not None
    again = device.get(request_options(HERE, given.challenge))
    assert is_right(center, "eunjeong", given)
    assert not is_right(center, "eunjeong", Answer(HERE, given.challenge, again))


def test_old_challenges_are_forgotten(center: Center):
    """The box does not grow with every sign-in."""
    device = Authenticator(step=0)
    add(center, "eunjeong", device)
    sizes = set()
    for _ in range(12):
        assert is_right(center, "eunjeong", answer(center, device))
        center.clock.forward(minutes=11)
        sizes.add(len(box_of(center)))
    assert len(sizes) == 1


@pytest.mark.parametrize("step", [0, 1], ids=["synced phone", "security key"])
def test_one_answer_in_two_requests_at_once(center: Center, step: int):
    device = Authenticator(step=step)
    add(center, "eunjeong", device)
    given = answer(center, device)
    ended = at_once(*[partial(enter, center, "eunjeong", given)] * 2)
    assert sorted(isinstance(one, SignedIn) for one in ended) == [False, True]
    assert None in ended
    assert sorted(actions(center, 2)) == ["sign_in_failed", "signed_in"]
    assert findings(center) == ()


def test_a_copied_device_is_told_to_the_trail(center: Center, device: Authenticator):
    device.count = 40
    assert is_right(center, "eunjeong", answer(center, device))
    device.step = 0
    for count in (0, 40, 41):  # the copy is behind, or just as far
        device.count = count
        assert not is_right(center, "eunjeong", answer(center, device))
    assert enter(center, "eunjeong", answer(center, device)) is None
    assert actions(center, 5) == ["passkey_copied"] * 4 + ["sign_in_failed"]
    assert kept(center)[0].sign_count == 41
    device.count = 42
    assert is_right(center, "eunjeong", answer(center, device))
    assert findings(center) == ()


def test_minsus_passkey_is_not_hers(center: Center, device: Authenticator):
    minsus = Authenticator()
    add(center, "minsu", minsus)
    assert not is_right(center, "eunjeong", answer(center, minsus))
    assert not is_right(center, "minsu", answer(center, device))
    minsus.credential_id = device.credential_id  # he says he were hers
    assert not is_right(center, "eunjeong", answer(center, minsus))


def test_a_list_copied_to_another_account_is_worth_nothing(center: Center):
    """Somebody who writes into the database gives 정민수 the passkey of their own account."""
    device, minsus = Authenticator(), Authenticator()
    add(center, "eunjeong", device)
    add(center, "minsu", minsus)
    taken = box_of(center)
    sql(center, "UPDATE accounts SET passkeys = :b WHERE username = 'minsu'", b=taken)
    assert kept(center, "minsu") == []
    assert not is_right(center, "minsu", answer(center, device))
    assert not is_right(center, "minsu", answer(center, minsus))
    assert enter(center, "minsu", None) is None  # and it is no way around the second factor
    code = totp_code(center.staff["minsu"].totp_secret, center.clock.forward(hours=1))
    assert enter(center, "minsu", None, code) is not None


def test_nor_under_a_newer_seed(center: Center, device: Authenticator):
    sql(center, "UPDATE accounts SET generation = 2 WHERE username = 'eunjeong'")
    assert not is_right(center, "eunjeong", answer(center, device))


def test_a_thief_of_the_database_sees_nothing_of_it(center: Center):
    device = Authenticator()
    add(center, "eunjeong", device, "사무실 보안 키")
    one = len(box_of(center))
    for seen in (device.credential_id, to_text(device.credential_id).encode(), "보안".encode()):
        assert seen not in box_of(center)
    add(center, "minsu", Authenticator(), "키")
    assert len(box_of(center, "minsu")) == one  # not even how long its name is


class TestAdding:
    """A person adds a passkey to their own account."""

    def add(self, center: Center, device: Authenticator, name: str = "키", **lies: Any) -> None:
        with center.as_("eunjeong") as work:
            asked = new_challenge(center.clock())
            made = device.create(passkeys.options_for(work, HERE, asked), **lies)
            passkeys.add(work, name, Answer(HERE, asked, made))

    @pytest.mark.parametrize("lie", [one for one in LIES if one != "made, not used"])
    def test_a_lie_is_refused(self, center: Center, lie: str):
        with pytest.raises(RuleBroken, match="passkey_refused"):
            self.add(center, Authenticator(), **LIES[lie])
        assert kept(center) == []

    def test_an_answer_is_no_new_passkey(self, center: Center):
        device = Authenticator()
        with (
            pytest.raises(RuleBroken, match="passkey_refused"),
            center.as_("eunjeong") as work,
        ):
            passkeys.add(work, "키", answer(center, device))

    def test_nor_is_nothing(self, center: Center):
        for text in ("", *GARBAGE):
            with (
                pytest.raises(RuleBroken, match="passkey_refused"),
                center.as_("eunjeong") as work,
            ):
                passkeys.add(work, "키", Answer(HERE, new_challenge(work.now), text))

    def test_five_minutes(self, center: Center):
        with center.as_("eunjeong") as work:
            asked = new_challenge(work.now)
            made = Authenticator().create(passkeys.options_for(work, HERE, asked))
        center.clock.forward(minutes=5, seconds=1)
        with (
            pytest.raises(RuleBroken, match="passkey_refused"),
            center.as_("eunjeong") as work,
        ):
            passkeys.add(work, "키", Answer(HERE, asked, made))

    def test_the_browser_is_asked_for_a_passkey_that_finds_itself(
        self, center: Center, device: Authenticator
    ):
        with center.as_("eunjeong") as work:
            asked = json.loads(passkeys.options_for(work, HERE, Challenge("A" * 43, work.now)))
        assert asked["rp"] == {"id": "localhost", "name": "마음저축"}
        assert asked["authenticatorSelection"]["residentKey"] == "required"
        assert asked["authenticatorSelection"]["requireResidentKey"] is True
        assert asked["authenticatorSelection"]["userVerification"] == "preferred"
        assert asked["attestation"] == "none"
        assert [one["id"] for one in asked["excludeCredentials"]] == [to_text(device.credential_id)]
        assert asked["user"]["name"] == "eunjeong"

    def test_the_same_one_twice(self, center: Center, device: Authenticator):
        with center.as_("eunjeong") as work:
            asked = new_challenge(work.now)
            options = json.loads(passkeys.options_for(work, HERE, asked))
        made = device.create(json.dumps({**options, "excludeCredentials": []}))
        with (
            pytest.raises(RuleBroken, match="passkey_known"),
            center.as_("eunjeong") as work,
        ):
            passkeys.add(work, "또", Answer(HERE, asked, made))

    def test_ten_and_no_more(self, center: Center):
        for number in range(passkeys.MAX_PASSKEYS):
            self.add(center, Authenticator(), f"열쇠 {number}")
        with pytest.raises(RuleBroken, match="passkeys_many"):
            self.add(center, Authenticator())
        assert [one.name for one in kept(center)] == [f"열쇠 {n}" for n in range(10)]

    @pytest.mark.parametrize(
        ("name", "code"),
        [("", "missing"), (" \t", "missing"), ("가" * 41, "too_long"), ("a\0b", "control")],
    )
    def test_a_name_is_a_line_of_text(self, center: Center, name: str, code: str):
        with pytest.raises(FieldError, match=f"name: {code}"):
            self.add(center, Authenticator(), name)


class TestRemoving:
    """A person takes a passkey away; somebody with keys keeps one way to prove who they are."""

    def remove(self, center: Center, username: str, handle: str) -> None:
        with center.as_(username) as work:
            passkeys.remove(work, handle)

    def without_app(self, center: Center, username: str) -> None:
        sql(center, "UPDATE accounts SET totp = NULL WHERE username = :u", u=username)

    def test_beside_the_app(self, center: Center):
        device = Authenticator()
        add(center, "eunjeong", device)
        handle = kept(center)[0].handle
        self.remove(center, "eunjeong", handle)
        assert kept(center) == []
        assert actions(center) == ["passkey_removed"]
        assert not is_right(center, "eunjeong", answer(center, device))
        self.remove(center, "eunjeong", handle)  # twice is one act
        assert actions(center, 2) == ["passkey_added", "passkey_removed"]

    def test_the_last_way_stays(self, center: Center, device: Authenticator):
        add(center, "eunjeong", Authenticator(), "보안 키")
        self.without_app(center, "eunjeong")
        first, second = kept(center)
        self.remove(center, "eunjeong", first.handle)
        with pytest.raises(RuleBroken, match="last_factor"):
            self.remove(center, "eunjeong", second.handle)
        assert [one.name for one in kept(center)] == ["보안 키"]

    def test_an_admin_holds_no_keys(self, center: Center):
        add(center, "taekyung", Authenticator())
        self.without_app(center, "taekyung")
        self.remove(center, "taekyung", kept(center, "taekyung")[0].handle)
        assert kept(center, "taekyung") == []

    def test_nobody_elses(self, center: Center, device: Authenticator):
        add(center, "minsu", Authenticator())
        self.remove(center, "minsu", kept(center)[0].handle)
        assert len(kept(center)) == len(kept(center, "minsu")) == 1


def test_with_passkeys_only_the_codes_on_paper_still_help(center: Center):
    with center.as_("eunjeong") as work:
        account = accounts.get(work.db, center.staff["eunjeong"].account_id)
        assert account is not None
        own = work.keyring.holders[account.principal]
        codes = enroll_codes(account, own)
    add(center, "eunjeong", Authenticator())
    sql(center, "UPDATE accounts SET totp = NULL WHERE username = 'eunjeong'")
    assert enter(center, "eunjeong", None, "") is None
    assert enter(center, "eunjeong", None, codes[0]) is not None


def test_step_up_with_a_passkey(center: Center, device: Authenticator):
    who = center.staff["eunjeong"]
    shown = partial(prove, center.site, who.actor, Keyring(who.holders))
    given = answer(center, device)
    assert shown(Proof(passkey=given))
    assert not shown(Proof(passkey=given))
    assert not shown(Proof(passkey=answer(center, Authenticator())))
    assert actions(center, 3) == ["proved", "proof_failed", "proof_failed"]


PARTIES = {
    "https://center.example": ("center.example", "https://center.example"),
    "https://center.example/": ("center.example", "https://center.example"),
    "https://center.example:8443/x": ("center.example", "https://center.example:8443"),
    "https://center.example:443": ("center.example", "https://center.example"),
    "https://CENTER.example": ("center.example", "https://center.example"),
    "http://127.0.0.1:8000": ("localhost", "http://localhost:8000"),
    "http://[::1]:8000": ("localhost", "http://localhost:8000"),
    "http://localhost:80": ("localhost", "http://localhost"),
    "https://192.0.2.7": None,
    "https://[2001:db8::7]": None,
}


@pytest.mark.parametrize("url", PARTIES)
def test_the_site_as_browsers_know_it(url: str, tmp_path: Any):
    assert party_of(settings(tmp_path, public_url=url)) == PARTIES[url]


def test_nothing_of_this_is_loaded_at_the_start():
    program = (
        "import sys, tracker.app; sys.exit('webauthn' in sys.modules or 'OpenSSL' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
