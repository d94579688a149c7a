//! Names of the domain's values for people, for pages and mails alike.

use domain::permission::Post;
use domain::report::State;
use text::Lang;

/// A post's name.
#[must_use]
pub fn post(lang: Lang, post: Post) -> &'static str {
    use text::account as words;
    match post {
        Post::Staff => words::post_staff(lang),
        Post::Property => words::post_property(lang),
        Post::Captain => words::post_captain(lang),
        Post::Volunteer => words::post_volunteer(lang),
        Post::Subdistrict => words::post_subdistrict(lang),
        Post::Centre => words::post_centre(lang),
        Post::Admin => words::post_admin(lang),
        Post::GridWorker => words::post_grid_worker(lang),
        Post::Checker => words::post_checker(lang),
        Post::Deputy => words::post_deputy(lang),
    }
}

/// The word for the state of a report.
#[must_use]
pub fn state(lang: Lang, state: State) -> &'static str {
    use text::report as words;
    match state {
        State::Reported => words::state_reported(lang),
        State::Accepted => words::state_accepted(lang),
        State::Dispatched => words::state_dispatched(lang),
        State::InProgress => words::state_in_progress(lang),
        State::PendingCheck => words::state_pending_check(lang),
        State::Closed => words::state_closed(lang),
        State::NeedsInfo => words::state_needs_info(lang),
        State::OnHold => words::state_on_hold(lang),
        State::Rejected => words::state_rejected(lang),
        State::Duplicate => words::state_duplicate(lang),
        State::Withdrawn => words::state_withdrawn(lang),
    }
}
