//! Certificates of service (志愿服务记录证明, rule V15): what the ledger held at issue, with a number
//! and a code by which everybody can check the paper. The code is worked out again from the
//! installation's secret whenever the paper is printed; only its keyed hash is kept.

mod check;
mod list;
mod rows;

use domain::audit::Deed;
use domain::certificate::{Age, Code, Draft, New, Number, Standing};
use domain::hours::{Source, Whose};
use domain::id::{CertificateId, PersonId};
use domain::instant::{Instant, LocalDate};
use domain::message::Kind as Told;
use domain::permission::Permission;
use domain::problem::Problem;
use domain::words::Words;
use serde::{Deserialize, Serialize};
use serde_json::json;
use text::Lang;

use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::{Connection, Lock, Tx};
use crate::error::Error;
use crate::secret::Purpose;
use crate::{message, privacy, request_key, sql};

pub use check::{by_code, typed};
pub use list::{Page, own, page};

/// The use case's name among the request keys.
const ISSUE: &str = "certificate";

/// A certificate as it was printed.
#[derive(Debug, Clone)]
pub struct Certificate {
    /// Its id.
    pub id: CertificateId,
    /// Its number on the paper.
    pub number: Number,
    /// Whose hours, under whose record; nobody once they left.
    pub person: Option<PersonId>,
    /// The child whose hours they are.
    pub child: Option<PersonId>,
    /// The real name; empty once its owner left (rule P23).
    pub real_name: String,
    /// The number as a registered volunteer; may be empty.
    pub volunteer_number: String,
    /// The guardian who agreed or came along; may be empty.
    pub guardian_name: String,
    /// How old the person was.
    pub age: Age,
    /// The first day.
    pub from: LocalDate,
    /// The last day.
    pub until: LocalDate,
    /// What is certified, oldest first.
    pub lines: Vec<Line>,
    /// Its sum, which is what the ledger held.
    pub total: i64,
    /// When it was made.
    pub issued_at: Instant,
    /// How it stands.
    pub standing: Standing,
    /// Why it was taken back; for staff and its owner only.
    pub reason: String,
}

/// One service on the paper. Nobody's words stand here, so that it can stay when its owner leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The day on which it began.
    pub day: LocalDate,
    /// From when to when by the community's clocks, such as `18:00–20:00`; may be empty.
    pub time: String,
    /// What was done, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
    /// Whether it was entered afterwards (补录).
    pub back_entered: bool,
    /// Whole minutes.
    pub minutes: i64,
}

impl Line {
    /// What was done.
    #[must_use]
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// What the table keeps of the entries, as JSON.
#[derive(Debug, Serialize, Deserialize)]
struct Snapshot {
    age: Age,
    lines: Vec<Line>,
}

/// For whom somebody may have a certificate made.
#[derive(Debug, Clone)]
pub struct Choices {
    /// Under whose record.
    pub person: PersonId,
    /// What that person is called, when it is not whoever asks.
    pub name: Option<String>,
    /// Themselves, without a name, and their children.
    pub whose: Vec<(Whose, String)>,
    /// The first day with hours, and the last.
    pub days: Option<(LocalDate, LocalDate)>,
}

/// What the form offers: to oneself, or to staff for a person.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound` also for another community's person (rule P3), or when the store
/// fails.
pub async fn choices(ctx: &Context, of: Option<PersonId>) -> Result<Choices, Error> {
    let person = owner(ctx, of)?;
    let mut read = ctx.db().read().await?;
    choices_in(&mut read, ctx, person, of.is_some()).await
}

/// Whoever asks, or for staff the person they ask for.
fn owner(ctx: &Context, of: Option<PersonId>) -> Result<PersonId, Error> {
    let me = ctx.signed_in().ok_or(Error::SignIn)?.person;
    match of {
        None => Ok(me),
        Some(person) => {
            ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
            Ok(person)
        }
    }
}

async fn choices_in(
    db: &mut impl Connection,
    ctx: &Context,
    person: PersonId,
    is_other: bool,
) -> Result<Choices, Error> {
    let name = rows::name_of(db, ctx, person).await?;
    let mut whose = vec![(Whose::Mine, String::new())];
    let children = rows::children_of(db, ctx, person).await?;
    let child = |(id, name)| (Whose::Child(id), name);
    whose.extend(children.into_iter().map(child));
    Ok(Choices {
        person,
        name: is_other.then_some(name),
        whose,
        days: rows::days_of(db, ctx, person).await?,
    })
}

/// Makes a certificate of a person's hours, or of a child's of theirs, as the ledger holds them now:
/// one's own, or staff for a person. Older ones whose days are all among these are superseded. The same form
/// sent again gives the same certificate (rule R3).
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, `Invalid` with the fields at fault, or when the store fails.
pub async fn issue(
    ctx: &Context,
    of: Option<PersonId>,
    draft: Draft,
) -> Result<CertificateId, Error> {
    let person = owner(ctx, of)?;
    if let Some(id) = request_key::answered_before(ctx, ISSUE, &draft.request_key).await? {
        return before(&id);
    }
    let new = check(ctx, person, of.is_some(), &draft).await?;

    let mut tx = ctx.db().write().await?;
    if let Some(id) = request_key::answered(&mut tx, ctx, ISSUE, &new.request_key).await? {
        return before(&id);
    }
    tx.lock(Lock::Person(person)).await?;
    // Whoever left while this form was on its way gets no new paper with their name.
    if rows::name_of(&mut tx, ctx, person).await? == privacy::ERASED {
        return Err(Error::NotFound);
    }
    let child = match new.whose {
        Whose::Child(child) => Some(child),
        Whose::Mine | Whose::Of(_) => None,
    };
    let lines = rows::standing(&mut tx, ctx, person, child, &new).await?;
    let total = lines.iter().map(|line| line.minutes).sum::<i64>();
    if total != rows::balance(&mut tx, ctx, person, child, &new).await? {
        return Err(Error::Unexpected(
            "a certificate is not what the ledger holds",
        ));
    }
    if total == 0 {
        return Err(Error::at("from", Problem::NoHours));
    }
    let number = rows::next_number(&mut tx, ctx).await?;
    let kept = rows::Kept {
        person,
        child,
        number,
        code_hash: code_hash(ctx, &code(ctx, number)?),
        entries: written(&new, lines)?,
        total,
    };
    let id = rows::insert(&mut tx, ctx, &kept, &new).await?;
    rows::supersede(&mut tx, ctx, id, &kept, &new).await?;
    let entry = entry(Deed::CertificateIssued, number)
        .whose(person)
        .became(json!({ "from": new.from, "until": new.until, "minutes": total }));
    audit::record(&mut tx, ctx, entry).await?;
    request_key::answer(&mut tx, ctx, ISSUE, &new.request_key, &id.to_string()).await?;
    tx.commit().await?;
    Ok(id)
}

fn before(answer: &str) -> Result<CertificateId, Error> {
    answer
        .parse()
        .map_err(|_| Error::Unexpected("a kept answer is no certificate"))
}

fn entry(deed: Deed, number: Number) -> Entry {
    Entry::new(deed, format!("certificate/{number}"))
}

async fn check(
    ctx: &Context,
    person: PersonId,
    is_other: bool,
    draft: &Draft,
) -> Result<New, Error> {
    let mut read = ctx.db().read().await?;
    let choices = choices_in(&mut read, ctx, person, is_other).await?;
    let whose: Vec<_> = choices.whose.iter().map(|(whose, _)| *whose).collect();
    let today = ctx.community.zone.date_of(ctx.now);
    Ok(draft.check(today, &whose)?)
}

fn written(new: &New, lines: Vec<Line>) -> Result<String, Error> {
    let snapshot = Snapshot {
        age: new.age,
        lines,
    };
    serde_json::to_string(&snapshot).map_err(|_| Error::Unexpected("entries are no JSON"))
}

/// The code on the paper of a number: worked out by HMAC, so that it need not be kept.
fn code(ctx: &Context, number: Number) -> Result<Code, Error> {
    let what = format!("make/{}/{number}", ctx.community.id);
    let hash = ctx.stores.secret.keyed(Purpose::CertificateCode, &what);
    Code::of_hash(&hash).ok_or(Error::Unexpected("a keyed hash gives no code"))
}

/// What is kept of a code.
fn code_hash(ctx: &Context, code: &Code) -> String {
    let what = format!("kept/{}", code.as_str());
    ctx.stores.secret.keyed(Purpose::CertificateCode, &what)
}

/// The paper with its code, to be printed again: for its owner and for staff.
///
/// # Errors
/// `SignIn`, `NotFound` also for somebody else's and another community's (rule P3), or when the store
/// fails.
pub async fn paper(ctx: &Context, id: CertificateId) -> Result<(Certificate, Code), Error> {
    let me = ctx.signed_in().ok_or(Error::SignIn)?.person;
    let mut read = ctx.db().read().await?;
    let found = rows::find(&mut read, ctx, id).await?;
    let is_staff = ctx.may_at(Permission::ManagePatrols, &ctx.community.path);
    let certificate = found
        .filter(|certificate| is_staff || certificate.person == Some(me))
        .ok_or(Error::NotFound)?;
    let code = code(ctx, certificate.number)?;
    Ok((certificate, code))
}

/// Takes a certificate back, with a reason that its owner reads. Pressed twice, it is done once.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, `Invalid` without a reason, or when the store fails.
pub async fn revoke(ctx: &Context, id: CertificateId, reason: &str) -> Result<(), Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    let mut tx = ctx.db().write().await?;
    let found = rows::find(&mut tx, ctx, id).await?;
    let found = found.ok_or(Error::NotFound)?;
    let reason = Words::<200>::parse(reason).map_err(|problem| {
        let problem = match problem {
            Problem::Missing => Problem::NeedsReason,
            other => other,
        };
        Error::at("reason", problem)
    })?;
    lock(&mut tx, found.person).await?;
    if !rows::revoke(&mut tx, ctx, id, reason.as_str()).await? {
        return Ok(());
    }
    let mut entry =
        entry(Deed::CertificateRevoked, found.number).personal(json!({ "words": reason.as_str() }));
    if let Some(person) = found.person {
        entry = entry.whose(person);
        let subject = format!("certificate/{}", found.number);
        let args = json!({ "number": found.number.to_string() });
        message::tell(
            &mut tx,
            ctx,
            person,
            Told::CertificateRevoked,
            &subject,
            args,
        )
        .await?;
    }
    audit::record(&mut tx, ctx, entry).await?;
    tx.commit().await?;
    Ok(())
}

async fn lock(tx: &mut Tx, person: Option<PersonId>) -> Result<(), Error> {
    if let Some(person) = person {
        tx.lock(Lock::Person(person)).await?;
    }
    Ok(())
}

/// Whether hours of this sort are marked on the paper.
const fn is_back_entered(source: Source) -> bool {
    matches!(source, Source::BackEntered)
}

/// The community's certificate of a code.
async fn of_code(
    db: &mut impl Connection,
    ctx: &Context,
    code: &Code,
) -> Result<Option<Certificate>, Error> {
    let hash = code_hash(ctx, code);
    let found = sql!(
        db,
        optional as (i64,),
        "select id from certificate where code_hash = $1 and community_id = $2",
        hash,
        ctx.community.id.get(),
    )?;
    match found {
        Some((id,)) => rows::find(db, ctx, CertificateId::new(id)).await,
        None => Ok(None),
    }
}
