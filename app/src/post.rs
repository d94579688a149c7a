//! Posts: one person's, and who may do what here (rules P12, P14).

mod desk;
mod roll;

use backend::Context;
use backend::post::Holding;
use domain::instant::{Instant, LocalDate};
use domain::permission::{Permission, Post};
use leptos::prelude::*;
use text::{Lang, person, post as words};

pub use crate::account::post_word as name;
use crate::routes::{Access, Route};
use crate::web::Web;

/// This noun's routes.
pub fn routes() -> Vec<Route> {
    let gives = Access::Needs(Permission::GivePosts);
    vec![
        Route::get("/admin/people/{id}/posts", gives, desk::show),
        Route::post("/admin/people/{id}/posts", gives, desk::submit),
        Route::get("/admin/posts", gives, roll::show),
        Route::post("/admin/posts", gives, roll::extend),
    ]
}

/// A day, with its year when that is not this year.
#[must_use]
pub fn day(lang: Lang, ctx: &Context, at: Instant) -> String {
    let zone = &ctx.community.zone;
    let date = zone.date_of(at).civil();
    if date.year() == zone.year_of(ctx.now) {
        text::format::date(lang, date)
    } else {
        text::format::date_with_year(lang, date)
    }
}

/// The last day of a term that ends at an instant: terms are half open.
#[must_use]
pub fn last_day(ctx: &Context, until: Instant) -> LocalDate {
    let before = Instant::from_millis(until.millis() - 1);
    ctx.community.zone.date_of(before)
}

/// From when to when, in words.
#[must_use]
pub fn term(lang: Lang, ctx: &Context, from: Instant, until: Option<Instant>) -> String {
    let begins = day(lang, ctx, from);
    match until {
        Some(until) => {
            let last = Instant::from_millis(until.millis() - 1);
            person::term(lang, begins, day(lang, ctx, last))
        }
        None => person::term_open(lang, begins),
    }
}

/// What a permission allows, in one sentence. No `_` arm: a new permission asks for its sentence.
#[must_use]
pub fn sentence(lang: Lang, permission: Permission) -> &'static str {
    match permission {
        Permission::SeeWork => words::may_see_work(lang),
        Permission::AcceptReport => words::may_accept_report(lang),
        Permission::DispatchReport => words::may_dispatch_report(lang),
        Permission::HandleReport => words::may_handle_report(lang),
        Permission::RecordHandling => words::may_record_handling(lang),
        Permission::CheckReport => words::may_check_report(lang),
        Permission::EnterReport => words::may_enter_report(lang),
        Permission::SeeContact => words::may_see_contact(lang),
        Permission::EditCategories => words::may_edit_categories(lang),
        Permission::WriteNotice => words::may_write_notice(lang),
        Permission::SeeFigures => words::may_see_figures(lang),
        Permission::ManageEstate => words::may_manage_estate(lang),
        Permission::AdmitResidents => words::may_admit_residents(lang),
        Permission::SeePeople => words::may_see_people(lang),
        Permission::SeeTelephone => words::may_see_telephone(lang),
        Permission::ActFor => words::may_act_for(lang),
        Permission::GivePosts => words::may_give_posts(lang),
        Permission::SeeAudit => words::may_see_audit(lang),
        Permission::ManagePatrols => words::may_manage_patrols(lang),
        Permission::CallResidents => words::may_call_residents(lang),
        Permission::ManagePeople => words::may_manage_people(lang),
    }
}

/// What a post allows, a sentence each.
pub fn sentences(lang: Lang, post: Post) -> impl IntoView + use<> {
    let lines: Vec<_> = post
        .permissions()
        .iter()
        .map(|permission| view! { <li>{sentence(lang, *permission)}</li> })
        .collect();
    if lines.is_empty() {
        view! { <p>{words::may_nothing(lang)}</p> }.into_any()
    } else {
        view! { <ul class="notes">{lines}</ul> }.into_any()
    }
}

/// What I may do here and until when, for the page about oneself.
pub fn mine(web: &Web, holdings: &[Holding]) -> impl IntoView + use<> {
    let lang = web.lang();
    let cards: Vec<_> = holdings
        .iter()
        .map(|held| {
            let title = person::post_at(lang, &held.place, name(lang, held.post));
            view! {
                <details class="card">
                    <summary>{title} " " <small>{term(lang, &web.ctx, held.from, held.until)}</small></summary>
                    {sentences(lang, held.post)}
                </details>
            }
        })
        .collect();
    (!cards.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2>{words::mine(lang)}</h2>
                {cards}
            </section>
        }
    })
}

/// The number given for a duty, which staff dial (rule P18).
fn duty_number(lang: Lang, holding: &Holding) -> impl IntoView + use<> {
    holding.telephone.as_ref().map(|number| {
        let address = format!("tel:{}", number.dial());
        view! { <a href=address>{words::call_duty(lang, number.dial())}</a> }
    })
}
