//! `/me/hours/new`: hours entered afterwards (补录), one's own, a child's, or somebody's for whom one
//! may enter them.

use axum::extract::Query;
use axum::http::StatusCode;
use backend::hours::claim::{self, Choices};
use domain::hours::{Draft, Whose};
use domain::problem::Problems;
use leptos::prelude::*;
use serde::Deserialize;
use text::{Lang, hours as words};

use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, Area, Choice, Input, input, select, textarea};
use crate::web::{Answer, Web};

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    person: String,
}

/// `GET /me/hours/new`
pub(super) async fn show(web: Web, Query(asked): Query<Asked>) -> Answer {
    let whose = asked.person.parse().map_or(Whose::Mine, Whose::Of);
    let draft = Draft {
        request_key: web.new_key(),
        whose: whose.to_string(),
        day: web.ctx.community.zone.date_of(web.ctx.now).to_string(),
        ..Draft::default()
    };
    page(&web, StatusCode::OK, draft, Problems::new()).await
}

/// `POST /me/hours/new`
pub(super) async fn enter(web: Web, form: Form) -> Answer {
    let text = |name| form.text(name);
    let draft = Draft {
        request_key: text("request_key"),
        whose: text("whose"),
        kind: text("kind"),
        day: text("day"),
        hours: text("hours"),
        minutes: text("minutes"),
        from: text("from"),
        until: text("until"),
        words: text("words"),
    };
    let entered = web
        .write_with(draft.clone(), |ctx, draft| async move {
            claim::enter(&ctx, draft).await
        })
        .await;
    match entered {
        Ok(_) => {
            let lang = web.lang();
            // A child's hours are its guardian's to hear of, who sends them.
            let said = match Whose::parse(&draft.whose) {
                Ok(Whose::Of(_)) => words::sent_for(lang),
                _ => words::sent(lang),
            };
            web.see_other_saying("/me/hours", said).await
        }
        Err(backend::Error::Invalid(problems)) => {
            page(&web, StatusCode::UNPROCESSABLE_ENTITY, draft, problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(web: &Web, status: StatusCode, mut draft: Draft, problems: Problems) -> Answer {
    let wanted = Whose::parse(&draft.whose).unwrap_or(Whose::Mine);
    let choices = claim::choices(&web.ctx, wanted).await?;
    if problems.of("request_key").is_some() {
        draft.request_key = web.new_key();
    }
    let lang = web.lang();
    let chrome = web.chrome.clone();
    Ok(
        web.page_with(status, words::new_title(lang), Kind::Narrow, || {
            view! {
                {parts::back("/me/hours".to_owned(), words::title(lang))}
                <h1>{words::new_title(lang)}</h1>
                <p class="lead">{words::new_lead(lang)}</p>
                <form class="form" method="post" action="/me/hours/new">
                    {parts::summary(lang, &problems)}
                    {frame::token(&chrome)}
                    <input type="hidden" name="request_key" value=draft.request_key.clone()/>
                    {fields(lang, &problems, &draft, choices)}
                    <div class="submit still">
                        <button class="button big">{icon(Icon::Check)} {words::send(lang)}</button>
                    </div>
                </form>
            }
        }),
    )
}

fn fields(
    lang: Lang,
    problems: &Problems,
    draft: &Draft,
    choices: Choices,
) -> impl IntoView + use<> {
    let whose = (choices.whose.len() > 1).then(|| {
        let named = choices.whose.into_iter().map(|(whose, name)| {
            let label = match whose {
                Whose::Mine => words::whose_me(lang).to_owned(),
                Whose::Child(_) => words::whose_child(lang, name),
                Whose::Of(_) => name,
            };
            Choice::new(whose.to_string(), label)
        });
        let label = words::whose(lang).to_owned();
        select(
            lang,
            problems,
            "whose",
            label,
            named.collect(),
            &draft.whose,
        )
    });
    let mut kinds = vec![Choice::new("", words::kind_choose(lang))];
    kinds.extend(
        choices
            .kinds
            .iter()
            .map(|kind| Choice::new(kind.id.to_string(), kind.name(lang))),
    );
    let day = Input {
        name: "day",
        label: words::day(lang).to_owned(),
        hint: Some(words::day_hint(lang).to_owned()),
        value: draft.day.clone(),
        kind: "date",
        ..Input::default()
    };
    let about = Area {
        name: "words",
        label: words::words(lang).to_owned(),
        hint: Some(words::words_hint(lang).to_owned()),
        value: draft.words.clone(),
        rows: "3",
        ..Area::default()
    };
    view! {
        {whose}
        {select(lang, problems, "kind", words::kind(lang).to_owned(), kinds, &draft.kind)}
        {input(lang, problems, day)}
        <fieldset class="field" aria-describedby="how-long-hint">
            <legend>{words::how_long(lang)}</legend>
            <p class="hint" id="how-long-hint">{words::how_long_hint(lang)}</p>
            {length(lang, problems, &draft.hours, &draft.minutes)}
            <div class="pairing">
                {input(lang, problems, time("from", words::from(lang), &draft.from))}
                {input(lang, problems, time("until", words::until(lang), &draft.until))}
            </div>
        </fieldset>
        {textarea(lang, problems, about)}
    }
}

/// Hours and minutes beside each other.
pub(super) fn length(
    lang: Lang,
    problems: &Problems,
    hours: &str,
    minutes: &str,
) -> impl IntoView + use<> {
    let number = |name, label: &str, value: &str| Input {
        name,
        label: label.to_owned(),
        value: value.to_owned(),
        inputmode: Some("numeric"),
        max: Some("2"),
        autocomplete: Some("off"),
        ..Input::default()
    };
    view! {
        <div class="pairing">
            {input(lang, problems, number("hours", words::hours(lang), hours))}
            {input(lang, problems, number("minutes", words::minutes(lang), minutes))}
        </div>
    }
}

fn time(name: &'static str, label: &str, value: &str) -> Input {
    Input {
        name,
        label: label.to_owned(),
        value: value.to_owned(),
        kind: "time",
        optional: true,
        ..Input::default()
    }
}
