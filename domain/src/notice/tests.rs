use super::*;
use proptest::prelude::*;

fn today() -> LocalDate {
    LocalDate::parse("2026-05-01").unwrap()
}

fn buildings() -> [BuildingId; 2] {
    [BuildingId::new(3), BuildingId::new(5)]
}

fn draft() -> Draft {
    Draft {
        request_key: "key-12345".to_owned(),
        title: "停水通知".to_owned(),
        body: "明天上午九点到十二点停水。\n请提前储水。".to_owned(),
        ..Draft::default()
    }
}

fn problem(draft: &Draft, field: &str) -> Option<Problem> {
    draft.check(today(), &buildings()).unwrap_err().of(field)
}

#[test]
fn a_notice_needs_a_title_and_a_body() {
    let notice = draft().check(today(), &buildings()).unwrap();
    assert_eq!(notice.title.as_str(), "停水通知");
    assert_eq!(notice.audience, []);
    assert_eq!(notice.until, None);

    let problems = Draft::default().check(today(), &buildings()).unwrap_err();
    let fields: Vec<_> = problems.iter().collect();
    let missing = |field| (field, Problem::Missing);
    assert_eq!(
        fields,
        [missing("request_key"), missing("title"), missing("body")]
    );
}

#[test]
fn a_notice_ends_today_or_later() {
    let until = |text: &str| Draft {
        until: text.to_owned(),
        ..draft()
    };
    let notice = until("2026-05-01").check(today(), &buildings()).unwrap();
    assert_eq!(notice.until, Some(today()));
    assert_eq!(
        problem(&until("2026-04-30"), "until"),
        Some(Problem::InThePast)
    );
    assert_eq!(problem(&until("下周"), "until"), Some(Problem::NotADate));
}

#[test]
fn p03_a_notice_goes_to_the_communitys_own_buildings() {
    let to = |texts: &[&str]| Draft {
        audience: texts.iter().map(ToString::to_string).collect(),
        ..draft()
    };
    let audience = |texts: &[&str]| to(texts).check(today(), &buildings()).unwrap().audience;
    assert_eq!(audience(&["5", "3", "5", ""]), buildings());
    assert_eq!(audience(&[""]), []);
    assert_eq!(
        problem(&to(&["3", "4"]), "audience"),
        Some(Problem::NotAChoice)
    );
    assert_eq!(
        problem(&to(&["三号楼"]), "audience"),
        Some(Problem::NotAChoice)
    );
}

#[test]
fn p16_a_notice_holds_no_id_number() {
    let draft = Draft {
        title: "领取 11010519491231002X".to_owned(),
        body: "请 11010519491231002X 来领".to_owned(),
        ..draft()
    };
    assert_eq!(problem(&draft, "title"), Some(Problem::IdNumber));
    assert_eq!(problem(&draft, "body"), Some(Problem::IdNumber));
}

proptest! {
    #[test]
    fn x16_any_form_is_answered(
        texts in prop::array::uniform4(any::<String>()),
        audience in prop::collection::vec(any::<String>(), 0..5),
        urgent in any::<bool>(),
    ) {
        let [request_key, title, body, until] = texts;
        let draft = Draft { request_key, title, body, audience, until, urgent };
        let _ = draft.check(today(), &buildings());
    }
}
