//! Posts: what they are called, and from when to when they are held (rule P12).

use backend::Context;
use domain::instant::{Instant, LocalDate};
use domain::permission::Post;
use text::{Lang, account as names, person as words};

/// What a post is called.
#[must_use]
pub fn name(lang: Lang, post: Post) -> &'static str {
    match post {
        Post::Staff => names::post_staff(lang),
        Post::Property => names::post_property(lang),
        Post::Captain => names::post_captain(lang),
        Post::Volunteer => names::post_volunteer(lang),
        Post::Subdistrict => names::post_subdistrict(lang),
        Post::Centre => names::post_centre(lang),
        Post::Admin => names::post_admin(lang),
        Post::GridWorker => names::post_grid_worker(lang),
        Post::Checker => names::post_checker(lang),
        Post::Deputy => names::post_deputy(lang),
    }
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
            words::term(lang, begins, day(lang, ctx, last))
        }
        None => words::term_open(lang, begins),
    }
}
