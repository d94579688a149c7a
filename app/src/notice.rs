//! Notices: the public list and letter, the door poster, and the staff's list and form.

mod edit;
mod list;
mod poster;
mod show;

use backend::notice::{Notice, Standing};
use domain::id::NoticeId;
use domain::instant::{Instant, LocalDate, Zone};
use domain::permission::Permission;
use leptos::prelude::*;
use text::{Lang, notice as words};

use crate::frame::Chrome;
use crate::icon::{Icon, icon};
use crate::parts::{Names, day_time};
use crate::routes::{Access, Route};
use crate::web::Fault;

/// This noun's routes. None is kept ready for everybody: a notice ends without any change that
/// would make a kept page stale.
pub fn routes() -> Vec<Route> {
    let writers = Access::Needs(Permission::WriteNotice);
    vec![
        Route::get("/notices", Access::Public, list::show),
        Route::get("/notices/{id}", Access::Public, show::show),
        Route::get("/notices/{id}/poster", Access::Public, poster::show),
        Route::get("/admin/notices", writers, list::desk),
        Route::get("/admin/notices/new", writers, edit::new),
        Route::post("/admin/notices/new", writers, edit::publish),
        Route::get("/admin/notices/{id}", writers, edit::show),
        Route::post("/admin/notices/{id}", writers, edit::change),
    ]
}

/// An id from an address.
///
/// # Errors
/// 404 when it is none.
fn id(text: &str) -> Result<NoticeId, Fault> {
    text.parse()
        .map_err(|_| Fault::from(backend::Error::NotFound))
}

/// Where everybody reads a notice, with the community's origin: for codes, feeds and messages.
#[must_use]
pub fn address(origin: &str, id: NoticeId) -> String {
    format!("{origin}/notices/{id}")
}

/// For whom a notice is, in one line.
#[must_use]
pub fn audience(lang: Lang, notice: &Notice, names: &Names) -> String {
    buildings(lang, notice, names).unwrap_or_else(|| words::whole_community(lang).to_owned())
}

/// The names of a notice's buildings; nothing when it is for the whole community.
fn buildings(lang: Lang, notice: &Notice, names: &Names) -> Option<String> {
    notice
        .audience
        .iter()
        .map(|building| names.building(*building))
        .reduce(|before, next| words::also(lang, before, next))
}

/// One line of a list, for the first page too.
pub fn line(
    lang: Lang,
    zone: &Zone,
    now: Instant,
    notice: &Notice,
    names: &Names,
) -> impl IntoView + use<> {
    let title = notice.title.clone();
    view! {
        <li>
            <a
                class=if notice.is_urgent { "notice urgent" } else { "notice" }
                href=format!("/notices/{}", notice.id)
            >
                <span class="line">{urgent(lang, notice)} <b class="title">{title}</b></span>
                <span class="meta">
                    {day_time(lang, zone, notice.published_at, now)}
                    <span>{audience(lang, notice, names)}</span>
                </span>
            </a>
        </li>
    }
}

/// The mark of an urgent notice.
fn urgent(lang: Lang, notice: &Notice) -> impl IntoView + use<> {
    notice.is_urgent.then(|| {
        view! { <b class="mark urgent">{icon(Icon::Warning)} {words::urgent(lang)}</b> }
    })
}

/// How a notice stands, as word, icon and colour.
fn chip(lang: Lang, standing: Standing) -> impl IntoView + use<> {
    let (class, which) = match standing {
        Standing::Current => ("chip done", Icon::Eye),
        Standing::Ended => ("chip aside", Icon::Clock),
        Standing::Withdrawn => ("chip attention", Icon::Undo),
    };
    view! { <span class=class>{icon(which)} {standing_word(lang, standing)}</span> }
}

fn standing_word(lang: Lang, standing: Standing) -> &'static str {
    match standing {
        Standing::Current => words::standing_current(lang),
        Standing::Ended => words::standing_ended(lang),
        Standing::Withdrawn => words::standing_withdrawn(lang),
    }
}

/// A last day as `3月12日 周四`, with its year when that is not this year.
fn last_day(lang: Lang, zone: &Zone, now: Instant, day: LocalDate) -> String {
    let date = day.civil();
    if date.year() == zone.year_of(now) {
        text::format::date(lang, date)
    } else {
        text::format::date_with_year(lang, date)
    }
}

/// How much of the text goes into the group: whole lines up to here.
const GROUP_CHARACTERS: usize = 120;

/// The ready text for the group (rule X19): headline, the first lines, the address.
fn group_text(chrome: &Chrome, notice: &Notice, names: &Names) -> String {
    let lang = chrome.lang;
    let title = if notice.is_urgent {
        words::group_title_urgent(lang, &notice.title)
    } else {
        words::group_title(lang, &notice.title)
    };
    let told = buildings(lang, notice, names).map(|names| words::group_audience(lang, names));
    let link = words::group_link(lang, address(&chrome.origin, notice.id));
    [
        Some(title),
        told,
        Some(opening(&notice.body, GROUP_CHARACTERS)),
        Some(link),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join("\n")
}

/// The first whole lines of a text, up to a number of characters; a first line that is longer is
/// cut. What is left out is shown by dots.
fn opening(text: &str, most: usize) -> String {
    let mut taken = String::new();
    let mut left = most;
    for line in text.lines().filter(|line| !line.is_empty()) {
        let length = line.chars().count();
        if length > left {
            if taken.is_empty() {
                taken.extend(line.chars().take(left));
            }
            taken.push_str("……");
            return taken;
        }
        if !taken.is_empty() {
            taken.push('\n');
        }
        taken.push_str(line);
        left -= length;
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::opening;

    #[test]
    fn x19_the_group_gets_the_first_whole_lines() {
        assert_eq!(
            opening("各位邻居：\n\n明天停水。", 120),
            "各位邻居：\n明天停水。"
        );
        assert_eq!(opening("各位邻居：\n明天停水。", 7), "各位邻居：……");
        assert_eq!(opening("明天上午停水", 4), "明天上午……");
        assert_eq!(opening("明天上午停水", 6), "明天上午停水");
    }
}
