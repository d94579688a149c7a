use super::*;
use proptest::prelude::*;

fn choices() -> Choices {
    let building = |id, unit, floor| BuildingChoice {
        id: BuildingId::new(id),
        units: vec![UnitId::new(unit)],
        floors: vec![FloorId::new(floor)],
    };
    Choices {
        categories: vec![CategoryId::new(1), CategoryId::new(2)],
        buildings: vec![building(3, 31, 301), building(5, 51, 501)],
        areas: vec![AreaId::new(7)],
    }
}

fn draft() -> Draft {
    Draft {
        request_key: "key-12345".to_owned(),
        category: "2".to_owned(),
        building: "3".to_owned(),
        words: "楼道灯不亮".to_owned(),
        ..Draft::default()
    }
}

/// The draft with one thing changed, checked.
fn checked(change: impl FnOnce(&mut Draft)) -> Result<NewReport, Problems> {
    let mut draft = draft();
    change(&mut draft);
    draft.check(&choices())
}

fn only_problem(change: impl FnOnce(&mut Draft)) -> (&'static str, Problem) {
    let problems: Vec<_> = checked(change).unwrap_err().iter().collect();
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems[0]
}

fn line(text: &str) -> Line<60> {
    Line::parse(text).unwrap()
}

#[test]
fn r04_an_empty_form_names_every_field_that_is_needed() {
    let problems = Draft::default().check(&choices()).unwrap_err();
    let problems: Vec<_> = problems.iter().collect();
    let expected = [
        ("request_key", Problem::Missing),
        ("category", Problem::Missing),
        ("place", Problem::Missing),
        ("words", Problem::PhotoOrWords),
    ];
    assert_eq!(problems, expected);
}

#[test]
fn r04_a_photo_or_words_are_enough() {
    let report = checked(|_| {}).unwrap();
    assert_eq!(report.words.unwrap().as_str(), "楼道灯不亮");
    let report = checked(|draft| {
        draft.words = " ".to_owned();
        draft.photos = 1;
    });
    assert_eq!(report.unwrap().words, None);
    let neither = only_problem(|draft| draft.words.clear());
    assert_eq!(neither, ("words", Problem::PhotoOrWords));
}

#[test]
fn r04_a_building_its_parts_and_a_note_make_a_place() {
    let report = checked(|draft| {
        draft.unit = "31".to_owned();
        draft.floor = " 301 ".to_owned();
        draft.place_words = "电梯旁".to_owned();
    });
    let place = Place::Building {
        building: BuildingId::new(3),
        unit: Some(UnitId::new(31)),
        floor: Some(FloorId::new(301)),
        note: Some(line("电梯旁")),
    };
    assert_eq!(report.unwrap().place, place);
}

#[test]
fn r04_an_area_or_just_words_make_a_place() {
    let area = checked(|draft| {
        draft.building.clear();
        draft.area = "7".to_owned();
    });
    let place = Place::Area {
        area: AreaId::new(7),
        note: None,
    };
    assert_eq!(area.unwrap().place, place);
    let words = checked(|draft| {
        draft.building.clear();
        draft.place_words = "东门外的路口".to_owned();
    });
    assert_eq!(words.unwrap().place, Place::Words(line("东门外的路口")));
}

#[test]
fn r04_two_places_are_not_one() {
    let both = only_problem(|draft| draft.area = "7".to_owned());
    assert_eq!(both, ("area", Problem::NotAChoice));
}

#[test]
fn p03_only_what_was_offered_can_be_chosen() {
    let refused = |change: fn(&mut Draft)| {
        let (field, problem) = only_problem(change);
        assert_eq!(problem, Problem::NotAChoice, "{field}");
        field
    };
    assert_eq!(refused(|draft| draft.category = "3".to_owned()), "category");
    assert_eq!(refused(|draft| draft.building = "4".to_owned()), "building");
    assert_eq!(
        refused(|draft| draft.building = "三".to_owned()),
        "building"
    );
    assert_eq!(refused(|draft| draft.area = "8".to_owned()), "area");
    // Another building's unit and floor.
    assert_eq!(refused(|draft| draft.unit = "51".to_owned()), "unit");
    assert_eq!(refused(|draft| draft.floor = "501".to_owned()), "floor");
    // Parts without their building.
    let part = |draft: &mut Draft| {
        draft.building.clear();
        draft.area = "7".to_owned();
        draft.unit = "31".to_owned();
    };
    assert_eq!(refused(part), "unit");
}

#[test]
fn r14_at_most_three_photos() {
    assert!(checked(|draft| draft.photos = 3).is_ok());
    let four = only_problem(|draft| draft.photos = 4);
    assert_eq!(four, ("photos", Problem::TooMany { max: 3 }));
}

#[test]
fn r04_a_call_back_number_is_optional_but_must_be_one() {
    assert_eq!(checked(|_| {}).unwrap().callback, None);
    let report = checked(|draft| draft.callback = "138 0013 1234".to_owned()).unwrap();
    assert_eq!(report.callback.unwrap().dial(), "13800131234");
    let wrong = only_problem(|draft| draft.callback = "没有".to_owned());
    assert_eq!(wrong, ("callback", Problem::NotAMobile));
}

#[test]
fn r15_a_name_is_shown_only_when_there_is_one() {
    assert!(!checked(|draft| draft.show_name = true).unwrap().show_name);
    let named = checked(|draft| {
        draft.name = "王阿姨".to_owned();
        draft.show_name = true;
    });
    assert!(named.unwrap().show_name);
    assert!(
        !checked(|draft| draft.name = "王阿姨".to_owned())
            .unwrap()
            .show_name
    );
}

#[test]
fn p16_no_field_takes_an_id_number() {
    let number = || "11010519491231002X".to_owned();
    assert_eq!(
        only_problem(|draft| draft.words = number()),
        ("words", Problem::IdNumber)
    );
    let place = only_problem(|draft| draft.place_words = number());
    assert_eq!(place, ("place_words", Problem::IdNumber));
    assert_eq!(
        only_problem(|draft| draft.name = number()),
        ("name", Problem::IdNumber)
    );
}

#[test]
fn p17_neither_draft_nor_report_prints_who_wrote_it() {
    let mut draft = draft();
    draft.callback = "13800131234".to_owned();
    draft.name = "王阿姨".to_owned();
    let report = draft.check(&choices()).unwrap();
    for printed in [format!("{draft:?}"), format!("{report:#?}")] {
        for secret in ["13800131234", "1234\"", "王阿姨", "楼道灯"] {
            assert!(!printed.contains(secret), "{printed}");
        }
    }
}

proptest! {
    #[test]
    fn x16_any_form_is_answered(
        texts in prop::array::uniform10(any::<String>()),
        show_name in any::<bool>(),
        photos in any::<usize>(),
    ) {
        let [request_key, category, building, unit, floor, area, place_words, words, callback, name] =
            texts;
        let draft = Draft {
            request_key, category, building, unit, floor, area, place_words, words, callback, name,
            show_name, photos,
        };
        let _ = draft.check(&choices());
    }
}
