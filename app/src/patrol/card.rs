//! `/patrols/{id}/card.svg`: day, time, place and the way back on a picture to keep, for browsers
//! that cannot save a calendar's entry (rule V18). Presentation attributes only, system fonts.

use std::fmt::Write as _;

use axum::extract::Path;
use axum::http::header;
use axum::response::IntoResponse;
use backend::patrol::{self, Shift};
use domain::patrol::shift::Kept;
use quick_xml::escape::escape;
use text::{Lang, patrol_list as words};

use super::told;
use crate::home::names;
use crate::qr;
use crate::web::{Answer, Web};

/// How many wide letters fit in a line of the picture.
const LINE: usize = 16;

/// `GET /patrols/{id}/card.svg`
pub(super) async fn show(web: Web, Path(asked): Path<String>) -> Answer {
    let shift = patrol::find(&web.ctx, told::id(&asked)?).await?;
    let place = told::place(&shift, &names(&web).await?);
    let kind = [(header::CONTENT_TYPE, "image/svg+xml")];
    Ok((kind, picture(&web, &shift, &place)).into_response())
}

fn picture(web: &Web, shift: &Shift, place: &str) -> String {
    let lang = web.lang();
    let zone = &web.ctx.community.zone;
    let day = text::format::date(lang, zone.date_of(shift.span.starts).civil());
    let time = clock(lang, zone, shift);
    let mut at = 120;
    let mut said = String::new();
    let mut line = |size: usize, colour: &str, weight: usize, text: &str| {
        for row in wrapped(text, LINE * 44 / size) {
            at += size * 5 / 4;
            // Writing to a String cannot fail.
            let _ = write!(
                said,
                r#"<text x="60" y="{at}" font-size="{size}" fill="{colour}" font-weight="{weight}">{}</text>"#,
                escape(row.as_str())
            );
        }
        at += 14;
    };
    let name = shift.name(lang);
    if shift.kept == Kept::Cancelled {
        line(44, "#a92f1c", 700, &words::cal_cancelled(lang, name));
    } else {
        line(44, "#1e5c48", 700, name);
    }
    line(76, "#25231d", 700, &day);
    line(64, "#25231d", 700, &time);
    let place = if place.is_empty() {
        words::card_no_place(lang)
    } else {
        place
    };
    line(44, "#25231d", 400, place);
    let address = told::address(&web.chrome.origin, shift.id);
    let (edge, modules) = qr::modules(&address).unwrap_or((1, String::new()));
    let top = at + 40;
    let height = top + 300 + 110;
    let scale = 300.0 / f64::from(u32::try_from(edge).unwrap_or(1));
    let community = escape(web.ctx.community.name.as_str());
    let label = escape(format!("{name} {day} {time} {place}")).into_owned();
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 820 {height}" width="820" height="{height}" role="img" aria-label="{label}" font-family="'PingFang SC','Noto Sans CJK SC','Microsoft YaHei',system-ui,sans-serif"><rect width="820" height="{height}" fill="#ffffff"/><rect width="820" height="96" fill="#1e5c48"/><text x="60" y="63" font-size="40" font-weight="600" fill="#ffffff">{community}</text>{said}<g transform="translate(60 {top}) scale({scale})"><path d="{modules}" fill="#000000" shape-rendering="crispEdges"/></g><text x="400" y="{}" font-size="34" fill="#5d574a">{}</text><text x="60" y="{}" font-size="26" fill="#5d574a">{}</text></svg>"##,
        top + 160,
        escape(words::card_scan(lang)),
        top + 370,
        escape(address.as_str()),
    )
}

/// The time, with the next day where it ends there.
fn clock(lang: Lang, zone: &domain::instant::Zone, shift: &Shift) -> String {
    told::when_dated(lang, zone, shift.span)
        .strip_prefix(&text::format::date(
            lang,
            zone.date_of(shift.span.starts).civil(),
        ))
        .unwrap_or_default()
        .trim()
        .to_owned()
}

/// A text in lines of so many wide letters; narrow ones count half.
fn wrapped(text: &str, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for letter in text.chars() {
        let wide = if letter.is_ascii() { 1 } else { 2 };
        if used + wide > most * 2 {
            lines.push(String::new());
            used = 0;
        }
        used += wide;
        if let Some(line) = lines.last_mut() {
            line.push(letter);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn a_long_place_goes_on_in_the_next_line() {
        assert_eq!(wrapped("北门集合", 3), ["北门集", "合"]);
        assert_eq!(wrapped("ab北门", 3), ["ab北门"]);
    }
}
