//! Reports of environmental problems: filing, handling, following, lists.

pub mod act;
mod entry;
pub mod figures;
pub mod follow;
pub mod list;
pub(crate) mod search;
pub mod show;
mod sql;

use domain::audit::Deed;
use domain::id::{PatrolShiftId, PersonId};
use domain::message::Kind;
use domain::permission::Permission;
use domain::report::{Draft, NewReport, Number, Place, Source};
use domain::request_key::RequestKey;
use serde_json::{Value, json};

use crate::assist::{self, Owner};
use crate::context::Context;
use crate::error::Error;
use crate::photo::{self, Stage};
use crate::secret::{Purpose, digest};
use crate::{audit, category, estate, message, request_key};

pub use entry::{Entry, tally_of};
pub(crate) use show::contact;

/// The use case's name among the request keys.
const SUBMIT: &str = "report";
/// Hexadecimal digits of the secret part of a receipt link: 96 bits.
const RECEIPT_DIGITS: usize = 24;

/// What whoever files a report gets: its number, and the secret part of the link to follow it.
#[derive(Clone, PartialEq, Eq)]
pub struct Receipt {
    /// `2026-000123`.
    pub number: Number,
    /// The last part of `/r/…`.
    pub secret: String,
}

impl std::fmt::Debug for Receipt {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Receipt")
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

/// The receipt of a number: worked out, so that nothing that opens a report is kept in the clear.
pub(crate) fn receipt(ctx: &Context, number: Number) -> Receipt {
    let text = format!("{}:{number}", ctx.community.id);
    let mut secret = ctx.stores.secret.keyed(Purpose::Receipt, &text);
    secret.truncate(RECEIPT_DIGITS);
    Receipt { number, secret }
}

/// Files a resident's report; no account is needed (rule R4). The same form sent again gives the
/// same receipt (rule R3).
///
/// # Errors
/// `Invalid` with the fields at fault, or when the store cannot be reached.
pub async fn submit(ctx: &Context, draft: Draft) -> Result<Receipt, Error> {
    file(ctx, draft, Source::Web, Whose::Own).await
}

/// Files a report for a resident, who owns it; who asks is recorded as the helper, and the resident
/// reads it (rule P15).
///
/// # Errors
/// Those of [`submit`], `SignIn`, `NotFound`, and `Denied` when one may not act for them any more.
pub async fn submit_for(ctx: &Context, owner: PersonId, draft: Draft) -> Result<Receipt, Error> {
    let owner = assist::owner(ctx, owner).await?;
    file(ctx, draft, Source::Web, Whose::Another(owner)).await
}

/// Enters what came by telephone, visit, group, patrol or the city's hotline (rule R17).
///
/// # Errors
/// Those of [`submit`], and `SignIn` or `Denied`.
pub async fn enter(ctx: &Context, draft: Draft, source: Source) -> Result<Receipt, Error> {
    ctx.require(Permission::EnterReport)?;
    file(ctx, draft, source, Whose::Own).await
}

/// Files what was found on a shift, linked with it (rule V16). Whether who asks is on it was decided
/// before.
///
/// # Errors
/// Those of [`submit`].
pub(crate) async fn found(
    ctx: &Context,
    draft: Draft,
    shift: PatrolShiftId,
) -> Result<Number, Error> {
    let receipt = file(ctx, draft, Source::Patrol, Whose::Patrol(shift)).await?;
    Ok(receipt.number)
}

/// To whom or what a new report belongs.
enum Whose {
    /// Who asks, or nobody.
    Own,
    /// A resident for whom who asks acts.
    Another(Owner),
    /// A shift that found it.
    Patrol(PatrolShiftId),
}

async fn file(
    ctx: &Context,
    mut draft: Draft,
    source: Source,
    whose: Whose,
) -> Result<Receipt, Error> {
    if let Some(number) = request_key::answered_before(ctx, SUBMIT, &draft.request_key).await? {
        return before(ctx, &number);
    }
    let new = match check(ctx, &mut draft).await {
        Ok(new) => new,
        Err(fault) => {
            let key = &draft.request_key;
            return before(
                ctx,
                &request_key::answered_meanwhile(ctx, SUBMIT, key, fault).await?,
            );
        }
    };

    let mut tx = ctx.db().write().await?;
    if let Some(number) = request_key::answered(&mut tx, ctx, SUBMIT, &new.request_key).await? {
        return before(ctx, &number);
    }
    let number = sql::next_number(&mut tx, ctx).await?;
    let receipt = receipt(ctx, number);
    let mut entry = Entry::new(ctx, &new, number, source, digest(&receipt.secret));
    if let Whose::Another(owner) = &whose {
        entry = entry.owned_by(ctx, owner);
    }
    let id = sql::insert(&mut tx, ctx, &entry).await?;
    photo::take_drafts(&mut tx, ctx, &new.request_key, id, Stage::Before).await?;
    sql::record_created(&mut tx, ctx, id, source).await?;
    sql::count(&mut tx, None, Some(&tally_of(ctx, &entry))).await?;
    search::index(&mut tx, ctx, id, &entry.searchable()).await?;
    if let Whose::Patrol(shift) = &whose {
        sql::link_shift(&mut tx, ctx, id, *shift).await?;
    }
    if let Whose::Another(owner) = &whose {
        let deed = audit::Entry::new(Deed::AssistReported, format!("report/{number}"));
        audit::record(&mut tx, ctx, deed.whose(owner.person)).await?;
        let subject = format!("report/{number}");
        message::tell(
            &mut tx,
            ctx,
            owner.person,
            Kind::ActedFor,
            &subject,
            Value::Null,
        )
        .await?;
    }
    if source != Source::Web {
        let deed = audit::Entry::new(Deed::ReportEntered, format!("report/{number}"))
            .became(json!({ "source": source.as_str() }));
        audit::record(&mut tx, ctx, deed).await?;
    }
    request_key::answer(&mut tx, ctx, SUBMIT, &new.request_key, &number.to_string()).await?;
    tx.commit().await?;
    Ok(receipt)
}

fn before(ctx: &Context, number: &str) -> Result<Receipt, Error> {
    let number = number
        .parse()
        .map_err(|_| Error::Unexpected("a kept answer is no number"))?;
    Ok(receipt(ctx, number))
}

async fn check(ctx: &Context, draft: &mut Draft) -> Result<NewReport, Error> {
    if let Ok(key) = RequestKey::parse(&draft.request_key) {
        draft.photos = photo::drafts(ctx, &key).await?.len();
    }
    let mut read = ctx.db().read().await?;
    let offered = category::all(&mut read, ctx).await?;
    let offered = offered.into_iter().filter(|category| !category.is_retired);
    let estate = estate::load(&mut read, ctx).await?;
    drop(read);
    Ok(draft.check(&estate.choices(offered.map(|category| category.id).collect()))?)
}

/// What a place says beside its building or area.
fn note_of(place: &Place) -> &str {
    match place {
        Place::Building { note, .. } | Place::Area { note, .. } => {
            note.as_ref().map_or("", domain::words::Line::as_str)
        }
        Place::Words(words) => words.as_str(),
    }
}
