"""The vocabulary of the audit trail: each act, and the facts that its row must carry."""

from enum import StrEnum
from typing import Final


class Audit(StrEnum):
    """What was done; one row each, in the same transaction as the act."""

    SITE_CREATED = "site_created"
    ACCOUNT_INVITED = "account_invited"
    ACCOUNT_ENROLLED = "account_enrolled"
    ACCOUNT_ADMITTED = "account_admitted"
    ACCOUNT_LINK_MADE = "account_link_made"
    ACCOUNT_LINK_REVOKED = "account_link_revoked"
    ACCOUNT_FACTOR_SET = "account_factor_set"
    ACCOUNT_FACTOR_RESET = "account_factor_reset"
    ACCOUNT_PASSWORD_CHANGED = "account_password_changed"  # noqa: S105 - a word of the trail
    ACCOUNT_SEED_RENEWED = "account_seed_renewed"
    ACCOUNT_PROFILE_SAVED = "account_profile_saved"
    ACCOUNT_LEFT = "account_left"
    ACCOUNT_ABSENT = "account_absent"
    ACCOUNT_RETURNED = "account_returned"
    ACCOUNT_SESSION_ENDED = "account_session_ended"
    CASES_RESTORED = "cases_restored"
    CASE_OFFERED = "case_offered"
    CASE_TAKEN_OVER = "case_taken_over"
    CASE_NOT_TAKEN = "case_not_taken"
    CASE_REKEYED = "case_rekeyed"
    GROUP_ROTATED = "group_rotated"
    KEYS_RENEWED = "keys_renewed"
    RECOVERY_DRILLED = "recovery_drilled"
    RECOVERY_USED = "recovery_used"
    RECOVERY_REPLACED = "recovery_replaced"
    TEAM_CREATED = "team_created"
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    THROTTLED = "throttled"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    PASSKEY_COPIED = "passkey_copied"
    PROVED = "proved"
    PROOF_FAILED = "proof_failed"
    LETTER_REFUSED = "letter_refused"
    KEY_REPLACED = "key_replaced"
    APPLICATION_SUBMITTED = "application_submitted"
    APPLICATION_OPENED = "application_opened"
    APPLICATION_WITHDRAWN = "application_withdrawn"
    APPLICATION_CORRECTED = "application_corrected"
    CONSENT_GIVEN = "consent_given"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    ERASURE_ASKED = "erasure_asked"
    MESSAGE_SENT = "message_sent"
    MESSAGE_RECEIVED = "message_received"
    MESSAGE_SETTLED = "message_settled"
    INFO_REQUESTED = "info_requested"
    INFO_ANSWERED = "info_answered"
    ROUND_ADDED = "round_added"
    ROUND_CHANGED = "round_changed"
    ROUND_ENDED = "round_ended"
    ROUND_REOPENED = "round_reopened"
    OFFER_MADE = "offer_made"
    OFFER_TAKEN = "offer_taken"
    OFFER_LAPSED = "offer_lapsed"
    CASE_ACCEPTED = "case_accepted"
    CASE_WAITLISTED = "case_waitlisted"
    CASE_DECLINED = "case_declined"
    CASE_ASSIGNED = "case_assigned"
    ELIGIBILITY_SAVED = "eligibility_saved"
    ROSTER_BROUGHT = "roster_brought"
    ROSTER_CHECKED = "roster_checked"
    ROSTER_CONFIRMED = "roster_confirmed"
    ROSTER_DESTROYED = "roster_destroyed"
    CASES_SEARCHED = "cases_searched"
    CASES_LINKED = "cases_linked"
    CASES_PARTED = "cases_parted"
    CASES_UNDECIDED = "cases_undecided"
    SEARCH_PREPARED = "search_prepared"
    CASE_RETURNED = "case_returned"
    CASE_ACTIVATED = "case_activated"
    CASE_OPENED = "case_opened"
    INTAKE_SAVED = "intake_saved"
    CHOICE_SAVED = "choice_saved"
    RESULT_SAVED = "result_saved"
    SESSION_SAVED = "session_saved"
    OUTCOME_SAVED = "outcome_saved"
    OUTCOME_SIGNED = "outcome_signed"
    OUTCOME_UNSIGNED = "outcome_unsigned"
    CASE_COMPLETED = "case_completed"
    CASE_DROPPED_OUT = "case_dropped_out"
    CASE_REOPENED = "case_reopened"
    CASE_SHREDDED = "case_shredded"
    RECORD_DAMAGED = "record_damaged"
    STATUS_OPENED = "status_opened"
    RECEIPT_RENEWED = "receipt_renewed"
    RECEIPT_PICKED_UP = "receipt_picked_up"
    RECEIPT_COMPLETED = "receipt_completed"
    STATUS_COPIED = "status_copied"
    STATUS_FAILED = "status_failed"
    REPORT_FROZEN = "report_frozen"
    AUDIT_READ = "audit_read"
    AUDIT_VERIFIED = "audit_verified"
    AUDIT_EXPORTED = "audit_exported"


# Detail may carry these keys and no others: codes and numbers, never a person's words or name.
DETAIL_KEYS: Final = frozenset(
    {
        "documents",
        "grants",
        "revoked",
        "destroyed",
        "rekeyed",
        "roles",
        "kind",
        "number",
        "version",
        "count",
        "month",
        "reason",
        "object",
        "filters",
        "digest",
    }
)
