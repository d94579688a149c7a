//! Names of the domain's values for people, for pages and mails alike.

use domain::hours::Source;
use domain::patrol::Role;
use domain::patrol::eligible::Why;
use domain::patrol::shift::Standing;
use domain::patrol::sign_up::State as SignUpState;
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

/// A length of service in hours and minutes, such as 2小时30分.
#[must_use]
pub fn hours(lang: Lang, minutes: i64) -> String {
    let sign = if minutes < 0 { "−" } else { "" };
    let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
    let said = match (hours, minutes) {
        (0, minutes) => text::patrol::minutes(lang, minutes),
        (hours, 0) => text::patrol::hours(lang, hours),
        (hours, minutes) => text::patrol::hours_minutes(lang, hours, minutes),
    };
    format!("{sign}{said}")
}

/// Where hours come from: counted by itself, or entered afterwards.
#[must_use]
pub fn source(lang: Lang, source: Source) -> &'static str {
    use text::hours as words;
    match source {
        Source::Automatic => words::source_automatic(lang),
        Source::BackEntered => words::source_back_entered(lang),
    }
}

/// A role's name.
#[must_use]
pub fn role(lang: Lang, role: Role) -> &'static str {
    use text::patrol as words;
    match role {
        Role::Leader => words::role_leader(lang),
        Role::Member => words::role_member(lang),
        Role::Trainee => words::role_trainee(lang),
    }
}

/// The word for how a shift stands.
#[must_use]
pub fn standing(lang: Lang, standing: Standing) -> &'static str {
    use text::patrol as words;
    match standing {
        Standing::Draft => words::standing_draft(lang),
        Standing::Open => words::standing_open(lang),
        Standing::Full => words::standing_full(lang),
        Standing::Running => words::standing_running(lang),
        Standing::Ended => words::standing_ended(lang),
        Standing::Cancelled => words::standing_cancelled(lang),
    }
}

/// The word for how a sign-up stands.
#[must_use]
pub fn sign_up(lang: Lang, state: SignUpState) -> &'static str {
    use text::patrol as words;
    match state {
        SignUpState::Pending => words::state_pending(lang),
        SignUpState::Waitlisted => words::state_waitlisted(lang),
        SignUpState::Offered => words::state_offered(lang),
        SignUpState::Confirmed => words::state_confirmed(lang),
        SignUpState::Seeking => words::state_seeking(lang),
        SignUpState::CheckedIn => words::state_checked_in(lang),
        SignUpState::Completed => words::state_completed(lang),
        SignUpState::NoShow => words::state_no_show(lang),
        SignUpState::Excused => words::state_excused(lang),
        SignUpState::Cancelled => words::state_cancelled(lang),
    }
}

/// [`why`], to somebody who enters another (rule V5).
#[must_use]
pub fn why_of_another(lang: Lang, reason: Why) -> &'static str {
    use text::patrol as words;
    match reason {
        Why::Overlaps => words::their_overlaps(lang),
        Why::TooLittleRest => words::their_too_little_rest(lang),
        Why::NeedsTraining => words::their_needs_training(lang),
        Why::NeedsCompany => words::their_needs_company(lang),
        _ => why(lang, reason),
    }
}

/// Why a place cannot be taken, in one sentence (rule V5).
#[must_use]
pub fn why(lang: Lang, why: Why) -> &'static str {
    use text::patrol as words;
    match why {
        Why::NotOpen => words::why_not_open(lang),
        Why::Cancelled => words::why_cancelled(lang),
        Why::Begun => words::why_begun(lang),
        Why::Closed => words::why_closed(lang),
        Why::NoSuchPlace => words::why_no_such_place(lang),
        Why::Overlaps => words::why_overlaps(lang),
        Why::TooLittleRest => words::why_too_little_rest(lang),
        Why::NeedsTraining => words::why_needs_training(lang),
        Why::NeedsLeader => words::why_needs_leader(lang),
        Why::NeedsGuardian => words::why_needs_guardian(lang),
        Why::NeedsCompany => words::why_needs_company(lang),
        Why::AsksFirst => words::why_asks_first(lang),
    }
}
