//! Who came: a large tick for each, and what is rarer behind it.

use backend::patrol::attendance::{Attendee, List};
use backend::words::{role, sign_up as state_word};
use domain::patrol::Role;
use domain::patrol::attendance::Mark;
use domain::patrol::shift::Kept;
use domain::patrol::sign_up::State;
use domain::problem::Problems;
use leptos::prelude::*;
use text::patrol_day as words;

use super::page::Day;
use super::{clock, path};
use crate::frame;
use crate::icon::{Icon, icon};
use crate::parts::{Input, input};
use crate::web::Web;

/// Whether ticks are taken now: half an hour before the start, and as long as it takes afterwards.
fn ticks(web: &Web, day: &Day) -> bool {
    day.shift.kept == Kept::Open
        && domain::patrol::attendance::has_opened(day.shift.span, web.ctx.now)
}

/// The list with everything that is done on it.
pub(super) fn section(web: &Web, day: &Day, people: &List) -> impl IntoView + use<> {
    let lang = web.lang();
    let came = people.people.iter().filter(|one| one.came()).count();
    let expected = |one: &&Attendee| one.sign_up.state != State::Excused;
    let on_it = people.on_it().filter(expected).count();
    let is_on = ticks(web, day);
    let rows: Vec<_> = people
        .on_it()
        .map(|one| row(web, day, one, is_on))
        .collect();
    let waiting: Vec<_> = people
        .waiting()
        .map(|one| row(web, day, one, is_on))
        .collect();
    let all = (is_on && people.people.iter().any(Attendee::is_missing)).then(|| {
        view! {
            <form method="post" action=path(day.shift.id)>
                {frame::token(&web.chrome)}
                <button class="button big all-came" name="act" value="all">
                    {icon(Icon::Check)} {words::all_came(lang)}
                </button>
            </form>
        }
    });
    let later = (!is_on && day.shift.kept == Kept::Open).then(|| {
        let opens = day
            .shift
            .span
            .starts
            .minus(domain::patrol::attendance::OPENS_BEFORE);
        let from = clock(&web.ctx.community.zone, opens);
        view! { <p class="hint">{words::all_came_before(lang, from)}</p> }
    });
    let nobody = rows.is_empty();
    view! {
        <section class="stack">
            <h2>{words::who(lang)}</h2>
            <p class="count">{words::came_of(lang, on_it, came)}</p>
            {all}
            {later}
            {nobody.then(|| view! { <p>{words::nobody(lang)}</p> })}
            {(!nobody).then(|| view! { <ul class="attendees">{rows}</ul> })}
            {bring(web, day)}
        </section>
        {(!waiting.is_empty()).then(|| view! {
            <section class="stack">
                <h2>{words::waiting(lang)}</h2>
                <p class="hint">{words::waiting_hint(lang)}</p>
                <ol class="attendees">{waiting}</ol>
            </section>
        })}
    }
}

/// One person: the tick, the number to call, the exceptions.
fn row(web: &Web, day: &Day, one: &Attendee, is_on: bool) -> impl IntoView + use<> {
    let lang = web.lang();
    let id = one.sign_up.id;
    let came = one.came();
    let mark = if came { Mark::TakenBack } else { Mark::Came };
    let press = if came {
        words::tick_back(lang)
    } else {
        words::tick_off(lang)
    };
    let face = face(web, one);
    let tick = if is_on {
        view! {
            <form method="post" action=path(day.shift.id)>
                {hidden(web, one)}
                <button class=if came { "tick on" } else { "tick" } name="act" value=mark.as_str()>
                    {face} <span class="unseen">{press}</span>
                </button>
            </form>
        }
        .into_any()
    } else {
        view! { <p class="tick">{face}</p> }.into_any()
    };
    let call = one.telephone.as_ref().map(|number| {
        view! {
            <a class="button quiet call-one" href=format!("tel:{}", number.dial())>
                {icon(Icon::Phone)} <span class="unseen">{words::call(lang, &one.name)}</span>
            </a>
        }
    });
    view! {
        <li class="attendee" id=format!("p-{id}")>
            {tick}
            {call}
            {exceptions(web, day, one, is_on)}
        </li>
    }
}

fn hidden(web: &Web, one: &Attendee) -> impl IntoView + use<> {
    view! {
        {frame::token(&web.chrome)}
        <input type="hidden" name="sign_up" value=one.sign_up.id.to_string()/>
        <input type="hidden" name="version" value=one.sign_up.version.to_string()/>
    }
}

/// The name, and how it stands.
fn face(web: &Web, one: &Attendee) -> impl IntoView + use<> {
    let lang = web.lang();
    let zone = &web.ctx.community.zone;
    let state = one.sign_up.state;
    let which = match state {
        State::CheckedIn | State::Completed => Icon::Solved,
        State::NoShow => Icon::Cross,
        State::Excused => Icon::Pause,
        State::Seeking => Icon::Question,
        _ => Icon::Clock,
    };
    let mut said = Vec::new();
    if one.sign_up.role != Role::Member {
        said.push(role(lang, one.sign_up.role).to_owned());
    }
    said.push(state_word(lang, state).to_owned());
    let times = (one.sign_up.came_at, one.sign_up.went_at);
    if times != (None, None) {
        let at = |at: Option<_>| at.map_or_else(String::new, |at| clock(zone, at));
        said.push(words::times_from_to(lang, at(times.0), at(times.1)));
    }
    if let Some(guardian) = &one.guardian {
        said.push(words::guardian_of(lang, guardian));
    }
    view! {
        {icon(which)}
        <span><b>{one.name.clone()}</b> <small>{said.join(" · ")}</small></span>
    }
}

/// What is rarer than a tick: real times, somebody who asked off or did not come.
fn exceptions(web: &Web, day: &Day, one: &Attendee, is_on: bool) -> impl IntoView + use<> {
    let lang = web.lang();
    let id = one.sign_up.id;
    let is_typed = day.typed.act == "times" && day.typed.sign_up == Some(id);
    let none = Problems::new();
    let problems = if is_typed { &day.problems } else { &none };
    let state = one.sign_up.state;
    let over = web.ctx.now >= day.shift.span.ends;
    let me = web.ctx.signed_in().map(|me| me.person);
    let mine = me == Some(one.sign_up.person);
    // Whoever is away leads nobody, and it is not theirs to say.
    let may = day.manages || !mine;
    let presses = [
        (
            may && !one.waits() && state != State::Excused,
            Mark::Excused,
            Icon::Pause,
            words::excuse(lang),
        ),
        (
            may && over && !one.waits() && state != State::NoShow,
            Mark::Missed,
            Icon::Cross,
            words::missed(lang),
        ),
        (
            matches!(state, State::NoShow | State::Excused),
            Mark::TakenBack,
            Icon::Undo,
            words::take_back(lang),
        ),
    ];
    let buttons: Vec<_> = presses
        .into_iter()
        .filter(|(offered, ..)| *offered)
        .map(|(_, mark, which, word)| {
            view! {
                <button class="button quiet" name="act" value=mark.as_str()>{icon(which)} {word}</button>
            }
        })
        .collect();
    let (came, went) = if is_typed {
        (day.typed.came.clone(), day.typed.went.clone())
    } else {
        let at =
            |at: Option<_>| at.map_or_else(String::new, |at| clock(&web.ctx.community.zone, at));
        (at(one.sign_up.came_at), at(one.sign_up.went_at))
    };
    let field = |name: &'static str, label: &str, value: String| Input {
        name,
        id: (!is_typed).then(|| format!("{name}-{id}")),
        label: label.to_owned(),
        value,
        kind: "time",
        ..Input::default()
    };
    let is_agreed = if is_typed {
        day.typed.approve
    } else {
        one.approved
    };
    let may_agree = day.manages && !mine && me != one.sign_up.guardian;
    let approve = may_agree.then(|| {
        view! {
            <label class="check">
                <input type="checkbox" name="approve" value="1" checked=is_agreed/>
                <span>{words::approve(lang)}</span>
            </label>
        }
    });
    let times = (is_on && !one.waits()).then(|| {
        view! {
            <form class="form" method="post" action=path(day.shift.id)>
                {hidden(web, one)}
                <div class="pairing">
                    {input(lang, problems, field("came", words::came_at(lang), came))}
                    {input(lang, problems, field("went", words::went_at(lang), went))}
                </div>
                <p class="hint">{words::times_hint(lang)}</p>
                {approve}
                <button class="button quiet" name="act" value="times">{icon(Icon::Clock)} {words::times_save(lang)}</button>
            </form>
        }
    });
    let has_any = times.is_some() || !buttons.is_empty();
    let name = one.name.clone();
    has_any.then(|| {
        view! {
            <details open=is_typed>
                <summary>{words::more(lang)} <span class="unseen">{name}</span></summary>
                <div class="stack">
                    <form class="buttons" method="post" action=path(day.shift.id)>
                        {hidden(web, one)}
                        {buttons}
                    </form>
                    {times}
                </div>
            </details>
        }
    })
}

/// Somebody who stands at the door (rule V11).
fn bring(web: &Web, day: &Day) -> impl IntoView + use<> {
    let lang = web.lang();
    let is_typed = day.typed.act == "bring";
    let none = Problems::new();
    let problems = if is_typed { &day.problems } else { &none };
    let key = if is_typed && !day.typed.request_key.is_empty() {
        day.typed.request_key.clone()
    } else {
        web.new_key()
    };
    let (name, telephone) = (day.typed.name.clone(), day.typed.telephone.clone());
    let shift = &day.shift;
    (shift.kept == Kept::Open && shift.closed_at.is_none()).then(|| {
        view! {
            <details class="card" open=is_typed>
                <summary>{icon(Icon::Plus)} {words::bring(lang)}</summary>
                <form class="form" method="post" action=path(shift.id)>
                    {frame::token(&web.chrome)}
                    <input type="hidden" name="request_key" value=key/>
                    {input(lang, problems, Input {
                        name: "name",
                        label: words::bring_name(lang).to_owned(),
                        value: name,
                        autocomplete: Some("off"),
                        max: Some("30"),
                        ..Input::default()
                    })}
                    {input(lang, problems, Input {
                        name: "telephone",
                        label: words::bring_telephone(lang).to_owned(),
                        hint: Some(words::bring_telephone_hint(lang).to_owned()),
                        value: telephone,
                        optional: true,
                        kind: "tel",
                        autocomplete: Some("off"),
                        inputmode: Some("tel"),
                        max: Some("30"),
                        ..Input::default()
                    })}
                    <div class="submit still">
                        <button class="button" name="act" value="bring">{icon(Icon::Plus)} {words::bring_button(lang)}</button>
                    </div>
                </form>
            </details>
        }
    })
}
