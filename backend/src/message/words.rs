//! What a message says, in the reader's language, and where it leads.

use domain::instant::LocalDate;
use domain::message::Kind;
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
pub fn say(ctx: &Context, lang: Lang, kind: Kind, args: &Value) -> Said {
    let text = |name: &str| args.get(name).and_then(Value::as_str).unwrap_or_default();
    let post = || {
        Post::parse(text("post")).map_or_else(String::new, |post| {
            crate::words::post(lang, post).to_owned()
        })
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
        Kind::MailToConfirm => (
            words::mail_to_confirm(lang).to_owned(),
            words::mail_to_confirm_next(lang).to_owned(),
            "/me/inbox/channels".to_owned(),
        ),
    };
    Said { title, body, path }
}
