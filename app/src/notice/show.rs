//! `/notices/{id}`: the letter that everybody reads.

use axum::extract::Path;
use backend::notice::{self, Notice, Standing};
use domain::permission::Permission;
use leptos::prelude::*;
use text::notice as words;

use super::{audience, id, last_day, urgent};
use crate::frame::Kind;
use crate::home::names;
use crate::icon::{Icon, icon};
use crate::parts::{self, Names, moment, prose};
use crate::web::{Answer, Web};

/// `GET /notices/{id}`
pub async fn show(web: Web, Path(asked): Path<String>) -> Answer {
    let notice = notice::find(&web.ctx, id(&asked)?).await?;
    let names = names(&web).await?;
    let lang = web.lang();
    let writes = web.ctx.may(Permission::WriteNotice);
    web.page(&notice.title, Kind::Narrow, || {
        view! {
            {parts::back("/notices".to_owned(), words::all_notices(lang))}
            {letter(&web, &notice, &names)}
            <div class="buttons">
                <a class="button quiet" href=format!("/notices/{}/poster", notice.id)>
                    {icon(Icon::Print)} {words::print_for_door(lang)}
                </a>
                {writes.then(|| view! {
                    <a class="button quiet" href=format!("/admin/notices/{}", notice.id)>
                        {icon(Icon::Edit)} {words::change(lang)}
                    </a>
                })}
            </div>
        }
    })
}

fn letter(web: &Web, notice: &Notice, names: &Names) -> impl IntoView + use<> {
    let lang = web.lang();
    let (zone, now) = (&web.ctx.community.zone, web.ctx.now);
    let published = moment(lang, zone, notice.published_at, now);
    let edited = (notice.updated_at > notice.published_at)
        .then(|| words::edited(lang, moment(lang, zone, notice.updated_at, now)));
    let has_ended = notice.standing(now) == Standing::Ended;
    let until = notice
        .until
        .map(|day| words::until(lang, last_day(lang, zone, now, day)));
    let signed_on = zone.date_of(notice.published_at);
    view! {
        <article class=if notice.is_urgent { "letter urgent" } else { "letter" }>
            <header>
                {urgent(lang, notice)}
                {has_ended.then(|| view! {
                    <b class="mark quiet">{icon(Icon::Clock)} {words::ended(lang)}</b>
                })}
                <h1>{notice.title.clone()}</h1>
                <p class="meta">
                    <time datetime=signed_on.to_string()>{published}</time>
                    {edited.map(|edited| view! { <span>{edited}</span> })}
                    <span>{audience(lang, notice, names)}</span>
                    {until.map(|until| view! { <span>{until}</span> })}
                </p>
            </header>
            {has_ended.then(|| view! {
                <div class="note waiting">{icon(Icon::Info)}<p>{words::ended_note(lang)}</p></div>
            })}
            {prose(&notice.body)}
            <footer class="signed">
                <p>{web.chrome.community.clone()}</p>
                <p>
                    <time datetime=signed_on.to_string()>
                        {text::format::date_with_year(lang, signed_on.civil())}
                    </time>
                </p>
            </footer>
        </article>
    }
}
