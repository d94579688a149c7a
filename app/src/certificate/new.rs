//! `/me/hours/certificate`, and the same for staff who make one for a person (rule V15).

use axum::extract::Path;
use axum::http::StatusCode;
use backend::certificate::{self, Choices};
use domain::certificate::{Age, Draft};
use domain::hours::Whose;
use domain::id::PersonId;
use domain::problem::Problems;
use leptos::prelude::*;
use text::{Lang, certificate as words, hours};

use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, Choice, Input, described, fault, field_class, input, select};
use crate::web::{Answer, Fault, Web};

/// `GET /me/hours/certificate`
pub(super) async fn own(web: Web) -> Answer {
    first(&web, None).await
}

/// `POST /me/hours/certificate`
pub(super) async fn issue_own(web: Web, form: Form) -> Answer {
    issue(&web, None, &form).await
}

fn person(text: &str) -> Result<PersonId, Fault> {
    text.parse()
        .map_err(|_| Fault::from(backend::Error::NotFound))
}

/// `GET /admin/hours/{id}/certificate`
pub(super) async fn of_person(web: Web, Path(id): Path<String>) -> Answer {
    first(&web, Some(person(&id)?)).await
}

/// `POST /admin/hours/{id}/certificate`
pub(super) async fn issue_of_person(web: Web, Path(id): Path<String>, form: Form) -> Answer {
    issue(&web, Some(person(&id)?), &form).await
}

async fn first(web: &Web, of: Option<PersonId>) -> Answer {
    let choices = certificate::choices(&web.ctx, of).await?;
    let today = web.ctx.community.zone.date_of(web.ctx.now);
    let draft = Draft {
        request_key: web.new_key(),
        whose: Whose::Mine.to_string(),
        from: choices
            .days
            .map_or_else(String::new, |(first, _)| first.to_string()),
        until: today.to_string(),
        age: Age::Adult.as_str().to_owned(),
        ..Draft::default()
    };
    Ok(page(
        web,
        StatusCode::OK,
        of,
        &choices,
        &draft,
        &Problems::new(),
    ))
}

async fn issue(web: &Web, of: Option<PersonId>, form: &Form) -> Answer {
    let text = |name| form.text(name);
    let draft = Draft {
        request_key: text("request_key"),
        whose: text("whose"),
        real_name: text("real_name"),
        volunteer_number: text("volunteer_number"),
        from: text("from"),
        until: text("until"),
        age: text("age"),
        guardian_name: text("guardian_name"),
        agrees: form.ticked("agrees"),
    };
    let made = web
        .write_with(draft.clone(), move |ctx, draft| async move {
            certificate::issue(&ctx, of, draft).await
        })
        .await;
    match made {
        Ok(id) => web.see_other(&format!("/me/hours/certificates/{id}")),
        Err(backend::Error::Invalid(problems)) => {
            let choices = certificate::choices(&web.ctx, of).await?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(page(web, status, of, &choices, &draft, &problems))
        }
        Err(error) => Err(error.into()),
    }
}

fn page(
    web: &Web,
    status: StatusCode,
    of: Option<PersonId>,
    choices: &Choices,
    draft: &Draft,
    problems: &Problems,
) -> axum::response::Response {
    let lang = web.lang();
    let chrome = web.chrome.clone();
    let (path, back, kind) = match of {
        None => (
            "/me/hours/certificate".to_owned(),
            "/me/hours".to_owned(),
            Kind::Narrow,
        ),
        Some(person) => (
            format!("/admin/hours/{person}/certificate"),
            format!("/admin/hours/{person}"),
            Kind::Staff,
        ),
    };
    let key = if problems.of("request_key").is_some() {
        web.new_key()
    } else {
        draft.request_key.clone()
    };
    web.page_with(status, words::new_title(lang), kind, || {
        let whom = choices
            .name
            .as_ref()
            .map(|name| view! { <p class="lead">{words::new_for(lang, name)}</p> });
        view! {
            {parts::back(back, hours::title(lang))}
            <h1>{words::new_title(lang)}</h1>
            {whom}
            <p class="lead">{words::new_lead(lang)}</p>
            <form class="form certify" method="post" action=path>
                {parts::summary(lang, problems)}
                {frame::token(&chrome)}
                <input type="hidden" name="request_key" value=key/>
                {fields(lang, problems, draft, choices)}
                <div class="submit still">
                    <button class="button big">{icon(Icon::Print)} {words::make(lang)}</button>
                </div>
            </form>
        }
    })
}

fn fields(
    lang: Lang,
    problems: &Problems,
    draft: &Draft,
    choices: &Choices,
) -> impl IntoView + use<> {
    let whose = (choices.whose.len() > 1).then(|| {
        let named = choices.whose.iter().map(|(whose, name)| {
            let label = match whose {
                Whose::Child(_) => hours::whose_child(lang, name),
                Whose::Mine | Whose::Of(_) => words::whose_self(lang).to_owned(),
            };
            Choice::new(whose.to_string(), label)
        });
        let label = hours::whose(lang).to_owned();
        select(
            lang,
            problems,
            "whose",
            label,
            named.collect(),
            &draft.whose,
        )
    });
    let real_name = Input {
        name: "real_name",
        label: words::real_name(lang).to_owned(),
        hint: Some(words::real_name_hint(lang).to_owned()),
        value: draft.real_name.clone(),
        autocomplete: Some("off"),
        max: Some("40"),
        ..Input::default()
    };
    let number = Input {
        name: "volunteer_number",
        label: words::volunteer_number(lang).to_owned(),
        hint: Some(words::volunteer_number_hint(lang).to_owned()),
        value: draft.volunteer_number.clone(),
        optional: true,
        autocomplete: Some("off"),
        max: Some("40"),
        ..Input::default()
    };
    let day = |name, label: &str, value: &str| Input {
        name,
        label: label.to_owned(),
        value: value.to_owned(),
        kind: "date",
        ..Input::default()
    };
    view! {
        {whose}
        {input(lang, problems, real_name)}
        {input(lang, problems, number)}
        <div class="pairing">
            {input(lang, problems, day("from", words::from(lang), &draft.from))}
            {input(lang, problems, day("until", words::until(lang), &draft.until))}
        </div>
        {ages(lang, problems, draft)}
        {guardian(lang, problems, draft)}
    }
}

fn ages(lang: Lang, problems: &Problems, draft: &Draft) -> impl IntoView + use<> {
    let choices = Age::ALL.map(|age| {
        let name = match age {
            Age::Adult => words::age_adult(lang),
            Age::Youth => words::age_youth(lang),
            Age::Child => words::age_child(lang),
        };
        let is_chosen = draft.age == age.as_str();
        view! {
            <label class="check">
                <input
                    type="radio"
                    name="age"
                    id=format!("age-{}", age.as_str())
                    value=age.as_str()
                    checked=is_chosen
                />
                <span>{name}</span>
            </label>
        }
    });
    view! {
        <fieldset
            class=field_class(problems, "age")
            id="age"
            tabindex="-1"
            aria-describedby=described(problems, "age", None)
        >
            <legend>{words::age(lang)}</legend>
            {fault(lang, problems, "age")}
            {choices.into_iter().collect::<Vec<_>>()}
        </fieldset>
    }
}

/// What is asked for whoever is younger than 18; the style folds it away for adults.
fn guardian(lang: Lang, problems: &Problems, draft: &Draft) -> impl IntoView + use<> {
    let name = Input {
        name: "guardian_name",
        label: words::guardian_name(lang).to_owned(),
        hint: Some(words::guardian_hint(lang).to_owned()),
        value: draft.guardian_name.clone(),
        autocomplete: Some("off"),
        max: Some("40"),
        ..Input::default()
    };
    view! {
        <div class="guardian stack">
            {input(lang, problems, name)}
            <div class=field_class(problems, "agrees")>
                {fault(lang, problems, "agrees")}
                <label class="check">
                    <input
                        type="checkbox"
                        id="agrees"
                        name="agrees"
                        value="1"
                        checked=draft.agrees
                        aria-describedby=described(problems, "agrees", None)
                    />
                    <span>{words::agrees(lang)}</span>
                </label>
            </div>
        </div>
    }
}
