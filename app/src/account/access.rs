//! `/admin/people/{id}/access`: how a person's sign-in stands; blocking, waits, a lost second factor
//! (rules P8, P10).

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use backend::account::access::{self, Access, Block, Blocked};
use domain::problem::{Problem, Problems};
use leptos::prelude::*;
use text::{account as words, common};

use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, Area, Choice, select, summary, textarea};
use crate::person::asked;
use crate::web::{Answer, Web};

/// `GET /admin/people/{id}/access`
pub async fn show(web: Web, Path(id): Path<String>) -> Answer {
    let access = access::of(&web.ctx, asked(&id)?).await?;
    Ok(page(
        &web,
        StatusCode::OK,
        &access,
        &Block::default(),
        &Problems::new(),
    ))
}

/// `POST /admin/people/{id}/access`
pub async fn submit(web: Web, Path(id): Path<String>, form: Form) -> Answer {
    let person = asked(&id)?;
    let act = form.text("act");
    let typed = Block {
        reason: form.text("reason"),
        until: form.text("until"),
    };
    let done = web
        .write_with(
            (act.clone(), typed.clone()),
            move |ctx, (act, typed)| async move {
                match act.as_str() {
                    "lift" => access::lift(&ctx, person).await,
                    "wait" => access::lift_wait(&ctx, person).await,
                    "factor" => access::take_second_factor(&ctx, person).await,
                    _ => access::block(&ctx, person, typed).await,
                }
            },
        )
        .await;
    match done {
        Ok(()) => {
            let lang = web.lang();
            let message = match act.as_str() {
                "lift" => words::access_lifted(lang),
                "wait" => words::access_wait_lifted(lang),
                "factor" => words::access_factor_taken(lang),
                _ => words::access_blocked(lang),
            };
            web.see_other_saying(&format!("/admin/people/{person}/access"), message)
                .await
        }
        Err(backend::Error::Invalid(problems)) => {
            let access = access::of(&web.ctx, person).await?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(page(&web, status, &access, &typed, &problems))
        }
        Err(error) => Err(error.into()),
    }
}

fn page(
    web: &Web,
    status: StatusCode,
    access: &Access,
    typed: &Block,
    problems: &Problems,
) -> Response {
    let chrome = web.chrome.clone();
    let lang = web.lang();
    let person = format!("/admin/people/{}", access.subject.person);
    let action = format!("{person}/access");
    let (zone, now) = (web.ctx.community.zone.clone(), web.ctx.now);
    let may = access.may_change;
    let press = |act: &'static str, label: &'static str| {
        may.then(|| {
            view! {
                <form method="post" action=action.clone()>
                    {frame::token(&chrome)}
                    <input type="hidden" name="act" value=act/>
                    <button class="button quiet">{label}</button>
                </form>
            }
        })
    };
    let body = if access.subject.account.is_none() {
        view! { <p class="note">{icon(Icon::Info)} <span>{words::slip_no_account(lang)}</span></p> }
            .into_any()
    } else {
        let blocked = match access.blocked {
            None => words::access_open(lang).to_owned(),
            Some(Blocked::Lifted) => words::access_until_lifted(lang).to_owned(),
            Some(Blocked::Until(until)) => {
                words::access_until(lang, parts::moment(lang, &zone, until, now))
            }
        };
        let is_blocked = access.blocked.is_some();
        let factor = access.second_factor.map_or_else(
            || words::access_no_factor(lang).to_owned(),
            |state| words::second_factor_left(lang, state.codes_left),
        );
        let has_factor = access.second_factor.is_some();
        view! {
            <section class="card">
                <dl class="facts">
                    <div>
                        <dt>{words::access_state(lang)}</dt>
                        <dd>{blocked} {is_blocked.then(|| press("lift", words::access_lift(lang)))}</dd>
                    </div>
                    <div>
                        <dt>{words::name(lang)}</dt>
                        <dd>{access.subject.sign_in_name.clone().unwrap_or_else(|| words::access_no_password(lang).to_owned())}</dd>
                    </div>
                    <div>
                        <dt>{words::access_waits(lang)}</dt>
                        <dd>
                            {words::access_wait(lang, access.waits)}
                            {(access.waits > 0).then(|| press("wait", words::access_lift_wait(lang)))}
                        </dd>
                    </div>
                    <div>
                        <dt>{words::second_factor_title(lang)}</dt>
                        <dd>{factor} {has_factor.then(|| press("factor", words::access_take_factor(lang)))}</dd>
                    </div>
                    <div>
                        <dt>{words::devices_title(lang)}</dt>
                        <dd>{words::access_sign_ins(lang, access.sign_ins)}</dd>
                    </div>
                </dl>
            </section>
            {may.then(|| block_form(&chrome, &action, typed, problems))}
        }
        .into_any()
    };
    web.page_with(status, words::access_title(lang), Kind::Staff, || {
        view! {
            {parts::back(person, common::back(lang))}
            <h1>{words::access_for(lang, &access.subject.name)}</h1>
            {body}
        }
    })
}

fn block_form(
    chrome: &frame::Chrome,
    action: &str,
    typed: &Block,
    problems: &Problems,
) -> impl IntoView + use<> {
    let lang = chrome.lang;
    let choices = [
        ("1", words::block_day(lang)),
        ("7", words::block_week(lang)),
        ("30", words::block_month(lang)),
        ("lifted", words::block_lifted(lang)),
    ];
    let choices = choices.map(|(value, label)| Choice::new(value, label));
    let wrong = problems.of("until") == Some(Problem::NotAChoice);
    let chosen = if typed.until.is_empty() || wrong {
        "7"
    } else {
        &typed.until
    };
    view! {
        <section class="card">
            <h2>{words::block_title(lang)}</h2>
            <form class="form" method="post" action=action.to_owned()>
                {summary(lang, problems)}
                {frame::token(chrome)}
                <input type="hidden" name="act" value="block"/>
                {textarea(lang, problems, Area {
                    name: "reason",
                    label: words::block_reason(lang).to_owned(),
                    hint: Some(words::block_reason_hint(lang).to_owned()),
                    value: typed.reason.clone(),
                    rows: "2",
                    ..Area::default()
                })}
                {select(lang, problems, "until", words::block_until(lang).to_owned(), choices.to_vec(), chosen)}
                <p class="hint">{words::block_ends(lang)}</p>
                <div class="submit still"><button class="button">{icon(Icon::Lock)} {words::block_save(lang)}</button></div>
            </form>
        </section>
    }
}
