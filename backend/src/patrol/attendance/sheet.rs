//! The printed 签到表, entered afterwards as one grid with its photo (rule V12).

use domain::audit::Deed;
use domain::id::{PatrolShiftId, PatrolSignUpId};
use domain::instant::Instant;
use domain::patrol::attendance::{Mark, Times, has_opened, read_times};
use domain::patrol::eligible::{Span, Why};
use domain::problem::Problem;
use domain::request_key::RequestKey;
use serde_json::json;

use super::super::sign_up::{self, Guest, Wanted};
use super::super::{Shift, SignUp, require_lead};
use super::mark::{came_at_times, stands, taken_back};
use super::{Attendee, Marked, by_person, lead, people};
use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::Tx;
use crate::error::Error;
use crate::{photo, request_key};

/// The use case's name among the request keys.
const SHEET: &str = "patrol_sheet";
/// More empty rows than the printed sheet has.
const MOST_GUESTS: usize = 20;

/// A row of the sheet with a printed name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetLine {
    /// Whose.
    pub sign_up: PatrolSignUpId,
    /// The version that the page showed: who was ticked since is not unticked.
    pub version: i64,
    /// Whether there is a signature.
    pub here: bool,
    /// 到, as typed.
    pub came: String,
    /// 离, as typed.
    pub went: String,
}

/// A row that somebody wrote a name into.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SheetGuest {
    /// The name; a row without one is blank.
    pub name: String,
    /// 到, as typed.
    pub came: String,
    /// 离, as typed.
    pub went: String,
}

/// Shows no name.
impl std::fmt::Debug for SheetGuest {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("SheetGuest").finish_non_exhaustive()
    }
}

/// The whole sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The form's hidden key (rule R3); its photos are this key's drafts.
    pub request_key: String,
    /// The printed names.
    pub lines: Vec<SheetLine>,
    /// The names written by hand.
    pub guests: Vec<SheetGuest>,
}

/// What is wrong with a row: the printed names are counted first, then those by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// Which row, from 0.
    pub row: usize,
    /// What is wrong with the name.
    pub name: Option<Problem>,
    /// What is wrong with 到.
    pub came: Option<Problem>,
    /// What is wrong with 离.
    pub went: Option<Problem>,
    /// What keeps somebody from the shift.
    pub refused: Option<Why>,
}

/// What came of the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entered {
    /// All of it is kept. These have no place on the shift, so that they could not be ticked.
    Done(Vec<PatrolSignUpId>),
    /// Nothing was ticked; these rows are wrong.
    Faults(Vec<Fault>),
}

/// Enters the whole sheet: who signed came, at the times that stand there; who did not sign is not
/// ticked. Names by hand are entered as people without an account. The photos of the form stay with
/// the shift. The same form sent twice is entered once (rule R3).
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, `Invalid` at the key, `Changed` before people are ticked off at
/// all, or when the store fails.
pub async fn enter_sheet(ctx: &Context, id: PatrolShiftId, sheet: Sheet) -> Result<Entered, Error> {
    ctx.signed_in().ok_or(Error::SignIn)?;
    let key = RequestKey::parse(&sheet.request_key)
        .map_err(|problem| Error::at("request_key", problem))?;
    let shift = super::super::find(ctx, id).await?;
    let mut read = ctx.db().read().await?;
    require_lead(&mut read, ctx, &shift).await?;
    drop(read);
    if request_key::answered_before(ctx, SHEET, key.as_str())
        .await?
        .is_some()
    {
        return Ok(Entered::Done(Vec::new()));
    }

    let mut tx = ctx.db().write().await?;
    if request_key::answered(&mut tx, ctx, SHEET, &key)
        .await?
        .is_some()
    {
        return Ok(Entered::Done(Vec::new()));
    }
    let shift = lead(&mut tx, ctx, id).await?;
    if !has_opened(shift.span, ctx.now) {
        return Err(Error::Changed);
    }
    let rows = match read_rows(ctx, shift.span, &sheet) {
        Ok(rows) => rows,
        Err(faults) => return Ok(Entered::Faults(faults)),
    };
    let by_hand = match by_hand(&mut tx, ctx, &shift, &sheet).await? {
        Ok(by_hand) => by_hand,
        Err(faults) => return Ok(Entered::Faults(faults)),
    };
    let mut without_place = Vec::new();
    let mut ticked = 0_usize;
    for attendee in by_person(people(&mut tx, id).await?) {
        let Attendee {
            sign_up, approved, ..
        } = &attendee;
        match said_of(&rows, &sheet, &by_hand, sign_up) {
            Said::Here((came, went)) => {
                // What staff agreed to stays, as long as the times are the same.
                let same = (sign_up.came_at, sign_up.went_at) == (came, went);
                let times = Times {
                    came,
                    went,
                    approved: *approved && same,
                };
                if same && stands(Mark::Came, sign_up.state) {
                    continue;
                }
                match came_at_times(&mut tx, ctx, &shift, sign_up, times).await? {
                    Marked::Done => ticked += 1,
                    Marked::NoPlace | Marked::Refused(_) => without_place.push(sign_up.id),
                }
            }
            Said::Away if stands(Mark::Came, sign_up.state) && saw(&sheet, sign_up) => {
                taken_back(&mut tx, ctx, &shift, sign_up).await?;
            }
            Said::Nothing | Said::Away => {}
        }
    }
    photo::take_for_shift(&mut tx, ctx, &key, id, photo::ShiftPart::Sheet).await?;
    let entry = Entry::new(Deed::PatrolAttended, shift.subject());
    audit::record(&mut tx, ctx, entry.became(json!({ "sheet": ticked }))).await?;
    tx.commit().await?;
    Ok(Entered::Done(without_place))
}

type Clock = (Option<Instant>, Option<Instant>);

/// Every row's times, nothing for one that is not signed; or all faults.
fn read_rows(
    ctx: &Context,
    planned: Span,
    sheet: &Sheet,
) -> Result<Vec<Option<Clock>>, Vec<Fault>> {
    let printed = sheet
        .lines
        .iter()
        .map(|line| (line.here, &line.came, &line.went));
    let by_hand = sheet.guests.iter().map(|guest| {
        let here = !guest.name.trim().is_empty();
        (here, &guest.came, &guest.went)
    });
    let mut rows = Vec::new();
    let mut faults = Vec::new();
    for (row, (here, came, went)) in printed.chain(by_hand).enumerate() {
        let blank = came.trim().is_empty() && went.trim().is_empty();
        match read_times(&ctx.community.zone, planned, came, went) {
            Ok(times) => rows.push((here || !blank).then_some(times)),
            Err((came, went)) => faults.push(Fault {
                row,
                name: None,
                came,
                went,
                refused: None,
            }),
        }
        let nameless = row >= sheet.lines.len() && !here && !blank;
        if nameless || row >= sheet.lines.len() + MOST_GUESTS {
            faults.push(Fault {
                row,
                name: Some(Problem::Missing),
                came: None,
                went: None,
                refused: None,
            });
        }
    }
    if faults.is_empty() {
        Ok(rows)
    } else {
        Err(faults)
    }
}

/// Enters the names by hand.
async fn by_hand(
    tx: &mut Tx,
    ctx: &Context,
    shift: &Shift,
    sheet: &Sheet,
) -> Result<Result<Vec<Option<PatrolSignUpId>>, Vec<Fault>>, Error> {
    let mut made = Vec::new();
    let mut faults = Vec::new();
    for (at, written) in sheet.guests.iter().enumerate() {
        if written.name.trim().is_empty() {
            made.push(None);
            continue;
        }
        let guest = Guest {
            name: written.name.clone(),
            ..Guest::default()
        };
        let mut fault = Fault {
            row: sheet.lines.len() + at,
            name: None,
            came: None,
            went: None,
            refused: None,
        };
        let wanted = match Wanted::read(&guest) {
            Ok(wanted) => wanted,
            Err(Error::Invalid(problems)) => {
                fault.name = problems.of("name").or(Some(Problem::NotUnderstood));
                faults.push(fault);
                continue;
            }
            Err(error) => return Err(error),
        };
        match sign_up::entered(tx, ctx, shift, &wanted).await? {
            sign_up::Entered::Made(sign_up) | sign_up::Entered::Stands(sign_up) => {
                made.push(Some(sign_up.id));
            }
            sign_up::Entered::Refused { why, .. } => {
                fault.refused = Some(why);
                faults.push(fault);
            }
        }
    }
    Ok(if faults.is_empty() {
        Ok(made)
    } else {
        Err(faults)
    })
}

/// Whether the page showed a sign-up as it stands.
fn saw(sheet: &Sheet, sign_up: &SignUp) -> bool {
    let mut lines = sheet.lines.iter();
    lines.any(|line| line.sign_up == sign_up.id && line.version == sign_up.version)
}

/// What the sheet says of a sign-up.
enum Said {
    /// It is not on it.
    Nothing,
    /// There is no signature.
    Away,
    /// It is signed, with these times.
    Here(Clock),
}

fn said_of(
    rows: &[Option<Clock>],
    sheet: &Sheet,
    by_hand: &[Option<PatrolSignUpId>],
    sign_up: &SignUp,
) -> Said {
    let printed = sheet.lines.iter().map(|line| Some(line.sign_up));
    let mut all = printed.chain(by_hand.iter().copied());
    let at = all.position(|id| id == Some(sign_up.id));
    match at.and_then(|at| rows.get(at)) {
        None => Said::Nothing,
        Some(None) => Said::Away,
        Some(Some(times)) => Said::Here(*times),
    }
}
