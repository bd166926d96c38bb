"""Each part of a Children in Need census, worked by hand: the events that it gives, and those that it must not."""

import json

from schemas.cases import AGENCY_EVENT
from services.intake.adapters.cin import Made, Problem, Used
from tests.adapters.census import SENDER, census, child, episode, head, line_of, read


def test_a_whole_episode_gives_its_events_on_their_days() -> None:
    """Referral, assessment, section 47 with its strategy discussion, conference, closure: nothing else."""
    file = census(
        child(
            episode(
                CINclosureDate="2025-09-30",
                ReasonForClosure="RC8",
                Assessments={
                    "AssessmentActualStartDate": "2025-06-03",
                    "AssessmentInternalReviewDate": "2025-06-20",
                    "AssessmentAuthorisationDate": "2025-07-01",
                    "FactorsIdentifiedAtAssessment": {"AssessmentFactors": ["16A", "3B"]},
                },
                Section47={
                    "S47ActualStartDate": "2025-06-05",
                    "InitialCPCtarget": "2025-06-26",
                    "DateOfInitialCPC": "2025-06-24",
                    "ICPCnotRequired": "false",
                },
            )
        )
    )
    found = read(file)
    assert found.days() == [
        ("referral_received", "2025-06-02"),
        ("assessment_started", "2025-06-03"),
        ("assessment_completed", "2025-07-01"),
        ("strategy_discussion_held", "2025-06-05"),
        ("section_47_started", "2025-06-05"),
        ("icpc_held", "2025-06-24"),
        ("episode_closed", "2025-09-30"),
    ]
    assert found.told == []
    by_type = {str(event["type"]): event for event in found.events}
    assert by_type["assessment_completed"]["assessment_factors"] == ["16A", "3B"]
    assert "assessment_factors" not in by_type["assessment_started"]
    assert by_type["episode_closed"]["reason"] == "RC8"
    assert {kind for kind, event in by_type.items() if event["derived"]} == {"strategy_discussion_held"}
    for event in found.events:
        AGENCY_EVENT.validate_json(json.dumps(event))


def test_an_event_carries_what_every_event_needs_and_no_date_of_birth() -> None:
    """The day in England, the file's making, the age band on the day, the sender, and an id without the child's."""
    [event] = read(census(child(episode(), born="2018-06-03"))).events
    assert event == {
        "type": "referral_received",
        "event_id": event["event_id"],
        "revision": 231_777,
        "area": "E06000901",
        "subject_key": SENDER.key_of("c-1001"),
        "agency": "aldermere-childrens-services",
        "responsible_agency": "aldermere-childrens-services",
        "occurred_at": "2025-06-02T00:00:00+01:00",
        "occurred_precision": "day",
        "recorded_at": "2026-06-10T09:00:00+00:00",
        "derived": False,
        "age_band": "5_10",
        "source": "2A",
        "primary_need": "N1",
    }


def test_no_further_action_is_a_decision_on_the_referrals_day_and_derived() -> None:
    """The census has no day for it. What else was decided it doesn't say, so nothing is made of a false."""
    received, decided = read(census(child(episode(ReferralNFA="true")))).events
    assert (decided["type"], decided["outcomes"], decided["derived"]) == ("referral_decided", ["nfa"], True)
    assert decided["occurred_at"] == received["occurred_at"]
    assert decided["about_event"] == received["event_id"]
    assert read(census(child(episode(ReferralNFA="0")))).days() == [("referral_received", "2025-06-02")]


def test_an_assessment_that_goes_on_has_its_factors_with_its_start() -> None:
    """There is no completion to carry them."""
    going = {"AssessmentActualStartDate": "2026-03-03", "FactorsIdentifiedAtAssessment": {"AssessmentFactors": "4B"}}
    *_, started = read(census(child(episode(Assessments=going)))).events
    assert (started["type"], started["assessment_factors"]) == ("assessment_started", ["4B"])


def test_retired_factors_keep_their_meaning() -> None:
    """18A is never guessed into child-on-child or adult-on-child."""
    ended = {
        "AssessmentAuthorisationDate": "2025-07-01",
        "FactorsIdentifiedAtAssessment": {"AssessmentFactors": ["18A", "8A"]},
    }
    *_, completed = read(census(child(episode(Assessments=ended)))).events
    assert completed["assessment_factors"] == ["18A_legacy", "8A_legacy"]


def test_a_conference_that_is_named_twice_is_one() -> None:
    """Once in the section 47, once in the episode; on another day it is another."""
    enquiry = {"S47ActualStartDate": "2025-06-05", "DateOfInitialCPC": "2025-06-24"}
    same = read(census(child(episode(Section47=enquiry, DateOfInitialCPC="2025-06-24"))))
    other = read(census(child(episode(Section47=enquiry, DateOfInitialCPC="2025-08-12"))))
    assert [day for kind, day in same.days() if kind == "icpc_held"] == ["2025-06-24"]
    assert [day for kind, day in other.days() if kind == "icpc_held"] == ["2025-06-24", "2025-08-12"]
    assert "the same conference as its section 47 names" in {one.how for one in same.outcomes if isinstance(one, Used)}


def test_plans_and_reviews_are_events_with_category_and_number_of_earlier_plans() -> None:
    """A plan of child protection may be older than the referral; its number in the authority's system isn't read."""
    plans = {
        "CPPID": "P-77",
        "CPPstartDate": "2025-07-01",
        "InitialCategoryOfAbuse": "NEG",
        "LatestCategoryOfAbuse": "EMO",
        "NumberOfPreviousCPP": "2",
        "CPPendDate": "2026-03-25",
        "Reviews": {"CPPreviewDate": ["2025-09-25", "2026-03-20"]},
    }
    need = {"CINPlanStartDate": "2025-06-20", "CINPlanEndDate": "2025-06-30"}
    found = read(census(child(episode(ChildProtectionPlans=plans, CINPlanDates=need))))
    assert found.days()[1:] == [
        ("cin_plan_started", "2025-06-20"),
        ("cin_plan_ended", "2025-06-30"),
        ("cp_plan_started", "2025-07-01"),
        ("cp_review_held", "2025-09-25"),
        ("cp_review_held", "2026-03-20"),
        ("cp_plan_ended", "2026-03-25"),
    ]
    started, ended = (
        next(one for one in found.events if one["type"] == f"cp_plan_{end}") for end in ("started", "ended")
    )
    assert (started["category"], started["previous_plans"], ended["category"]) == ("NEG", 2, "EMO")
    assert "P-77" not in str(found.events)


def test_a_plan_without_its_start_gives_its_reviews_and_says_what_is_missing() -> None:
    plans = {"InitialCategoryOfAbuse": "NEG", "NumberOfPreviousCPP": "many", "Reviews": {"CPPreviewDate": "2025-09-25"}}
    found = read(census(child(episode(ChildProtectionPlans=plans))))
    assert ("cp_review_held", "2025-09-25") in found.days()
    said = {one.path.split("/")[-1] for one in found.outcomes if isinstance(one, Problem)}
    assert {"CPPstartDate", "InitialCategoryOfAbuse", "NumberOfPreviousCPP"} <= said


def test_an_unborn_child_goes_by_its_expected_date() -> None:
    """And one that was referred before it was born too; the date itself is nowhere."""
    expected = read(census(child(episode("2026-03-02"), born=None, ExpectedPersonBirthDate="2026-07-20")))
    born = read(census(child(episode("2025-06-02"), born="2025-10-11")))
    assert [event["age_band"] for event in (*expected.events, *born.events)] == ["unborn", "unborn"]
    assert "2026-07-20" not in str(expected.events)


def test_a_later_census_amends_what_an_earlier_one_said() -> None:
    """The same event has the same id and a higher revision; the same file gives the same again."""
    first = read(census(child(episode()))).events
    again = read(census(child(episode()))).events
    later = read(census(child(episode()), header=head("2027-03-31", "2027-06-01T10:00:00Z"))).events
    assert first == again
    assert later[0]["event_id"] == first[0]["event_id"]
    assert int(str(later[0]["revision"])) > int(str(first[0]["revision"]))


def test_two_referrals_on_one_day_are_two() -> None:
    """Their ids differ."""
    found = read(census(child(episode(), episode())))
    assert len({event["event_id"] for event in found.events}) == 2


def test_every_problem_names_line_element_what_was_found_and_what_is_allowed() -> None:
    """All of a child's at once, and the other children go on."""
    file = census(
        child(
            episode("2025-13-01", ReasonForClosure="RC7", CINclosureDate="2025-01-09"),
            episode("2025-08-01", PrimaryNeedCode="N11", CINclosureDate="2025-07-09", ReasonForClosure="RC7"),
        ),
        child(episode(), id="C-1002"),
    )
    found = read(file)
    assert (
        line_of(file, "2025-13-01"),
        "CINdetails/CINreferralDate",
        "found '2025-13-01'; allowed: a date such as 2022-03-31",
    ) in found.told
    assert (
        line_of(file, "N11"),
        "CINdetails/PrimaryNeedCode",
        "found 'N11'; allowed: N0 to N9",
    ) in found.told
    assert (
        line_of(file, "2025-07-09"),
        "CINdetails/CINclosureDate",
        "found '2025-07-09'; before CINreferralDate (2025-08-01)",
    ) in found.told
    assert ("referral_received", "2025-06-02") in found.days()
    assert ("episode_closed", "2025-01-09") in found.days()


def test_dates_after_the_reference_date_are_refused() -> None:
    """They can't have happened in the year that the census is about."""
    found = read(census(child(episode("2026-04-01"))))
    assert found.events == []
    assert "after the reference date 2026-03-31" in found.told[0][2]


def test_a_child_without_an_id_is_refused_whole_and_the_rest_go_on() -> None:
    """An id that isn't one is told without showing it."""
    file = census(child(episode(), id=None), child(episode(), id="~~secret~~"), child(episode(), id="C-3"))
    found = read(file)
    assert len(found.events) == 1
    missing = [words for _, path, words in found.told if path == "ChildIdentifiers/LAchildID"]
    assert missing[0] == "missing; allowed: the authority's child id"
    assert "10 characters (not shown)" in missing[1]
    assert "secret" not in str(found.outcomes)


def test_a_child_without_a_date_of_birth_goes_without_an_age_band() -> None:
    """And so does one with a wrong date, which isn't shown."""
    for found in (read(census(child(episode(), born=None))), read(census(child(episode(), born="4 May 2018")))):
        assert "age_band" not in found.events[0]
        assert len(found.told) == 1
        assert "2018" not in found.told[0][2]


def test_an_unknown_source_goes_as_unknown() -> None:
    """The census has a code for that; the wrong one is refused and told."""
    found = read(census(child(episode(ReferralSource="77"))))
    assert found.events[0]["source"] == "10"
    assert "found '77'; allowed: 1A to 1D, 2A, 2B, 3A to 3F, 4, 5A to 5D, 6 to 10" in [
        words for *_, words in found.told
    ]


def test_a_closure_needs_its_reason_and_a_reason_its_closure() -> None:
    """Neither is made up."""
    for half in ({"CINclosureDate": "2025-09-30"}, {"ReasonForClosure": "RC7"}):
        found = read(census(child(episode(**half))))
        assert found.days() == [("referral_received", "2025-06-02")]
        assert len(found.told) == 1


def test_a_repeated_value_is_refused() -> None:
    """The first is read."""
    found = read(census(child(episode(CINclosureDate=["2025-09-30", "2025-10-30"], ReasonForClosure="RC7"))))
    assert ("episode_closed", "2025-09-30") in found.days()
    assert "more than one where one is allowed" in found.told[0][2]


def test_every_event_knows_its_line() -> None:
    """That of the value it was made from."""
    file = census(child(episode(CINclosureDate="2025-09-30", ReasonForClosure="RC7")))
    lines = {str(one.event["type"]): one.line for one in read(file).outcomes if isinstance(one, Made)}
    assert lines == {
        "referral_received": line_of(file, "2025-06-02"),
        "episode_closed": line_of(file, "2025-09-30"),
    }
