//! Days and times as people write them into spreadsheets.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::instant::{LocalDate, LocalTime};
use crate::width::{is_dash, narrow};

/// `2026-03-12`, `2026/3/12`, `2026年3月12日`, `3月12日（周四）`, `3.12`. Without a year it is the one
/// of that name that is at most half a year ago.
pub(super) fn day(text: &str, today: LocalDate) -> Option<LocalDate> {
    let numbers = numbers(text)?;
    let date = |year: i64, month: i64, day: i64| {
        Date::new(
            year.try_into().ok()?,
            month.try_into().ok()?,
            day.try_into().ok()?,
        )
        .ok()
    };
    match numbers[..] {
        [year, month, day] if year >= 2000 => date(year, month, day).map(LocalDate::from),
        [month, day] => {
            let this = date(today.civil().year().into(), month, day)?;
            let half_a_year_ago = today.civil().saturating_sub(6.months());
            let meant = if this < half_a_year_ago {
                date(i64::from(today.civil().year()) + 1, month, day)?
            } else {
                this
            };
            Some(meant.into())
        }
        _ => None,
    }
}

/// The numbers that a date begins with, whatever stands between and behind them.
fn numbers(text: &str) -> Option<Vec<i64>> {
    let mut numbers = Vec::new();
    let mut digits = String::new();
    for character in text.trim().chars().map(narrow).chain([' ']) {
        match character {
            '0'..='9' if digits.len() < 4 => digits.push(character),
            _ if digits.is_empty() => break,
            _ if matches!(character, '/' | '.' | '年' | '月' | '日' | '号' | ' ')
                || is_dash(character) =>
            {
                numbers.push(digits.parse().ok()?);
                digits.clear();
                if matches!(character, '日' | '号') || numbers.len() == 3 {
                    break;
                }
            }
            '(' => {
                numbers.push(digits.parse().ok()?);
                break;
            }
            _ => return None,
        }
    }
    Some(numbers)
}

/// `18:00`, `18：30`, `18点`, `18点半`, `下午6点`, `24:00`.
pub(super) fn time(text: &str) -> Option<LocalTime> {
    let text: String = text
        .chars()
        .map(narrow)
        .filter(|one| !one.is_whitespace())
        .collect();
    let later = ["下午", "晚上", "晚", "傍晚", "夜里"];
    let (text, is_later) = match later.iter().find_map(|word| text.strip_prefix(word)) {
        Some(rest) => (rest, true),
        None => (
            ["上午", "早上", "早", "凌晨", "次日", "第二天"]
                .iter()
                .find_map(|word| text.strip_prefix(word))
                .unwrap_or(&text),
            false,
        ),
    };
    let text = text.replace(['点', '时'], ":").replace('半', "30");
    let text = text.trim_end_matches('分');
    let (hour, minute) = text.split_once(':').unwrap_or((text, ""));
    let minute = minute.split(':').next().unwrap_or_default();
    let number = |text: &str| {
        let plain = matches!(text.len(), 1 | 2) && text.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| text.parse::<u8>().ok()).flatten()
    };
    let hour = number(hour)?;
    let minute = if minute.is_empty() {
        0
    } else {
        number(minute)?
    };
    let hour = match hour {
        24 if minute == 0 => 0,
        hour if is_later && hour < 12 => hour + 12,
        hour => hour,
    };
    LocalTime::parse(&format!("{hour:02}:{minute:02}")).ok()
}

/// Two times with something between: `18:00-20:00`, `18点到20点`, `早班 8:00～10:00`.
pub(super) fn span(text: &str) -> Option<(LocalTime, LocalTime)> {
    let text: String = text
        .chars()
        .map(narrow)
        .map(|one| {
            if is_dash(one) || matches!(one, '~' | '至' | '到') {
                '-'
            } else {
                one
            }
        })
        .filter(|one| !one.is_whitespace() && !matches!(one, '(' | ')'))
        .collect();
    let (from, until) = text.split_once('-')?;
    let is_of_a_clock =
        |one: char| one.is_ascii_digit() || matches!(one, ':' | '点' | '时' | '半' | '分');
    // Words before the first time and behind the second are the shift's name.
    let head = from
        .char_indices()
        .rev()
        .take_while(|(_, one)| is_of_a_clock(*one))
        .last()
        .map(|(at, _)| at)?;
    let before = &from[..head];
    let word = ["下午", "晚上", "上午", "早上", "凌晨"]
        .into_iter()
        .find(|word| before.ends_with(word))
        .unwrap_or_default();
    let starts = time(&format!("{word}{}", &from[head..]))?;
    let prefix = ["次日", "第二天", "下午", "晚上", "上午", "凌晨"]
        .into_iter()
        .find(|word| until.starts_with(word))
        .unwrap_or_default();
    let rest = &until[prefix.len()..];
    let end = rest
        .char_indices()
        .find(|(_, one)| !is_of_a_clock(*one))
        .map_or(rest.len(), |(at, _)| at);
    let said = if prefix.is_empty() { word } else { prefix };
    let ends = time(&format!("{said}{}", &rest[..end]))?;
    Some((starts, ends))
}
