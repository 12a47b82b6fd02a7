"""Scale names that the MMPI instruments share: (code, Korean, English).

Korean names of RC and PSY-5 are in domain.md section 2.1; there [U], and so are those of the
content and supplementary scales, which are in common use in the field.
"""

from typing import Final

from tracker.domain.instruments.scale import Mark, Scale, choice, elevated, integer

Name = tuple[str, str, str]

T_LOW: Final = 30  # domain.md section 2.1: T 30-120 [U]
T_HIGH: Final = 120
_ELEVATED: Final = elevated(65)  # domain.md section 2.1: T>=65 commonly read as elevated [V]
_NO_PATHOLOGY: Final = frozenset({"Mf", "Si"})  # domain.md section 2.1: never flagged [D]

CLINICAL: Final[tuple[Name, ...]] = (
    ("Hs", "건강염려증", "Hypochondriasis"),
    ("D", "우울증", "Depression"),
    ("Hy", "히스테리", "Hysteria"),
    ("Pd", "반사회성", "Psychopathic Deviate"),
    ("Mf", "남성성-여성성", "Masculinity-Femininity"),
    ("Pa", "편집증", "Paranoia"),
    ("Pt", "강박증", "Psychasthenia"),
    ("Sc", "조현병", "Schizophrenia"),
    ("Ma", "경조증", "Hypomania"),
    ("Si", "내향성", "Social Introversion"),
)
# domain.md section 2.1: the five that are K-corrected are reported without correction as well.
UNCORRECTED: Final[tuple[Name, ...]] = tuple(
    (f"{code}_nk", f"{korean} (K 교정 전)", f"{english} (without K)")
    for code, korean, english in CLINICAL
    if code in {"Hs", "Pd", "Pt", "Sc", "Ma"}
)
RESTRUCTURED: Final[tuple[Name, ...]] = (
    ("RCd", "의기소침", "Demoralization"),
    ("RC1", "신체증상 호소", "Somatic Complaints"),
    ("RC2", "낮은 긍정 정서", "Low Positive Emotions"),
    ("RC3", "냉소적 태도", "Cynicism"),
    ("RC4", "반사회적 행동", "Antisocial Behavior"),
    ("RC6", "피해의식", "Ideas of Persecution"),
    ("RC7", "역기능적 부정 정서", "Dysfunctional Negative Emotions"),
    ("RC8", "기태적 경험", "Aberrant Experiences"),
    ("RC9", "경조증적 상태", "Hypomanic Activation"),
)
PSY5: Final[tuple[Name, ...]] = (
    ("PSY5_AGGR", "공격성", "Aggressiveness"),
    ("PSY5_PSYC", "정신증", "Psychoticism"),
    ("PSY5_DISC", "통제 결여", "Disconstraint"),  # the DISC test has the bare name
    ("PSY5_NEGE", "부정적 정서성/신경증", "Negative Emotionality/Neuroticism"),
    ("PSY5_INTR", "내향성/낮은 긍정적 정서성", "Introversion/Low Positive Emotionality"),
)
CONTENT: Final[tuple[Name, ...]] = (
    ("ANX", "불안", "Anxiety"),
    ("FRS", "공포", "Fears"),
    ("OBS", "강박성", "Obsessiveness"),
    ("DEP", "우울", "Depression"),
    ("HEA", "건강염려", "Health Concerns"),
    ("BIZ", "기태적 정신상태", "Bizarre Mentation"),
    ("ANG", "분노", "Anger"),
    ("CYN", "냉소적 태도", "Cynicism"),
    ("ASP", "반사회적 특성", "Antisocial Practices"),
    ("TPA", "A유형 행동", "Type A Behavior"),
    ("LSE", "낮은 자존감", "Low Self-Esteem"),
    ("SOD", "사회적 불편감", "Social Discomfort"),
    ("FAM", "가정 문제", "Family Problems"),
    ("WRK", "직업적 곤란", "Work Interference"),
    ("TRT", "부정적 치료 지표", "Negative Treatment Indicators"),
)
SUPPLEMENTARY: Final[tuple[Name, ...]] = (
    ("A", "불안", "Anxiety"),
    ("R", "억압", "Repression"),
    ("Es", "자아 강도", "Ego Strength"),
    ("Do", "지배성", "Dominance"),
    ("Re", "사회적 책임감", "Social Responsibility"),
    ("Mt", "대학생활 부적응", "College Maladjustment"),
    ("PK", "외상 후 스트레스", "Post-Traumatic Stress (PK)"),
    ("MDS", "결혼생활 부적응", "Marital Distress"),
    ("Ho", "적대감", "Hostility"),
    ("OH", "적대감 과잉통제", "Overcontrolled Hostility (O-H)"),
    ("MACR", "MacAndrew 알코올중독", "MacAndrew Alcoholism (MAC-R)"),
    ("AAS", "중독 인정", "Addiction Acknowledgment"),
    ("APS", "중독 가능성", "Addiction Potential"),
    ("GM", "남성적 성역할", "Gender Role - Masculine"),
    ("GF", "여성적 성역할", "Gender Role - Feminine"),
)


def t_scale(code: str, korean: str, english: str, *marks: Mark) -> Scale:
    """Return a T score scale."""
    return integer(code, korean, english, T_LOW, T_HIGH, *marks)


def t_scales(names: tuple[Name, ...]) -> tuple[Scale, ...]:
    """Return T score scales without hints."""
    return tuple(t_scale(*name) for name in names)


def clinical_scales() -> tuple[Scale, ...]:
    """Return the ten clinical scales; all but Mf and Si have the hint at 65."""
    return tuple(
        t_scale(*name) if name[0] in _NO_PATHOLOGY else t_scale(*name, _ELEVATED)
        for name in CLINICAL
    )


def trin_scales(code: str, *marks: Mark) -> tuple[Scale, Scale]:
    """Return TRIN and its direction; TRIN never falls below 50 (domain.md section 2.1)."""
    return (
        integer(code, "고정반응 비일관성", "True Response Inconsistency", 50, T_HIGH, *marks),
        choice(f"{code}_dir", "고정반응 방향", "True Response Inconsistency direction", ("T", "F")),
    )
