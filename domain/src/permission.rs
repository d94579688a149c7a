//! Posts people hold and what each allows (P12, P13).

use crate::name::stored_names;

/// A post on a node of the organisation: a bundle of permissions for its subtree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Post {
    /// Community staff (社区工作人员).
    Staff,
    /// Property company (物业).
    Property,
    /// Building captain (楼长).
    Captain,
    /// Volunteer (志愿者).
    Volunteer,
    /// Subdistrict, reads only (街道).
    Subdistrict,
    /// Runs the cultural centre.
    Centre,
    /// Administrator.
    Admin,
    /// Grid worker (网格员): walks a part of the community, enters and follows what is seen there.
    GridWorker,
    /// Checks what others repaired (核查员).
    Checker,
    /// Stands in for a building captain (副楼长).
    Deputy,
}

stored_names!(Post {
    Staff = "staff",
    Property = "property",
    Captain = "captain",
    Volunteer = "volunteer",
    Subdistrict = "subdistrict",
    Centre = "centre",
    Admin = "admin",
    GridWorker = "grid_worker",
    Checker = "checker",
    Deputy = "deputy",
});

/// One thing a post may allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// See the lists and pages of work under `/admin`.
    SeeWork,
    /// Accept, reject, merge and ask about reports.
    AcceptReport,
    /// Hand reports to an organisation.
    DispatchReport,
    /// Work on the reports assigned to one's own organisation.
    HandleReport,
    /// Record what an organisation did, on its behalf.
    RecordHandling,
    /// Check a repair somebody else did (P14).
    CheckReport,
    /// Enter what came by telephone, visit or other ways (R17).
    EnterReport,
    /// See the call-back number of a reporter.
    SeeContact,
    /// Edit the categories of reports (R4).
    EditCategories,
    /// Write notices.
    WriteNotice,
    /// See the statistics (R18).
    SeeFigures,
    /// Draw up and import buildings, units and households; keep the organisation and the map of who
    /// serves (P1, P2, P4).
    ManageEstate,
    /// Bring residents in: codes, cards, reset slips, requests to join, members of households
    /// (P6, P7, P9).
    AdmitResidents,
    /// See the list of persons and their pages, numbers masked (P17).
    SeePeople,
    /// Look at a resident's number, with a reason that its owner can read (P18).
    SeeTelephone,
    /// Act for a resident (代办, P15).
    ActFor,
    /// Give, extend and end the posts that one's own post may give (P12, P14).
    GivePosts,
    /// Read the audit trail (P25).
    SeeAudit,
    /// Call or visit those whom the system cannot reach (待电话通知, X19).
    CallResidents,
    /// Make shifts of volunteers, enter who comes, look after hours and certificates (V9–V17).
    ManagePatrols,
    /// Block accounts, take away second factors, and whatever else touches other people's sign-in.
    ManagePeople,
}

impl Post {
    /// What the post allows. Whatever is not listed is refused (P13).
    pub const fn permissions(self) -> &'static [Permission] {
        use Permission as P;
        match self {
            Self::Staff => &[
                P::SeeWork,
                P::AcceptReport,
                P::DispatchReport,
                P::RecordHandling,
                P::CheckReport,
                P::EnterReport,
                P::SeeContact,
                P::EditCategories,
                P::WriteNotice,
                P::SeeFigures,
                P::ManageEstate,
                P::AdmitResidents,
                P::SeePeople,
                P::SeeTelephone,
                P::ActFor,
                P::GivePosts,
                P::CallResidents,
                P::ManagePatrols,
            ],
            Self::Admin => &[
                P::SeeWork,
                P::AcceptReport,
                P::DispatchReport,
                P::RecordHandling,
                P::CheckReport,
                P::EnterReport,
                P::SeeContact,
                P::EditCategories,
                P::WriteNotice,
                P::SeeFigures,
                P::ManageEstate,
                P::AdmitResidents,
                P::SeePeople,
                P::SeeTelephone,
                P::ActFor,
                P::GivePosts,
                P::CallResidents,
                P::ManagePatrols,
                P::SeeAudit,
                P::ManagePeople,
            ],
            Self::Property => &[P::SeeWork, P::HandleReport],
            Self::Subdistrict => &[P::SeeFigures],
            Self::Centre => &[P::WriteNotice],
            Self::GridWorker => &[P::SeeWork, P::RecordHandling, P::EnterReport, P::ActFor],
            Self::Checker => &[P::SeeWork, P::CheckReport],
            Self::Captain | Self::Deputy => &[P::ActFor],
            Self::Volunteer => &[],
        }
    }

    /// The posts that its holder may give, extend and end: those of helpers and partners for staff,
    /// every post for an administrator (P14: nobody raises their own rights, and staff make no
    /// staff).
    pub const fn gives(self) -> &'static [Self] {
        match self {
            Self::Staff => &[
                Self::Property,
                Self::Captain,
                Self::Volunteer,
                Self::Centre,
                Self::GridWorker,
                Self::Checker,
                Self::Deputy,
            ],
            Self::Admin => &Self::ALL,
            _ => &[],
        }
    }

    /// Whether its holder has a desk: something to do under `/admin`. Whoever only reads figures has
    /// none yet.
    pub fn has_desk(self) -> bool {
        self.allows(Permission::SeeWork) || self.allows(Permission::WriteNotice)
    }

    /// Whether its holder works here: signs in for twelve hours instead of a year of use (P7) and
    /// with a second factor (P10). Captains and volunteers are residents.
    pub const fn is_staff(self) -> bool {
        !matches!(self, Self::Captain | Self::Deputy | Self::Volunteer)
    }

    /// Whether the second factor must be set up before the post's rights are used (P10).
    pub const fn must_have_second_factor(self) -> bool {
        matches!(self, Self::Admin)
    }

    /// Whether the post allows this.
    pub fn allows(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p13_every_pair_not_listed_is_refused() {
        use Permission as P;
        use Post::{
            Admin, Captain, Centre, Checker, Deputy, GridWorker, Property, Staff, Subdistrict,
        };
        let table: [(Permission, &[Post]); 21] = [
            (P::SeeWork, &[Staff, Admin, Property, GridWorker, Checker]),
            (P::AcceptReport, &[Staff, Admin]),
            (P::DispatchReport, &[Staff, Admin]),
            (P::HandleReport, &[Property]),
            (P::RecordHandling, &[Staff, Admin, GridWorker]),
            (P::CheckReport, &[Staff, Admin, Checker]),
            (P::EnterReport, &[Staff, Admin, GridWorker]),
            (P::SeeContact, &[Staff, Admin]),
            (P::EditCategories, &[Staff, Admin]),
            (P::WriteNotice, &[Staff, Admin, Centre]),
            (P::SeeFigures, &[Staff, Admin, Subdistrict]),
            (P::ManageEstate, &[Staff, Admin]),
            (P::AdmitResidents, &[Staff, Admin]),
            (P::SeePeople, &[Staff, Admin]),
            (P::SeeTelephone, &[Staff, Admin]),
            (P::ActFor, &[Staff, Admin, GridWorker, Captain, Deputy]),
            (P::GivePosts, &[Staff, Admin]),
            (P::CallResidents, &[Staff, Admin]),
            (P::ManagePatrols, &[Staff, Admin]),
            (P::SeeAudit, &[Admin]),
            (P::ManagePeople, &[Admin]),
        ];
        for (permission, posts) in table {
            for post in Post::ALL {
                assert_eq!(
                    post.allows(permission),
                    posts.contains(&post),
                    "{post:?} {permission:?}"
                );
            }
        }
    }

    #[test]
    fn p14_staff_make_no_staff_and_nobody_else_gives_anything() {
        use Post::{Admin, Staff, Subdistrict};
        for post in Post::ALL {
            assert!(Admin.gives().contains(&post), "{post:?}");
            assert_eq!(post.allows(Permission::GivePosts), !post.gives().is_empty());
        }
        for above in [Staff, Admin, Subdistrict] {
            assert!(!Staff.gives().contains(&above), "{above:?}");
        }
    }

    #[test]
    fn p12_names_of_posts_read_back() {
        for post in Post::ALL {
            assert_eq!(Post::parse(post.as_str()), Some(post));
        }
        assert_eq!(Post::parse("Staff"), None);
    }
}
