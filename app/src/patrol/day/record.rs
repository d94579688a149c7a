//! `/patrols/{id}/record`: the 活动记录 on A4 (rules V16, X12).

use axum::extract::Path;
use backend::patrol::record::{self, Record};
use backend::photo::Photo;
use backend::words::{hours, role};
use domain::patrol::Role;
use domain::patrol::look::Seen;
use domain::patrol::sign_up::State;
use leptos::prelude::*;
use text::{Lang, patrol_day as words};

use super::{clock, id, path, when};
use crate::frame::Kind;
use crate::home::names;
use crate::icon::{Icon, icon};
use crate::parts::{Names, moment, prose, state_word as report_state};
use crate::web::{Answer, Web};

/// `GET /patrols/{id}/record`
pub(super) async fn show(web: Web, Path(asked): Path<String>) -> Answer {
    let record = record::show(&web.ctx, id(&asked)?).await?;
    let names = names(&web).await?;
    let lang = web.lang();
    web.page(words::record_title(lang), Kind::Paper, || {
        page(&web, &record, &names)
    })
}

fn page(web: &Web, record: &Record, names: &Names) -> impl IntoView + use<> {
    let lang = web.lang();
    let zone = &web.ctx.community.zone;
    let shift = &record.list.shift;
    let count = |state: State| {
        let people = record.list.people.iter();
        people.filter(|one| one.sign_up.state == state).count()
    };
    let place = shift
        .building
        .map(|building| names.building(building))
        .into_iter()
        .chain((!shift.place.is_empty()).then(|| shift.place.clone()))
        .collect::<Vec<_>>()
        .join(" ");
    let closed = match (record.closed_at(), &record.closed_by) {
        (Some(at), Some(by)) => {
            let at = moment(lang, zone, at, web.ctx.now);
            words::record_closed_by(lang, at, by)
        }
        _ => words::record_open(lang).to_owned(),
    };
    let fact = |term: &'static str, said: String| {
        (!said.is_empty()).then(|| view! { <div><dt>{term}</dt><dd>{said}</dd></div> })
    };
    let came = record.list.people.iter().filter(|one| one.came()).count();
    let (missed, excused) = (count(State::NoShow), count(State::Excused));
    let came = words::record_came(lang, came);
    let people = if missed + excused > 0 {
        format!("{came}；{}", words::record_missed(lang, missed, excused))
    } else {
        came
    };
    let handbooks = if shift.handbooks > 0 {
        words::record_handbooks_count(lang, shift.handbooks)
    } else {
        String::new()
    };
    view! {
        <nav class="screen buttons" aria-label=words::record(lang)>
            <a class="button quiet" href=path(shift.id)>{icon(Icon::ArrowLeft)} {words::record_back(lang)}</a>
            <span>{words::record_print(lang)}</span>
        </nav>
        <main id="main" class="duty-paper" tabindex="-1">
            <header><div><p>{web.chrome.community.clone()}</p><h1>{words::record_title(lang)}</h1></div></header>
            <dl class="facts">
                {fact(words::record_what(lang), shift.name(lang).to_owned())}
                {fact(words::record_when(lang), when(lang, zone, shift))}
                {fact(words::record_where(lang), place)}
                {fact(words::record_people(lang), people)}
                {fact(words::record_handbooks(lang), handbooks)}
            </dl>
            {people_table(web, record)}
            {looked(lang, record, names)}
            {found(lang, record, names)}
            {(!shift.record_words.is_empty()).then(|| view! {
                <section><h2>{words::record_words(lang)}</h2>{prose(&shift.record_words)}</section>
            })}
            {pictures(lang, record)}
            <p class="signed">{words::record_signed(lang)}</p>
            <p>{closed}</p>
        </main>
    }
}

fn people_table(web: &Web, record: &Record) -> impl IntoView + use<> {
    let lang = web.lang();
    let zone = &web.ctx.community.zone;
    let span = record.list.shift.span;
    let rows: Vec<_> = record
        .list
        .on_it()
        // Who did not come is nobody's business who reads this (rule V14).
        .filter(|one| one.came())
        .map(|one| {
            let at = |at: Option<_>, planned| clock(zone, at.unwrap_or(planned));
            let said = hours(lang, record.minutes(one));
            let role = (one.sign_up.role != Role::Member).then(|| role(lang, one.sign_up.role));
            view! {
                <tr>
                    <td>{one.name.clone()} {role.map(|role| view! { " " <small>{role}</small> })}</td>
                    <td>{at(one.sign_up.came_at, span.starts)}</td>
                    <td>{at(one.sign_up.went_at, span.ends)}</td>
                    <td class="num">{said}</td>
                </tr>
            }
        })
        .collect();
    let total: i64 = record
        .list
        .people
        .iter()
        .map(|one| record.minutes(one))
        .sum();
    let total = words::record_hours_total(lang, hours(lang, total));
    (!rows.is_empty()).then(|| {
        view! {
            <table class="signing">
                <caption class="unseen">{words::record_people(lang)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words::sheet_name(lang)}</th>
                        <th scope="col">{words::sheet_came(lang)}</th>
                        <th scope="col">{words::sheet_went(lang)}</th>
                        <th scope="col" class="num">{words::record_hours(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot><tr><td colspan="4" class="num">{total}</td></tr></tfoot>
            </table>
        }
    })
}

fn looked(lang: Lang, record: &Record, names: &Names) -> impl IntoView + use<> {
    let stops = record
        .checklist
        .stops
        .iter()
        .filter_map(|stop| Some((stop.words.clone(), stop.seen?, words::seen_wrong(lang))));
    let places = record.checklist.places.iter().filter_map(|place| {
        let at = names.place(place.building, place.area, None, None, &place.place_words);
        let category = names.category(place.category);
        Some((
            format!("{category} · {at}"),
            place.seen?,
            words::back_again(lang),
        ))
    });
    let rows: Vec<_> = stops
        .chain(places)
        .map(|(what, seen, bad)| {
            let said = match seen {
                Seen::Fine => words::seen_fine(lang),
                Seen::Wrong => bad,
            };
            view! { <li>{what} " — " <b>{said}</b></li> }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! { <section><h2>{words::record_checklist(lang)}</h2><ul class="plain-list">{rows}</ul></section> }
    })
}

fn found(lang: Lang, record: &Record, names: &Names) -> impl IntoView + use<> {
    let rows: Vec<_> = record
        .findings
        .iter()
        .map(|finding| {
            let at = names.place(finding.building, finding.area, None, None, &finding.place_words);
            view! {
                <li>
                    <b>{names.category(finding.category)}</b> " · " {at} " · " {finding.number.to_string()}
                    " · " {report_state(lang, finding.state)}
                    <br/>{finding.words.clone()}
                </li>
            }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! { <section><h2>{words::record_findings(lang)}</h2><ul class="plain-list">{rows}</ul></section> }
    })
}

fn pictures(lang: Lang, record: &Record) -> impl IntoView + use<> {
    let id = record.list.shift.id;
    let picture = |photo: &Photo, alt: String| {
        view! {
            <li><a href=format!("/patrols/{id}/photos/{}", photo.id)><img
                src=format!("/patrols/{id}/photos/{}/small", photo.id)
                alt=alt
                width=photo.width.to_string()
                height=photo.height.to_string()
                loading="lazy"
            /></a></li>
        }
    };
    let of = |photos: &[Photo], alt: fn(Lang, usize) -> String| -> Vec<_> {
        let numbered = photos.iter().enumerate();
        numbered
            .map(|(at, photo)| picture(photo, alt(lang, at + 1)))
            .collect()
    };
    let mut all = of(&record.photos, words::record_photo);
    all.extend(of(&record.sheets, |lang, at| {
        words::record_sheet_photo(lang, at)
    }));
    (!all.is_empty()).then(|| {
        view! { <section><h2>{words::record_photos(lang)}</h2><ul class="duty-photos">{all}</ul></section> }
    })
}
