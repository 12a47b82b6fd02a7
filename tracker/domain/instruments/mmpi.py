"""MMPI-2, MMPI-2-RF, MMPI-A (domain.md section 2.1). Hints are [U]: for adults outside clinics."""

from typing import Final

from tracker.domain.instruments.mmpi_names import (
    CONTENT,
    PSY5,
    RESTRUCTURED,
    SUPPLEMENTARY,
    T_HIGH,
    UNCORRECTED,
    Name,
    clinical_scales,
    t_scale,
    t_scales,
    trin_scales,
)
from tracker.domain.instruments.scale import Group, Instrument, Scale, caution, integer, strong

_VALIDITY_2: Final = (
    # 567 items, so at most 567 are left out; 30 and more is [V]
    integer("Q", "무응답", "Cannot Say", 0, 567, caution(11), strong(30)),
    t_scale(
        "VRIN", "무선반응 비일관성", "Variable Response Inconsistency", caution(65), strong(80)
    ),
    *trin_scales("TRIN", caution(65), strong(80)),
    t_scale("F", "비전형", "Infrequency", caution(65), strong(80)),
    t_scale("FB", "비전형-후반부", "Back Infrequency", strong(90)),
    t_scale("FP", "비전형-정신병리", "Infrequency-Psychopathology", caution(70), strong(100)),
    t_scale("FBS", "증상타당도", "Symptom Validity", caution(80), strong(100)),
    t_scale("L", "부인", "Lie", caution(65), strong(80)),
    t_scale("K", "교정", "Correction", caution(65), strong(75)),
    t_scale("S", "과장된 자기제시", "Superlative Self-Presentation", caution(70), strong(75)),
)

MMPI_2: Final = Instrument(
    "mmpi_2",
    "MMPI-2 다면적 인성검사 II",
    "MMPI-2",
    (
        Group("validity", "타당도 척도", "Validity", _VALIDITY_2),
        Group("clinical", "임상 척도", "Clinical", clinical_scales()),
        Group("uncorrected", "K 교정 전 임상 척도", "Clinical without K", t_scales(UNCORRECTED)),
        Group("restructured", "재구성 임상 척도", "Restructured Clinical", t_scales(RESTRUCTURED)),
        Group("psy5", "성격병리 5요인 척도", "PSY-5", t_scales(PSY5)),
        Group("content", "내용 척도", "Content", t_scales(CONTENT)),
        Group("supplementary", "보충 척도", "Supplementary", t_scales(SUPPLEMENTARY)),
    ),
)

# domain.md names no range for this version. Its T scores may lie lower than in the MMPI-2, and
# refusing a true score is worse than letting a slip pass.
_T_LOW_RF: Final = 20


def _rf(*names: Name) -> tuple[Scale, ...]:
    return tuple(integer(*name, _T_LOW_RF, T_HIGH) for name in names)


_VALIDITY_RF: Final = (
    integer("Q", "무응답", "Cannot Say", 0, 338),  # 338 items
    *_rf(("VRINr", "무선반응 비일관성", "Variable Response Inconsistency (VRIN-r)")),
    *trin_scales("TRINr"),
    *_rf(
        ("Fr", "비전형 반응", "Infrequent Responses (F-r)"),
        ("Fpr", "비전형 정신병리 반응", "Infrequent Psychopathology Responses (Fp-r)"),
        ("Fs", "비전형 신체적 반응", "Infrequent Somatic Responses (Fs)"),
        ("FBSr", "증상타당도", "Symptom Validity (FBS-r)"),
        ("Lr", "흔치 않은 도덕적 반응", "Uncommon Virtues (L-r)"),
        ("Kr", "적응 타당도", "Adjustment Validity (K-r)"),
    ),
)
_HIGHER_ORDER: Final = _rf(
    ("EID", "정서적/내재화 문제", "Emotional/Internalizing Dysfunction"),
    ("THD", "사고 문제", "Thought Dysfunction"),
    ("BXD", "행동적/외현화 문제", "Behavioral/Externalizing Dysfunction"),
)

MMPI_2_RF: Final = Instrument(
    "mmpi_2_rf",
    "MMPI-2-RF 다면적 인성검사 II 재구성판",
    "MMPI-2-RF",
    (
        Group("validity", "타당도 척도", "Validity", _VALIDITY_RF),
        Group("higher_order", "상위차원 척도", "Higher-Order", _HIGHER_ORDER),
        Group("restructured", "재구성 임상 척도", "Restructured Clinical", _rf(*RESTRUCTURED)),
    ),
)

_VALIDITY_A: Final = (
    integer("Q", "무응답", "Cannot Say", 0, 478),  # 478 items
    t_scale("VRIN", "무선반응 비일관성", "Variable Response Inconsistency"),
    *trin_scales("TRIN"),
    t_scale("F", "비전형", "Infrequency"),
    t_scale("F1", "비전형-전반부", "Infrequency, first part"),
    t_scale("F2", "비전형-후반부", "Infrequency, second part"),
    t_scale("L", "부인", "Lie"),
    t_scale("K", "교정", "Correction"),
)

MMPI_A: Final = Instrument(
    "mmpi_a",
    "MMPI-A 다면적 인성검사 청소년용",
    "MMPI-A (adolescents)",
    (
        Group("validity", "타당도 척도", "Validity", _VALIDITY_A),
        Group("clinical", "임상 척도", "Clinical", clinical_scales()),
    ),
)
