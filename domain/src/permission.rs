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
}

stored_names!(Post {
    Staff = "staff",
    Property = "property",
    Captain = "captain",
    Volunteer = "volunteer",
    Subdistrict = "subdistrict",
    Centre = "centre",
    Admin = "admin",
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
    /// Give and end rights, manage accounts.
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
                P::ManagePeople,
            ],
            Self::Property => &[P::SeeWork, P::HandleReport],
            Self::Subdistrict => &[P::SeeFigures],
            Self::Centre => &[P::WriteNotice],
            Self::Captain | Self::Volunteer => &[],
        }
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
        use Post::{Admin, Centre, Property, Staff, Subdistrict};
        let table: [(Permission, &[Post]); 12] = [
            (P::SeeWork, &[Staff, Admin, Property]),
            (P::AcceptReport, &[Staff, Admin]),
            (P::DispatchReport, &[Staff, Admin]),
            (P::HandleReport, &[Property]),
            (P::RecordHandling, &[Staff, Admin]),
            (P::CheckReport, &[Staff, Admin]),
            (P::EnterReport, &[Staff, Admin]),
            (P::SeeContact, &[Staff, Admin]),
            (P::EditCategories, &[Staff, Admin]),
            (P::WriteNotice, &[Staff, Admin, Centre]),
            (P::SeeFigures, &[Staff, Admin, Subdistrict]),
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
    fn p12_names_of_posts_read_back() {
        for post in Post::ALL {
            assert_eq!(Post::parse(post.as_str()), Some(post));
        }
        assert_eq!(Post::parse("Staff"), None);
    }
}
