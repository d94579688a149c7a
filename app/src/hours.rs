//! `/me/hours` and `/admin/hours`: service hours (rule V13).

mod claims;
mod correct;
mod desk;
mod new;
mod own;

use backend::hours::claim::State;
use backend::hours::{Line, Part};
use backend::words::{hours, source};
use domain::instant::Zone;
use domain::permission::Permission;
use leptos::prelude::*;
use text::{Lang, hours as words};

use crate::icon::{Icon, icon};
use crate::listing::{self, Column};
use crate::parts;
use crate::routes::{Access, Route};

/// This noun's routes.
pub fn routes() -> Vec<Route> {
    let own = Access::SignedIn;
    let staff = Access::Needs(Permission::ManagePatrols);
    vec![
        Route::get("/me/hours", own, own::show),
        Route::post("/me/hours", own, own::withdraw),
        Route::get("/me/hours/new", own, new::show),
        Route::post("/me/hours/new", own, new::enter),
        Route::get("/admin/hours", staff, desk::show),
        Route::get("/admin/hours/export.xlsx", staff, desk::xlsx),
        Route::get("/admin/hours/export.csv", staff, desk::csv),
        Route::get("/admin/hours/claims", staff, claims::show),
        Route::post("/admin/hours/claims", staff, claims::decide),
        Route::get("/admin/hours/{id}", staff, desk::person),
        Route::get("/admin/hours/entries/{id}", staff, correct::show),
        Route::post("/admin/hours/entries/{id}", staff, correct::correct),
    ]
}

/// The balance of all years, large, with its two parts beneath.
fn balance(lang: Lang, part: &Part) -> impl IntoView + use<> {
    view! {
        <section class="card balance">
            <p>{words::balance(lang)}</p>
            <p class="number big">{hours(lang, part.balance.sum())}</p>
            <dl class="facts">
                <div><dt>{words::automatic(lang)}</dt><dd>{hours(lang, part.balance.automatic)}</dd></div>
                <div><dt>{words::back_entered(lang)}</dt><dd>{hours(lang, part.balance.back_entered)}</dd></div>
            </dl>
        </section>
    }
}

/// What a year comes to, by month, and its entries. Staff get a link to correct each.
fn year(lang: Lang, zone: &Zone, year: i64, part: &Part, corrects: bool) -> impl IntoView + use<> {
    if part.lines.is_empty() {
        return parts::empty(Icon::Clock, words::none(lang), words::none_next(lang)).into_any();
    }
    let months: Vec<_> = part
        .months
        .iter()
        .map(|(month, totals)| {
            view! { <div><dt>{words::month(lang, month)}</dt><dd>{hours(lang, totals.sum())}</dd></div> }
        })
        .collect();
    let rows: Vec<_> = part
        .lines
        .iter()
        .map(|line| entry(lang, zone, line, corrects))
        .collect();
    let table = if corrects {
        listing::sheet(
            words::entries(lang),
            [
                Column::Words(words::column_day(lang)),
                Column::Words(words::column_shift(lang)),
                Column::Words(words::column_source(lang)),
                Column::Numbers(words::column_length(lang)),
                Column::Words(words::correct(lang)),
            ],
            rows,
        )
        .into_any()
    } else {
        listing::sheet(
            words::entries(lang),
            [
                Column::Words(words::column_day(lang)),
                Column::Words(words::column_shift(lang)),
                Column::Words(words::column_source(lang)),
                Column::Numbers(words::column_length(lang)),
            ],
            rows,
        )
        .into_any()
    };
    view! {
        <h2>{words::of_year(lang, year)} " · " {hours(lang, part.year.sum())}</h2>
        <details class="card">
            <summary>{words::months(lang)}</summary>
            <dl class="facts">{months}</dl>
        </details>
        {table}
    }
    .into_any()
}

fn entry(lang: Lang, zone: &Zone, line: &Line, corrects: bool) -> impl IntoView + use<> {
    let time = line.span.map(|span| {
        let clock = |at| text::format::time(zone.civil(at).time());
        format!("{}–{}", clock(span.starts), clock(span.ends))
    });
    let mark = if line.is_reversal {
        Some(words::reversal(lang))
    } else {
        line.is_reversed.then(|| words::was_corrected(lang))
    };
    let name = line.name(lang).to_owned();
    let what = match line.shift {
        Some(shift) => {
            view! { <a class="title" href=format!("/patrols/{shift}")>{name}</a> }.into_any()
        }
        None => view! { <b>{name}</b> }.into_any(),
    };
    let words_of = (!line.words.is_empty()).then(|| {
        let text = line.words.clone();
        view! { <br/><small>{text}</small> }
    });
    let correct = corrects.then(|| {
        let to_correct = line.stands().then(|| {
            let day = line.day.to_string();
            view! {
                <a class="button quiet" href=format!("/admin/hours/entries/{}", line.id)>
                    {icon(Icon::Edit)} {words::correct(lang)} <span class="unseen">{day}</span>
                </a>
            }
        });
        view! { <td>{to_correct}</td> }
    });
    let day = line.day.civil();
    view! {
        <tr class=(!line.stands()).then_some("aside")>
            <td data-label=words::column_day(lang)>
                <time datetime=line.day.to_string()>{text::format::date(lang, day)}</time>
                {time.map(|time| view! { " " <span class="meta">{time}</span> })}
            </td>
            <td data-label=words::column_shift(lang)>{what} {words_of}</td>
            <td data-label=words::column_source(lang)>
                {source(lang, line.source)}
                {mark.map(|mark| view! { " " <span class="chip aside">{icon(Icon::Undo)} {mark}</span> })}
            </td>
            <td class="num" data-label=words::column_length(lang)>{hours(lang, line.minutes)}</td>
            {correct}
        </tr>
    }
}

/// How a claim stands, as word, icon and colour.
fn chip(lang: Lang, state: State) -> impl IntoView + use<> {
    let (class, which, word) = match state {
        State::Waiting => ("chip waiting", Icon::Clock, words::state_waiting(lang)),
        State::Approved => ("chip done", Icon::Check, words::state_approved(lang)),
        State::Declined => ("chip attention", Icon::Cross, words::state_declined(lang)),
        State::Withdrawn => ("chip aside", Icon::Undo, words::state_withdrawn(lang)),
    };
    view! { <span class=class>{icon(which)} {word}</span> }
}
