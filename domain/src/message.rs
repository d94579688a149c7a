//! Messages to residents: what they are about, how often a delivery is tried, and when not.

use std::time::Duration;

use jiff::civil::Time;

use crate::instant::{Instant, Zone};
use crate::name::stored_names;

/// What a message is about. The sentence is made when it is read, in the reader's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A report of theirs moved on.
    ReportMoved,
    /// They were given a post.
    PostGiven,
    /// A post of theirs ended.
    PostEnded,
    /// Staff looked at their number (P18).
    NumberSeen,
    /// Somebody acted for them (P15).
    ActedFor,
    /// Somebody set a new password for their account.
    PasswordChanged,
    /// They have a place on a shift now: from the waiting list, or with a yes (V7).
    PatrolPlace,
    /// A place waits for their yes (V7).
    PatrolOffered,
    /// The place went on to somebody else.
    PatrolOfferLapsed,
    /// Their sign-up was declined.
    PatrolDeclined,
    /// They were taken off a shift (V8).
    PatrolReleased,
    /// They are on the waiting list again, because places became fewer (V8).
    PatrolBumped,
    /// A shift of theirs changed (V8).
    PatrolMoved,
    /// A shift of theirs was called off (V8).
    PatrolCancelled,
    /// A shift of theirs is near (V17).
    PatrolReminder,
    /// Somebody looks for a stand-in on a shift that they wait for (V6).
    PatrolStandInWanted,
    /// Somebody stands in for them (V6).
    PatrolStandInFound,
    /// Hours of theirs that were entered afterwards were approved or declined (V13).
    HoursDecided,
    /// A certificate of theirs does not count any more (V15).
    CertificateRevoked,
    /// Their mail address waits to be confirmed.
    MailToConfirm,
}

stored_names!(Kind {
    ReportMoved = "report_moved",
    PostGiven = "post_given",
    PostEnded = "post_ended",
    NumberSeen = "number_seen",
    ActedFor = "acted_for",
    PasswordChanged = "password_changed",
    PatrolPlace = "patrol_place",
    PatrolOffered = "patrol_offered",
    PatrolOfferLapsed = "patrol_offer_lapsed",
    PatrolDeclined = "patrol_declined",
    PatrolReleased = "patrol_released",
    PatrolBumped = "patrol_bumped",
    PatrolMoved = "patrol_moved",
    PatrolCancelled = "patrol_cancelled",
    PatrolReminder = "patrol_reminder",
    PatrolStandInWanted = "patrol_stand_in_wanted",
    PatrolStandInFound = "patrol_stand_in_found",
    HoursDecided = "hours_decided",
    CertificateRevoked = "certificate_revoked",
    MailToConfirm = "mail_to_confirm",
});

impl Kind {
    /// Whether somebody whom no channel reaches is to be called (待电话通知, X19).
    pub const fn calls(self) -> bool {
        matches!(
            self,
            Self::ReportMoved
                | Self::PatrolPlace
                | Self::PatrolOffered
                | Self::PatrolDeclined
                | Self::PatrolReleased
                | Self::PatrolBumped
                | Self::PatrolMoved
                | Self::PatrolCancelled
                | Self::PatrolReminder
                | Self::PatrolStandInFound
        )
    }
}

/// What carries a message beyond the inbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// A mail to a confirmed address.
    Mail,
    /// A text message through the operator's gateway.
    Sms,
    /// A call by staff.
    Call,
}

stored_names!(Channel {
    Mail = "mail",
    Sms = "sms",
    Call = "call",
});

/// Nothing is sent from this hour on …
const QUIET_FROM: Time = Time::constant(21, 0, 0, 0);
/// … until this one.
const QUIET_UNTIL: Time = Time::constant(8, 0, 0, 0);

/// The first instant from `now` on that is not in the quiet hours of the zone, 21:00 to 8:00.
pub fn awake(zone: &Zone, now: Instant) -> Instant {
    let local = zone.civil(now);
    let day = if local.time() >= QUIET_FROM {
        local.date().tomorrow().unwrap_or(local.date())
    } else if local.time() < QUIET_UNTIL {
        local.date()
    } else {
        return now;
    };
    zone.instant_of(day.to_datetime(QUIET_UNTIL))
}

/// How long to wait before the next try after so many; nothing when it is given up.
pub const fn wait_after(tries: i64) -> Option<Duration> {
    const MINUTE: u64 = 60;
    let seconds = match tries {
        ..=1 => MINUTE,
        2 => 5 * MINUTE,
        3 => 30 * MINUTE,
        4 => 2 * 60 * MINUTE,
        5 => 6 * 60 * MINUTE,
        6 => 24 * 60 * MINUTE,
        _ => return None,
    };
    Some(Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(zone: &Zone, text: &str) -> Instant {
        zone.instant_of(text.parse().unwrap())
    }

    #[test]
    fn x15_nothing_is_sent_at_night_by_the_clocks_of_the_community() {
        for name in ["Asia/Shanghai", "Pacific/Auckland"] {
            let zone = Zone::named(name).unwrap();
            for (now, sent) in [
                ("2026-03-10T12:00", "2026-03-10T12:00"),
                ("2026-03-10T20:59:59", "2026-03-10T20:59:59"),
                ("2026-03-10T21:00", "2026-03-11T08:00"),
                ("2026-03-11T07:59", "2026-03-11T08:00"),
                ("2026-03-11T08:00", "2026-03-11T08:00"),
                // The night in which Auckland's clocks go back.
                ("2026-04-04T23:00", "2026-04-05T08:00"),
                ("2026-12-31T23:30", "2027-01-01T08:00"),
            ] {
                assert_eq!(
                    awake(&zone, at(&zone, now)),
                    at(&zone, sent),
                    "{name} {now}"
                );
            }
        }
    }

    #[test]
    fn x19_a_delivery_is_tried_longer_and_longer_and_then_given_up() {
        let waits: Vec<_> = (1..=6).map(wait_after).collect();
        assert!(waits.is_sorted() && waits.iter().all(Option::is_some));
        assert_eq!(wait_after(7), None);
    }
}
