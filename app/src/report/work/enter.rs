//! `/admin/reports/new`: one screen for what came by telephone, visit, group, patrol or hotline.

use backend::photo::Photo;
use backend::report as reports;
use domain::permission::Permission;
use domain::problem::Problems;
use domain::report::{Draft, Source};
use leptos::prelude::*;
use text::{Lang, report as words};

use super::super::new::draft_of;
use super::super::photos;
use super::show::source_word;
use crate::form::Form;
use crate::frame::{self, Chrome, Kind};
use crate::home::names;
use crate::icon::{Icon, icon};
use crate::parts::{self, Area, Choice, Input, Names, category_name, input, summary, textarea};
use crate::web::{Answer, Web};

/// The ways in which something reaches the office.
const WAYS: [Source; 5] = [
    Source::Phone,
    Source::Visit,
    Source::WeChat,
    Source::Patrol,
    Source::Hotline12345,
];

/// `GET /admin/reports/new`
pub(crate) async fn show(web: Web) -> Answer {
    web.require(Permission::EnterReport)?;
    let draft = Draft {
        request_key: web.new_key(),
        ..Draft::default()
    };
    page(&web, &draft, Source::Phone, &[], &Problems::new()).await
}

/// `POST /admin/reports/new`
pub(crate) async fn submit(web: Web, form: Form) -> Answer {
    web.require(Permission::EnterReport)?;
    let received = photos::receive(&web, &form).await?;
    let source = Source::parse(&form.text("source"))
        .filter(|source| WAYS.contains(source))
        .unwrap_or(Source::Phone);
    let draft = entry_of(&form);
    if received.only_dropped || !received.problems.is_empty() {
        return page(&web, &draft, source, &received.drafts, &received.problems).await;
    }
    let filed = web
        .write_with(draft.clone(), move |ctx, draft| async move {
            reports::enter(&ctx, draft, source).await
        })
        .await;
    match filed {
        Ok(receipt) => {
            let said = words::entered(web.lang(), receipt.number);
            web.see_other_saying(&format!("/admin/reports/{}", receipt.number), &said)
                .await
        }
        Err(backend::Error::Invalid(problems)) => {
            page(&web, &draft, source, &received.drafts, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The one select box of places holds `b3`, `a2` or nothing.
fn entry_of(form: &Form) -> Draft {
    let mut draft = draft_of(form);
    let place = form.text("place");
    if let Some(building) = place.strip_prefix('b') {
        building.clone_into(&mut draft.building);
    }
    if let Some(area) = place.strip_prefix('a') {
        area.clone_into(&mut draft.area);
    }
    draft
}

async fn page(
    web: &Web,
    draft: &Draft,
    source: Source,
    drafts: &[Photo],
    problems: &Problems,
) -> Answer {
    let names = names(web).await?;
    let chrome = web.chrome.clone();
    let title = text::frame::enter(web.lang());
    let body = || form(&chrome, &names, draft, source, drafts, problems);
    if problems.is_empty() {
        web.page(title, Kind::Staff, body)
    } else {
        web.again(title, Kind::Staff, body)
    }
}

fn places(lang: Lang, names: &Names) -> Vec<Choice> {
    let mut places = vec![Choice::new("", words::where_in_words(lang))];
    places.extend(
        names
            .estate
            .buildings
            .iter()
            .map(|building| Choice::new(format!("b{}", building.id), building.name.clone())),
    );
    places.extend(
        names
            .estate
            .open_areas()
            .map(|area| Choice::new(format!("a{}", area.id), names.area(area.id))),
    );
    places
}

fn form(
    chrome: &Chrome,
    names: &Names,
    draft: &Draft,
    source: Source,
    drafts: &[Photo],
    problems: &Problems,
) -> impl IntoView + use<> {
    let lang = chrome.lang;
    let ways: Vec<_> = WAYS
        .iter()
        .map(|way| {
            view! {
                <label class="choice">
                    <input type="radio" name="source" value=way.as_str() checked=*way == source/>
                    <span class="face"><b>{source_word(lang, *way)}</b></span>
                </label>
            }
        })
        .collect();
    let mut categories = vec![Choice::new("", words::choose(lang))];
    categories.extend(
        names
            .categories
            .iter()
            .filter(|category| !category.is_retired)
            .map(|category| Choice::new(category.id.to_string(), category_name(lang, category))),
    );
    let place = if draft.building.is_empty() {
        if draft.area.is_empty() {
            String::new()
        } else {
            format!("a{}", draft.area)
        }
    } else {
        format!("b{}", draft.building)
    };
    view! {
        <h1>{text::frame::enter(lang)}</h1>
        <form class="form columns" method="post" action="/admin/reports/new" enctype="multipart/form-data">
            {summary(lang, problems)}
            {frame::token(chrome)}
            <input type="hidden" name="request_key" value=draft.request_key.clone()/>
            <fieldset class="field full"><legend>{words::source(lang)}</legend><div class="choices">{ways}</div></fieldset>
            {parts::select(lang, problems, "category", words::category(lang).to_owned(), categories, &draft.category)}
            {parts::select(lang, problems, "place", words::place(lang).to_owned(), places(lang, names), &place)}
            {input(lang, problems, Input {
                name: "place_words",
                label: words::where_exactly(lang).to_owned(),
                hint: Some(words::where_exactly_hint(lang).to_owned()),
                value: draft.place_words.clone(),
                optional: true,
                max: Some("60"),
                ..Input::default()
            })}
            {input(lang, problems, Input {
                name: "callback",
                label: words::callback(lang).to_owned(),
                value: draft.callback.clone(),
                optional: true,
                kind: "tel",
                inputmode: Some("tel"),
                max: Some("30"),
                ..Input::default()
            })}
            {input(lang, problems, Input {
                name: "name",
                label: words::caller(lang).to_owned(),
                value: draft.name.clone(),
                optional: true,
                max: Some("20"),
                ..Input::default()
            })}
            <div class="full">
                {textarea(lang, problems, Area {
                    name: "words",
                    id: None,
                    label: words::words(lang).to_owned(),
                    hint: None,
                    value: draft.words.clone(),
                    optional: true,
                    rows: "4",
                })}
            </div>
            <div class="full">{photos::picker(lang, problems, drafts, words::photos(lang), words::photos_hint(lang))}</div>
            <div class="submit still"><button class="button big">{icon(Icon::Check)} {words::enter_save(lang)}</button></div>
        </form>
    }
}
