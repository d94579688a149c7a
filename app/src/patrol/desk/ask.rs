//! `/admin/patrols/{id}/ask`: whom to ask where people are missing, and the words for the group
//! (rules V17, X19).

use axum::extract::Path;
use backend::patrol::coverage::{self, Ask, Candidate};
use backend::words as names;
use domain::instant::Instant;
use leptos::prelude::*;
use text::{Lang, patrol_desk as words};

use super::{BOARD, dial, group_text, id, line, marks};
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts;
use crate::web::{Answer, Web};

/// `GET /admin/patrols/{id}/ask`
pub async fn show(web: Web, Path(asked): Path<String>) -> Answer {
    let id = id(&asked)?;
    let Ask { shift, candidates } = coverage::ask(&web.ctx, id).await?;
    let lang = web.lang();
    let cover = shift.cover(&web.ctx);
    let group = group_text(lang, &web.ctx, &web.chrome, &shift);
    web.page(words::ask_title(lang), Kind::Staff, || {
        let people: Vec<_> = candidates
            .iter()
            .map(|one| candidate(&web, &format!("{BOARD}/{id}/people"), one))
            .collect();
        view! {
            {parts::back(BOARD.to_owned(), words::title(lang))}
            <h1>{words::ask_title(lang)}</h1>
            <p class="lead"><a href=format!("{BOARD}/{id}")>{line(lang, &web.ctx, &shift)}</a></p>
            <p class="line">
                {words::covered(lang, cover.covered, cover.needed)} " "
                {shift.is_gap(&web.ctx).then(|| marks(lang, cover))}
            </p>
            {(shift.seeking > 0).then(|| view! {
                <div class="note waiting">{icon(Icon::Info)}<p>{words::ask_seeking(lang, shift.seeking)}</p></div>
            })}
            <div class="split">
                <section class="stack">
                    {if people.is_empty() {
                        parts::empty(Icon::People, words::ask_nobody(lang), words::ask_nobody_next(lang)).into_any()
                    } else {
                        view! { <p class="hint">{words::ask_lead(lang)}</p> <ul class="rows">{people}</ul> }.into_any()
                    }}
                    <p><a class="button quiet" href=format!("{BOARD}/{id}/people#add")>{icon(Icon::Plus)} {words::add(lang)}</a></p>
                </section>
                <aside class="stack">
                    {group.map(|group| view! {
                        <section class="card share">
                            <h2>{words::group(lang)}</h2>
                            {parts::group_text(lang, words::group(lang), words::group_hint(lang), &group)}
                        </section>
                    })}
                </aside>
            </div>
        }
    })
}

fn candidate(web: &Web, path: &str, one: &Candidate) -> impl IntoView + use<> {
    let lang = web.lang();
    let role = names::role(lang, one.role);
    view! {
        <li class="row">
            <span><b>{one.name.clone()}</b><small>{reason(web, one)}</small></span>
            {dial(lang, one.telephone.as_ref())}
            <form method="post" action=path.to_owned()>
                {frame::token(&web.chrome)}
                <input type="hidden" name="request_key" value=web.new_key()/>
                <input type="hidden" name="person" value=one.person.to_string()/>
                <input type="hidden" name="role" value=one.role.as_str()/>
                <button class="button quiet" name="act" value="enter">{icon(Icon::Plus)} {words::enter_as(lang, role)}</button>
            </form>
        </li>
    }
}

/// Why this person: `近半年来过3次，上一次是3月3日，之后没有班`.
fn reason(web: &Web, one: &Candidate) -> String {
    let lang: Lang = web.lang();
    let zone = &web.ctx.community.zone;
    let day = |at: Instant| text::format::date(lang, zone.date_of(at).civil());
    let last = match one.last {
        Some(last) => words::reason_last(lang, day(last)),
        None => words::reason_long_ago(lang).to_owned(),
    };
    let next = match one.next {
        Some(next) => words::reason_next(lang, day(next)),
        None => words::reason_free(lang).to_owned(),
    };
    words::reason(lang, last, next, one.times)
}
