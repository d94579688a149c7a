//! The checklist: stops of the route, and places to look at again (rules V16, R13).

use backend::patrol::look::{Place, Stop};
use domain::patrol::look::Seen;
use leptos::prelude::*;
use text::patrol_day as words;

use super::page::Day;
use super::path;
use crate::frame;
use crate::icon::{Icon, icon};
use crate::web::Web;

/// Everything there is to look at; nothing where there is nothing.
pub(super) fn section(web: &Web, day: &Day) -> impl IntoView + use<> {
    let lang = web.lang();
    let list = &day.checklist;
    let stops: Vec<_> = list
        .stops
        .iter()
        .map(|stop| stop_row(web, day, stop))
        .collect();
    let places: Vec<_> = list
        .places
        .iter()
        .map(|place| place_row(web, day, place))
        .collect();
    let any = !stops.is_empty() || !places.is_empty();
    any.then(|| {
        view! {
            <section class="stack">
                <h2>{words::checklist(lang)}</h2>
                {(!stops.is_empty()).then(|| view! {
                    <h3>{words::stops(lang)}</h3>
                    <ol class="rows looks">{stops}</ol>
                })}
                {(!places.is_empty()).then(|| view! {
                    <h3>{words::places(lang)}</h3>
                    <ul class="rows looks">{places}</ul>
                })}
            </section>
        }
    })
}

/// Two buttons, of which the pressed one takes itself back.
fn presses(
    web: &Web,
    day: &Day,
    seen: Option<Seen>,
    bad: &'static str,
    name: &str,
) -> impl IntoView + use<> {
    let lang = web.lang();
    let one = |which: Seen, symbol: Icon, word: &'static str| {
        let pressed = seen == Some(which);
        let class = match (pressed, which) {
            (true, Seen::Fine) => "button",
            (true, Seen::Wrong) => "button urgent pressed",
            (false, _) => "button quiet",
        };
        let value = if pressed { "" } else { which.as_str() };
        let name = name.to_owned();
        view! {
            <button class=class name="seen" value=value aria-pressed=if pressed { "true" } else { "false" }>
                {icon(symbol)} {word} <span class="unseen">{name}</span>
            </button>
        }
    };
    if day.goes_on(web) {
        view! {
            <span class="buttons">
                {one(Seen::Fine, Icon::Check, words::fine(lang))}
                {one(Seen::Wrong, Icon::Warning, bad)}
            </span>
        }
        .into_any()
    } else {
        seen.map(|seen| {
            let (class, symbol, word) = match seen {
                Seen::Fine => ("chip done", Icon::Check, words::seen_fine(lang)),
                Seen::Wrong => ("chip attention", Icon::Warning, bad),
            };
            view! { <span class=class>{icon(symbol)} {word}</span> }
        })
        .into_any()
    }
}

fn stop_row(web: &Web, day: &Day, stop: &Stop) -> impl IntoView + use<> {
    let lang = web.lang();
    view! {
        <li class="look" id=format!("stop-{}", stop.line)>
            <form method="post" action=path(day.shift.id)>
                {frame::token(&web.chrome)}
                <input type="hidden" name="act" value="stop"/>
                <input type="hidden" name="line" value=stop.line.to_string()/>
                <b>{stop.words.clone()}</b>
                {presses(web, day, stop.seen, words::wrong(lang), &stop.words)}
            </form>
        </li>
    }
}

fn place_row(web: &Web, day: &Day, place: &Place) -> impl IntoView + use<> {
    let lang = web.lang();
    let names = &day.names;
    let at = names.place(place.building, place.area, None, None, &place.place_words);
    let days = (web.ctx.now.millis() - place.closed_at.millis()) / (24 * 60 * 60 * 1000);
    let category = names.category(place.category);
    let again = (place.seen == Some(Seen::Wrong) && day.goes_on(web)).then(|| {
        view! {
            <form method="post" action=path(day.shift.id)>
                {frame::token(&web.chrome)}
                <input type="hidden" name="report" value=place.report.to_string()/>
                <button class="button" name="act" value="again">{icon(Icon::Report)} {words::report_again(lang)}</button>
            </form>
        }
    });
    view! {
        <li class="look" id=format!("place-{}", place.report)>
            <form method="post" action=path(day.shift.id)>
                {frame::token(&web.chrome)}
                <input type="hidden" name="act" value="place"/>
                <input type="hidden" name="report" value=place.report.to_string()/>
                <span class="said">
                    <b>{category} " · " {at.clone()}</b>
                    <small>{words::closed_days_ago(lang, days)}</small>
                </span>
                {presses(web, day, place.seen, words::back_again(lang), &at)}
            </form>
            {again}
        </li>
    }
}
