use super::*;
use proptest::prelude::*;

fn dial(text: &str) -> Result<String, Problem> {
    Telephone::parse(text).map(|telephone| telephone.dial().to_owned())
}

#[test]
fn p17_a_mobile_prints_masked_everywhere() {
    let telephone = Telephone::parse("138 0013 1234").unwrap();
    assert_eq!(telephone.to_string(), "138****1234");
    assert_eq!(format!("{telephone:?}"), "138****1234");
    assert_eq!(format!("{:?}", Some([&telephone])), "Some([138****1234])");
    assert_eq!(
        format!("{telephone:>20}|{telephone:#?}"),
        "138****1234|138****1234"
    );
    assert_eq!(telephone.dial(), "13800131234");
}

#[test]
fn p17_a_landline_shows_its_last_four_digits() {
    for text in ["0571-88881234", "010 6666 1234", "88881234", "8881234"] {
        let telephone = Telephone::parse(text).unwrap();
        assert_eq!(telephone.to_string(), "****1234", "{text}");
        assert_eq!(format!("{telephone:?}"), "****1234", "{text}");
    }
}

#[test]
fn p17_serialized_is_masked() {
    use serde::de::IntoDeserializer as _;
    use serde::de::value::{Error, StrDeserializer};

    // `Serialize` goes through `Display` and nothing else: a formatter is a serializer too.
    struct Shown(Telephone);
    impl fmt::Display for Shown {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.0.serialize(f)
        }
    }
    let shown = Shown(Telephone::parse("+86 13800131234").unwrap());
    assert_eq!(shown.to_string(), "138****1234");

    // A masked number that comes back is no number.
    let back: StrDeserializer<'_, Error> = "138****1234".into_deserializer();
    let back: String = serde::Deserialize::deserialize(back).unwrap();
    assert_eq!(dial(&back), Err(Problem::NotAMobile));
}

#[test]
fn p17_mobiles_are_read_as_people_write_them() {
    for text in [
        "13800131234",
        "138 0013 1234",
        "138-0013-1234",
        " 138\u{3000}00131234\n",
        "+8613800131234",
        "+86 138-0013-1234",
        "0086 13800131234",
        "8613800131234",
        "(+86)13800131234",
        "１３８００１３１２３４",
        "＋８６　１３８－００１３－１２３４",
    ] {
        assert_eq!(dial(text).as_deref(), Ok("13800131234"), "{text:?}");
    }
}

#[test]
fn p17_landlines_keep_their_area_code() {
    for (text, number) in [
        ("0571-88881234", "057188881234"),
        ("(0571) 8888 1234", "057188881234"),
        ("（０５７１）８８８８１２３４", "057188881234"),
        ("+86 571 88881234", "057188881234"),
        ("0086-10-66661234", "01066661234"),
        ("+86 0571 88881234", "057188881234"),
        ("0431-8881234", "04318881234"),
        ("021-66661234", "02166661234"),
        ("86661234", "86661234"),
    ] {
        assert_eq!(dial(text).as_deref(), Ok(number), "{text:?}");
    }
}

#[test]
fn p17_what_cannot_be_called_back_is_refused() {
    for text in [
        "12800131234",
        "1380013123",
        "138001312345",
        "+1 2025550123",
        "138****1234",
        "13800131234转2",
        "110",
        "123456",
        "0571",
        "0171-88881234",
        "0571-11111111",
        "1+3800131234",
        "++8613800131234",
        "٠٥٧١٨٨٨٨١٢٣٤",
        "-",
    ] {
        assert_eq!(dial(text), Err(Problem::NotAMobile), "{text:?}");
    }
    assert_eq!(dial(" \u{3000}"), Err(Problem::Missing));
    assert_eq!(Telephone::optional(" "), Ok(None));
    assert_eq!(Telephone::optional("5"), Err(Problem::NotAMobile));
}

proptest! {
    #[test]
    fn p17_no_way_of_printing_shows_the_middle(number in "1[3-9][0-9]{9}") {
        let telephone = Telephone::parse(&number).unwrap();
        let middle = &number[3..7];
        for printed in [telephone.to_string(), format!("{telephone:?}"), format!("{telephone:#?}")] {
            let masked = printed.replace("****", "|");
            prop_assert_eq!(&masked, &format!("{}|{}", &number[..3], &number[7..]));
            prop_assert!(!printed[3..7].contains(middle));
        }
    }

    #[test]
    fn p17_what_is_dialled_reads_back(text in "[+＋]?(0086|86)?[ -]?0?[0-9 -]{7,14}") {
        if let Ok(telephone) = Telephone::parse(&text) {
            prop_assert_eq!(Telephone::parse(telephone.dial()), Ok(telephone));
        }
    }

    #[test]
    fn x16_any_text_is_answered(text in any::<String>()) {
        let _ = Telephone::parse(&text).map(|telephone| telephone.to_string());
    }
}

#[test]
fn p17_numbers_of_organisations_are_what_people_dial() {
    for (typed, kept) in [
        ("021-5550 0120", "021-5550-0120"),
        ("１２３４５", "12345"),
        ("(021) 55500120", "021-55500120"),
        ("110", "110"),
    ] {
        assert_eq!(public_number(typed), Ok(kept.to_owned()), "{typed}");
    }
    for typed in ["12", "电话", "021-", "12345678901234567"] {
        assert_eq!(
            public_number(typed),
            Err(Problem::NotANumberToCall),
            "{typed}"
        );
    }
    assert_eq!(public_number(" "), Err(Problem::Missing));
}

#[test]
fn p05_text_messages_reach_mobiles_only() {
    for (number, takes) in [("138 0000 1234", true), ("021-55500120", false)] {
        assert_eq!(Telephone::parse(number).unwrap().takes_texts(), takes);
    }
}
