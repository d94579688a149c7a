//! `/admin/patrols/{id}/people`: everybody on a shift, whom to phone, who waits for a yes, and a way
//! to enter somebody (rules V9, V11, V14, P18).

mod add;

use axum::extract::{Path, Query as Asked};
use axum::http::StatusCode;
use backend::Error;
use backend::patrol::call::{self, Line, People, Reach};
use backend::patrol::sign_up::{self, Answer as Came, Guest};
use backend::words as names;
use domain::id::{PatrolShiftId, PatrolSignUpId, PersonId};
use domain::patrol::Role;
use domain::patrol::eligible::Why;
use domain::patrol::shift::Kept;
use domain::patrol::sign_up::State;
use domain::permission::Permission;
use domain::person::Sought;
use domain::problem::Problems;
use leptos::prelude::*;
use serde::Deserialize;
use text::{Lang, patrol_desk as words};

use self::add::{adding, refusal};
use super::edit::managed;
use super::{BOARD, dial, id, line as shift_line};
use crate::form::Form;
use crate::frame::{self, Chrome, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, Input, input};
use crate::web::{Answer, Fault, Web};

/// Whom the search looks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filters {
    q: String,
}

/// What is to be said about somebody who was to be entered.
#[derive(Default)]
struct Entering {
    guest: Guest,
    /// The person's name, where they are known.
    known: Option<String>,
    problems: Problems,
    refused: Option<(Why, Option<PatrolShiftId>)>,
}

/// `GET /admin/patrols/{id}/people`
pub async fn show(web: Web, Path(asked): Path<String>, Asked(filters): Asked<Filters>) -> Answer {
    page(
        &web,
        StatusCode::OK,
        id(&asked)?,
        &filters.q,
        Entering::default(),
    )
    .await
}

/// `POST /admin/patrols/{id}/people`: one of the presses on the page.
pub async fn act(web: Web, Path(asked): Path<String>, form: Form) -> Answer {
    let id = id(&asked)?;
    managed(&web, id).await?;
    let lang = web.lang();
    let act = form.text("act");
    if act == "enter" {
        return enter(&web, id, &form).await;
    }
    let said = match act.as_str() {
        "called" | "uncalled" => {
            let person = person_of(&form)?;
            let done = act == "called";
            web.write(move |ctx| async move { call::tick(&ctx, id, person, done).await })
                .await?;
            if done {
                words::ticked(lang)
            } else {
                words::unticked(lang)
            }
        }
        "yes" | "no" => {
            let sign_up = sign_up_of(&form)?;
            let yes = act == "yes";
            let reason = form.text("reason");
            web.write_with(reason, move |ctx, reason| async move {
                sign_up::decide(&ctx, sign_up, yes, &reason).await
            })
            .await?;
            if yes {
                words::approved(lang)
            } else {
                words::declined(lang)
            }
        }
        "excuse" => {
            let sign_up = sign_up_of(&form)?;
            web.write(move |ctx| async move { sign_up::excuse(&ctx, sign_up).await })
                .await?;
            words::excused(lang)
        }
        "release" => {
            let sign_up = sign_up_of(&form)?;
            let reason = form.text("reason");
            web.write_with(reason, move |ctx, reason| async move {
                sign_up::release(&ctx, sign_up, &reason).await
            })
            .await?;
            words::released(lang)
        }
        _ => return Err(Fault::status(StatusCode::BAD_REQUEST)),
    };
    web.see_other_saying(&format!("{BOARD}/{id}/people"), said)
        .await
}

fn person_of(form: &Form) -> Result<PersonId, Fault> {
    let person = form.text("person").parse();
    person.map_err(|_| Fault::from(Error::NotFound))
}

fn sign_up_of(form: &Form) -> Result<PatrolSignUpId, Fault> {
    let sign_up = form.text("sign_up").parse();
    sign_up.map_err(|_| Fault::from(Error::NotFound))
}

async fn enter(web: &Web, id: PatrolShiftId, form: &Form) -> Answer {
    let guest = Guest {
        request_key: form.text("request_key"),
        person: form.text("person").parse().ok(),
        name: form.text("name"),
        telephone: form.text("telephone"),
        role: form.text("role"),
        waived: form.all("waived").map(ToOwned::to_owned).collect(),
        reason: form.text("reason"),
    };
    let entered = web
        .write_with(guest.clone(), move |ctx, guest| async move {
            sign_up::enter(&ctx, id, guest).await
        })
        .await;
    let lang = web.lang();
    let mut entering = Entering {
        guest,
        ..Entering::default()
    };
    match entered {
        Ok(Came::SignedUp(sign_up)) => {
            let said = if sign_up.state == State::Waitlisted {
                words::entered_waits(lang)
            } else {
                words::entered(lang)
            };
            return web
                .see_other_saying(&format!("{BOARD}/{id}/people"), said)
                .await;
        }
        Ok(Came::Refused { why, nearest }) => entering.refused = Some((why, nearest)),
        Err(Error::Invalid(problems)) => entering.problems = problems,
        Err(error) => return Err(error.into()),
    }
    if let Some(person) = entering.guest.person {
        entering.known = Some(call::name(&web.ctx, person).await?);
    }
    page(web, StatusCode::UNPROCESSABLE_ENTITY, id, "", entering).await
}

async fn page(
    web: &Web,
    status: StatusCode,
    id: PatrolShiftId,
    asked: &str,
    mut entering: Entering,
) -> Answer {
    web.ctx
        .require_at(Permission::ManagePatrols, &web.ctx.community.path)?;
    let People { shift, lines } = call::people(&web.ctx, id).await?;
    let found = match Sought::read(asked) {
        Some(sought) => Some(call::find(&web.ctx, sought).await?),
        None => None,
    };
    if entering.guest.request_key.is_empty() || entering.problems.of("request_key").is_some() {
        entering.guest.request_key = web.new_key();
    }
    let lang = web.lang();
    let path = format!("{BOARD}/{id}/people");
    let back = format!("{BOARD}/{id}");
    let to_phone = lines.iter().filter(|line| line.waits_for_call()).count();
    let to_phone = i64::try_from(to_phone).unwrap_or(i64::MAX);
    let begun = shift.span.starts <= web.ctx.now;
    let can_enter = shift.kept == Kept::Open && shift.closed_at.is_none();
    Ok(web.page_with(status, words::people_title(lang), Kind::Staff, || {
        let one = |line: &Line| row(&web.chrome, &path, line, begun);
        let of = |states: &[State]| -> Vec<_> {
            Role::ALL
                .iter()
                .flat_map(|role| lines.iter().filter(|line| line.role == *role))
                .filter(|line| states.contains(&line.state))
                .map(one)
                .collect()
        };
        let groups = [
            (words::group_pending(lang), of(&[State::Pending])),
            (
                words::group_coming(lang),
                of(&[State::Confirmed, State::CheckedIn, State::Completed, State::Seeking, State::Offered]),
            ),
            (words::group_waiting(lang), of(&[State::Waitlisted])),
            (words::group_away(lang), of(&[State::Excused, State::NoShow])),
        ];
        let groups: Vec<_> = groups
            .into_iter()
            .filter(|(_, rows)| !rows.is_empty())
            .map(|(title, rows)| view! {
                <section class="stack"><h2>{title}</h2><ul class="rows">{rows}</ul></section>
            })
            .collect();
        view! {
            {parts::back(back, words::edit_title(lang))}
            <h1>{words::people_title(lang)}</h1>
            <p class="lead">
                {shift_line(lang, &web.ctx, &shift)} " · "
                {words::covered(lang, shift.covered, shift.capacity())}
            </p>
            {refusal(&web.chrome, &path, &entering)}
            {(to_phone > 0).then(|| view! {
                <div class="note waiting">{icon(Icon::Phone)}<p>{words::to_phone(lang, to_phone)}</p></div>
            })}
            {if lines.is_empty() {
                parts::empty(Icon::People, words::nobody(lang), words::nobody_next(lang)).into_any()
            } else {
                groups.into_any()
            }}
            {(!lines.is_empty()).then(|| view! {
                <div class="buttons">
                    <a class="button quiet" href=format!("{BOARD}/{id}/phones")>{icon(Icon::Print)} {words::print_list(lang)}</a>
                    <a class="button quiet" href=format!("{path}.xlsx") download="">{icon(Icon::Copy)} {words::as_xlsx(lang)}</a>
                    <a class="button quiet" href=format!("{path}.csv") download="">{icon(Icon::Copy)} {words::as_csv(lang)}</a>
                </div>
            })}
            {can_enter.then(|| adding(&web.chrome, &path, asked, found.as_ref(), &entering))}
        }
    }))
}

/// The state of a sign-up as word, icon and colour.
fn state(lang: Lang, state: State) -> impl IntoView + use<> {
    let (class, which) = match state {
        State::Pending | State::Waitlisted | State::Offered => ("chip waiting", Icon::Clock),
        State::Confirmed => ("chip done", Icon::Check),
        State::CheckedIn | State::Completed => ("chip done", Icon::Solved),
        State::Seeking => ("chip attention", Icon::Warning),
        State::NoShow | State::Excused | State::Cancelled => ("chip aside", Icon::Pause),
    };
    view! { <span class=class>{icon(which)} {names::sign_up(lang, state)}</span> }
}

/// Somebody on the shift, with what there is to do.
fn row(chrome: &Chrome, path: &str, line: &Line, begun: bool) -> impl IntoView + use<> {
    let lang = chrome.lang;
    let name = line.guardian.as_ref().map_or_else(
        || line.name.clone(),
        |guardian| words::with_guardian(lang, guardian, &line.name),
    );
    let is_phoned = line.reach == Reach::Phone;
    let about = words::about(
        lang,
        call::reach(lang, line.reach),
        names::role(lang, line.role),
    );
    let reason = (!line.override_reason.is_empty())
        .then(|| view! { <small>{words::waived_for(lang, &line.override_reason)}</small> });
    let tick = is_phoned.then(|| {
        let (value, class, word) = if line.called_at.is_some() {
            ("uncalled", "button plain", words::uncall(lang))
        } else {
            ("called", "button quiet", words::call_done(lang))
        };
        view! {
            <form method="post" action=path.to_owned()>
                {frame::token(chrome)}
                <input type="hidden" name="person" value=line.person.to_string()/>
                <button class=class name="act" value=value>{(value == "called").then(|| icon(Icon::Check))} {word}</button>
            </form>
        }
    });
    view! {
        <li class="row">
            <span>
                <b>{name}</b>
                <small>{about} {line.called_at.map(|_| words::and_called(lang))}</small>
                {reason}
            </span>
            {state(lang, line.state)}
            {dial(lang, line.telephone.as_ref())}
            {tick}
            {decide(chrome, path, line)}
            {leave(chrome, path, line, begun)}
        </li>
    }
}

/// A yes or a no for who waits for it.
fn decide(chrome: &Chrome, path: &str, line: &Line) -> impl IntoView + use<> {
    let lang = chrome.lang;
    (line.state == State::Pending).then(|| {
        view! {
            <form class="buttons" method="post" action=path.to_owned()>
                {frame::token(chrome)}
                <input type="hidden" name="sign_up" value=line.sign_up.to_string()/>
                <button class="button" name="act" value="yes">{icon(Icon::Check)} {words::approve(lang)}</button>
                <button class="button quiet" name="act" value="no">{words::decline(lang)}</button>
            </form>
        }
    })
}

/// Asked off, or taken off: folded away, since it is seldom meant.
fn leave(chrome: &Chrome, path: &str, line: &Line, begun: bool) -> impl IntoView + use<> {
    let lang = chrome.lang;
    let can_excuse = matches!(
        line.state,
        State::Offered | State::Confirmed | State::Seeking | State::CheckedIn | State::NoShow
    );
    let can_release = !begun
        && matches!(
            line.state,
            State::Waitlisted | State::Offered | State::Confirmed | State::Seeking | State::Excused
        );
    let id = format!("reason-{}", line.sign_up);
    (can_excuse || can_release).then(|| {
        view! {
            <details>
                <summary>{words::change_one(lang)}</summary>
                <form class="form" method="post" action=path.to_owned()>
                    {frame::token(chrome)}
                    <input type="hidden" name="sign_up" value=line.sign_up.to_string()/>
                    {can_release.then(|| input(lang, &Problems::new(), Input {
                        name: "reason",
                        id: Some(id),
                        label: words::release_reason(lang).to_owned(),
                        optional: true,
                        max: Some("200"),
                        ..Input::default()
                    }))}
                    <div class="buttons">
                        {can_excuse.then(|| view! {
                            <button class="button quiet" name="act" value="excuse">{words::excuse(lang)}</button>
                        })}
                        {can_release.then(|| view! {
                            <button class="button urgent" name="act" value="release">{words::release(lang)}</button>
                        })}
                    </div>
                </form>
            </details>
        }
    })
}
