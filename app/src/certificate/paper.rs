//! `/me/hours/certificates/{id}`: the paper, A4, with blanks that are filled in by hand (rules V15,
//! X12). The program never asks for the number of an identity card (rule P16).

use axum::extract::Path;
use backend::certificate::{self, Certificate, Line};
use backend::words::hours;
use domain::certificate::{Age, Standing};
use leptos::prelude::*;
use text::{Lang, certificate as words, common};

use super::{address, chip, id, name, period};
use crate::frame::Kind;
use crate::icon::{Icon, icon};
use crate::qr::qr;
use crate::web::{Answer, Web};

/// `GET /me/hours/certificates/{id}`
pub(super) async fn show(web: Web, Path(asked): Path<String>) -> Answer {
    let (certificate, code) = certificate::paper(&web.ctx, id(&asked)?).await?;
    let lang = web.lang();
    let community = web.chrome.community.clone();
    let origin = web.chrome.origin.clone();
    let issued = web.ctx.community.zone.date_of(certificate.issued_at);
    let is_own = web.ctx.signed_in().map(|me| me.person) == certificate.person;
    let back = if is_own {
        "/me/hours".to_owned()
    } else {
        format!("/admin/certificates/{}", certificate.id)
    };
    web.page(words::title(lang), Kind::Paper, || {
        let address = address(&origin, &code);
        let stands = certificate.standing != Standing::Valid;
        view! {
            <nav class="screen buttons" aria-label=words::print(lang)>
                <a class="button quiet" href=back>{icon(Icon::ArrowLeft)} {common::back(lang)}</a>
                <span>{words::print_how(lang)}</span>
            </nav>
            <main id="main" class="certificate" tabindex="-1">
                <p class="from">{community.clone()}</p>
                <h1>{words::title(lang)}</h1>
                {stands.then(|| view! { <p class="seal">{chip(lang, certificate.standing)}</p> })}
                <p class="numbered">{words::numbered(lang, certificate.number)}</p>
                {person(lang, &certificate)}
                <p class="says">{words::says(
                    lang,
                    &community,
                    name(lang, &certificate),
                    period(lang, &certificate),
                    certificate.lines.len(),
                    hours(lang, certificate.total),
                )}</p>
                {table(lang, &certificate)}
                <div class="hands">
                    <p>{words::handled_by(lang)} <span class="blank"></span></p>
                    <p>{words::answered_by(lang)} <span class="blank"></span></p>
                    <p class="seal">{words::seal(lang)}</p>
                    <p>
                        <time datetime=issued.to_string()>
                            {text::format::date_with_year(lang, issued.civil())}
                        </time>
                    </p>
                </div>
                <footer>
                    {qr(&address)}
                    <div>
                        <p>{words::check_how(lang)}</p>
                        <p class="address">{format!("{origin}/certificates")}</p>
                        <p>
                            {words::numbered(lang, certificate.number)} " "
                            {words::coded(lang, code.grouped())}
                        </p>
                    </div>
                </footer>
            </main>
        }
    })
}

fn person(lang: Lang, certificate: &Certificate) -> impl IntoView + use<> {
    let number = (!certificate.volunteer_number.is_empty()).then(|| {
        let number = certificate.volunteer_number.clone();
        view! { <div><dt>{words::volunteer_number(lang)}</dt><dd>{number}</dd></div> }
    });
    let guardian = (!certificate.guardian_name.is_empty()).then(|| {
        let name = certificate.guardian_name.clone();
        let said = match certificate.age {
            Age::Child => words::guardian_came(lang, name),
            Age::Youth | Age::Adult => words::guardian_agreed(lang, name),
        };
        view! { <div><dt>{words::guardian(lang)}</dt><dd>{said}</dd></div> }
    });
    view! {
        <dl>
            <div><dt>{words::name(lang)}</dt><dd>{name(lang, certificate)}</dd></div>
            {number}
            <div><dt>{words::id_number(lang)}</dt><dd><span class="blank"></span></dd></div>
            {guardian}
        </dl>
    }
}

fn table(lang: Lang, certificate: &Certificate) -> impl IntoView + use<> {
    let rows: Vec<_> = certificate
        .lines
        .iter()
        .map(|line| row(lang, line))
        .collect();
    view! {
        <table>
            <caption class="unseen">{text::hours::entries(lang)}</caption>
            <thead>
                <tr>
                    <th scope="col">{text::hours::column_day(lang)}</th>
                    <th scope="col">{words::column_time(lang)}</th>
                    <th scope="col">{words::column_what(lang)}</th>
                    <th scope="col" class="num">{text::hours::column_length(lang)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
            <tfoot>
                <tr>
                    <th scope="row" colspan="3">{text::hours::sum(lang)}</th>
                    <td class="num">{hours(lang, certificate.total)}</td>
                </tr>
            </tfoot>
        </table>
    }
}

fn row(lang: Lang, line: &Line) -> impl IntoView + use<> {
    let mark = line.back_entered.then(|| words::entered_afterwards(lang));
    view! {
        <tr>
            <td>{line.day.to_string()}</td>
            <td>{line.time.clone()}</td>
            <td>{line.name(lang).to_owned()} {mark}</td>
            <td class="num">{hours(lang, line.minutes)}</td>
        </tr>
    }
}
