//! What the written functions say, for every kind of message: `tests/locales`.

use text::{Lang, format};

include!(concat!(env!("OUT_DIR"), "/examples.rs"));

#[test]
fn x02_words_come_in_the_language_asked_for() {
    assert_eq!(example::plain(Lang::Zh), "你好 \"邻居\"");
    assert_eq!(example::plain(Lang::En), "Hello, \"neighbour\"");
    assert_eq!(example::same(Lang::Zh), example::same(Lang::En));
    assert_eq!(example::empty(Lang::Zh), "");
    assert_eq!(example::type_(Lang::Zh), "种类");
}

#[test]
fn x02_variables_stand_where_the_language_wants_them() {
    assert_eq!(example::count_shown(Lang::Zh, 3), "共 3 件");
    assert_eq!(
        example::count_shown(Lang::En, format::count(Lang::En, 3_000)),
        "3,000 shown"
    );
    assert_eq!(example::order(Lang::Zh, "周一", "老王"), "周一，老王");
    assert_eq!(example::order(Lang::En, "Monday", "Wang"), "Wang, Monday");
    assert_eq!(example::keyword(Lang::En, "tap"), "The tap");
    assert_eq!(example::keyword(Lang::Zh, "水龙头"), "水龙头");
}

#[test]
fn x02_braces_are_only_braces() {
    assert_eq!(example::braces(Lang::Zh), "写成 {名字}");
    assert_eq!(example::braces(Lang::En), "Write {name}");
    assert_eq!(example::braces_around(Lang::Zh, "{x}"), "{{x}}");
}

#[test]
fn x02_a_number_chooses_the_sentence() {
    assert_eq!(example::shown(Lang::Zh, 1), "找到 1 件");
    assert_eq!(example::shown(Lang::En, 1), "Found one");
    assert_eq!(example::shown(Lang::En, 1_200), "Found 1,200");
    assert_eq!(example::both_same(Lang::En, 0), "没有");
    assert_eq!(example::both_same(Lang::En, 5), "5");
    assert_eq!(example::some(Lang::Zh, 1), "共有一件");
    assert_eq!(example::some(Lang::Zh, 2), "共有2件");
    assert_eq!(example::some(Lang::En, 0), "None in all");
}

#[test]
fn x02_choices_may_stand_side_by_side_and_inside_each_other() {
    assert_eq!(example::people(Lang::Zh, 0, 4), "今天，4 人");
    assert_eq!(example::people(Lang::Zh, 2, 4), "2 天，4 人");
    assert_eq!(example::people(Lang::En, 1, 1), "One person, one day");
    assert_eq!(example::people(Lang::En, 0, 4), "4 people, today");
    assert_eq!(example::people(Lang::En, 3, 4), "4 people, 3 days");
}

#[test]
fn x02_several_lines_stay_several() {
    assert_eq!(example::lines(Lang::Zh), "第一行\n第二行\n\n第四行");
    assert_eq!(
        example::lines(Lang::En),
        "First line\nSecond line\n\nFourth line"
    );
}
