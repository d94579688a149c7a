//! Entries as RFC 5545 has them. All text passes through the library, which escapes and folds it
//! (rule X18).

use std::collections::HashMap;

use chrono::Duration;
use domain::id::BuildingId;
use domain::instant::Instant;
use domain::patrol::shift::Kept;
use domain::patrol::sign_up::State;
use icalendar::{Alarm, Component, Event, EventLike, EventStatus, Property};
use jiff::Timestamp;
use text::patrol_list as words;

use super::{Entry, Voice};
use crate::context::Context;
use crate::patrol::Shift;

/// How often a calendar is to look again.
const REFRESH: &str = "PT1H";

/// A calendar to be.
pub(super) struct Calendar<'c> {
    pub ctx: &'c Context,
    pub voice: Voice<'c>,
    /// The buildings' names.
    pub places: &'c HashMap<BuildingId, String>,
}

impl Calendar<'_> {
    /// The whole file.
    pub(super) fn of(&self, entries: impl Iterator<Item = Event>) -> String {
        let name = words::cal_name(self.voice.lang, &self.ctx.community.name);
        let mut calendar = icalendar::Calendar::empty();
        for (key, value) in [
            ("VERSION", "2.0"),
            ("PRODID", "-//Linli//Patrols//ZH"),
            ("CALSCALE", "GREGORIAN"),
            ("METHOD", "PUBLISH"),
            ("X-WR-CALNAME", &name),
            ("X-PUBLISHED-TTL", REFRESH),
        ] {
            calendar.append_property((key, value));
        }
        let refresh = Property::new("REFRESH-INTERVAL", REFRESH)
            .add_parameter("VALUE", "DURATION")
            .done();
        calendar.append_property(refresh);
        calendar.extend(entries);
        calendar.to_string()
    }

    /// A shift as everybody sees it.
    pub(super) fn shift(&self, shift: &Shift) -> Event {
        let lang = self.voice.lang;
        let is_off = shift.kept == Kept::Cancelled;
        let name = shift.name(lang);
        let summary = if is_off {
            words::cal_cancelled(lang, name)
        } else {
            name.to_owned()
        };
        let uid = format!("patrol-{}@{}", shift.id, self.host());
        let mut event = self.event(shift, &uid, shift.sequence, &summary);
        if is_off {
            event.status(EventStatus::Cancelled);
        } else {
            event.status(EventStatus::Confirmed);
            self.remind(&mut event, &uid, shift, name);
        }
        event.done()
    }

    /// A person on a shift: whoever only waits has no alarm and a tentative entry.
    pub(super) fn entry(&self, entry: &Entry) -> Event {
        let lang = self.voice.lang;
        let Entry { shift, sign_up, .. } = entry;
        let mut name = shift.name(lang).to_owned();
        if entry.is_child {
            name = words::cal_child(lang, name);
        }
        let (summary, status) = if entry.is_off() {
            (words::cal_cancelled(lang, &name), EventStatus::Cancelled)
        } else {
            match sign_up.state {
                State::Pending => (words::cal_pending(lang, &name), EventStatus::Tentative),
                State::Waitlisted => (words::cal_waitlisted(lang, &name), EventStatus::Tentative),
                State::Offered => (words::cal_offered(lang, &name), EventStatus::Tentative),
                State::Seeking => (words::cal_seeking(lang, &name), EventStatus::Confirmed),
                _ => (name.clone(), EventStatus::Confirmed),
            }
        };
        let comes = status == EventStatus::Confirmed;
        let uid = format!("patrol-{}-{}@{}", shift.id, sign_up.person, self.host());
        let mut event = self.event(shift, &uid, entry.sequence, &summary);
        event.status(status);
        if comes {
            self.remind(&mut event, &uid, shift, &name);
        }
        event.done()
    }

    fn event(&self, shift: &Shift, uid: &str, sequence: i64, summary: &str) -> Event {
        let address = format!("{}/patrols/{}", self.voice.origin, shift.id);
        let mut event = Event::new();
        event
            .uid(uid)
            .add_property("DTSTAMP", stamp(self.ctx.now))
            .add_property("DTSTART", stamp(shift.span.starts))
            .add_property("DTEND", stamp(shift.span.ends))
            .add_property("SEQUENCE", sequence.to_string())
            .add_property("URL", &address)
            .summary(summary)
            .location(&self.place(shift));
        let told = match shift.words.as_str() {
            "" => address,
            told => format!("{told}\n{address}"),
        };
        event.description(&told);
        event
    }

    /// A day and two hours before, as the system's own reminders (rule V17).
    fn remind(&self, event: &mut Event, uid: &str, shift: &Shift, name: &str) {
        let civil = self.ctx.community.zone.civil(shift.span.starts);
        let from = text::format::time(civil.time());
        let said = words::cal_alarm(self.voice.lang, from, name);
        for before in [Duration::hours(24), Duration::hours(2)] {
            // Without these the library would make some up at every look.
            let alarm = Alarm::display(&said, -before)
                .uid(&format!("alarm-{}-{uid}", before.num_hours()))
                .add_property("DTSTAMP", stamp(self.ctx.now))
                .done();
            event.alarm(alarm);
        }
    }

    /// Where people meet: community, building, place.
    fn place(&self, shift: &Shift) -> String {
        let building = shift.building.and_then(|id| self.places.get(&id));
        let parts = [
            Some(self.ctx.community.name.as_str()),
            building.map(String::as_str),
            Some(shift.place.as_str()),
        ];
        let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(" ")
    }

    /// What stands behind the `@` of every identifier.
    fn host(&self) -> &str {
        let origin = self.voice.origin;
        origin.split_once("://").map_or(origin, |(_, host)| host)
    }
}

/// An instant in UTC, as RFC 5545 writes it.
fn stamp(at: Instant) -> String {
    let at = Timestamp::from_millisecond(at.millis()).unwrap_or(Timestamp::UNIX_EPOCH);
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}
