//! What the generator refuses, and how it says so.

use generator::{EN, Source, ZH, generate};

#[path = "../build/generator.rs"]
mod generator;

fn both(zh: &str, en: &str) -> Result<String, Vec<String>> {
    generate(&[
        Source::new(ZH, "zh-CN/report.ftl".to_owned(), "report".to_owned(), zh),
        Source::new(EN, "en/report.ftl".to_owned(), "report".to_owned(), en),
    ])
}

fn problems(zh: &str, en: &str) -> Vec<String> {
    both(zh, en).expect_err("this should have been refused")
}

/// The same text in both languages, refused in each.
fn refused(content: &str) -> String {
    let problems = problems(content, content);
    assert_eq!(problems.len(), 2, "{problems:?}");
    problems[0].clone()
}

#[test]
fn x02_both_languages_have_the_same_keys() {
    assert_eq!(
        problems("# 话\n\na = 甲\nb = 乙\n", "a = A\nc = C\n"),
        [
            "zh-CN/report.ftl:4: `b` is missing in en/report.ftl",
            "en/report.ftl:2: `c` is missing in zh-CN/report.ftl",
        ]
    );
}

#[test]
fn x02_both_languages_have_the_same_variables() {
    assert_eq!(
        problems("a = { $who } 来了\n", "a = { $name } came at { $when }\n"),
        [
            "zh-CN/report.ftl:1: `a` has other variables than in en/report.ftl:1: $who here, \
             $name, $when there"
        ]
    );
    assert_eq!(
        problems("a = 来了\n", "a = { $n } came\n"),
        [
            "zh-CN/report.ftl:1: `a` has other variables than in en/report.ftl:1: none here, $n \
             there"
        ]
    );
}

#[test]
fn x02_both_languages_have_the_same_files() {
    let one = Source::new(
        ZH,
        "zh-CN/report.ftl".to_owned(),
        "report".to_owned(),
        "a = 甲\n",
    );
    assert_eq!(
        generate(&[one]),
        Err(vec![
            "zh-CN/report.ftl: there is no en/report.ftl beside it; write it too".to_owned()
        ])
    );
}

#[test]
fn x02_a_key_stands_once() {
    assert_eq!(
        refused("a-b = 甲\n\na-b = 乙\n"),
        "zh-CN/report.ftl:3: `a-b` was already there on line 1"
    );
    assert_eq!(
        refused("a-b = 甲\na_b = 乙\n"),
        "zh-CN/report.ftl:2: `a_b` was already there on line 1"
    );
}

#[test]
fn x02_broken_syntax_is_named_by_file_line_and_key() {
    let open = refused("good = 好\n\nopen = { $n\n\nafter = 好\n");
    assert!(
        open.starts_with("zh-CN/report.ftl:5: near `open`: "),
        "{open}"
    );
    let stray = refused("good = 好\nno sign\n");
    assert!(
        stray.starts_with("zh-CN/report.ftl:2: near `no`: "),
        "{stray}"
    );
    let default = refused("n = { $n ->\n    [0] 没有\n    [1] 一\n}\n");
    assert!(
        default.contains("near `n`: The select expression must have a default"),
        "{default}"
    );
}

#[test]
fn x02_what_is_not_supported_is_named() {
    for (content, words) in [
        ("-name = 邻里\n", "`-name` is a term"),
        ("a = { -name }\n", "`a` refers to { -name }"),
        ("a = { b }\n", "`a` refers to { b }"),
        ("a = { NUMBER($n) }\n", "`a` calls NUMBER()"),
        (
            "a = { NUMBER($n) ->\n   *[other] 甲\n}\n",
            "not a plain $variable",
        ),
        ("a = 甲\n    .title = 乙\n", "has the attribute .title"),
        ("a =\n    .title = 乙\n", "`a` says nothing"),
        (
            "newTitle = 甲\n",
            "`newTitle` must be written in small letters",
        ),
        ("a = { $userName }\n", "has the variable $userName"),
        ("a = { $lang }\n", "has the variable $lang"),
        (
            "a = { $n ->\n    [few] 甲\n   *[other] 乙\n}\n",
            "has the choice [few]",
        ),
        (
            "a = { $n ->\n    [1.5] 甲\n   *[other] 乙\n}\n",
            "has the choice [1.5]",
        ),
        (
            "a = { $n ->\n    [1] 甲\n    [1] 乙\n   *[other] 丙\n}\n",
            "has two choices for 1",
        ),
        ("a = { $n ->\n   *[one] 乙\n}\n", "must have *[other]"),
    ] {
        let Err(problems) = both(content, content) else {
            panic!("{content} was accepted")
        };
        assert!(
            problems.iter().any(|problem| problem.contains(words)),
            "{problems:?}"
        );
        assert!(
            problems[0].starts_with("zh-CN/report.ftl:1: "),
            "{problems:?}"
        );
    }
}

#[test]
fn x02_chinese_has_no_form_for_one() {
    let content = "a = { $n ->\n    [one] 一\n   *[other] { $n }\n}\n";
    assert_eq!(
        problems(content, content),
        [
            "zh-CN/report.ftl:1: `a` has the choice [one], which zh-CN never takes; write [1] or \
             leave it out"
        ]
    );
}

#[test]
fn x02_every_problem_is_named_at_once() {
    let problems = problems("a = { b }\nc = { d }\n", "a = A\n");
    assert_eq!(problems.len(), 2, "{problems:?}");
}

#[test]
fn x02_a_sentence_has_at_most_six_variables() {
    let content = "a = { $a }{ $b }{ $c }{ $d }{ $e }{ $f }{ $g }\n";
    assert!(problems(content, content)[0].contains("`a` has 7 variables"));
}

#[test]
fn x02_names_that_rust_keeps_for_itself_get_an_underscore() {
    let code = both("type = { $in }\n", "type = { $in }.\n").expect("both are the same");
    assert!(
        code.contains("pub fn type_(lang: crate::Lang, in_: impl"),
        "{code}"
    );
}

#[test]
fn x02_files_named_like_a_module_of_the_crate_are_refused() {
    let file = |language, tag: &str| {
        Source::new(
            language,
            format!("{tag}/format.ftl"),
            "format".to_owned(),
            "a = A\n",
        )
    };
    let problems = generate(&[file(ZH, "zh-CN"), file(EN, "en")]);
    assert_eq!(
        problems,
        Err(vec![
            "zh-CN/format.ftl: a file cannot have this name here".to_owned()
        ])
    );
}

#[test]
fn x02_the_words_stand_in_the_documentation() {
    let code = both(
        "a = 见 [这里] `码`\nb =\n    一\n    二\n",
        "a = See\nb = B\n",
    )
    .expect("good");
    assert!(code.contains("/// `见 [这里] '码'`\n"), "{code}");
    assert!(code.contains("/// `一 二`\n"), "{code}");
}

#[test]
fn x02_files_of_other_systems_read_the_same() {
    let unix = both("a =\n    一\n    二\n", "a = A\n");
    assert_eq!(
        both("\u{feff}a =\r\n    一\r\n    二\r\n", "a = A\r\n"),
        unix
    );
}
