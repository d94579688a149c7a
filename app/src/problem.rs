//! Faults in plain words: at a field, and as a whole page (rules X9, X10).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use domain::problem::Problem;
use leptos::prelude::*;
use text::{Lang, problem as words};

use crate::frame::{self, Chrome, Kind};
use crate::icon::{Icon, icon, skyline};
use crate::render;
use crate::web::{AppState, Fault, Look, see_other};

/// What is wrong with a field, and what to do.
#[must_use]
pub fn sentence(lang: Lang, field: &str, problem: Problem) -> String {
    match problem {
        Problem::Missing => match field {
            "category" => words::missing_category(lang).to_owned(),
            "place" => words::missing_place(lang).to_owned(),
            "title" => words::missing_title(lang).to_owned(),
            "body" => words::missing_body(lang).to_owned(),
            "photos" => words::missing_photo(lang).to_owned(),
            "org" => words::missing_org(lang).to_owned(),
            "agrees" => words::missing_agrees(lang).to_owned(),
            _ => words::missing(lang).to_owned(),
        },
        Problem::TooLong { max } => words::too_long(lang, max),
        Problem::NotAllowed => words::not_allowed(lang).to_owned(),
        Problem::IdNumber => words::id_number(lang).to_owned(),
        Problem::NotAMobile => words::not_a_telephone(lang).to_owned(),
        Problem::NotAChoice => words::not_a_choice(lang).to_owned(),
        Problem::TooMany { max } => words::too_many(lang, max),
        Problem::PhotoOrWords => words::photo_or_words(lang).to_owned(),
        Problem::NeedsPhotoOrReason => words::needs_photo_or_reason(lang).to_owned(),
        Problem::WrongPassword => words::wrong_password(lang).to_owned(),
        Problem::WrongCode => words::wrong_code(lang).to_owned(),
        Problem::NeedsReason => words::needs_reason(lang).to_owned(),
        Problem::NotANumber { min, max } => words::not_a_number(lang, max, min),
        Problem::NotUnderstood => words::not_understood(lang).to_owned(),
        Problem::InUse => words::in_use(lang).to_owned(),
        Problem::NotASpreadsheet => words::not_a_spreadsheet(lang).to_owned(),
        Problem::SpreadsheetLocked => words::spreadsheet_locked(lang).to_owned(),
        Problem::NothingInIt => words::nothing_in_it(lang).to_owned(),
        Problem::NoHeadings => words::no_headings(lang).to_owned(),
        Problem::FileTooLarge => words::file_too_large(lang).to_owned(),
        Problem::NotADate => words::not_a_date(lang).to_owned(),
        Problem::InThePast => words::in_the_past(lang).to_owned(),
        Problem::PhotoUnreadable => words::photo_unreadable(lang).to_owned(),
        Problem::PhotoTooLarge => words::photo_too_large(lang).to_owned(),
        Problem::PhotoTooManyPixels => words::photo_too_many_pixels(lang).to_owned(),
        Problem::TooShort { min } => words::too_short(lang, min),
        Problem::TooEasy => words::too_easy(lang).to_owned(),
        Problem::NotAMailAddress => words::not_a_mail_address(lang).to_owned(),
        Problem::NotANumberToCall => words::not_a_number_to_call(lang).to_owned(),
        Problem::NeedsAccount => words::needs_account(lang).to_owned(),
        Problem::EndsBeforeItBegins => words::ends_before_it_begins(lang).to_owned(),
        Problem::LastAdministrator => words::last_administrator(lang).to_owned(),
        Problem::Expired => words::expired(lang).to_owned(),
        Problem::Taken => match field {
            "sign_in_name" => words::taken_sign_in_name(lang).to_owned(),
            _ => words::taken(lang).to_owned(),
        },
        Problem::Mistyped => words::mistyped(lang).to_owned(),
        Problem::InTheFuture => words::in_the_future(lang).to_owned(),
        Problem::NoLength => words::no_length(lang).to_owned(),
        Problem::NoHours => words::no_hours(lang).to_owned(),
        Problem::NightNeedsLeader => words::night_needs_leader(lang).to_owned(),
        Problem::TickedAlready => words::ticked_already(lang).to_owned(),
        Problem::DoesNotFit => words::does_not_fit(lang).to_owned(),
        Problem::LastAdmin => words::last_admin(lang).to_owned(),
    }
}

/// What is known of a request that got no page of its own.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Language and size.
    pub look: Look,
    /// Path and query.
    pub address: String,
    /// Whether it only wanted to read.
    pub is_read: bool,
    /// In the log.
    pub request_id: String,
}

struct Words {
    title: &'static str,
    what: String,
    kept: &'static str,
}

fn words_of(lang: Lang, fault: &Fault) -> Words {
    let (title, what, kept) = match fault.status {
        StatusCode::FORBIDDEN => (
            words::forbidden_title(lang),
            words::forbidden(lang),
            words::nothing_changed(lang),
        ),
        StatusCode::NOT_FOUND => (words::not_found_title(lang), words::not_found(lang), ""),
        StatusCode::METHOD_NOT_ALLOWED => (
            words::not_found_title(lang),
            words::wrong_method(lang),
            words::nothing_changed(lang),
        ),
        StatusCode::CONFLICT => (
            words::changed_title(lang),
            words::changed(lang),
            words::nothing_changed(lang),
        ),
        StatusCode::PAYLOAD_TOO_LARGE => (
            words::too_large_title(lang),
            words::too_large(lang),
            words::nothing_changed(lang),
        ),
        StatusCode::UNSUPPORTED_MEDIA_TYPE
        | StatusCode::BAD_REQUEST
        | StatusCode::UNPROCESSABLE_ENTITY => (
            words::bad_title(lang),
            words::bad(lang),
            words::nothing_changed(lang),
        ),
        StatusCode::MISDIRECTED_REQUEST => (
            words::unknown_host_title(lang),
            words::unknown_host(lang),
            "",
        ),
        StatusCode::TOO_MANY_REQUESTS => {
            let what = words::wait(lang, fault.wait.unwrap_or(1));
            return Words {
                title: words::wait_title(lang),
                what,
                kept: words::nothing_lost(lang),
            };
        }
        StatusCode::SERVICE_UNAVAILABLE => (
            words::unavailable_title(lang),
            words::unavailable(lang),
            words::saved_is_saved(lang),
        ),
        status if status.is_client_error() => (
            words::bad_title(lang),
            words::bad(lang),
            words::nothing_changed(lang),
        ),
        _ => (
            words::broken_title(lang),
            words::broken(lang),
            words::saved_is_saved(lang),
        ),
    };
    Words {
        title,
        what: what.to_owned(),
        kept,
    }
}

/// The page of a fault; 401 leads to the sign-in and back.
pub fn page(state: &AppState, asked: &Asked, fault: &Fault) -> Response {
    if fault.status == StatusCode::UNAUTHORIZED {
        // Forms post to their page's own path: after signing in the person is there again.
        let path = asked.address.split('?').next().unwrap_or("/");
        let back = if asked.is_read || crate::routes::has_page(path) {
            asked.address.as_str()
        } else {
            "/"
        };
        let back: String = form_urlencoded::byte_serialize(back.as_bytes()).collect();
        return see_other(&format!("/login?back={back}"));
    }
    let lang = asked.look.lang;
    let chrome = Chrome::of_no_community(state, asked.look, &asked.address, &asked.request_id);
    let Words { title, what, kept } = words_of(lang, fault);
    let id = asked.request_id.clone();
    let again = asked.is_read.then(|| asked.address.clone());
    let html = render::to_html(|| {
        let body = view! {
            {skyline()}
            <h1>{title}</h1>
            <p class="lead">{what}</p>
            {(!kept.is_empty()).then(|| view! { <p>{kept}</p> })}
            <div class="buttons">
                <a class="button" href="/">{icon(Icon::Home)} {words::to_first_page(lang)}</a>
                {again.map(|address| view! { <a class="button quiet" href=address>{words::try_again(lang)}</a> })}
                <a class="button quiet" href="/phone">{icon(Icon::Phone)} {words::call_us(lang)}</a>
            </div>
            <p class="meta">{words::reference(lang)} " " <span class="number">{id}</span></p>
        };
        frame::document(&chrome, title, Kind::Problem, body)
    });
    let mut response = (fault.status, Html(frame::finish(&html, &chrome))).into_response();
    if let Some(wait) = fault.wait {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(wait));
    }
    response
}
