//! What a use case locks before it counts or decides, always in this order.

use domain::id::{
    AccountId, CommunityId, HouseholdId, NoticeId, PatrolShiftId, PatrolTemplateId, PersonId,
    ReportId,
};

use super::Tx;
use crate::sql;

/// A row that a use case holds until it commits. On PostgreSQL a row lock; on SQLite nothing,
/// because its single writer is held already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lock {
    /// An account and its ways to sign in.
    Account(AccountId),
    /// A report with its history, photos and tally.
    Report(ReportId),
    /// A notice.
    Notice(NoticeId),
    /// A household with its members, code and cards.
    Household(HouseholdId),
    /// A template with the shifts it makes (rule V10).
    Template(PatrolTemplateId),
    /// A shift with its places and sign-ups (rule V1).
    Shift(PatrolShiftId),
    /// A person's places on shifts and their hours, behind the shift: two requests of one person for
    /// different shifts come one after the other (rule V3).
    Person(PersonId),
    /// The estate and the organisation of a community: who draws it up or imports it comes one after
    /// the other.
    Estate(CommunityId),
    /// The community row itself: its public version.
    Community(CommunityId),
}

impl Tx {
    /// Waits until nobody else holds the row, then holds it.
    ///
    /// # Errors
    /// When the engine fails; a deadlock is reported as one and retried around the use case.
    pub async fn lock(&mut self, what: Lock) -> Result<(), sqlx::Error> {
        if matches!(self, Self::Sqlite(_)) {
            return Ok(());
        }
        match what {
            Lock::Account(id) => {
                sql!(self, optional as (i64,), { sqlite: "select id from account where id = $1", postgres: "select id from account where id = $1 for update" }, id.get())?;
            }
            Lock::Report(id) => {
                sql!(self, optional as (i64,), { sqlite: "select id from report where id = $1", postgres: "select id from report where id = $1 for update" }, id.get())?;
            }
            Lock::Notice(id) => {
                sql!(self, optional as (i64,), { sqlite: "select id from notice where id = $1", postgres: "select id from notice where id = $1 for update" }, id.get())?;
            }
            // None of these keeps others from writing rows that point here.
            Lock::Template(id) => {
                sql!(self, optional as (i64,), { sqlite: "select id from patrol_template where id = $1", postgres: "select id from patrol_template where id = $1 for no key update" }, id.get())?;
            }
            Lock::Shift(id) => {
                sql!(self, optional as (i64,), { sqlite: "select id from patrol_shift where id = $1", postgres: "select id from patrol_shift where id = $1 for no key update" }, id.get())?;
            }
            Lock::Person(id) => {
                sql!(self, optional as (i64,), { sqlite: "select id from person where id = $1", postgres: "select id from person where id = $1 for no key update" }, id.get())?;
            }
            Lock::Estate(id) => {
                sql!(self, optional as (i64,), { sqlite: "select id from org_node where community_id = $1 and kind = 'community'", postgres: "select id from org_node where community_id = $1 and kind = 'community' for no key update" }, id.get())?;
            }
            Lock::Household(id) => {
                sql!(self, optional as (i64,), { sqlite: "select id from household where id = $1", postgres: "select id from household where id = $1 for update" }, id.get())?;
            }
            Lock::Community(id) => {
                sql!(self, optional as (i64,), { sqlite: "select id from community where id = $1", postgres: "select id from community where id = $1 for update" }, id.get())?;
            }
        }
        Ok(())
    }
}
