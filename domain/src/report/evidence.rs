//! What a step must carry: photos and reasons (R8, R11).

use super::MAX_PHOTOS;
use super::state::Action;
use crate::problem::Problem;
use crate::words::Words;

/// The reason somebody gives for a step.
pub type Reason = Words<500>;

/// Whether the photos of a step are enough: `Finish` needs an after-photo or a written reason for
/// none (R11), `CloseOnSpot` a photo. No step carries more than [`MAX_PHOTOS`].
///
/// # Errors
/// `NeedsPhotoOrReason`, `Missing` (the photo), or `TooMany`.
pub fn check_evidence(
    action: Action,
    photos: usize,
    reason: Option<&Reason>,
) -> Result<(), Problem> {
    match action {
        _ if photos > MAX_PHOTOS => Err(Problem::TooMany { max: MAX_PHOTOS }),
        Action::Finish if photos == 0 && reason.is_none() => Err(Problem::NeedsPhotoOrReason),
        Action::CloseOnSpot if photos == 0 => Err(Problem::Missing),
        _ => Ok(()),
    }
}

/// Whether a step has the reason it needs.
///
/// # Errors
/// `NeedsReason`.
pub fn check_reason(action: Action, reason: Option<&Reason>) -> Result<(), Problem> {
    if needs_reason(action) && reason.is_none() {
        Err(Problem::NeedsReason)
    } else {
        Ok(())
    }
}

/// Whether whoever takes this step must say why: whatever turns a report away, stops it or turns
/// it back.
pub const fn needs_reason(action: Action) -> bool {
    matches!(
        action,
        Action::Reject
            | Action::AskInfo
            | Action::SendBack
            | Action::Hold
            | Action::Fail
            | Action::Reopen
            | Action::Appeal
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r11_a_finished_repair_shows_a_photo_or_says_why_not() {
        let reason = Reason::parse("井下作业，无法拍照").unwrap();
        let check = |photos, reason| check_evidence(Action::Finish, photos, reason);
        assert_eq!(check(0, None), Err(Problem::NeedsPhotoOrReason));
        assert_eq!(check(0, Some(&reason)), Ok(()));
        assert_eq!(check(1, None), Ok(()));
        assert_eq!(check(3, Some(&reason)), Ok(()));
        assert_eq!(check(4, None), Err(Problem::TooMany { max: 3 }));
    }

    #[test]
    fn r11_closing_on_the_spot_takes_a_photo_and_no_excuse() {
        let reason = Reason::parse("没带手机").unwrap();
        let check = |photos, reason| check_evidence(Action::CloseOnSpot, photos, reason);
        assert_eq!(check(0, Some(&reason)), Err(Problem::Missing));
        assert_eq!(check(1, None), Ok(()));
    }

    #[test]
    fn r14_no_step_carries_more_than_three_photos() {
        for action in Action::ALL {
            assert_eq!(
                check_evidence(action, 4, None),
                Err(Problem::TooMany { max: 3 }),
                "{action:?}"
            );
            if !matches!(action, Action::Finish | Action::CloseOnSpot) {
                assert_eq!(check_evidence(action, 0, None), Ok(()), "{action:?}");
            }
        }
    }

    #[test]
    fn r08_what_turns_a_report_away_or_back_needs_a_reason() {
        let reason = Reason::parse("不属于物业范围").unwrap();
        let needing = [
            "reject",
            "ask_info",
            "appeal",
            "send_back",
            "hold",
            "fail",
            "reopen",
        ];
        for action in Action::ALL {
            let needs = needing.contains(&action.as_str());
            assert_eq!(needs_reason(action), needs, "{action:?}");
            assert_eq!(check_reason(action, None).is_err(), needs, "{action:?}");
            assert_eq!(check_reason(action, Some(&reason)), Ok(()), "{action:?}");
        }
    }
}
