//! What a message says, in the reader's language, and where it leads.

use domain::instant::LocalDate;
use domain::message::Kind;
use domain::patrol::eligible::Why;
use domain::permission::Post;
use domain::report::{Number, State};
use serde_json::Value;
use text::{Lang, message as words};

use crate::context::Context;
use crate::report;

/// A message in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// One line.
    pub title: String,
    /// What else there is to say; may be empty.
    pub body: String,
    /// The page that it is about. It may hold the secret of the reader's own receipt, so it is for
    /// the reader's page only, never for a mail.
    pub path: String,
}

/// Says a message.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one arm for each kind of message")]
pub fn say(ctx: &Context, lang: Lang, kind: Kind, args: &Value) -> Said {
    let text = |name: &str| args.get(name).and_then(Value::as_str).unwrap_or_default();
    let post = || {
        Post::parse(text("post")).map_or_else(String::new, |post| {
            crate::words::post(lang, post).to_owned()
        })
    };
    let shift = || {
        let name = match lang {
            Lang::Zh => text("name_zh"),
            Lang::En => text("name_en"),
        };
        let day = LocalDate::parse(text("day")).map_or_else(
            |_| String::new(),
            |day| text::format::date(lang, day.civil()),
        );
        text::patrol::shift_line(lang, day, text("from"), name, text("until"))
    };
    let shift_path = || match args.get("shift").and_then(Value::as_i64) {
        Some(id) => format!("/patrols/{id}"),
        None => "/patrols".to_owned(),
    };
    let (title, body, path) = match kind {
        Kind::ReportMoved => {
            let number = text("number");
            let state =
                State::parse(text("state")).map_or("", |state| crate::words::state(lang, state));
            let path = number.parse::<Number>().map_or_else(
                |_| "/reports/mine".to_owned(),
                |number| format!("/r/{}", report::receipt(ctx, number).secret),
            );
            (
                words::report_moved(lang, number, state),
                text("words").to_owned(),
                path,
            )
        }
        Kind::PostGiven => (
            match LocalDate::parse(text("from")) {
                Ok(from) if from > ctx.community.zone.date_of(ctx.now) => {
                    let day = text::format::date(lang, from.civil());
                    words::post_given_from(lang, day, text("place"), post())
                }
                _ => words::post_given(lang, text("place"), post()),
            },
            String::new(),
            "/me".to_owned(),
        ),
        Kind::PostEnded => (
            words::post_ended(lang, text("place"), post()),
            String::new(),
            "/me".to_owned(),
        ),
        Kind::NumberSeen => (
            words::number_seen(lang).to_owned(),
            words::number_seen_next(lang).to_owned(),
            "/me/privacy".to_owned(),
        ),
        Kind::ActedFor => (
            words::acted_for(lang).to_owned(),
            words::acted_for_next(lang).to_owned(),
            "/me/acts".to_owned(),
        ),
        Kind::PasswordChanged => (
            words::password_changed(lang).to_owned(),
            words::password_changed_next(lang).to_owned(),
            "/me".to_owned(),
        ),
        Kind::PatrolPlace => (
            words::patrol_place(lang, shift()),
            words::patrol_place_next(lang).to_owned(),
            shift_path(),
        ),
        Kind::PatrolOffered => (
            words::patrol_offered(lang, shift()),
            words::patrol_offered_next(lang).to_owned(),
            shift_path(),
        ),
        Kind::PatrolOfferLapsed => (
            words::patrol_offer_lapsed(lang, shift()),
            String::new(),
            shift_path(),
        ),
        Kind::PatrolDeclined => (
            words::patrol_declined(lang, shift()),
            text("reason").to_owned(),
            shift_path(),
        ),
        Kind::PatrolReleased => (
            words::patrol_released(lang, shift()),
            Why::parse(text("why")).map_or_else(
                || text("reason").to_owned(),
                |why| crate::words::why(lang, why).to_owned(),
            ),
            shift_path(),
        ),
        Kind::PatrolBumped => (
            words::patrol_bumped(lang, shift()),
            String::new(),
            shift_path(),
        ),
        Kind::PatrolMoved => (
            words::patrol_moved(lang, shift()),
            words::patrol_moved_next(lang).to_owned(),
            shift_path(),
        ),
        Kind::PatrolCancelled => (
            words::patrol_cancelled(lang, shift()),
            text("reason").to_owned(),
            shift_path(),
        ),
        Kind::PatrolReminder => (
            words::patrol_reminder(lang, shift()),
            words::patrol_reminder_next(lang).to_owned(),
            shift_path(),
        ),
        Kind::PatrolStandInWanted => (
            words::patrol_stand_in_wanted(lang, shift()),
            String::new(),
            shift_path(),
        ),
        Kind::PatrolStandInFound => (
            words::patrol_stand_in_found(lang, shift()),
            String::new(),
            shift_path(),
        ),
        Kind::HoursDecided => {
            let minutes = args.get("minutes").and_then(Value::as_i64).unwrap_or(0);
            let hours = crate::words::hours(lang, minutes);
            let is_approved = args.get("approved").and_then(Value::as_bool) == Some(true);
            let title = if is_approved {
                words::hours_approved(lang, hours)
            } else {
                words::hours_declined(lang, hours)
            };
            (title, text("reason").to_owned(), "/me/hours".to_owned())
        }
        Kind::CertificateRevoked => (
            words::certificate_revoked(lang, text("number")),
            words::certificate_revoked_next(lang).to_owned(),
            "/me/hours".to_owned(),
        ),
        Kind::MailToConfirm => (
            words::mail_to_confirm(lang).to_owned(),
            words::mail_to_confirm_next(lang).to_owned(),
            "/me/inbox/channels".to_owned(),
        ),
    };
    Said { title, body, path }
}
