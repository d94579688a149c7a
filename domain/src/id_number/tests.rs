use super::found_in;
use proptest::prelude::*;

/// The standard's own check, in its other form: the weighted sum of all 18 digits is 1 modulo 11,
/// where the weight of a place is 2 to the power of the places behind it.
fn with_check_digit(first_17: &str) -> String {
    let sum = |last: u64| {
        let digits = first_17
            .chars()
            .map(|digit| u64::from(digit.to_digit(10).unwrap()));
        digits.chain([last]).fold(0, |sum, digit| sum * 2 + digit) % 11
    };
    let check = (0..=10).find(|last| sum(*last) == 1).unwrap();
    match check {
        10 => format!("{first_17}X"),
        digit => format!("{first_17}{digit}"),
    }
}

fn full_width(text: &str) -> String {
    let wide = |character: char| char::from_u32(u32::from(character) + 0xFEE0).unwrap();
    text.chars().map(wide).collect()
}

/// The example of GB 11643, nobody's number.
const WITH_X: &str = "11010519491231002X";

#[test]
fn p16_eighteen_digits_are_found_wherever_they_stand() {
    let number = with_check_digit("33010620000229123");
    for text in [
        number.clone(),
        format!("身份证{number}，请登记"),
        format!("id{number}\n"),
        format!("第一行\n{number}"),
        format!("12345 {number} 67890"),
    ] {
        assert!(found_in(&text), "{text:?}");
    }
}

#[test]
fn p16_seventeen_digits_and_x_are_found() {
    assert_eq!(with_check_digit("11010519491231002"), WITH_X);
    for text in [
        WITH_X,
        "11010519491231002x",
        "号码11010519491231002X。",
        "11010519491231002Xx",
    ] {
        assert!(found_in(text), "{text:?}");
    }
}

#[test]
fn p16_full_width_is_found() {
    assert!(found_in(&full_width(WITH_X)));
    assert!(found_in("１１０１０５１９４９１２３１００２ｘ"));
    assert!(found_in(&full_width(&with_check_digit(
        "33010620000229123"
    ))));
    assert!(found_in("１１０１０5１９４９１２３１００２X"));
}

#[test]
fn p16_a_wrong_check_digit_is_no_id_number() {
    let right = with_check_digit("33010620000229123");
    for check in "0123456789X".chars() {
        let text = format!("33010620000229123{check}");
        assert_eq!(found_in(&text), text == right, "{text}");
    }
}

#[test]
fn p16_part_of_a_longer_number_is_no_id_number() {
    let number = with_check_digit("33010620000229123");
    for text in [
        format!("1{number}"),
        format!("{number}0"),
        format!("1{WITH_X}"),
        format!("{WITH_X}5"),
        format!("{WITH_X}{number}"),
        format!("{number}{number}"),
        format!("１{number}"),
    ] {
        assert!(!found_in(&text), "{text:?}");
    }
    // What follows the longer number is looked at again.
    assert!(found_in(&format!("{WITH_X}5 {number}")));
}

#[test]
fn p16_an_unreal_region_is_no_id_number() {
    for region in [
        "000000", "100000", "160101", "240101", "380101", "470101", "660101", "990101",
    ] {
        let text = with_check_digit(&format!("{region}20000229123"));
        assert!(!found_in(&text), "{text}");
    }
    for region in [
        "110101", "440305", "650101", "710000", "810000", "820000", "830000", "931123",
    ] {
        let text = with_check_digit(&format!("{region}20000229123"));
        assert!(found_in(&text), "{text}");
    }
}

#[test]
fn p16_an_implausible_date_is_no_id_number() {
    for date in [
        "18991231", "21000101", "20001301", "20000001", "20000431", "20010229", "19000229",
    ] {
        let text = with_check_digit(&format!("330106{date}123"));
        assert!(!found_in(&text), "{text}");
    }
    for date in ["19000101", "20991231", "20000229", "19961231"] {
        let text = with_check_digit(&format!("330106{date}123"));
        assert!(found_in(&text), "{text}");
    }
}

#[test]
fn p16_other_long_numbers_pass() {
    for text in [
        "",
        "13812345678",
        "订单 202601010000000000000",
        "6222021234567890123",
        "2026-000123",
    ] {
        assert!(!found_in(text), "{text:?}");
    }
}

prop_compose! {
    fn id_numbers()(
        region in prop::sample::select(vec!["11", "35", "46", "54", "65", "71", "82"]),
        place in 0..=9999,
        year in 1900..=2099,
        month in 1..=12,
        day in 1..=28,
        order in 0..=999,
    ) -> String {
        with_check_digit(&format!("{region}{place:04}{year:04}{month:02}{day:02}{order:03}"))
    }
}

proptest! {
    #[test]
    fn p16_every_id_number_is_found(
        number in id_numbers(),
        before in "[^0-9０-９]*",
        after in "([^0-9０-９].*)?",
        wide in any::<bool>(),
    ) {
        let number = if wide { full_width(&number) } else { number };
        let text = format!("{before}{number}{after}");
        prop_assert!(found_in(&text));
    }

    #[test]
    fn p16_one_mistyped_digit_is_always_noticed(
        number in id_numbers(),
        at in 0..17_usize,
        by in 1..=9_u8,
    ) {
        let mut bytes = number.into_bytes();
        bytes[at] = b'0' + (bytes[at] - b'0' + by) % 10;
        prop_assert!(!found_in(&String::from_utf8(bytes).unwrap()));
    }

    #[test]
    fn x16_any_text_is_answered(text in any::<String>(), digits in "[0-9Xx０-９]{0,60}") {
        let _ = found_in(&text);
        let _ = found_in(&digits);
    }
}
