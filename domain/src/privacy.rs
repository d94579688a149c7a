//! Consents and looks at protected numbers (P18–P20).

use crate::name::stored_names;
use crate::problem::{Problem, Problems};
use crate::words::Line;

/// For what somebody may agree that something of theirs is used. Refusing one blocks nothing else
/// (P20).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// A captain's number stands where everybody reads it (P19).
    CaptainTelephone,
    /// The name stands on the public plan of posts.
    NameOnPlan,
    /// Photos of activities with oneself in them are shown.
    ActivityPhotos,
    /// Messages by mail or SMS.
    Messages,
}

stored_names!(Purpose {
    CaptainTelephone = "captain_telephone",
    NameOnPlan = "name_on_plan",
    ActivityPhotos = "activity_photos",
    Messages = "messages",
});

impl Purpose {
    /// Whether what is agreed to is shown to everybody, so that public pages change with it.
    pub const fn is_public(self) -> bool {
        matches!(self, Self::CaptainTelephone | Self::NameOnPlan)
    }

    /// Whether it only concerns those who hold a post.
    pub const fn is_for_posts(self) -> bool {
        self.is_public()
    }
}

/// How a consent was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// By the person, signed in.
    Online,
    /// By a helper, with the person beside them (P15).
    Assisted,
    /// On paper, which the office keeps.
    Paper,
}

stored_names!(Channel {
    Online = "online",
    Assisted = "assisted",
    Paper = "paper",
});

/// Why a resident's number is looked at (P18).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// About something that was reported.
    Report,
    /// About an activity.
    Activity,
    /// An emergency.
    Emergency,
    /// Something else, in words.
    Other,
}

stored_names!(Reason {
    Report = "report",
    Activity = "activity",
    Emergency = "emergency",
    Other = "other",
});

/// Which part of a text may still name somebody who was removed (P23).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// What a reporter wrote.
    Words,
    /// Where, in words.
    Place,
    /// What the public reads of a report.
    Summary,
    /// What was said while a report was handled.
    History,
    /// A notice.
    Notice,
}

stored_names!(Part {
    Words = "words",
    Place = "place",
    Summary = "summary",
    History = "history",
    Notice = "notice",
});

/// What was typed to look at a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LookDraft {
    /// A reason's name.
    pub reason: String,
    /// In words; needed for another reason than those offered.
    pub words: String,
}

/// A reason that will do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// Which.
    pub reason: Reason,
    /// In words.
    pub words: Option<Line<100>>,
}

impl LookDraft {
    /// A reason, and words where it needs them.
    ///
    /// # Errors
    /// At `reason` and `words`.
    pub fn check(&self) -> Result<Why, Problems> {
        let mut problems = Problems::new();
        let reason = match Reason::parse(&self.reason) {
            None if self.reason.is_empty() => Err(Problem::Missing),
            found => found.ok_or(Problem::NotAChoice),
        };
        let reason = problems.take("reason", reason);
        let words = problems.take("words", Line::optional(&self.words));
        if reason == Some(Reason::Other) && words == Some(None) {
            problems.add("words", Problem::Missing);
        }
        match (reason, words) {
            (Some(reason), Some(words)) => problems.into_result(Why { reason, words }),
            _ => Err(problems),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(reason: &str, words: &str) -> LookDraft {
        LookDraft {
            reason: reason.to_owned(),
            words: words.to_owned(),
        }
    }

    #[test]
    fn p18_a_look_needs_a_reason_and_another_reason_needs_words() {
        assert!(draft("report", "").check().is_ok());
        assert!(draft("other", "送还捡到的钥匙").check().is_ok());
        let at = |draft: LookDraft, field| draft.check().unwrap_err().of(field);
        assert_eq!(at(draft("", ""), "reason"), Some(Problem::Missing));
        assert_eq!(at(draft("why", ""), "reason"), Some(Problem::NotAChoice));
        assert_eq!(at(draft("other", " "), "words"), Some(Problem::Missing));
        let number = draft("report", "11010519491231002X");
        assert_eq!(at(number, "words"), Some(Problem::IdNumber));
    }

    #[test]
    fn p20_names_of_purposes_and_channels_read_back() {
        for purpose in Purpose::ALL {
            assert_eq!(Purpose::parse(purpose.as_str()), Some(purpose));
        }
        for channel in Channel::ALL {
            assert_eq!(Channel::parse(channel.as_str()), Some(channel));
        }
    }
}
