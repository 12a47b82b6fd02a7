"""The one place with words for codes. Korean is the source; the catalog holds the English."""

from tracker.web.labels.options import (
    ACCOUNT_STATUS,
    ACCOUNT_STATUS_FOR_YOUTH,
    ASKED,
    ASSESSMENTS,
    ASSESSMENTS_FOR_YOUTH,
    ATTENDANCE,
    ATTENDANCE_FOR_YOUTH,
    DAYS,
    GENDERS,
    LANGUAGES,
    WAYS,
)
from tracker.web.labels.places import DISTRICTS
from tracker.web.labels.problems import PROBLEMS, sentence
from tracker.web.labels.results import HINTS, PATTERN_HINTS, SCALE_OPTIONS, scale_label
from tracker.web.labels.risk import RISK_SIGNS, RISK_STEPS, RISKS
from tracker.web.labels.roster import CHECKLIST, COLUMNS, TRACKS, VERDICTS
from tracker.web.labels.stages import (
    DECLINE_REASONS,
    DECLINE_REASONS_FOR_YOUTH,
    DROP_OUT_REASONS,
    DROP_OUT_REASONS_FOR_YOUTH,
    EVENTS,
    MISSING,
    NEXT_FOR_YOUTH,
    RETURN_REASONS,
    STAGES,
    STAGES_FOR_YOUTH,
    TABS,
)
from tracker.web.labels.trail import ACCOUNT_STATES, AUDIT, FACTS, FINDINGS, ROLES, role_label

__all__ = [
    "ACCOUNT_STATES",
    "ACCOUNT_STATUS",
    "ACCOUNT_STATUS_FOR_YOUTH",
    "ASKED",
    "ASSESSMENTS",
    "ASSESSMENTS_FOR_YOUTH",
    "ATTENDANCE",
    "ATTENDANCE_FOR_YOUTH",
    "AUDIT",
    "CHECKLIST",
    "COLUMNS",
    "DAYS",
    "DECLINE_REASONS",
    "DECLINE_REASONS_FOR_YOUTH",
    "DISTRICTS",
    "DROP_OUT_REASONS",
    "DROP_OUT_REASONS_FOR_YOUTH",
    "EVENTS",
    "FACTS",
    "FINDINGS",
    "GENDERS",
    "HINTS",
    "LANGUAGES",
    "MISSING",
    "NEXT_FOR_YOUTH",
    "PATTERN_HINTS",
    "PROBLEMS",
    "RETURN_REASONS",
    "RISKS",
    "RISK_SIGNS",
    "RISK_STEPS",
    "ROLES",
    "SCALE_OPTIONS",
    "STAGES",
    "STAGES_FOR_YOUTH",
    "TABS",
    "TRACKS",
    "VERDICTS",
    "WAYS",
    "role_label",
    "scale_label",
    "sentence",
]
