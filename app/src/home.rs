//! The first page: four actions, notices, what was fixed lately (rule X5).

use backend::report::list::Line;
use backend::{category, estate, notice, patrol, report};
use domain::instant::Instant;
use domain::instant::Zone;
use leptos::prelude::*;
use text::{Lang, home as words};

use crate::frame::Kind;
use crate::icon::{Icon, icon, skyline};
use crate::parts::{Facts, Names, day_time};
use crate::routes::{Access, Route};
use crate::web::{Answer, Web};

/// This noun's routes.
pub fn routes() -> Vec<Route> {
    vec![Route::get("/", Access::Public, show)]
}

/// `GET /`
async fn show(web: Web) -> Answer {
    let notices = notice::latest(&web.ctx, 4).await?;
    let shifts = patrol::list::next(&web.ctx, 3).await?;
    let fixed = report::list::lately_fixed(&web.ctx, 3).await?;
    let names = names(&web).await?;
    let (lang, zone, now) = (web.lang(), web.ctx.community.zone.clone(), web.ctx.now);
    let name = web.ctx.community.name.clone();
    web.page("", Kind::Home, || {
        let notices = notices
            .iter()
            .map(|notice| crate::notice::line(lang, &zone, now, notice, &names))
            .collect::<Vec<_>>();
        let fixed = fixed
            .iter()
            .map(|line| pair(lang, &zone, now, line, &names))
            .collect::<Vec<_>>();
        view! {
            <div class="hello">
                <div>
                    <h1>{name}</h1>
                    <p class="lead">{text::format::date(lang, zone.date_of(now).civil())}</p>
                </div>
                {skyline()}
            </div>
            {actions(lang)}
            <p class="also">
                <a class="button quiet" href="/patrols">{icon(Icon::People)} {text::patrol_list::title(lang)}</a>
            </p>
            {(!notices.is_empty()).then(|| view! {
                <section>
                    <div class="head">
                        <h2>{words::notices(lang)}</h2>
                        <a class="more" href="/notices">{words::all_notices(lang)}</a>
                    </div>
                    <ul class="notices">{notices}</ul>
                </section>
            })}
            {crate::patrol::teaser(&web, &shifts, &names)}
            {(!fixed.is_empty()).then(|| view! {
                <section>
                    <div class="head">
                        <h2>{words::fixed(lang)}</h2>
                        <a class="more" href="/reports">{words::all_reports(lang)}</a>
                    </div>
                    <ul class="fixed">{fixed}</ul>
                </section>
            })}
        }
    })
}

/// The names of everything, in the page's language.
///
/// # Errors
/// When the store fails.
pub async fn names(web: &Web) -> Result<Names, backend::Error> {
    let community = &web.ctx.community;
    let kept = web
        .state
        .cache
        .facts(community.id, community.public_version);
    let facts = if let Some(facts) = kept {
        facts
    } else {
        let mut read = web.ctx.db().read().await?;
        let facts = Facts {
            categories: category::all(&mut read, &web.ctx).await?,
            estate: estate::load(&mut read, &web.ctx).await?,
        };
        web.state
            .cache
            .keep_facts(community.id, community.public_version, facts)
    };
    Ok(Names {
        lang: web.lang(),
        facts,
    })
}

fn actions(lang: Lang) -> impl IntoView + use<> {
    let action = |path, which, title, hint| {
        view! { <a class="action" href=path>{icon(which)}<b>{title}</b><span>{hint}</span></a> }
    };
    view! {
        <nav class="actions" aria-label=words::actions(lang)>
            {action("/reports/new", Icon::Report, words::report(lang), words::report_hint(lang))}
            {action("/reports/mine", Icon::Progress, words::progress(lang), words::progress_hint(lang))}
            {action("/notices", Icon::Notice, words::read(lang), words::read_hint(lang))}
            {action("/phone", Icon::Phone, words::call(lang), words::call_hint(lang))}
        </nav>
    }
}

fn pair(
    lang: Lang,
    zone: &Zone,
    now: Instant,
    line: &Line,
    names: &Names,
) -> impl IntoView + use<> {
    let picture = |id: &Option<String>, label: &'static str| {
        id.as_ref().map(|id| {
            view! {
                <figure>
                    <img src=format!("/photos/{id}/small") alt="" width="480" height="360" loading="lazy"/>
                    <figcaption>{label}</figcaption>
                </figure>
            }
        })
    };
    let title = if line.words.is_empty() {
        names.category(line.category)
    } else {
        line.words.clone()
    };
    let place = names.place(line.building, line.area, None, None, &line.place_words);
    view! {
        <li>
            <a class="card" href=format!("/reports/{}", line.number)>
                <div class="pair">
                    {picture(&line.cover, words::before(lang))}
                    {picture(&line.cover_after, words::after(lang))}
                </div>
                <b class="title">{title}</b>
                <p class="meta">
                    <span>{place}</span>
                    {line.closed_at.map(|at| day_time(lang, zone, at, now))}
                </p>
            </a>
        </li>
    }
}
