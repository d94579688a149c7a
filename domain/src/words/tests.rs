use super::*;
use proptest::prelude::*;

fn line(text: &str) -> Result<String, Problem> {
    Line::<20>::parse(text).map(|line| line.to_string())
}

fn words(text: &str) -> Result<String, Problem> {
    Words::<20>::parse(text).map(|words| words.to_string())
}

#[test]
fn a_line_is_trimmed_and_folded() {
    assert_eq!(
        line("  三号楼 \t\r\n 门口　左边 ").as_deref(),
        Ok("三号楼 门口 左边")
    );
    assert_eq!(line("plain").as_deref(), Ok("plain"));
}

#[test]
fn words_have_plain_line_ends_and_single_blank_lines() {
    assert_eq!(
        words("\r\n\r\na \r\nb\rc\n\n \n\t\nd\u{2028}e\n\n").as_deref(),
        Ok("a\nb\nc\n\nd\ne")
    );
    assert_eq!(words("一\n　　二").as_deref(), Ok("一\n　　二"));
}

#[test]
fn blank_is_missing_or_nothing() {
    for text in [
        "",
        " ",
        "\r\n\t",
        "\u{3000}",
        "\u{200B}\u{FEFF}",
        "\u{200E} \u{200D}",
    ] {
        assert_eq!(line(text), Err(Problem::Missing), "{text:?}");
        assert_eq!(words(text), Err(Problem::Missing), "{text:?}");
        assert_eq!(Line::<20>::optional(text), Ok(None), "{text:?}");
        assert_eq!(Words::<20>::optional(text), Ok(None), "{text:?}");
    }
    assert_eq!(Line::<20>::optional("\0"), Err(Problem::NotAllowed));
}

#[test]
fn characters_are_counted_after_tidying() {
    assert_eq!(line(&"邻".repeat(20)), Ok("邻".repeat(20)));
    assert_eq!(line(&"邻".repeat(21)), Err(Problem::TooLong { max: 20 }));
    assert_eq!(
        line(&format!("   {}   ", "😀".repeat(20))),
        Ok("😀".repeat(20))
    );
    assert_eq!(
        words(&format!("\n\n{}\n\n", "里".repeat(20))),
        Ok("里".repeat(20))
    );
    assert_eq!(words(&"里".repeat(21)), Err(Problem::TooLong { max: 20 }));
}

#[test]
fn x16_controls_broken_characters_and_turned_text_are_refused() {
    for bad in [
        '\0', '\u{7}', '\u{1B}', '\u{7F}', '\u{9F}', '\u{202A}', '\u{202E}', '\u{2066}',
        '\u{2069}', '\u{FFFD}', '\u{FFFF}',
    ] {
        let text = format!("灯{bad}坏");
        assert_eq!(line(&text), Err(Problem::NotAllowed), "{bad:?}");
        assert_eq!(words(&text), Err(Problem::NotAllowed), "{bad:?}");
    }
    let family = "👨\u{200D}👩\u{200D}👧";
    assert_eq!(line(family).as_deref(), Ok(family));
}

#[test]
fn p16_text_with_an_id_number_is_refused() {
    for number in [
        "11010519491231002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "1101051949\u{200B}1231002x",
    ] {
        assert_eq!(Line::<60>::parse(number), Err(Problem::IdNumber));
        let text = format!("登记：\n{number}");
        assert_eq!(Words::<60>::parse(&text), Err(Problem::IdNumber));
        assert_eq!(Words::<60>::optional(&text), Err(Problem::IdNumber));
    }
    assert!(Line::<60>::parse("110105194912310021").is_ok());
}

/// Text that has much of what is tidied: white space of all kinds beside anything else.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ \t\r\n\u{85}\u{2028}\u{3000}\u{200B}\u{200D}a灯X0-9]{0,40}"
    ]
}

proptest! {
    #[test]
    fn x16_parsing_a_line_never_panics_and_is_idempotent(text in texts()) {
        if let Ok(line) = Line::<30>::parse(&text) {
            prop_assert!(!line.as_str().contains('\n'));
            prop_assert!(!line.as_str().contains("  "));
            prop_assert!(line.as_str().chars().count() <= 30);
            prop_assert_eq!(Line::parse(line.as_str()), Ok(line));
        }
    }

    #[test]
    fn x16_parsing_words_never_panics_and_is_idempotent(text in texts()) {
        if let Ok(words) = Words::<30>::parse(&text) {
            prop_assert!(!words.as_str().contains("\n\n\n"));
            prop_assert!(!words.as_str().contains(['\r', '\t', '\0']));
            prop_assert_eq!(words.as_str().trim(), words.as_str());
            prop_assert_eq!(Words::parse(words.as_str()), Ok(words));
        }
    }
}
