use super::*;
use crate::id::PersonId;

const HASH: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

#[test]
fn v15_a_number_reads_back_as_people_type_it() {
    let number = Number {
        year: 2026,
        seq: 123,
    };
    assert_eq!(number.to_string(), "2026-000123");
    for text in ["2026-000123", " ２０２６－１２３ ", "2026—123"] {
        assert_eq!(text.parse(), Ok(number), "{text}");
    }
    for text in ["", "2026", "2026-0", "26-1", "2026-x", "2026--1", "2026-+1"] {
        assert_eq!(text.parse::<Number>(), Err(NotANumber), "{text}");
    }
}

#[test]
fn v15_a_code_has_sixteen_letters_that_nobody_mixes_up() {
    let code = Code::of_hash(HASH).unwrap();
    assert_eq!(code.as_str().len(), 16);
    assert!(!code.as_str().contains(['0', 'O', '1', 'I', 'L', 'U']));
    assert_eq!(code.grouped().len(), 19);
    for text in [
        code.grouped(),
        code.as_str().to_lowercase(),
        format!(" {} ", code.grouped().replace('-', " ")),
    ] {
        assert_eq!(Code::parse(&text), Ok(code.clone()), "{text}");
    }
    assert_eq!(Code::parse(" "), Err(Problem::Missing));
    for text in ["ABCD", "ABCD-ABCD-ABCD-ABC0", "ABCD-ABCD-ABCD-ABCDE", "汉"] {
        assert_eq!(Code::parse(text), Err(Problem::DoesNotFit), "{text}");
    }
    assert_eq!(format!("{code:?}"), "Code(…)");
    assert_eq!(Code::of_hash("汉"), None);
}

#[test]
fn v15_what_was_taken_back_stays_so() {
    assert_eq!(Standing::of(false, false), Standing::Valid);
    assert_eq!(Standing::of(true, false), Standing::Superseded);
    assert_eq!(Standing::of(true, true), Standing::Revoked);
    assert_eq!(Standing::of(false, true), Standing::Revoked);
}

fn checked(change: impl FnOnce(&mut Draft)) -> Result<New, String> {
    let mut draft = Draft {
        request_key: "certificate".to_owned(),
        whose: "me".to_owned(),
        real_name: "陈秀英".to_owned(),
        from: "2026-01-01".to_owned(),
        until: "2026-03-10".to_owned(),
        age: "adult".to_owned(),
        ..Draft::default()
    };
    change(&mut draft);
    let today = LocalDate::parse("2026-03-10").unwrap();
    draft
        .check(today, &[Whose::Mine, Whose::Child(PersonId::new(8))])
        .map_err(|problems| problems.to_string())
}

#[test]
fn v15_whoever_is_younger_than_eighteen_needs_a_guardian() {
    assert_eq!(checked(|_| ()).unwrap().guardian_name, None);
    for age in ["youth", "child"] {
        let alone = checked(|draft| age.clone_into(&mut draft.age));
        assert_eq!(
            alone.unwrap_err(),
            "guardian_name: Missing, agrees: Missing"
        );
        let with = checked(|draft| {
            age.clone_into(&mut draft.age);
            "陈建国".clone_into(&mut draft.guardian_name);
            draft.agrees = true;
        });
        assert_eq!(with.unwrap().guardian_name.unwrap().as_str(), "陈建国");
    }
}

#[test]
fn p21_a_child_of_mine_is_no_adult() {
    let child = checked(|draft| "child-8".clone_into(&mut draft.whose));
    assert_eq!(child.unwrap_err(), "age: NotAChoice");
}

#[test]
fn v15_a_period_is_over_and_the_right_way_round() {
    for (from, until, fault) in [
        ("2026-03-01", "2026-03-11", "until: InTheFuture"),
        ("2026-03-02", "2026-03-01", "until: EndsBeforeItBegins"),
        ("", "2026-03-01", "from: Missing"),
    ] {
        let new = checked(|draft| {
            from.clone_into(&mut draft.from);
            until.clone_into(&mut draft.until);
        });
        assert_eq!(new.unwrap_err(), fault);
    }
    assert!(checked(|draft| "2026-03-10".clone_into(&mut draft.from)).is_ok());
}

#[test]
fn p16_no_number_of_an_id_card_gets_in() {
    let with = checked(|draft| "11010519491231002X".clone_into(&mut draft.volunteer_number));
    assert_eq!(with.unwrap_err(), "volunteer_number: IdNumber");
}
