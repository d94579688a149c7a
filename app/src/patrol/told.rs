//! How a shift is told: when, where, how many places, in words.

use backend::patrol::Shift;
use domain::id::PatrolShiftId;
use domain::instant::{Instant, Zone};
use domain::patrol::Role;
use domain::patrol::eligible::Span;
use domain::patrol::shift::Standing;
use jiff::civil::Date;
use text::{Lang, patrol_list as words};

use crate::parts::Names;
use crate::web::Fault;

/// An id from an address.
///
/// # Errors
/// 404 when it is none.
pub fn id(text: &str) -> Result<PatrolShiftId, Fault> {
    text.parse()
        .map_err(|_| Fault::from(backend::Error::NotFound))
}

/// Where everybody reads a shift, with the community's origin: for codes, calendars and messages.
#[must_use]
pub fn address(origin: &str, id: PatrolShiftId) -> String {
    format!("{origin}/patrols/{id}")
}

/// Day and time as they are said today: `明天 18:00–20:00`, `3月14日 周六 22:00 到次日 06:00`.
#[must_use]
pub fn when(lang: Lang, zone: &Zone, now: Instant, span: Span) -> String {
    let day = text::format::relative_day(
        lang,
        zone.date_of(span.starts).civil(),
        zone.date_of(now).civil(),
    );
    on_day(lang, zone, &day, span)
}

/// Day and time as they can be read on any day.
#[must_use]
pub fn when_dated(lang: Lang, zone: &Zone, span: Span) -> String {
    let day = text::format::date(lang, zone.date_of(span.starts).civil());
    on_day(lang, zone, &day, span)
}

fn on_day(lang: Lang, zone: &Zone, day: &str, span: Span) -> String {
    let (first, last) = (zone.civil(span.starts), zone.civil(span.ends));
    let (from, until) = (
        text::format::time(first.time()),
        text::format::time(last.time()),
    );
    let next = |day: Date| day.tomorrow().is_ok_and(|next| next == last.date());
    if first.date() == last.date() {
        words::when(lang, day, from, until)
    } else if next(first.date()) {
        words::when_overnight(lang, day, from, until)
    } else {
        let last = text::format::date_time(lang, last);
        words::when_long(lang, format!("{day} {from}"), last)
    }
}

/// Where it is: where people meet, and near which building.
#[must_use]
pub fn place(shift: &Shift, names: &Names) -> String {
    let building = shift.building.map(|id| names.building(id));
    let parts = [building.as_deref().unwrap_or_default(), &shift.place];
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

/// How many places are left, or why there is nothing to take.
#[must_use]
pub fn places(lang: Lang, shift: &Shift, now: Instant) -> String {
    let left = |role| shift.places_of(role).left().max(0);
    let said = match shift.standing(now) {
        Standing::Cancelled => return words::places_cancelled(lang).to_owned(),
        Standing::Ended => return words::places_ended(lang).to_owned(),
        Standing::Running => return words::places_running(lang).to_owned(),
        Standing::Draft | Standing::Open | Standing::Full => {
            if left(Role::Member) > 0 {
                words::places_left(lang, left(Role::Member))
            } else if left(Role::Trainee) > 0 {
                words::places_trainee(lang, left(Role::Trainee))
            } else if left(Role::Leader) > 0 {
                words::places_leader(lang).to_owned()
            } else if shift.waiting > 0 {
                words::places_full_waiting(lang, shift.waiting)
            } else {
                words::places_full(lang).to_owned()
            }
        }
    };
    if shift.seeking > 0 {
        words::places_seeking(lang, said, shift.seeking)
    } else {
        said
    }
}

/// The role that most people take: a member's where there are such places, else what there is.
#[must_use]
pub fn usual_role(shift: &Shift) -> Role {
    let has = |role| shift.places_of(role).capacity > 0;
    [Role::Member, Role::Trainee]
        .into_iter()
        .find(|role| has(*role))
        .unwrap_or(Role::Leader)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone() -> Zone {
        Zone::named("Asia/Shanghai").unwrap()
    }

    fn at(text: &str) -> Instant {
        let zoned: jiff::Zoned = format!("{text}[Asia/Shanghai]").parse().unwrap();
        zoned.timestamp().into()
    }

    #[test]
    fn a_shift_is_told_by_the_word_of_its_day() {
        let now = at("2026-03-10T09:00");
        let said = |starts: &str, ends: &str| {
            let span = Span {
                starts: at(starts),
                ends: at(ends),
            };
            when(Lang::Zh, &zone(), now, span)
        };
        assert_eq!(
            said("2026-03-10T18:00", "2026-03-10T20:00"),
            "今天 18:00–20:00"
        );
        assert_eq!(
            said("2026-03-11T18:00", "2026-03-11T20:00"),
            "明天 18:00–20:00"
        );
        assert_eq!(
            said("2026-03-14T22:00", "2026-03-15T06:00"),
            "3月14日 周六 22:00 到次日 06:00"
        );
        assert_eq!(
            said("2026-03-31T22:00", "2026-04-01T06:00"),
            "3月31日 周二 22:00 到次日 06:00"
        );
    }
}
