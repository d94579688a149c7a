//! Persons for staff: the list, one person's page with the ways to everything that others built, a
//! new person (rule P5). Numbers are masked on all of them (rule P17).

mod list;
mod new;

use axum::extract::Path;
use backend::person::{self as persons, Held, Shown};
use domain::id::PersonId;
use domain::permission::Permission;
use leptos::prelude::*;
use text::{Lang, person as words};

use crate::frame::{Chrome, Kind};
use crate::icon::{Icon, icon};
use crate::parts;
use crate::post;
use crate::routes::{Access, Route, has_page};
use crate::web::{Answer, Fault, Web};

/// This noun's routes.
pub fn routes() -> Vec<Route> {
    let see = Access::Needs(Permission::SeePeople);
    let admit = Access::Needs(Permission::AdmitResidents);
    vec![
        Route::get("/admin/people", see, list::show),
        Route::get("/admin/people/new", admit, new::show),
        Route::post("/admin/people/new", admit, new::submit),
        Route::get("/admin/people/{id}", see, show),
    ]
}

/// The person that an address names.
///
/// # Errors
/// `NotFound` when it is no id.
pub fn asked(id: &str) -> Result<PersonId, Fault> {
    id.parse()
        .map_err(|_| Fault::from(backend::Error::NotFound))
}

/// `GET /admin/people/{id}`
async fn show(web: Web, Path(id): Path<String>) -> Answer {
    web.require(Permission::SeePeople)?;
    let person = persons::find(&web.ctx, asked(&id)?).await?;
    let lang = web.lang();
    let posts: Vec<_> = person.posts.iter().map(|held| line(&web, held)).collect();
    let account = match &person.account {
        Some((since, name)) => words::account_since(lang, post::day(lang, &web.ctx, *since), name),
        None => words::account_none(lang).to_owned(),
    };
    let links = links(&web.chrome, &person);
    web.page(words::title(lang), Kind::Staff, || {
        view! {
            {parts::back("/admin/people".to_owned(), words::title(lang))}
            <h1>{person.name.clone()}</h1>
            <div class="split">
                <section class="card">
                    <dl class="facts">
                        <div><dt>{words::doors(lang)}</dt><dd>{doors(lang, &person)}</dd></div>
                        {person.telephone.as_ref().map(|number| view! {
                            <div><dt>{words::telephone(lang)}</dt><dd class="number">{number.to_string()}</dd></div>
                        })}
                        <div><dt>{words::account(lang)}</dt><dd>{account}</dd></div>
                        <div>
                            <dt>{words::posts(lang)}</dt>
                            <dd>
                                {if posts.is_empty() {
                                    words::posts_none(lang).into_any()
                                } else {
                                    view! { <ul class="notes">{posts}</ul> }.into_any()
                                }}
                            </dd>
                        </div>
                    </dl>
                </section>
                {(!links.is_empty()).then(|| view! {
                    <nav class="stack" aria-label=words::todo(lang)>
                        <h2>{words::todo(lang)}</h2>
                        <ul class="rows">{links}</ul>
                    </nav>
                })}
            </div>
        }
    })
}

fn doors(lang: Lang, person: &Shown) -> String {
    if person.doors.is_empty() {
        return words::no_door(lang).to_owned();
    }
    let lines: Vec<_> = person.doors.iter().map(persons::Door::line).collect();
    lines.join(" · ")
}

/// A post with its term, and whether it is over or still to come.
fn line(web: &Web, held: &Held) -> impl IntoView + use<> {
    let lang = web.lang();
    let now = web.ctx.now;
    let name = words::post_at(lang, &held.place, post::name(lang, held.post));
    let standing = if held.is_over(now) {
        Some(words::over(lang))
    } else if held.is_in_force(now) {
        None
    } else {
        Some(words::to_come(lang))
    };
    let org = held.org.as_ref().map(|(_, name)| format!(" · {name}"));
    view! {
        <li>
            <b>{name}</b> {org}
            <p class="meta">
                <span>{post::term(lang, &web.ctx, held.from, held.until)}</span>
                {standing.map(|word| view! { <span>{word}</span> })}
            </p>
        </li>
    }
}

/// The ways to what is done with a person, each one line: permission, address, picture, words.
/// A page that is not built is not offered.
fn links(chrome: &Chrome, person: &Shown) -> Vec<impl IntoView + use<>> {
    use Permission as P;
    let lang = chrome.lang;
    let of = |part: &str| format!("/admin/people/{}/{part}", person.id);
    #[rustfmt::skip]
    let mut ways = vec![
        (P::GivePosts, of("posts"), Icon::People, words::link_posts(lang).to_owned()),
        (P::SeeTelephone, of("telephone"), Icon::Phone, words::link_telephone(lang).to_owned()),
        (P::AdmitResidents, of("consents"), Icon::Check, words::link_consents(lang).to_owned()),
        (P::AdmitResidents, of("slip"), Icon::Print, words::link_slip(lang).to_owned()),
        (P::SeePeople, of("access"), Icon::Person, words::link_access(lang).to_owned()),
    ];
    ways.extend(person.doors.iter().map(|door| {
        let address = format!("/admin/households/{}", door.household_id);
        let label = words::link_household(lang, door.line());
        (P::AdmitResidents, address, Icon::Home, label)
    }));
    ways.into_iter()
        .filter(|(permission, address, ..)| chrome.may(*permission) && has_page(address))
        .map(|(_, address, which, label)| {
            view! {
                <li><a class="row" href=address>{icon(which)}<span><b>{label}</b></span>{icon(Icon::ArrowRight)}</a></li>
            }
        })
        .collect()
}
