//! Taking a place, waiting, leaving, standing in: what can be pressed, and what comes of it.

use axum::extract::Path;
use axum::http::StatusCode;
use backend::patrol::own::{OnShift, Own};
use backend::patrol::sign_up::{self, Answer as Came, Said as Guardian, Wish};
use backend::patrol::{self, Shift, SignUp};
use backend::{Error, words as names_of};
use domain::id::{PatrolShiftId, PersonId};
use domain::patrol::Role;
use domain::patrol::eligible::Why;
use domain::patrol::shift::Standing;
use domain::patrol::sign_up::State;
use leptos::prelude::*;
use text::patrol_list as words;

use super::{Model, Said, form, page, sign_in};
use crate::assist;
use crate::form::Form;

use crate::icon::{Icon, icon};
use crate::parts::moment;
use crate::patrol::list::own_chip;
use crate::patrol::{own, told};
use crate::web::{Answer, Fault, Web};

/// What came of a form.
enum Done {
    /// It is done; what the next page begins with.
    Saying(String),
    /// Why not, and what would work.
    Refused(Why, Option<PatrolShiftId>),
}

/// `POST /patrols/{id}`: signs somebody up, stands in, or does something with a sign-up.
pub(super) async fn submit(web: Web, Path(asked): Path<String>, form: Form) -> Answer {
    if web.ctx.signed_in().is_none() {
        return Err(Error::SignIn.into());
    }
    let shift = patrol::find(&web.ctx, told::id(&asked)?).await?;
    let done = match form.find("act") {
        Some("sign_up") => take(&web, &shift, &form).await,
        Some("stand_in") => stand_in(&web, &shift, &form).await,
        act => {
            let act = act.and_then(own::Act::parse);
            let act = act.ok_or(Fault::status(StatusCode::BAD_REQUEST))?;
            own::carry_out(&web, act, &form)
                .await
                .map(|said| Done::Saying(said.to_owned()))
        }
    };
    match done {
        Ok(Done::Saying(said)) => {
            web.see_other_saying(&format!("/patrols/{}", shift.id), &said)
                .await
        }
        Ok(Done::Refused(why, nearest)) => {
            let nearest = match nearest {
                Some(id) => Some(Box::new(patrol::find(&web.ctx, id).await?)),
                None => None,
            };
            page(
                &web,
                &shift,
                StatusCode::CONFLICT,
                Said::Refused(why, nearest),
            )
            .await
        }
        Err(Error::Changed) => {
            let shift = patrol::find(&web.ctx, shift.id).await?;
            page(&web, &shift, StatusCode::CONFLICT, Said::Changed).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Oneself, a child, or whom one acts for.
async fn take(web: &Web, shift: &Shift, form: &Form) -> Result<Done, Error> {
    let acting = assist::named(web, &form.text("for_whom"))?;
    let child = match form.find("child") {
        None | Some("") => None,
        Some(id) => Some(id.parse::<PersonId>().map_err(|_| Error::NotFound)?),
    };
    let wish = Wish {
        request_key: form.text("request_key"),
        role: form.text("role"),
        person: child.or(acting),
        said: Guardian {
            agrees: form.ticked("agrees"),
            is_ten: form.ticked("is_ten"),
        },
    };
    let id = shift.id;
    let came = web
        .write_with(wish, move |ctx, wish| async move {
            sign_up::sign_up(&ctx, id, wish).await
        })
        .await?;
    Ok(told_of(web, shift, &came, words::said_confirmed))
}

async fn stand_in(web: &Web, shift: &Shift, form: &Form) -> Result<Done, Error> {
    let id = own::asked(form)?;
    let key = form.text("request_key");
    let came = web
        .write_with(key, move |ctx, key| async move {
            sign_up::stand_in(&ctx, id, &key).await
        })
        .await?;
    Ok(told_of(web, shift, &came, words::said_stood_in))
}

fn told_of(
    web: &Web,
    shift: &Shift,
    came: &Came,
    confirmed: fn(text::Lang, String) -> String,
) -> Done {
    let lang = web.lang();
    match came {
        Came::Refused { why, nearest } => Done::Refused(*why, *nearest),
        Came::SignedUp(SignUp { state, .. }) => Done::Saying(match state {
            State::Waitlisted => words::said_waitlisted(lang).to_owned(),
            State::Pending => words::said_pending(lang).to_owned(),
            _ => {
                let (zone, now) = (&web.ctx.community.zone, web.ctx.now);
                confirmed(lang, told::when(lang, zone, now, shift.span))
            }
        }),
    }
}

/// Everything that can be pressed on the page, and how one stands.
pub(super) fn block(web: &Web, model: &Model) -> impl IntoView + use<> {
    let lang = web.lang();
    let shift = &model.shift;
    let is_ahead = matches!(shift.standing(web.ctx.now), Standing::Open | Standing::Full);
    let Some(on) = &model.on else {
        return is_ahead
            .then(|| {
                view! {
                    <div class="card mine">
                        <a class="button big" href=sign_in(shift)>{icon(Icon::Check)} {label(shift, told::usual_role(shift), lang)}</a>
                        <p class="hint">{words::log_in_first(lang)}</p>
                    </div>
                }
            })
            .into_any();
    };
    let own: Vec<_> = on
        .own
        .iter()
        .map(|own| stands(web, shift, on, own))
        .collect();
    let takes = (is_ahead && on.mine().is_none()).then(|| offers(web, shift, on));
    let holds = on.mine().is_some_and(|mine| mine.sign_up.state.holds());
    let is_acting = web.chrome.acting_for.is_some();
    // Where it is asked first, whoever stands in waits already.
    let waits = |mine: &Own| mine.sign_up.state == State::Waitlisted;
    let may = !shift.needs_approval || on.mine().is_some_and(waits);
    let stand_in = (is_ahead && !holds && !is_acting && may).then(|| seekers(web, shift, on));
    let children: Vec<_> = if is_ahead {
        on.children
            .iter()
            .map(|(id, name)| child(web, shift, *id, name))
            .collect()
    } else {
        Vec::new()
    };
    view! {
        {own}
        {takes}
        {stand_in}
        {(!children.is_empty()).then(|| view! {
            <details class="card children">
                <summary>{icon(Icon::People)} {words::child_title(lang)}</summary>
                <div>
                    <p class="hint">{words::child_lead(lang)}</p>
                    {children}
                </div>
            </details>
        })}
    }
    .into_any()
}

/// 我来 while there is a place, else 排候补.
fn label(shift: &Shift, role: Role, lang: text::Lang) -> &'static str {
    if shift.places_of(role).left() > 0 {
        words::come(lang)
    } else {
        words::queue_up(lang)
    }
}

/// The form that takes a place, with smaller choices where there are other roles.
fn offers(web: &Web, shift: &Shift, on: &OnShift) -> impl IntoView + use<> {
    let lang = web.lang();
    let usual = told::usual_role(shift);
    let has = |role| role != usual && shift.places_of(role).capacity > 0;
    let other = |role: Role, label| {
        view! { <button class="button quiet" name="role" value=role.as_str()>{label}</button> }
    };
    let learns = has(Role::Trainee).then(|| other(Role::Trainee, words::as_trainee(lang)));
    let leads =
        (has(Role::Leader) && on.is_trained).then(|| other(Role::Leader, words::as_leader(lang)));
    let name = web.chrome.acting_for.as_ref().map(|(_, name)| name.clone());
    let guards = on
        .is_child
        .then(|| guardian(lang, &name.unwrap_or_default(), "own"));
    let inside = view! {
        <input type="hidden" name="request_key" value=web.new_key()/>
        <input type="hidden" name="act" value="sign_up"/>
        {assist::for_whom(&web.chrome)}
        {guards}
        <button class="button big" name="role" value=usual.as_str()>{icon(Icon::Check)} {label(shift, usual, lang)}</button>
        {shift.needs_approval.then(|| view! { <p class="hint">{words::approval_hint(lang)}</p> })}
        {(learns.is_some() || leads.is_some()).then(|| view! { <div class="buttons">{learns} {leads}</div> })}
    };
    view! { <div class="card mine">{form(web, shift, inside)}</div> }
}

/// What a guardian says about a child (rules P21, V15).
fn guardian(lang: text::Lang, name: &str, of: &str) -> impl IntoView + use<> {
    let (agrees, is_ten) = (format!("agrees-{of}"), format!("is_ten-{of}"));
    view! {
        <label class="check" for=agrees.clone()>
            <input type="checkbox" id=agrees.clone() name="agrees" value="1" required/>
            <span>{words::child_consent(lang, name)}</span>
        </label>
        <label class="check" for=is_ten.clone()>
            <input type="checkbox" id=is_ten.clone() name="is_ten" value="1"/>
            <span>{words::child_is_ten(lang)}</span>
        </label>
    }
}

fn child(web: &Web, shift: &Shift, id: PersonId, name: &str) -> impl IntoView + use<> {
    let lang = web.lang();
    let inside = view! {
        <input type="hidden" name="request_key" value=web.new_key()/>
        <input type="hidden" name="act" value="sign_up"/>
        <input type="hidden" name="child" value=id.to_string()/>
        {guardian(lang, name, &id.to_string())}
        <button class="button" name="role" value=told::usual_role(shift).as_str()>{words::child_come(lang, name)}</button>
    };
    form(web, shift, inside)
}

/// One press takes over for somebody who cannot come (rule V6); nobody's name.
fn seekers(web: &Web, shift: &Shift, on: &OnShift) -> impl IntoView + use<> {
    let lang = web.lang();
    let may = |role: Role| role != Role::Leader || on.is_trained;
    let buttons: Vec<_> = on
        .seekers
        .iter()
        .filter(|(role, _)| may(*role))
        .map(|(role, id)| {
            let label = match role {
                Role::Member => words::stand_in(lang).to_owned(),
                role => words::stand_in_as(lang, names_of::role(lang, *role)),
            };
            let inside = view! {
                <input type="hidden" name="request_key" value=web.new_key()/>
                <input type="hidden" name="sign_up" value=id.to_string()/>
                <button class="button" name="act" value="stand_in">{label}</button>
            };
            form(web, shift, inside)
        })
        .collect();
    (!buttons.is_empty()).then(|| {
        view! {
            <section class="card mine">
                <h2>{icon(Icon::People)} {words::seekers_title(lang)}</h2>
                <p>{words::seekers_lead(lang)}</p>
                {buttons}
            </section>
        }
    })
}

/// How somebody stands on the shift, and what can be done about it.
fn stands(web: &Web, shift: &Shift, on: &OnShift, own: &Own) -> impl IntoView + use<> {
    let lang = web.lang();
    let is_mine = own.sign_up.person == on.person;
    let name = match (&web.chrome.acting_for, is_mine) {
        (Some((_, name)), true) => name.clone(),
        (None, true) => words::mine_title(lang).to_owned(),
        (_, false) => words::for_child(lang, &own.name),
    };
    let role = (own.sign_up.role != Role::Member)
        .then(|| words::your_role(lang, names_of::role(lang, own.sign_up.role)));
    let along = |other: &Own| other.sign_up.with_guardian && other.sign_up.state.is_active();
    let is_ahead = matches!(shift.standing(web.ctx.now), Standing::Open | Standing::Full);
    let goes_too = is_mine && is_ahead && on.own.iter().any(along);
    view! {
        <section class="card mine">
            <div class="head"><h2>{name}</h2>{own_chip(lang, own.sign_up.state)}</div>
            <p>{sentence(web, own)} {role}</p>
            {goes_too.then(|| view! { <p class="hint">{words::child_goes_too(lang)}</p> })}
            {form(web, shift, actions(web, shift, &own.sign_up))}
        </section>
    }
}

/// How a sign-up stands, in a sentence.
pub fn sentence(web: &Web, own: &Own) -> String {
    let lang = web.lang();
    match own.sign_up.state {
        State::Pending => words::pending_line(lang).to_owned(),
        State::Waitlisted => words::waitlisted_line(lang, own.turn.unwrap_or(1)),
        State::Offered => {
            let until = own.sign_up.offered_until.unwrap_or(web.ctx.now);
            let until = moment(lang, &web.ctx.community.zone, until, web.ctx.now);
            words::offered_line(lang, until)
        }
        State::Confirmed => words::confirmed_line(lang).to_owned(),
        State::Seeking => words::seeking_line(lang).to_owned(),
        State::CheckedIn => words::checked_in_line(lang).to_owned(),
        State::Completed => words::completed_line(lang).to_owned(),
        State::NoShow => words::no_show_line(lang).to_owned(),
        State::Excused | State::Cancelled => words::excused_line(lang).to_owned(),
    }
}

/// The buttons of a sign-up, each with what it will do said before it is pressed (rule V6); nothing
/// once the shift has begun or was called off.
pub fn actions(web: &Web, shift: &Shift, own: &SignUp) -> impl IntoView + use<> {
    let lang = web.lang();
    let (zone, now) = (&web.ctx.community.zone, web.ctx.now);
    if !matches!(shift.standing(now), Standing::Open | Standing::Full) {
        return ().into_any();
    }
    let button = |act: &'static str, class: &'static str, label: &'static str| {
        view! { <button class=class name="act" value=act>{label}</button> }
    };
    let hint = |said: String| view! { <p class="hint">{said}</p> };
    let inside = match own.state {
        State::Confirmed if now <= shift.deadline => {
            let until = moment(lang, zone, shift.deadline, now);
            view! {
                {hint(words::leave_free(lang, until))}
                {button("leave", "button quiet", words::leave(lang))}
            }
            .into_any()
        }
        State::Confirmed => view! {
            {hint(words::leave_late(lang).to_owned())}
            {button("leave", "button quiet", words::leave_seek(lang))}
        }
        .into_any(),
        State::Pending | State::Waitlisted => view! {
            {hint(words::leave_queue_hint(lang).to_owned())}
            {button("leave", "button quiet", words::leave_queue(lang))}
        }
        .into_any(),
        State::Offered => view! {
            <div class="buttons">
                {button("accept", "button", words::accept(lang))}
                {button("decline", "button quiet", words::decline(lang))}
            </div>
        }
        .into_any(),
        State::Seeking => button("stay", "button", words::stay(lang)).into_any(),
        State::CheckedIn | State::Completed | State::NoShow | State::Excused | State::Cancelled => {
            ().into_any()
        }
    };
    view! {
        <input type="hidden" name="sign_up" value=own.id.to_string()/>
        {inside}
    }
    .into_any()
}
