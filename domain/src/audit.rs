//! What the audit trail records (P25): the deeds of staff, and looks at protected data.

use crate::name::stored_names;

/// A deed that is recorded, by its field's term: noun, then what was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Deed {
    /// A report was entered for somebody (R17).
    ReportEntered,
    /// Something was done with a report: accepted, dispatched, closed …
    ReportHandled,
    /// What the public sees of a report was decided anew (R15).
    ReportPublished,
    /// A notice was published.
    NoticePublished,
    /// A notice's text was changed.
    NoticeEdited,
    /// A notice was taken down.
    NoticeWithdrawn,
    /// A notice was put back.
    NoticeRestored,
    /// A category was added or changed.
    CategorySaved,
    /// Staff were entered while setting up (P11).
    StaffEntered,
    /// A post was given (P12).
    PostGiven,
    /// A post's term was changed.
    PostChanged,
    /// A post was ended.
    PostEnded,

    // The estate and the organisation (P1, P2, P4).
    /// Buildings were drawn up by the generator.
    EstateGenerated,
    /// Buildings, households and persons came from a file.
    EstateImported,
    /// The estate was written into a file, numbers masked.
    EstateExported,
    /// A building was renamed, or got a unit or a floor.
    BuildingChanged,
    /// A door was added.
    HouseholdAdded,
    /// A door was closed from a date, or opened again.
    HouseholdClosed,
    /// A household became a hub household, or is none any more.
    HouseholdHub,
    /// A node of the organisation was added.
    NodeAdded,
    /// A node of the organisation was renamed.
    NodeChanged,
    /// A node of the organisation was moved under another.
    NodeMoved,
    /// A node of the organisation was closed from a date, or opened again.
    NodeClosed,
    /// An organisation that serves was added or changed.
    ServiceOrgSaved,
    /// A public number of the community was added, changed or removed.
    ContactSaved,
    /// An area was added or renamed.
    AreaSaved,
    /// A building or an area was placed on the plan.
    PlanPlaced,
    // Privacy.
    /// The personal content of an audit row was looked at.
    AuditShown,
    /// A resident's number was looked at, with a reason (P18).
    TelephoneShown,
    /// A reporter's call-back number was looked at (P18).
    CallbackShown,
    /// A consent was given (P20).
    ConsentGiven,
    /// A consent was withdrawn (P20).
    ConsentWithdrawn,
    /// A person was removed at their own wish (P23).
    PersonErased,
    /// A text that might have named somebody was looked through (P23).
    ReviewSettled,
    /// What had been kept long enough was removed (P24).
    RetentionRan,

    // Persons (P5).
    /// A person was written down (P5).
    PersonAdded,
    /// Somebody filed a report for a resident, who stays its owner (P15).
    AssistReported,
    // Accounts (P8, P9, P10).
    /// A slip to set a password anew was made.
    AccountSlipMade,
    /// A password was set anew with a slip.
    AccountReset,
    /// A password was set anew with a link that was mailed.
    AccountResetByMail,
    /// Signing in by text message was turned on.
    AccountSmsOn,
    /// Signing in by text message was turned off.
    AccountSmsOff,
    /// A password was changed by its owner.
    AccountPasswordChanged,
    /// A second factor was set up.
    AccountSecondFactorSet,
    /// A new list of one-time codes was made.
    AccountCodesRenewed,
    /// A second factor was taken away, by its owner or for them.
    AccountSecondFactorTaken,
    /// An account was blocked.
    AccountBlocked,
    /// A block was lifted.
    AccountUnblocked,
    /// The wait after wrong passwords was lifted.
    AccountWaitLifted,
    // Messages.
    /// A resident was called because nothing else reaches them (X19).
    ResidentCalled,

    // Patrols, hours, certificates.
    /// A shift was written down.
    PatrolWritten,
    /// A shift was published.
    PatrolPublished,
    /// A shift was changed: what, where, when, how many places.
    PatrolChanged,
    /// A shift was called off.
    PatrolCancelled,
    /// Somebody was entered on a shift, perhaps past a rule with a reason (V9).
    PatrolEntered,
    /// A sign-up that waited was taken or declined.
    PatrolDecided,
    /// Somebody was taken off a shift.
    PatrolReleased,
    /// Somebody was excused from a shift (V14).
    PatrolExcused,
    /// Who came was written down or corrected (V12).
    PatrolAttended,
    /// A shift was written up (V13, V16).
    PatrolClosed,
    /// Somebody was phoned about a shift (V17).
    PatrolCalled,
    /// A roster came from a file.
    PatrolImported,
    /// A list of a shift, with the numbers given for it, was exported (P18).
    PatrolExported,
    /// A template of shifts was written or changed.
    PatrolTemplateSaved,
    /// A template makes no more shifts.
    PatrolTemplateEnded,
    /// What volunteers do was added or changed.
    PatrolKindSaved,
    /// A route was added or changed.
    PatrolRouteSaved,
    /// Rest, deadline or weeks ahead were decided.
    PatrolSettingSaved,
    /// Somebody counts as trained to lead (V11).
    PatrolSkillGiven,
    /// Somebody does not count as trained any more.
    PatrolSkillTaken,
    /// A holiday or a workday in its place was noted (V10).
    CalendarDaySaved,
    /// Hours were entered afterwards (V13).
    HoursClaimed,
    /// Hours entered afterwards were approved or declined (V13).
    HoursDecided,
    /// An entry of hours was taken back, perhaps with another in its place.
    HoursCorrected,
    /// Hours were written into a file.
    HoursExported,
    /// A certificate was made (V15).
    CertificateIssued,
    /// A certificate was revoked (V15).
    CertificateRevoked,
    /// Somebody signed a resident up for a shift, or off (P15).
    AssistPatrolled,

    // Households and joining (P2, P6, P7).
    /// Somebody moved into a household.
    HouseholdMovedIn,
    /// Somebody moved out of a household.
    HouseholdMovedOut,
    /// Codes of households were made and printed.
    HouseholdCodesPrinted,
    /// A household's code was ended.
    HouseholdCodeEnded,
    /// A card was made and printed.
    CardPrinted,
    /// A card was blocked.
    CardBlocked,
    /// A request to join was approved.
    JoinApproved,
    /// A request to join was declined.
    JoinDeclined,
}

stored_names!(Deed {
    ReportEntered = "report.entered",
    ReportHandled = "report.handled",
    ReportPublished = "report.published",
    NoticePublished = "notice.published",
    NoticeEdited = "notice.edited",
    NoticeWithdrawn = "notice.withdrawn",
    NoticeRestored = "notice.restored",
    CategorySaved = "category.saved",
    StaffEntered = "staff.entered",
    PostGiven = "post.given",
    PostChanged = "post.changed",
    PostEnded = "post.ended",
    EstateGenerated = "estate.generated",
    EstateImported = "estate.imported",
    EstateExported = "estate.exported",
    BuildingChanged = "building.changed",
    HouseholdAdded = "household.added",
    HouseholdClosed = "household.closed",
    HouseholdHub = "household.hub",
    NodeAdded = "node.added",
    NodeChanged = "node.changed",
    NodeMoved = "node.moved",
    NodeClosed = "node.closed",
    ServiceOrgSaved = "service_org.saved",
    ContactSaved = "contact.saved",
    AreaSaved = "area.saved",
    PlanPlaced = "plan.placed",
    AuditShown = "audit.shown",
    TelephoneShown = "person.telephone_shown",
    CallbackShown = "report.callback_shown",
    ConsentGiven = "consent.given",
    ConsentWithdrawn = "consent.withdrawn",
    PersonErased = "person.erased",
    ReviewSettled = "review.settled",
    RetentionRan = "retention.ran",
    PersonAdded = "person.added",
    AssistReported = "assist.reported",
    AccountSlipMade = "account.slip_made",
    AccountReset = "account.reset",
    AccountResetByMail = "account.reset_by_mail",
    AccountSmsOn = "account.sms_on",
    AccountSmsOff = "account.sms_off",
    AccountPasswordChanged = "account.password_changed",
    AccountSecondFactorSet = "account.second_factor_set",
    AccountCodesRenewed = "account.codes_renewed",
    AccountSecondFactorTaken = "account.second_factor_taken",
    AccountBlocked = "account.blocked",
    AccountUnblocked = "account.unblocked",
    AccountWaitLifted = "account.wait_lifted",
    ResidentCalled = "delivery.called",
    PatrolWritten = "patrol.written",
    PatrolPublished = "patrol.published",
    PatrolChanged = "patrol.changed",
    PatrolCancelled = "patrol.cancelled",
    PatrolEntered = "patrol.entered",
    PatrolDecided = "patrol.decided",
    PatrolReleased = "patrol.released",
    PatrolExcused = "patrol.excused",
    PatrolAttended = "patrol.attended",
    PatrolClosed = "patrol.closed",
    PatrolCalled = "patrol.called",
    PatrolImported = "patrol.imported",
    PatrolExported = "patrol.exported",
    PatrolTemplateSaved = "patrol_template.saved",
    PatrolTemplateEnded = "patrol_template.ended",
    PatrolKindSaved = "patrol_kind.saved",
    PatrolRouteSaved = "patrol_route.saved",
    PatrolSettingSaved = "patrol_setting.saved",
    PatrolSkillGiven = "patrol_skill.given",
    PatrolSkillTaken = "patrol_skill.taken",
    CalendarDaySaved = "calendar_day.saved",
    HoursClaimed = "hours.claimed",
    HoursDecided = "hours.decided",
    HoursCorrected = "hours.corrected",
    HoursExported = "hours.exported",
    CertificateIssued = "certificate.issued",
    CertificateRevoked = "certificate.revoked",
    AssistPatrolled = "assist.patrolled",
    HouseholdMovedIn = "household.moved_in",
    HouseholdMovedOut = "household.moved_out",
    HouseholdCodesPrinted = "household.codes_printed",
    HouseholdCodeEnded = "household.code_ended",
    CardPrinted = "card.printed",
    CardBlocked = "card.blocked",
    JoinApproved = "join.approved",
    JoinDeclined = "join.declined",
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p25_every_deed_reads_back_and_names_its_noun() {
        for deed in Deed::ALL {
            assert_eq!(Deed::parse(deed.as_str()), Some(deed));
            assert_eq!(deed.as_str().split('.').count(), 2, "{deed:?}");
        }
    }
}
