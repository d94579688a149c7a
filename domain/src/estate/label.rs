//! What people call buildings, units, floors and doors, and when two names are the same.
//!
//! `3号楼`, `3栋`, `３#` and `三号楼` are one building, `0302`, `302室` and `302.0` one door. A key is
//! what is compared; the name that is stored and shown is the tidied one.

use crate::width::{is_dash, narrow};

/// What stands behind a building's number.
const BUILDING_ENDS: [&str; 8] = ["号楼", "号栋", "号幢", "号", "栋", "幢", "楼", "#"];
/// What stands behind a unit's number.
const UNIT_ENDS: [&str; 5] = ["号单元", "单元", "号门", "门", "梯"];
/// What stands behind a door's number.
const DOOR_ENDS: [&str; 4] = ["号房", "室", "房", "户"];

/// Half-width, without white space at the ends, dashes all the same, whole numbers without the
/// `.0` that spreadsheets add.
pub fn tidy(text: &str) -> String {
    let narrowed: String = text
        .chars()
        .filter(|character| !matches!(character, '\u{200B}' | '\u{2060}' | '\u{FEFF}'))
        .map(narrow)
        .map(|character| match character {
            _ if is_dash(character) => '-',
            '—' | '－' | '_' => '-',
            '＃' => '#',
            other => other,
        })
        .collect();
    let words: Vec<&str> = narrowed.split_whitespace().collect();
    let tidied = words.join(" ");
    match tidied.strip_suffix(".0") {
        Some(whole) if is_digits(whole) => whole.to_owned(),
        _ => tidied,
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The number that Chinese numerals up to 九十九 say.
fn numeral(text: &str) -> Option<u32> {
    let digit = |character| {
        "零一二三四五六七八九"
            .chars()
            .position(|known| known == character)
            .and_then(|at| u32::try_from(at).ok())
            .or((character == '两').then_some(2))
    };
    let characters: Vec<char> = text.chars().collect();
    match *characters.as_slice() {
        ['十'] => Some(10),
        ['十', ones] => Some(10 + digit(ones)?),
        [tens, '十'] => Some(digit(tens)? * 10),
        [tens, '十', ones] => Some(digit(tens)? * 10 + digit(ones)?),
        [ones] => digit(ones),
        _ => None,
    }
}

/// Without spaces, ending, leading zeros; capital letters; numerals as digits.
fn key(text: &str, ends: &[&str]) -> String {
    let tidied: String = tidy(text).replace(' ', "").to_uppercase();
    let bare = ends
        .iter()
        .find_map(|end| tidied.strip_suffix(end))
        .filter(|bare| !bare.is_empty())
        .unwrap_or(&tidied);
    if let Some(number) = numeral(bare) {
        return number.to_string();
    }
    let stripped = bare.trim_start_matches('0');
    if stripped.is_empty() { bare } else { stripped }.to_owned()
}

/// Equal for two names of one building.
pub fn building_key(name: &str) -> String {
    key(name, &BUILDING_ENDS)
}

/// Equal for two names of one unit of a building.
pub fn unit_key(name: &str) -> String {
    key(name, &UNIT_ENDS)
}

/// Equal for two names of one door of a unit: the unit's own number in front says nothing.
pub fn door_key(unit: &str, door: &str) -> String {
    let bare = key(door, &DOOR_ENDS);
    match bare.split_once('-') {
        Some((front, rest)) if unit_key(front) == unit_key(unit) && !rest.is_empty() => {
            key(rest, &[])
        }
        _ => bare,
    }
}

/// The name to store: a bare number becomes `3号楼`, everything else stays as it is called.
pub fn building_name(text: &str) -> String {
    let tidied = tidy(text);
    let bare = tidied.strip_suffix('#').unwrap_or(&tidied);
    if is_digits(bare) {
        format!("{}号楼", zeroless(bare))
    } else {
        tidied
    }
}

/// The name to store: a bare number becomes `2单元`.
pub fn unit_name(text: &str) -> String {
    let tidied = tidy(text);
    if is_digits(&tidied) {
        format!("{}单元", zeroless(&tidied))
    } else {
        tidied
    }
}

fn zeroless(digits: &str) -> &str {
    let stripped = digits.trim_start_matches('0');
    if stripped.is_empty() { "0" } else { stripped }
}

/// The name to store: without what every door has behind it.
pub fn door_name(text: &str) -> String {
    let tidied = tidy(text).replace(' ', "");
    DOOR_ENDS
        .iter()
        .find_map(|end| tidied.strip_suffix(end))
        .filter(|bare| bare.bytes().any(|byte| byte.is_ascii_digit()))
        .unwrap_or(&tidied)
        .to_owned()
}

/// Where a building stands in lists: by the first number in its name, behind all numbers when it has
/// none.
pub fn building_order(name: &str) -> i64 {
    let key = building_key(name);
    let digits: String = key
        .chars()
        .skip_while(|character| !character.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .take(6)
        .collect();
    digits.parse().unwrap_or(1_000_000)
}

/// What a floor is called: `3层`, `B1`.
pub fn floor_name(level: i64) -> String {
    if level < 0 {
        format!("B{}", -level)
    } else {
        format!("{level}层")
    }
}

/// The floor that a door's number tells: `302` and `1-302` are on the third, `1203` on the
/// twelfth. Nothing where the number says nothing.
pub fn level_of_door(door: &str) -> Option<i64> {
    let tidied = door_name(door);
    let last = tidied.rsplit('-').next().unwrap_or(&tidied);
    if !is_digits(last) || !(3..=4).contains(&last.len()) {
        return None;
    }
    let level: i64 = last[..last.len() - 2].parse().ok()?;
    (level > 0).then_some(level)
}

/// The floor that a cell names: `3`, `3层`, `三楼`, `B1`, `-1`, `地下一层`.
pub fn level_of_floor(text: &str) -> Option<i64> {
    let tidied = tidy(text).replace(' ', "").to_uppercase();
    let bare = ["层", "楼", "F"]
        .iter()
        .find_map(|end| tidied.strip_suffix(end))
        .unwrap_or(&tidied);
    let (below, number) = ["地下", "负", "B", "-"]
        .iter()
        .find_map(|front| bare.strip_prefix(front))
        .map_or((false, bare), |rest| (true, rest));
    let number = number.strip_prefix('第').unwrap_or(number);
    let level: i64 = if below && number.is_empty() {
        1
    } else if is_digits(number) {
        number.parse().ok()?
    } else {
        i64::from(numeral(number)?)
    };
    let level = if below { -level } else { level };
    ((-9..=150).contains(&level) && level != 0).then_some(level)
}

/// Where a door stands in lists: by its unit, then by its number.
pub fn door_order(unit: i64, door: &str) -> i64 {
    let digits: String = door_key(&unit.to_string(), door)
        .chars()
        .filter(char::is_ascii_digit)
        .take(5)
        .collect();
    unit.clamp(0, 10_000) * 100_000 + digits.parse().unwrap_or(99_999)
}
