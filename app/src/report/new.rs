//! Reporting in three steps: what, where, photo and words (rule R4). Each step is a page of its
//! own; the first two only make an address, so that a QR sticker can fill them in.

use axum::extract::Query;
use axum::http::{HeaderValue, header};
use backend::photo::Photo;
use backend::report as reports;
use domain::problem::Problems;
use domain::report::{Choices, Draft};
use leptos::prelude::*;
use serde::Deserialize;
use text::{Lang, report as words};

use super::photos;
use super::receipts;
use crate::form::Form;
use crate::frame::{self, Chrome, Kind};
use crate::home::names;
use crate::icon::{Icon, icon};
use crate::listing;
use crate::parts::{self, Area, Choice, Input, Names, category_name, input, summary, textarea};
use crate::plan::{self, Said};
use crate::web::{Answer, Web, see_other};

/// What the address says already.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Chosen {
    category: String,
    building: String,
    unit: String,
    area: String,
    place_words: String,
}

impl Chosen {
    fn address(&self, key: &str, value: &str) -> String {
        let kept = [
            ("category", self.category.as_str()),
            ("building", &self.building),
            ("unit", &self.unit),
            ("area", &self.area),
            ("place_words", &self.place_words),
        ];
        let kept = kept.into_iter().filter(|(name, _)| *name != key);
        listing::address("/reports/new", kept.chain([(key, value)]))
    }
}

/// `GET /reports/new`
pub(crate) async fn show(web: Web, Query(chosen): Query<Chosen>) -> Answer {
    let names = names(&web).await?;
    let lang = web.lang();
    let draft = Draft {
        category: chosen.category.clone(),
        building: chosen.building.clone(),
        unit: chosen.unit.clone(),
        area: chosen.area.clone(),
        place_words: chosen.place_words.clone(),
        request_key: web.new_key(),
        ..Draft::default()
    };
    // The same check as of the whole form says which step is still to be done.
    let problems = draft.check(&choices(&names)).err().unwrap_or_default();
    if problems.of("category").is_some() {
        return web.page(words::new_title(lang), Kind::Narrow, || {
            what(lang, &names, &chosen)
        });
    }
    if ["place", "building", "area", "unit", "place_words"]
        .iter()
        .any(|field| problems.of(field).is_some())
    {
        return web.page(words::new_title(lang), Kind::Narrow, || {
            place(lang, &names, &chosen)
        });
    }
    let chrome = web.chrome.clone();
    web.page(words::new_title(lang), Kind::Narrow, || {
        tell(&chrome, &names, &draft, &[], &Problems::new())
    })
}

/// What the form may choose from.
fn choices(names: &Names) -> Choices {
    let offered = names
        .categories
        .iter()
        .filter(|category| !category.is_retired);
    names
        .estate
        .choices(offered.map(|category| category.id).collect())
}

/// `POST /reports/new`
pub(crate) async fn submit(web: Web, form: Form) -> Answer {
    let owner = crate::assist::named(&web, &form.text("for_whom"))?;
    let received = photos::receive(&web, &form).await?;
    let draft = draft_of(&form);
    if received.only_dropped || !received.problems.is_empty() {
        return again(&web, &draft, &received.drafts, received.problems).await;
    }
    let filed = web
        .write_with(draft.clone(), move |ctx, draft| async move {
            match owner {
                Some(owner) => reports::submit_for(&ctx, owner, draft).await,
                None => reports::submit(&ctx, draft).await,
            }
        })
        .await;
    match filed {
        Ok(receipt) => {
            let mut response = see_other(&format!("/r/{}", receipt.secret));
            let remembered = receipts::remembering(&web, &receipt.secret);
            let cookie = HeaderValue::from_str(&remembered);
            // What belongs to somebody else is not kept on the helper's telephone.
            if let Some(cookie) = cookie.ok().filter(|_| owner.is_none()) {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            Ok(response)
        }
        Err(backend::Error::Invalid(problems)) => {
            again(&web, &draft, &received.drafts, problems).await
        }
        Err(error) => Err(error.into()),
    }
}

/// What a form holds, as the domain takes it.
#[must_use]
pub fn draft_of(form: &Form) -> Draft {
    Draft {
        request_key: form.text("request_key"),
        category: form.text("category"),
        building: form.text("building"),
        unit: form.text("unit"),
        floor: form.text("floor"),
        area: form.text("area"),
        place_words: form.text("place_words"),
        words: form.text("words"),
        callback: form.text("callback"),
        name: form.text("name"),
        show_name: form.ticked("show_name"),
        photos: 0,
    }
}

async fn again(web: &Web, draft: &Draft, drafts: &[Photo], problems: Problems) -> Answer {
    let names = names(web).await?;
    let chrome = web.chrome.clone();
    let title = words::new_title(web.lang());
    let body = || tell(&chrome, &names, draft, drafts, &problems);
    // Taking a photo away is no fault.
    if problems.is_empty() {
        web.page(title, Kind::Narrow, body)
    } else {
        web.again(title, Kind::Narrow, body)
    }
}

fn steps(lang: Lang, at: usize) -> impl IntoView + use<> {
    let step = |number: usize, label: &'static str| {
        view! {
            <li class=(number < at).then_some("past") aria-current=(number == at).then_some("step")>{label}</li>
        }
    };
    view! {
        <ol class="stepbar">
            {step(1, words::step_what(lang))}
            {step(2, words::step_where(lang))}
            {step(3, words::step_tell(lang))}
        </ol>
    }
}

/// Step 1: what is it?
fn what(lang: Lang, names: &Names, chosen: &Chosen) -> impl IntoView + use<> {
    let tiles: Vec<_> = names
        .categories
        .iter()
        .filter(|category| !category.is_retired)
        .map(|category| {
            let name = category_name(lang, category).to_owned();
            view! {
                <a class="tile" href=chosen.address("category", &category.id.to_string())>
                    <span class="face">{icon(Icon::category(&category.picture))}<span>{name}</span></span>
                </a>
            }
        })
        .collect();
    view! {
        {steps(lang, 1)}
        <h1>{words::what_title(lang)}</h1>
        <div class="tiles">{tiles}</div>
    }
}

/// Step 2: where is it?
fn place(lang: Lang, names: &Names, chosen: &Chosen) -> impl IntoView + use<> {
    let chosen = Chosen {
        category: chosen.category.clone(),
        ..Chosen::default()
    };
    let buildings: Vec<_> = names
        .estate
        .buildings
        .iter()
        .map(|building| {
            let address = chosen.address("building", &building.id.to_string());
            view! { <li><a class="block-link" href=address>{building.name.clone()}</a></li> }
        })
        .collect();
    let areas: Vec<_> = names
        .estate
        .open_areas()
        .map(|area| {
            let address = chosen.address("area", &area.id.to_string());
            view! { <li><a class="block-link" href=address>{names.area(area.id)}</a></li> }
        })
        .collect();
    let none = Problems::new();
    let other = input(
        lang,
        &none,
        Input {
            name: "place_words",
            label: words::where_words(lang).to_owned(),
            hint: Some(words::where_words_hint(lang).to_owned()),
            max: Some("60"),
            ..Input::default()
        },
    );
    view! {
        {parts::back("/reports/new".to_owned(), words::what_title(lang))}
        {steps(lang, 2)}
        <h1>{words::where_title(lang)}</h1>
        {plan::plan(
            lang,
            words::plan(lang),
            &names.estate,
            |id| Said { address: chosen.address("building", &id.to_string()), ..Said::default() },
            |id| Some(Said { address: chosen.address("area", &id.to_string()), ..Said::default() }),
        )}
        <h2>{words::where_building(lang)}</h2>
        <ul class="blocks">{buildings}</ul>
        <h2>{words::where_area(lang)}</h2>
        <ul class="blocks">{areas}</ul>
        <form class="form" method="get" action="/reports/new">
            <input type="hidden" name="category" value=chosen.category.clone()/>
            {other}
            <div class="submit still"><button class="button">{words::go_on(lang)} {icon(Icon::ArrowRight)}</button></div>
        </form>
    }
}

/// Step 3: photo and words; one of them is enough.
fn tell(
    chrome: &Chrome,
    names: &Names,
    draft: &Draft,
    drafts: &[Photo],
    problems: &Problems,
) -> impl IntoView + use<> {
    let lang = chrome.lang;
    let hidden = |name: &'static str, value: &str| {
        (!value.is_empty())
            .then(|| view! { <input type="hidden" name=name value=value.to_owned()/> })
    };
    let chosen = Chosen {
        category: draft.category.clone(),
        ..Chosen::default()
    };
    view! {
        {parts::back(chosen.address("category", &draft.category), words::where_title(lang))}
        {steps(lang, 3)}
        <h1>{about(names, draft)}</h1>
        <form class="form" method="post" action="/reports/new" enctype="multipart/form-data">
            {summary(lang, problems)}
            {frame::token(chrome)}
            <input type="hidden" name="request_key" value=draft.request_key.clone()/>
            {crate::assist::for_whom(chrome)}
            {hidden("category", &draft.category)}
            {hidden("building", &draft.building)}
            {hidden("area", &draft.area)}
            {photos::picker(lang, problems, drafts, words::photos(lang), words::photos_hint(lang))}
            {textarea(lang, problems, Area {
                name: "words",
                id: None,
                label: words::words(lang).to_owned(),
                hint: Some(words::words_hint(lang).to_owned()),
                value: draft.words.clone(),
                optional: true,
                rows: "4",
            })}
            {whereabouts(lang, names, draft, problems)}
            {input(lang, problems, Input {
                name: "callback",
                label: words::callback(lang).to_owned(),
                hint: Some(words::callback_hint(lang).to_owned()),
                value: draft.callback.clone(),
                optional: true,
                kind: "tel",
                autocomplete: Some("tel"),
                inputmode: Some("tel"),
                max: Some("30"),
                id: None,
            })}
            <div class="submit"><button class="button big">{icon(Icon::Check)} {words::send(lang)}</button></div>
        </form>
    }
}

/// What and where, as the heading of the last step.
fn about(names: &Names, draft: &Draft) -> String {
    let category = draft
        .category
        .parse()
        .map(|id| names.category(id))
        .unwrap_or_default();
    let building = draft
        .building
        .parse()
        .map(|id| names.building(id))
        .unwrap_or_default();
    let area = draft
        .area
        .parse()
        .map(|id| names.area(id))
        .unwrap_or_default();
    let words_only = building.is_empty() && area.is_empty();
    let words = if words_only {
        draft.place_words.as_str()
    } else {
        ""
    };
    [building.as_str(), area.as_str(), words, category.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

/// Unit and floor of a building, or a note beside an area.
fn whereabouts(
    lang: Lang,
    names: &Names,
    draft: &Draft,
    problems: &Problems,
) -> impl IntoView + use<> {
    let building = draft
        .building
        .parse()
        .ok()
        .and_then(|id| names.estate.building(id));
    let anywhere = || Choice::new("", words::anywhere(lang));
    let units = building.map(|building| {
        let mut units = vec![anywhere()];
        units.extend(building.units.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())));
        let mut floors = vec![anywhere()];
        floors.extend(building.floors.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())));
        view! {
            <div class="pairing">
                {parts::select(lang, problems, "unit", words::unit(lang).to_owned(), units, &draft.unit)}
                {parts::select(lang, problems, "floor", words::floor(lang).to_owned(), floors, &draft.floor)}
            </div>
        }
    });
    let is_words_only = draft.building.is_empty() && draft.area.is_empty();
    view! {
        {units}
        {input(lang, problems, Input {
            name: "place_words",
            label: if is_words_only { words::where_words(lang) } else { words::place_note(lang) }.to_owned(),
            hint: (!is_words_only).then(|| words::place_note_hint(lang).to_owned()),
            value: draft.place_words.clone(),
            optional: !is_words_only,
            max: Some("60"),
            ..Input::default()
        })}
    }
}
