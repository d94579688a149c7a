//! `/admin/certificates`: all that were made, and taking one back with a reason.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use backend::certificate::{self, Certificate};
use backend::words::hours;
use domain::certificate::Standing;
use domain::permission::Permission;
use domain::problem::Problems;
use leptos::prelude::*;
use serde::Deserialize;
use text::{Lang, certificate as words, common};

use super::{chip, id, name, period};
use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::listing::{self, Column};
use crate::parts::{self, Area, Input, input, textarea};
use crate::web::{Answer, Fault, Web};

const PATH: &str = "/admin/certificates";

/// What the address asks for; what it does not understand is as nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    number: String,
    after: String,
}

/// `GET /admin/certificates`
pub(super) async fn show(web: Web, Query(asked): Query<Asked>) -> Answer {
    let (number, after) = (asked.number.parse().ok(), asked.after.parse().ok());
    let page = certificate::page(&web.ctx, number, after).await?;
    let lang = web.lang();
    web.page(words::desk_title(lang), Kind::Staff, || {
        let rows: Vec<_> = page
            .certificates
            .iter()
            .map(|certificate| row(lang, certificate))
            .collect();
        let later = page.next.map(|next| {
            let next = next.to_string();
            listing::address(PATH, [("number", asked.number.as_str()), ("after", &next)])
        });
        let number = Input {
            name: "number",
            label: words::number(lang).to_owned(),
            value: asked.number.clone(),
            ..Input::default()
        };
        view! {
            {parts::back("/admin/hours".to_owned(), text::hours::desk_title(lang))}
            <h1>{words::desk_title(lang)}</h1>
            <form class="filters" method="get" action=PATH>
                {input(lang, &Problems::new(), number)}
                <button class="button quiet">{icon(Icon::Filter)} {common::filter(lang)}</button>
                <a class="button plain" href=PATH>{common::filter_clear(lang)}</a>
            </form>
            <p class="count">{words::desk_count(lang, text::format::whole(lang, page.total))}</p>
            {if rows.is_empty() {
                parts::empty(Icon::Print, words::desk_none(lang), words::desk_none_next(lang)).into_any()
            } else {
                listing::sheet(
                    words::desk_title(lang),
                    [
                        Column::Words(words::number(lang)),
                        Column::Words(words::name(lang)),
                        Column::Words(words::covers(lang)),
                        Column::Numbers(words::total(lang)),
                        Column::Words(words::standing(lang)),
                    ],
                    rows,
                )
                .into_any()
            }}
            {listing::pager(lang, None, later)}
        }
    })
}

fn row(lang: Lang, certificate: &Certificate) -> impl IntoView + use<> {
    let link = format!("{PATH}/{}", certificate.id);
    view! {
        <tr>
            <td class="wide" data-label=words::number(lang)>
                <a class="title" href=link>{certificate.number.to_string()}</a>
            </td>
            <td data-label=words::name(lang)>{name(lang, certificate)}</td>
            <td data-label=words::covers(lang)>{period(lang, certificate)}</td>
            <td class="num" data-label=words::total(lang)>{hours(lang, certificate.total)}</td>
            <td data-label=words::standing(lang)>{chip(lang, certificate.standing)}</td>
        </tr>
    }
}

/// `GET /admin/certificates/{id}`
pub(super) async fn one(web: Web, Path(asked): Path<String>) -> Answer {
    web.require(Permission::ManagePatrols)?;
    let (certificate, _) = certificate::paper(&web.ctx, id(&asked)?).await?;
    Ok(page(
        &web,
        StatusCode::OK,
        &certificate,
        "",
        &Problems::new(),
    ))
}

/// `POST /admin/certificates/{id}`: takes it back.
pub(super) async fn revoke(web: Web, Path(asked): Path<String>, form: Form) -> Answer {
    let id = id(&asked)?;
    web.require(Permission::ManagePatrols)?;
    if form.find("act") != Some("revoke") {
        // Whether it is here comes before what is wrong with the form.
        certificate::paper(&web.ctx, id).await?;
        return Err(Fault::status(StatusCode::BAD_REQUEST));
    }
    let reason = form.text("reason");
    let done = web
        .write_with(reason.clone(), move |ctx, reason| async move {
            certificate::revoke(&ctx, id, &reason).await
        })
        .await;
    match done {
        Ok(()) => {
            let path = format!("{PATH}/{id}");
            web.see_other_saying(&path, words::was_revoked(web.lang()))
                .await
        }
        Err(backend::Error::Invalid(problems)) => {
            let (certificate, _) = certificate::paper(&web.ctx, id).await?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(page(&web, status, &certificate, &reason, &problems))
        }
        Err(error) => Err(error.into()),
    }
}

fn page(
    web: &Web,
    status: StatusCode,
    certificate: &Certificate,
    reason: &str,
    problems: &Problems,
) -> axum::response::Response {
    let lang = web.lang();
    let chrome = web.chrome.clone();
    let issued = web.ctx.community.zone.date_of(certificate.issued_at);
    let title = words::desk_one(lang, certificate.number);
    web.page_with(status, &title, Kind::Staff, || {
        let fact = |term: &'static str, said: String| {
            view! { <div><dt>{term}</dt><dd>{said}</dd></div> }
        };
        let is_revoked = certificate.standing == Standing::Revoked;
        let why = is_revoked.then(|| fact(words::revoke_reason(lang), certificate.reason.clone()));
        let area = Area {
            name: "reason",
            label: words::revoke_reason(lang).to_owned(),
            hint: Some(words::revoke_hint(lang).to_owned()),
            value: reason.to_owned(),
            rows: "2",
            ..Area::default()
        };
        let form = (!is_revoked).then(|| {
            view! {
                <form class="form card" method="post" action=format!("{PATH}/{}", certificate.id)>
                    {parts::summary(lang, problems)}
                    {frame::token(&chrome)}
                    {textarea(lang, problems, area)}
                    <div class="submit still">
                        <button class="button urgent" name="act" value="revoke">{icon(Icon::Cross)} {words::revoke(lang)}</button>
                    </div>
                </form>
            }
        });
        view! {
            {parts::back(PATH.to_owned(), words::desk_title(lang))}
            <h1>{title.clone()}</h1>
            <p class="line">{chip(lang, certificate.standing)}</p>
            <section class="card">
                <dl class="facts">
                    {fact(words::name(lang), name(lang, certificate))}
                    {fact(words::covers(lang), period(lang, certificate))}
                    {fact(words::total(lang), hours(lang, certificate.total))}
                    {fact(words::issued(lang), text::format::date_with_year(lang, issued.civil()))}
                    {why}
                </dl>
            </section>
            <div class="buttons">
                <a class="button quiet" href=format!("/me/hours/certificates/{}", certificate.id)>
                    {icon(Icon::Print)} {words::print(lang)}
                </a>
            </div>
            {form}
        }
    })
}
