//! `/notices/{id}/poster`: a sheet of A4 for the door (rule X12).

use axum::extract::Path;
use backend::notice;
use leptos::prelude::*;
use text::{common, notice as words};

use super::{address, audience, id, last_day, urgent};
use crate::frame::Kind;
use crate::home::names;
use crate::icon::{Icon, icon};
use crate::parts::prose;
use crate::qr::qr;
use crate::web::{Answer, Web};

/// `GET /notices/{id}/poster`
pub async fn show(web: Web, Path(asked): Path<String>) -> Answer {
    let notice = notice::find(&web.ctx, id(&asked)?).await?;
    let names = names(&web).await?;
    let lang = web.lang();
    let (zone, now) = (web.ctx.community.zone.clone(), web.ctx.now);
    let community = web.chrome.community.clone();
    let address = address(&web.chrome.origin, notice.id);
    web.page(&notice.title, Kind::Paper, || {
        let from = words::poster_from(lang, &community);
        let until = notice
            .until
            .map(|day| words::until(lang, last_day(lang, &zone, now, day)));
        let signed_on = zone.date_of(notice.published_at);
        view! {
            <nav class="screen buttons" aria-label=words::poster_print(lang)>
                <a class="button quiet" href=format!("/notices/{}", notice.id)>
                    {icon(Icon::ArrowLeft)} {common::back(lang)}
                </a>
                <span>{words::poster_how(lang)}</span>
            </nav>
            <main id="main" class="poster" tabindex="-1">
                <p class="from">{from}</p>
                {urgent(lang, &notice)}
                <h1>{notice.title.clone()}</h1>
                <p class="meta">
                    <span>{audience(lang, &notice, &names)}</span>
                    {until.map(|until| view! { <span>{until}</span> })}
                </p>
                {prose(&notice.body)}
                <footer>
                    {qr(&address)}
                    <div>
                        <p>{words::poster_scan(lang)}</p>
                        <p class="address">{address.clone()}</p>
                    </div>
                    <p class="signed">
                        {community}
                        <br/>
                        <time datetime=signed_on.to_string()>
                            {text::format::date_with_year(lang, signed_on.civil())}
                        </time>
                    </p>
                </footer>
            </main>
        }
    })
}
