//! `/patrols/{id}/sheet`: the 签到表 on A4 (rules V12, X12).

use axum::extract::Path;
use backend::patrol::attendance;
use backend::words::role;
use domain::patrol::Role;
use domain::patrol::sign_up::State;
use leptos::prelude::*;
use text::patrol_day as words;

use super::{id, path, when};
use crate::frame::Kind;
use crate::icon::{Icon, icon};
use crate::qr::qr;
use crate::web::{Answer, Web};

/// So many rows are left empty for those who come along.
const EMPTY: usize = 6;

/// `GET /patrols/{id}/sheet`
pub(super) async fn show(web: Web, Path(asked): Path<String>) -> Answer {
    let list = attendance::list(&web.ctx, id(&asked)?).await?;
    let lang = web.lang();
    let shift = list.shift.clone();
    let when = when(lang, &web.ctx.community.zone, &shift);
    let address = format!("{}{}", web.chrome.origin, path(shift.id));
    let community = web.chrome.community.clone();
    web.page(words::sheet_title(lang), Kind::Paper, || {
        let named = list
            .on_it()
            .filter(|one| one.sign_up.state != State::Excused)
            .map(|one| {
                let role = (one.sign_up.role != Role::Member).then(|| role(lang, one.sign_up.role));
                (one.name.clone(), role)
            });
        let empty = std::iter::repeat_n((String::new(), None), EMPTY);
        let rows: Vec<_> = named
            .chain(empty)
            .enumerate()
            .map(|(at, (name, role))| {
                view! {
                    <tr>
                        <td class="num">{at + 1}</td>
                        <td>{name} {role.map(|role| view! { " " <small>{role}</small> })}</td>
                        <td></td>
                        <td></td>
                        <td></td>
                    </tr>
                }
            })
            .collect();
        view! {
            <nav class="screen buttons" aria-label=words::sheet(lang)>
                <a class="button quiet" href=path(shift.id)>{icon(Icon::ArrowLeft)} {words::title(lang)}</a>
                <span>{words::sheet_how(lang)}</span>
            </nav>
            <main id="main" class="duty-paper" tabindex="-1">
                <header>
                    <div>
                        <p>{community}</p>
                        <h1>{words::sheet_title(lang)}</h1>
                        <p>{shift.name(lang).to_owned()} " · " {when}</p>
                        {(!shift.place.is_empty()).then(|| view! { <p>{words::place(lang, &shift.place)}</p> })}
                    </div>
                    <figure>{qr(&address)}<figcaption>{words::sheet_scan(lang)}</figcaption></figure>
                </header>
                <table class="signing">
                    <thead>
                        <tr>
                            <th scope="col" class="num">{words::sheet_number(lang)}</th>
                            <th scope="col">{words::sheet_name(lang)}</th>
                            <th scope="col">{words::sheet_came(lang)}</th>
                            <th scope="col">{words::sheet_went(lang)}</th>
                            <th scope="col">{words::sheet_signature(lang)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
                <p class="signed">{words::sheet_leader(lang)}</p>
                <p class="address">{address.clone()}</p>
            </main>
        }
    })
}
