//! `/admin/people/{id}/telephone`: a resident's number, for a reason that its owner reads (rule P18).

use axum::extract::Path;
use axum::http::StatusCode;
use backend::privacy::{self, Masked};
use domain::id::PersonId;
use domain::privacy::{LookDraft, Reason};
use domain::problem::Problems;
use domain::telephone::Telephone;
use leptos::prelude::*;
use text::{Lang, privacy as words};

use super::own::reason_word;
use crate::form::Form;
use crate::frame::{self, Chrome, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, Input, field_class, input, summary};
use crate::web::{Answer, Fault, Web};

fn id(text: &str) -> Result<PersonId, Fault> {
    text.parse()
        .map_err(|_| Fault::from(backend::Error::NotFound))
}

/// `GET /admin/people/{id}/telephone`: masked.
pub async fn show(web: Web, Path(asked): Path<String>) -> Answer {
    let person = privacy::masked(&web.ctx, id(&asked)?).await?;
    let none = Problems::new();
    Ok(page(
        &web,
        StatusCode::OK,
        &person,
        &LookDraft::default(),
        &none,
        None,
    ))
}

/// `POST /admin/people/{id}/telephone`: the number, in this one answer; the look is recorded.
pub async fn look(web: Web, Path(asked): Path<String>, form: Form) -> Answer {
    let id = id(&asked)?;
    let draft = LookDraft {
        reason: form.text("reason"),
        words: form.text("words"),
    };
    let looked = web
        .write_with(draft.clone(), move |ctx, draft| async move {
            privacy::telephone(&ctx, id, &draft).await
        })
        .await;
    let (status, problems, number) = match looked {
        Ok(number) => (StatusCode::OK, Problems::new(), Some(number)),
        Err(backend::Error::Invalid(problems)) => {
            (StatusCode::UNPROCESSABLE_ENTITY, problems, None)
        }
        Err(error) => return Err(error.into()),
    };
    let person = privacy::masked(&web.ctx, id).await?;
    Ok(page(
        &web,
        status,
        &person,
        &draft,
        &problems,
        number.as_ref(),
    ))
}

/// A number to press, where it may be seen.
pub fn dial(number: &Telephone) -> impl IntoView + use<> {
    view! { <a class="number" href=format!("tel:{}", number.dial())>{icon(Icon::Phone)} {number.dial().to_owned()}</a> }
}

fn page(
    web: &Web,
    status: StatusCode,
    person: &Masked,
    draft: &LookDraft,
    problems: &Problems,
    shown: Option<&Telephone>,
) -> axum::response::Response {
    let lang = web.lang();
    let chrome = web.chrome.clone();
    web.page_with(status, words::look_title(lang), Kind::Staff, || {
        let duty: Vec<_> = person
            .duty
            .iter()
            .map(|number| view! { <div><dt>{words::look_duty(lang)}</dt><dd>{dial(number)}</dd></div> })
            .collect();
        let masked = match (shown, &person.telephone) {
            (Some(number), _) => dial(number).into_any(),
            (None, Some(number)) => number.to_string().into_any(),
            (None, None) => words::look_none(lang).into_any(),
        };
        let is_open = person.telephone.is_some() && shown.is_none();
        view! {
            {parts::back(format!("/admin/people/{}", person.person), words::look_title(lang))}
            <h1>{person.name.clone()}</h1>
            {shown.is_some().then(|| view! { <p class="note" role="status">{icon(Icon::Check)} {words::look_shown(lang)}</p> })}
            <section class="card">
                <dl class="facts">
                    {duty}
                    <div><dt>{words::look_masked(lang)}</dt><dd>{masked}</dd></div>
                </dl>
            </section>
            {is_open.then(|| form(&chrome, person, draft, problems))}
        }
    })
}

fn form(
    chrome: &Chrome,
    person: &Masked,
    draft: &LookDraft,
    problems: &Problems,
) -> impl IntoView + use<> {
    let lang: Lang = chrome.lang;
    let reasons: Vec<_> = Reason::ALL
        .into_iter()
        .map(|reason| {
            let name = reason.as_str();
            view! {
                <label class="check">
                    <input type="radio" name="reason" value=name checked=draft.reason == name/>
                    <span>{reason_word(lang, reason)}</span>
                </label>
            }
        })
        .collect();
    view! {
        <form class="form" method="post" action=format!("/admin/people/{}/telephone", person.person)>
            {summary(lang, problems)}
            {frame::token(chrome)}
            <fieldset class=field_class(problems, "reason") id="reason" tabindex="-1" aria-describedby="reason-hint">
                <legend>{words::look_why(lang)}</legend>
                {parts::fault(lang, problems, "reason")}
                {reasons}
                <p class="hint" id="reason-hint">{words::look_hint(lang)}</p>
            </fieldset>
            {input(lang, problems, Input {
                name: "words",
                label: words::look_words(lang).to_owned(),
                hint: Some(words::look_words_hint(lang).to_owned()),
                value: draft.words.clone(),
                optional: true,
                max: Some("100"),
                ..Input::default()
            })}
            <div class="submit still"><button class="button big">{icon(Icon::Eye)} {words::look_show(lang)}</button></div>
        </form>
    }
}
