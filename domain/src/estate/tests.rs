use proptest::prelude::*;

use super::*;
use crate::id::OrgNodeId;
use crate::problem::Problem;

fn draft() -> Draft {
    Draft {
        request_key: "estate-key".to_owned(),
        buildings: "1-12".to_owned(),
        units: "3".to_owned(),
        top: "6".to_owned(),
        doors: "2".to_owned(),
        naming: "plain".to_owned(),
        ..Draft::default()
    }
}

fn plan(draft: &Draft) -> Plan {
    draft.check(&[OrgNodeId::new(7)]).unwrap().plan
}

fn doors(unit: &UnitPlan) -> Vec<&str> {
    unit.doors.iter().map(|door| door.name.as_str()).collect()
}

#[test]
fn p04_twelve_buildings_alike_are_one_line() {
    let plan = plan(&draft());
    assert_eq!(
        plan.counts(),
        Counts {
            buildings: 12,
            units: 36,
            floors: 72,
            households: 12 * 3 * 12,
        }
    );
    assert_eq!(plan.buildings[11].name, "12号楼");
    assert_eq!(plan.buildings[0].units[2].name, "3单元");
    assert_eq!(
        doors(&plan.buildings[0].units[0])[..3],
        ["101", "102", "201"]
    );
    assert_eq!(plan.under, None);
}

#[test]
fn p04_buildings_are_read_as_people_write_them() {
    for (text, names) in [
        ("3", vec!["3号楼"]),
        ("１－３号楼", vec!["1号楼", "2号楼", "3号楼"]),
        ("1号楼-2号楼", vec!["1号楼", "2号楼"]),
        ("1至2栋、5栋", vec!["1栋", "2栋", "5栋"]),
        ("东区1~2号楼", vec!["东区1号楼", "东区2号楼"]),
        ("A1-A2", vec!["A1号楼", "A2号楼"]),
        ("3, 3号楼 3栋", vec!["3号楼"]),
        ("综合楼；2#", vec!["综合楼", "2号楼"]),
    ] {
        let plan = plan(&Draft {
            buildings: text.to_owned(),
            ..draft()
        });
        let read: Vec<_> = plan.buildings.iter().map(|b| b.name.as_str()).collect();
        assert_eq!(read, names, "{text}");
    }
    for (text, problem) in [
        ("", Problem::Missing),
        ("12-1", Problem::NotUnderstood),
        ("1-4000", Problem::TooMany { max: MAX_BUILDINGS }),
    ] {
        let wrong = Draft {
            buildings: text.to_owned(),
            ..draft()
        };
        assert_eq!(
            wrong.check(&[]).unwrap_err().of("buildings"),
            Some(problem),
            "{text}"
        );
    }
}

#[test]
fn p02_floors_are_ordered_with_basements_and_roof() {
    let plan = plan(&Draft {
        buildings: "8".to_owned(),
        top: "5".to_owned(),
        basements: "2".to_owned(),
        roof: true,
        skipped: "4".to_owned(),
        ..draft()
    });
    let floors: Vec<_> = plan.buildings[0]
        .floors
        .iter()
        .map(|floor| (floor.level, floor.name.as_str()))
        .collect();
    assert_eq!(
        floors,
        [
            (-2, "B2"),
            (-1, "B1"),
            (1, "1层"),
            (2, "2层"),
            (3, "3层"),
            (5, "5层"),
            (6, "楼顶"),
        ]
    );
}

#[test]
fn p04_exceptions_are_left_out() {
    let plan = plan(&Draft {
        buildings: "1".to_owned(),
        units: "2".to_owned(),
        top: "3".to_owned(),
        doors: "2、3".to_owned(),
        missing: "1层、202、2-303".to_owned(),
        naming: "unit".to_owned(),
        ..draft()
    });
    let units = &plan.buildings[0].units;
    assert_eq!(doors(&units[0]), ["1-201", "1-301", "1-302"]);
    assert_eq!(doors(&units[1]), ["2-201", "2-203", "2-301", "2-302"]);
}

#[test]
fn p04_what_is_wrong_is_said_at_its_field() {
    let wrong = Draft {
        units: "0".to_owned(),
        top: "hundred".to_owned(),
        basements: "9".to_owned(),
        skipped: "4、x".to_owned(),
        doors: String::new(),
        naming: "?".to_owned(),
        grid: "8".to_owned(),
        ..draft()
    };
    let problems = wrong.check(&[OrgNodeId::new(7)]).unwrap_err();
    for (field, problem) in [
        ("units", Problem::NotANumber { min: 1, max: 20 }),
        ("top", Problem::NotANumber { min: 1, max: 99 }),
        ("basements", Problem::NotANumber { min: 0, max: 5 }),
        ("skipped", Problem::NotANumber { min: 1, max: 99 }),
        ("doors", Problem::Missing),
        ("naming", Problem::NotAChoice),
        ("grid", Problem::NotAChoice),
    ] {
        assert_eq!(problems.of(field), Some(problem), "{field}");
    }
    for (field, draft) in [
        (
            "doors",
            Draft {
                doors: "1、2".to_owned(),
                ..draft()
            },
        ),
        (
            "missing",
            Draft {
                missing: "901".to_owned(),
                ..draft()
            },
        ),
        (
            "missing",
            Draft {
                missing: "9层".to_owned(),
                ..draft()
            },
        ),
        (
            "missing",
            Draft {
                missing: "没有".to_owned(),
                ..draft()
            },
        ),
    ] {
        let problems = draft.check(&[]).unwrap_err();
        assert_eq!(problems.of(field), Some(Problem::NotUnderstood), "{field}");
    }
    let large = Draft {
        buildings: "1-200".to_owned(),
        units: "20".to_owned(),
        top: "9".to_owned(),
        ..draft()
    };
    let problems = large.check(&[]).unwrap_err();
    assert_eq!(
        problems.of("buildings"),
        Some(Problem::TooMany {
            max: MAX_HOUSEHOLDS
        })
    );
}

#[test]
fn p04_one_place_has_many_names_and_one_key() {
    for name in [
        "3号楼",
        "3栋",
        "３幢",
        "3#",
        "03",
        "三号楼",
        "3.0",
        " 3 号楼 ",
    ] {
        assert_eq!(building_key(name), "3", "{name}");
    }
    for name in ["综合楼", "东区3号楼", "13号楼", "楼"] {
        assert_ne!(building_key(name), "3", "{name}");
    }
    for name in ["2", "2单元", "二单元", "２ 单元", "2号门", "2.0"] {
        assert_eq!(unit_key(name), "2", "{name}");
    }
    for name in ["302", "302室", "0302", "302.0", "３０２", "2-302", "302 户"] {
        assert_eq!(door_key("2单元", name), "302", "{name}");
    }
    assert_ne!(door_key("2单元", "1-302"), "302");
    assert_eq!(door_name("302室"), "302");
    assert_eq!(door_name("传达室"), "传达室");
    assert_eq!(building_order("12号楼"), 12);
    assert_eq!(building_order("东区3号楼"), 3);
    assert_eq!(building_order("综合楼"), 1_000_000);
}

#[test]
fn p02_a_floor_is_read_from_a_cell_or_a_door() {
    for (text, level) in [
        ("3", Some(3)),
        ("3层", Some(3)),
        ("三楼", Some(3)),
        ("十二层", Some(12)),
        ("B1", Some(-1)),
        ("-1", Some(-1)),
        ("地下一层", Some(-1)),
        ("地下层", Some(-1)),
        ("0", None),
        ("楼道", None),
        ("9999", None),
    ] {
        assert_eq!(level_of_floor(text), level, "{text}");
    }
    for (door, level) in [
        ("302", Some(3)),
        ("1-1203", Some(12)),
        ("302室", Some(3)),
        ("0302", Some(3)),
        ("12", None),
        ("12345", None),
        ("甲", None),
    ] {
        assert_eq!(level_of_door(door), level, "{door}");
    }
}

proptest! {
    #[test]
    fn p04_every_plan_has_each_door_once(
        units in 1..=6_i64, top in 1..=30_i64, doors in 1..=12_i64, which in 0..3_usize,
        skipped in proptest::collection::vec(1..=30_i64, 0..4),
    ) {
        let skipped: Vec<_> = skipped.into_iter().filter(|level| *level <= top).collect();
        let draft = Draft {
            buildings: "1".to_owned(),
            units: units.to_string(),
            top: top.to_string(),
            doors: doors.to_string(),
            skipped: skipped.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"),
            naming: Naming::ALL[which].as_str().to_owned(),
            ..draft()
        };
        let plan = plan(&draft);
        let levels = (1..=top).filter(|level| !skipped.contains(level)).count();
        prop_assert_eq!(
            plan.counts().households,
            usize::try_from(units * doors).unwrap() * levels
        );
        for unit in &plan.buildings[0].units {
            let mut keys: Vec<_> = unit.doors.iter().map(|door| door_key(&unit.name, &door.name)).collect();
            for door in &unit.doors {
                prop_assert_eq!(level_of_door(&door.name), door.level);
            }
            keys.sort();
            keys.dedup();
            prop_assert_eq!(keys.len(), unit.doors.len());
        }
    }

    #[test]
    fn x16_any_text_in_any_field_is_answered(text in any::<String>()) {
        let draft = Draft {
            request_key: text.clone(),
            buildings: text.clone(),
            units: text.clone(),
            top: text.clone(),
            basements: text.clone(),
            roof: true,
            doors: text.clone(),
            skipped: text.clone(),
            missing: text.clone(),
            naming: text.clone(),
            grid: text.clone(),
        };
        prop_assert!(draft.check(&[]).is_err());
        let _ = (building_name(&text), unit_name(&text), door_name(&text), building_order(&text));
        let _ = (level_of_door(&text), level_of_floor(&text), door_key(&text, &text));
    }
}
