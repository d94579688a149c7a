//! Reports of environmental problems, from the form to the last check.

mod again;
mod draft;
mod evidence;
mod number;
mod state;

pub use again::{
    ANSWER_WITHIN, MAX_APPEALS, MAX_REOPENINGS, REOPEN_WITHIN, may_appeal, may_reopen,
};
pub use draft::{BuildingChoice, Choices, Draft, NewReport, Place};
pub use evidence::{Reason, check_evidence, check_reason, needs_reason};
pub use number::{NotANumber, Number};
pub use state::{
    Action, AsideFrom, Current, Refused, Role, State, Tone, allowed, replay, transition,
};

use crate::name::stored_names;

/// How many photos one step may carry (R14).
pub const MAX_PHOTOS: usize = 3;

/// How many bytes one photo may have (R14).
pub const MAX_PHOTO_BYTES: usize = 20_000_000;

/// How many pixels one photo may have (R14): a 108-megapixel telephone's fits.
pub const MAX_PIXELS: u64 = 120_000_000;

/// How a report reached the community (R17).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// The resident's own form.
    Web,
    /// A call (电话).
    Phone,
    /// A visit to the office (来访).
    Visit,
    /// A `WeChat` group (微信群).
    WeChat,
    /// A patrol (巡查).
    Patrol,
    /// The city's hotline 12345.
    Hotline12345,
}

stored_names!(Source {
    Web = "web",
    Phone = "phone",
    Visit = "visit",
    WeChat = "wechat",
    Patrol = "patrol",
    Hotline12345 = "hotline_12345",
});

/// Who may see a report; a flag beside its state (R15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Visibility {
    /// Everybody, as far as staff accepted it.
    Public,
    /// The reporter, staff and who works on it.
    Private,
    /// Staff only, its pictures at no address any more (R14).
    Hidden,
}

stored_names!(Visibility {
    Public = "public",
    Private = "private",
    Hidden = "hidden",
});

#[cfg(test)]
mod tests;
