//! Numbers of rows, one type for each table, so that no id is taken for another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The text is not the number of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an id")
    }
}

impl std::error::Error for NotAnId {}

/// Plain digits only: a row has one address, so `+7` and `-7` are none.
fn digits(text: &str) -> Result<i64, NotAnId> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.parse().map_err(|_| NotAnId)
    } else {
        Err(NotAnId)
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])+ $name:ident;)+) => {$(
        $(#[$doc])+
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(i64);

        impl $name {
            /// The id of that number.
            pub const fn new(number: i64) -> Self {
                Self(number)
            }

            /// The number, as the database knows it.
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                digits(text).map(Self)
            }
        }
    )+};
}

ids! {
    /// A community (社区), to which every other row belongs (P3).
    CommunityId;
    /// A node of the organisation tree (P1).
    OrgNodeId;
    /// Who serves the estate: the committee, the property company, crews, partners (P1).
    ServiceOrgId;
    /// A person, with or without an account (P5).
    PersonId;
    /// A way into the system for a person (P5).
    AccountId;
    /// A building (楼栋).
    BuildingId;
    /// A unit (单元) of a building.
    UnitId;
    /// A floor of a building, basements and roof included (P2).
    FloorId;
    /// A household (户): a door, not a person (P2).
    HouseholdId;
    /// A number of the community that everybody may call.
    ContactId;
    /// A file on its way into the estate (P4).
    ImportId;
    /// A public area: a garden, a gate, a car park.
    AreaId;
    /// A category of reports (R4).
    CategoryId;
    /// A report. What people see is its `Number`.
    ReportId;
    /// A post that somebody holds (P12).
    HoldingId;
    /// A notice.
    NoticeId;
    /// Somebody who asks to come in without a code (P6).
    JoinRequestId;
    /// A printed card (P7).
    CardId;
    /// A member of the family who may act for somebody (P15).
    FamilyHelperId;
    /// What volunteers do: patrolling, cleaning, leaflets (V10).
    PatrolKindId;
    /// A way to go on a patrol.
    PatrolRouteId;
    /// Shifts that come again (V10).
    PatrolTemplateId;
    /// One shift of volunteers.
    PatrolShiftId;
    /// Somebody's place, or wait for one, on a shift (V2).
    PatrolSignUpId;
    /// An entry of the ledger of hours (V13).
    HoursEntryId;
    /// Hours entered afterwards that wait for a yes (V13).
    HoursClaimId;
    /// A certificate of service (V15).
    CertificateId;
    /// A message in a person's inbox.
    MessageId;
    /// One way of one message beyond the inbox.
    DeliveryId;
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_plain_digits_are_an_id() {
        for text in [
            "",
            "+7",
            "-7",
            " 7",
            "7 ",
            "７",
            "7.0",
            "9223372036854775808",
        ] {
            assert_eq!(text.parse::<ReportId>(), Err(NotAnId), "{text:?}");
        }
        assert_eq!("7".parse(), Ok(ReportId::new(7)));
    }

    proptest! {
        #[test]
        fn an_id_reads_back_what_it_shows(number in 0..=i64::MAX) {
            let id = ReportId::new(number);
            prop_assert_eq!(id.to_string().parse(), Ok(id));
        }

        #[test]
        fn any_text_is_answered(text in any::<String>()) {
            let _ = text.parse::<ReportId>();
        }
    }
}
