"""최은정 writes results: the scales of each instrument, and her own summary."""

from uuid import UUID

import pytest

from tests.factories import care
from tests.factories.center import Center
from tests.factories.look import milestones_of
from tests.factories.pages import SeenPage
from tests.web import case_fields as fill
from tests.web.case_fields import file_of, refused, versions
from tests.web.conftest import Browser, browser_of
from tracker.domain.assessments import CATALOG, ScaleKind
from tracker.domain.instruments.mmpi import MMPI_2
from tracker.web.labels import PATTERN_HINTS

RRN = "900101-1234567"


@pytest.fixture
def eunjeong(center: Center) -> Browser:
    return browser_of(center).sign_in("eunjeong")


@pytest.fixture
def case_id(center: Center) -> UUID:
    return center.assigned()


def test_five_results_one_by_one(center: Center):
    case_id = care.active(center)
    eunjeong = browser_of(center).sign_in("eunjeong")
    for kind in fill.FIVE:
        path = f"/cases/{case_id}/assessments/{kind}"
        page = eunjeong.get(path)
        assert SeenPage(page.text).held("instrument")[-1] == fill.INSTRUMENTS[kind]
        answer = eunjeong.send(path, fill.result(kind))
        assert answer.location == f"/cases/{case_id}#result-{kind}"
    done = milestones_of(center, case_id)
    assert (done.recorded, done.interpreted) == (5, 5)
    paper = file_of(center, case_id).assessments[4].result
    assert paper is not None
    assert paper.paper is not None
    assert paper.paper.values == {"type": "INFP", "EI_pci": 12}
    again = SeenPage(eunjeong.get(f"/cases/{case_id}/assessments/personality_type").text)
    assert again.held("scale_type") == ["INFP"]
    assert again.held("interpreted") == ["y"]


def test_another_instrument_without_script(eunjeong: Browser, center: Center):
    case_id = care.active(center)
    path = f"/cases/{case_id}/assessments/personality_inventory"
    assert "scale_Hs" in eunjeong.get(path).text
    page = eunjeong.get(f"{path}?instrument=mmpi_2_rf").text
    assert "scale_EID" in page
    assert 'name="scale_Hs"' not in page
    fields = {"scale_EID": "70", "narrative": "요약", "way": "video", "scale_D": "1"}
    fields |= {"administered_on": "2026-11-22"}
    answer = eunjeong.send(path, fields, page=f"{path}?instrument=mmpi_2_rf")
    assert answer.status_code == 303
    result = file_of(center, case_id).assessments[0].result
    assert result is not None
    assert result.paper is not None
    assert (result.paper.instrument, result.paper.values) == ("mmpi_2_rf", {"EID": 70})
    assert "scale_EID" in eunjeong.get(path).text  # what was used stays picked
    assert eunjeong.get(f"{path}?instrument=<b>").status_code == 200


def test_a_minor_is_offered_the_adolescent_form_first(eunjeong: Browser, center: Center):
    case_id = center.assigned(birth_date="2009-05-05")
    fill.begin(eunjeong, case_id)
    page = eunjeong.get(f"/cases/{case_id}/assessments/personality_inventory").text
    assert SeenPage(page).held("instrument")[-1] == "mmpi_a"


def test_every_value_of_fixed_form_has_an_example():
    scales = [scale for served in CATALOG.values() for one in served for scale in one.scales]
    fixed = {scale.code for scale in scales if scale.kind is ScaleKind.PATTERN}
    assert fixed == set(PATTERN_HINTS)


def test_every_scale_has_a_box_with_its_range(eunjeong: Browser, center: Center):
    case_id = care.active(center)
    page = eunjeong.get(f"/cases/{case_id}/assessments/personality_inventory").text
    assert all(f'id="scale_{scale.code}"' in page for scale in MMPI_2.scales)
    assert "0~567" in page
    assert "50~120" in page


@pytest.mark.parametrize(
    ("kind", "changes", "field", "sentence"),
    [
        ("personality_inventory", {"scale_D": "200"}, "scale_D", "30부터 120까지의 숫자로"),
        ("personality_inventory", {"scale_D": "높음"}, "scale_D", "숫자로만 적어 주세요."),
        ("personality_inventory", {"scale_D": "9" * 500}, "scale_D", "읽을 수 없는 값이에요."),
        ("personality_type", {"scale_type": ""}, "scale_type", "이 칸을 채워 주세요."),
        ("personality_type", {"scale_type": "ABCD"}, "scale_type", "읽을 수 없는 값이에요."),
        ("inner_self", {"scale_house": "가" * 4001}, "scale_house", "4,000자 안으로"),
        ("inner_self", {"scale_house": RRN}, "scale_house", "주민등록번호처럼"),
        ("inner_self", {"narrative": ""}, "narrative", "이 칸을 채워 주세요."),
        ("inner_self", {"narrative": "가" * 4001}, "narrative", "4,000자 안으로"),
        ("inner_self", {"way": ""}, "way", "어떻게 만났는지 골라 주세요."),
        ("inner_self", {"administered_on": "2027-01-01"}, "administered_on", "아직 오지 않은"),
        ("inner_self", {"interpreted_on": ""}, "interpreted_on", "설명한 날을"),
        ("inner_self", {"interpreted_on": "2026-11-23"}, "interpreted_on", "아직 오지 않은"),
        ("inner_self", {"interpreted": ""}, "interpreted", "설명한 날만 적혀 있어요."),
    ],
)
def test_a_wrong_value_stands_beside_its_scale(eunjeong, center, kind, changes, field, sentence):
    case_id = care.active(center)
    path = f"/cases/{case_id}/assessments/{kind}"
    seen = refused(eunjeong, path, fill.result(kind, **changes))
    assert sentence in seen.beside(field)
    assert milestones_of(center, case_id).recorded == 0


def test_scores_and_summary_are_refused_together(eunjeong: Browser, center: Center):
    case_id = care.active(center)
    kind = "personality_inventory"
    fields = fill.result(kind, scale_D="200", scale_RC1="x", narrative="")
    seen = refused(eunjeong, f"/cases/{case_id}/assessments/{kind}", fields)
    assert all(seen.beside(name) for name in ("scale_D", "scale_RC1", "narrative"))
    assert "건강" not in seen.at("error-title")
    assert "우울증: 30부터 120까지의 숫자로 적어 주세요." in seen.words


def test_no_value_at_all_is_refused(eunjeong: Browser, center: Center):
    case_id = care.active(center)
    kind = "kinetic_family_drawing"
    fields = fill.result(kind, scale_actions="")
    seen = refused(eunjeong, f"/cases/{case_id}/assessments/{kind}", fields)
    assert "결과를 하나 이상 적어 주세요." in seen.words


def test_a_meeting_takes_place_somehow(eunjeong: Browser, center: Center):
    """'any' is what an applicant may wish; no meeting took place that way."""
    case_id = care.active(center)
    answer = eunjeong.send(
        f"/cases/{case_id}/assessments/inner_self", fill.result("inner_self", way="any")
    )
    assert "목록에 있는 것 가운데" in SeenPage(answer.text).beside("way")


def test_an_instrument_of_another_kind_is_refused(eunjeong: Browser, center: Center):
    case_id = care.active(center)
    fields = fill.result("inner_self", instrument="mbti")
    answer = eunjeong.send(f"/cases/{case_id}/assessments/inner_self", fields)
    assert answer.status_code == 422
    assert "이 검사에 쓰는 도구를 목록에서 골라 주세요." in answer.text
    assert milestones_of(center, case_id).recorded == 0


def test_explained_is_not_before_tested(eunjeong: Browser, center: Center):
    case_id = center.assigned()
    center.clock.forward(days=5)
    eunjeong = browser_of(center).sign_in("eunjeong")
    fill.begin(eunjeong, case_id)
    fields = fill.result("inner_self", administered_on="2026-11-25", interpreted_on="2026-11-24")
    seen = refused(eunjeong, f"/cases/{case_id}/assessments/inner_self", fields)
    assert "검사한 날보다 앞선 날이에요." in seen.beside("interpreted_on")


def test_eight_full_texts_fit_into_one_form(eunjeong: Browser, center: Center):
    case_id = care.active(center)
    kind = "kinetic_family_drawing"
    areas = ("actions", "styles", "symbols", "dynamics", "characteristics", "omitted", "order")
    long = {f"scale_{area}": "한" * 4000 for area in areas}
    fields = fill.result(kind, narrative="글" * 4000, **long)
    path = f"/cases/{case_id}/assessments/{kind}"
    assert 'enctype="multipart/form-data"' in eunjeong.get(path).text
    answer = eunjeong.send(path, fields, content_type="multipart/form-data")
    assert answer.status_code == 303


def test_a_result_sent_twice_is_one_and_two_tabs_collide(eunjeong: Browser, center: Center):
    case_id = care.active(center)
    path = f"/cases/{case_id}/assessments/inner_self"
    for _ in range(2):
        answer = eunjeong.send(path, fill.result("inner_self", version="0"))
        assert answer.status_code == 303
    assert versions(center, "result:inner_self") == 1
    fields = fill.result("inner_self", scale_house="큰 창문", version="0")
    answer = eunjeong.send(path, fields)
    assert answer.status_code == 422
    both = answer.text.split('class="versions"')[1].split("<form")[0]
    assert "작은 창문" in both
    assert "큰 창문" in both
