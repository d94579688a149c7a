//! `/me/family` and `/family/{secret}`: 家人代办 (rule P15).

use axum::extract::Path;
use axum::http::StatusCode;
use backend::join::family::{self, Invited, Relation};
use domain::id::FamilyHelperId;
use domain::join::Newcomer;
use domain::problem::Problems;
use leptos::prelude::*;
use text::join as words;

use super::{account_form, newcomer, welcome};
use crate::form::Form;
use crate::frame::{self, Chrome, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, Input, input, summary};
use crate::qr::qr;
use crate::web::{Answer, Fault, Web};

/// `GET /me/family`
pub async fn show(web: Web) -> Answer {
    page(&web, StatusCode::OK, "", &Problems::new(), None).await
}

/// `POST /me/family`: an invitation is made, accepted by its digits, or ended.
pub async fn change(web: Web, form: Form) -> Answer {
    if web.ctx.account().is_none() {
        return Err(backend::Error::SignIn.into());
    }
    let lang = web.lang();
    match form.find("act") {
        Some("invite") => {
            let invited = web
                .write(|ctx| async move { family::invite(&ctx).await })
                .await?;
            page(&web, StatusCode::OK, "", &Problems::new(), Some(invited)).await
        }
        Some("accept") => {
            let code = form.text("code");
            let accepted = web
                .write_with(code.clone(), move |ctx, code| async move {
                    family::accept_code(&ctx, &code).await
                })
                .await;
            match accepted {
                Ok(()) => {
                    web.see_other_saying("/me/family", words::family_accepted(lang))
                        .await
                }
                Err(backend::Error::Invalid(problems)) => {
                    let status = StatusCode::UNPROCESSABLE_ENTITY;
                    page(&web, status, &code, &problems, None).await
                }
                Err(error) => Err(error.into()),
            }
        }
        Some("end") => {
            let bad = |_| Fault::status(StatusCode::BAD_REQUEST);
            let id: FamilyHelperId = form.text("relation").parse().map_err(bad)?;
            web.write(move |ctx| async move { family::end(&ctx, id).await })
                .await?;
            web.see_other_saying("/me/family", words::family_ended(lang))
                .await
        }
        _ => Err(Fault::status(StatusCode::BAD_REQUEST)),
    }
}

async fn page(
    web: &Web,
    status: StatusCode,
    code: &str,
    problems: &Problems,
    invited: Option<Invited>,
) -> Answer {
    let helpers = family::helpers(&web.ctx).await?;
    let helped = family::helped(&web.ctx).await?;
    let lang = web.lang();
    let chrome = web.chrome.clone();
    Ok(
        web.page_with(status, words::family_title(lang), Kind::Narrow, || {
            let list = |relations: &[Relation], none: &'static str| {
                let rows: Vec<_> = relations
                    .iter()
                    .map(|relation| row(web, relation))
                    .collect();
                if rows.is_empty() {
                    view! { <p>{none}</p> }.into_any()
                } else {
                    view! { <ul class="rows">{rows}</ul> }.into_any()
                }
            };
            view! {
                {parts::back("/me/household".to_owned(), words::own_title(lang))}
                <h1>{words::family_title(lang)}</h1>
                <p class="lead">{words::family_lead(lang)}</p>
                {summary(lang, problems)}
                {invited.map(|invited| shown_once(web, &invited))}
                <section class="stack">
                    <h2>{words::family_helpers(lang)}</h2>
                    {list(&helpers, words::family_helpers_none(lang))}
                    <form method="post" action="/me/family">
                        {frame::token(&chrome)}
                        <input type="hidden" name="act" value="invite"/>
                        <button class="button">{icon(Icon::Plus)} {words::family_invite(lang)}</button>
                        <p class="hint">{words::family_invite_hint(lang)}</p>
                    </form>
                </section>
                <section class="stack">
                    <h2>{words::family_helped(lang)}</h2>
                    {list(&helped, words::family_helped_none(lang))}
                    <form class="form" method="post" action="/me/family">
                        {frame::token(&chrome)}
                        <input type="hidden" name="act" value="accept"/>
                        {input(lang, problems, Input {
                            name: "code",
                            label: words::family_code(lang).to_owned(),
                            value: code.chars().take(40).collect(),
                            inputmode: Some("numeric"),
                            autocomplete: Some("off"),
                            max: Some("20"),
                            ..Input::default()
                        })}
                        <div class="submit still"><button class="button quiet">{words::family_accept(lang)}</button></div>
                    </form>
                </section>
            }
        }),
    )
}

fn row(web: &Web, relation: &Relation) -> impl IntoView + use<> {
    let lang = web.lang();
    let since = web.ctx.community.zone.date_of(relation.since).civil();
    let since = text::format::date_with_year(lang, since);
    view! {
        <li class="row">
            {icon(Icon::Person)}
            <span>
                <b>{relation.name.clone()}</b>
                <span class="meta"><span>{words::family_since(lang, since)}</span></span>
            </span>
            <form method="post" action="/me/family">
                {frame::token(&web.chrome)}
                <input type="hidden" name="act" value="end"/>
                <input type="hidden" name="relation" value=relation.id.to_string()/>
                <button class="button quiet">{words::family_end(lang)}</button>
            </form>
        </li>
    }
}

fn shown_once(web: &Web, invited: &Invited) -> impl IntoView + use<> {
    let lang = web.lang();
    let address = format!("{}/family/{}", web.chrome.origin, invited.link);
    let code = format!("{} {}", &invited.code[..4], &invited.code[4..]);
    let until = web.ctx.community.zone.date_of(invited.until).civil();
    let until = text::format::date_with_year(lang, until);
    view! {
        <section class="card stack" role="status">
            <h2>{words::family_invited(lang)}</h2>
            {qr(&address)}
            <p class="address">{address.clone()}</p>
            <p>{words::family_invited_code(lang)}</p>
            <p class="number digits">{code}</p>
            <p class="hint">{words::family_invited_until(lang, until)}</p>
        </section>
    }
}

/// `GET /family/{secret}`
pub async fn invitation(web: Web, Path(secret): Path<String>) -> Answer {
    let form = Newcomer {
        request_key: web.new_key(),
        ..Newcomer::default()
    };
    asked(&web, StatusCode::OK, &secret, &form, &Problems::new()).await
}

/// `POST /family/{secret}`
pub async fn accept(web: Web, Path(secret): Path<String>, form: Form) -> Answer {
    let lang = web.lang();
    if web.ctx.account().is_some() {
        family::open(&web.ctx, &secret).await?;
        if form.find("act") != Some("accept") {
            return Err(Fault::status(StatusCode::BAD_REQUEST));
        }
        web.write(move |ctx| {
            let secret = secret.clone();
            async move { family::accept(&ctx, &secret).await }
        })
        .await?;
        return web
            .see_other_saying("/me/family", words::family_accepted(lang))
            .await;
    }
    let newcomer = newcomer(&form);
    let joined = web
        .write_with(
            (secret.clone(), newcomer.clone()),
            move |ctx, (secret, newcomer)| async move { family::join(&ctx, &secret, newcomer).await },
        )
        .await;
    match joined {
        Ok(joined) => welcome(&web, joined, &newcomer).await,
        Err(backend::Error::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            asked(&web, status, &secret, &newcomer, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn asked(
    web: &Web,
    status: StatusCode,
    secret: &str,
    newcomer: &Newcomer,
    problems: &Problems,
) -> Answer {
    let invitation = family::open(&web.ctx, secret).await?;
    let lang = web.lang();
    let chrome: Chrome = web.chrome.clone();
    let own = web
        .ctx
        .signed_in()
        .is_some_and(|me| me.person == invitation.owner);
    Ok(
        web.page_with(status, words::family_title(lang), Kind::Narrow, || {
            let action = format!("/family/{secret}");
            let what = if own {
                view! { <p>{words::family_own(lang)}</p> }.into_any()
            } else if chrome.person.is_some() {
                view! {
                    <form class="form" method="post" action=action>
                        {frame::token(&chrome)}
                        <input type="hidden" name="act" value="accept"/>
                        <div class="submit still"><button class="button big">{icon(Icon::Check)} {words::family_accept(lang)}</button></div>
                    </form>
                }
                .into_any()
            } else {
                let login = format!("/login?back={action}");
                view! {
                    <p>{words::family_have_account(lang)} " " <a href=login>{words::sign_in(lang)}</a></p>
                    <h2>{words::family_new(lang)}</h2>
                    {account_form(&chrome, action, newcomer, &[], "", problems)}
                }
                .into_any()
            };
            view! {
                <h1>{words::family_asked(lang, invitation.owner_name.clone())}</h1>
                <p class="lead">{words::family_what(lang)}</p>
                {what}
            }
        }),
    )
}
