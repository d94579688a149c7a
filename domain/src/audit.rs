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
    /// A post was given (P12).
    PostGiven,
    /// A post's term was changed.
    PostChanged,
    /// A post was ended.
    PostEnded,
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
    PostGiven = "post.given",
    PostChanged = "post.changed",
    PostEnded = "post.ended",
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
