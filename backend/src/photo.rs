//! Photos: cleaned before anything else happens, kept as drafts of a form until a report takes
//! them, and shown to whoever may see the report, no one else (rule R14). Pictures of a shift are its leader's and
//! staff's to see (rules V12, V16).

pub mod clean;
mod publication;
pub mod store;
mod viewing;

use bytes::Bytes;
use domain::id::{PatrolShiftId, ReportId};
use domain::problem::Problem;
use domain::report::{MAX_PHOTO_BYTES, MAX_PHOTOS};
use domain::request_key::RequestKey;

use crate::context::{Context, Stores};
use crate::db::{Connection, Tx};
use crate::error::Error;
use crate::secret::{Purpose, digest};
use crate::sql;

pub use publication::{Prepared, Publication, WorkPhoto, of_report, prepare, publish, publish_all};
pub(crate) use viewing::show_of_shift;
pub use viewing::{Viewer, show};

/// Hexadecimal digits of a photo's name: 128 bits.
const NAME_DIGITS: usize = 32;
/// How long a draft waits for its form.
const DRAFT_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// A picture as pages show it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Photo {
    /// Its name: 32 hexadecimal digits.
    pub id: String,
    /// Pixels.
    pub width: i64,
    /// Pixels.
    pub height: i64,
}

/// Which step of the work a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// What was wrong.
    Before,
    /// How it is now.
    After,
}

impl Stage {
    /// As kept.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::After => "after",
        }
    }
}

/// What a picture that belongs to a shift shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShiftPart {
    /// The signed sheet (rule V12).
    Sheet,
    /// What was done and found (rule V16).
    Record,
}

impl ShiftPart {
    /// As kept.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sheet => "sheet",
            Self::Record => "record",
        }
    }
}

/// How large a picture is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// At most 2048 px.
    Full,
    /// At most 480 px.
    Small,
}

impl Size {
    const fn suffix(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Small => "small",
        }
    }
}

fn storage_key(name: &str, size: Size) -> String {
    format!("{}/{name}-{}.jpg", &name[..2], size.suffix())
}

/// Where both sizes of a picture are kept.
pub(crate) fn keys(name: &str) -> [String; 2] {
    [
        storage_key(name, Size::Full),
        storage_key(name, Size::Small),
    ]
}

fn draft_owner(ctx: &Context, key: &RequestKey) -> String {
    let text = format!("{}:{}", ctx.community.id, key.as_str());
    ctx.stores.secret.keyed(Purpose::PhotoDraft, &text)
}

/// Whether a text has the form of a photo's name.
#[must_use]
pub fn is_name(text: &str) -> bool {
    text.len() == NAME_DIGITS
        && text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The name of a form's draft: the same picture sent again with the same form (a double tap, a
/// resend) is the same draft (rule R3), and nobody else can guess it.
fn draft_name(ctx: &Context, owner: &str, upload: &[u8]) -> String {
    let text = format!("{owner}:{}", digest(upload));
    let mut name = ctx.stores.secret.keyed(Purpose::PhotoDraft, &text);
    name.truncate(NAME_DIGITS);
    name
}

/// The picture of a name that came with the same form before, also when a report has taken it
/// since.
async fn came_before(
    db: &mut impl Connection,
    ctx: &Context,
    name: &str,
) -> Result<Option<Photo>, Error> {
    Ok(sql!(
        db,
        optional as Photo,
        "select id, width, height from photo
         where id = $1 and (report_id is not null or shift_id is not null or expires_at > $2)",
        name,
        ctx.now.millis(),
    )?)
}

/// Cleans an uploaded picture and keeps it as a draft of the form with this request key. A picture
/// that came with this form before is not kept twice.
///
/// # Errors
/// `Invalid` at field `photos` when it is no usable picture or one too many; when a store fails.
pub async fn keep_draft(ctx: &Context, key: &RequestKey, upload: Bytes) -> Result<Photo, Error> {
    if upload.len() > MAX_PHOTO_BYTES {
        return Err(Error::at("photos", Problem::PhotoTooLarge));
    }
    let owner = draft_owner(ctx, key);
    let name = draft_name(ctx, &owner, &upload);
    let mut read = ctx.db().read().await?;
    if let Some(photo) = came_before(&mut read, ctx, &name).await? {
        return Ok(photo);
    }
    drop(read);
    let cleaned = clean::clean_in_turn(upload).await.map_err(|refused| {
        Error::at(
            "photos",
            match refused {
                clean::Refused::TooLarge => Problem::PhotoTooLarge,
                clean::Refused::TooManyPixels => Problem::PhotoTooManyPixels,
                clean::Refused::NotAPicture | clean::Refused::Unreadable => {
                    Problem::PhotoUnreadable
                }
            },
        )
    })?;
    let bytes = i64::try_from(cleaned.full.len() + cleaned.small.len()).unwrap_or(i64::MAX);
    put(&ctx.stores, &name, &cleaned).await?;

    let mut tx = ctx.db().write().await?;
    let (kept,) = sql!(
        &mut tx,
        one as (i64,),
        "select count(*) from photo where draft_of = $1 and report_id is null",
        &owner,
    )?;
    // Looked for after the count: an equal form may just have kept this one, as one of those counted.
    if let Some(photo) = came_before(&mut tx, ctx, &name).await? {
        return Ok(photo);
    }
    if usize::try_from(kept).unwrap_or(usize::MAX) >= MAX_PHOTOS {
        drop(tx);
        remove_files(ctx, &name).await?;
        return Err(Error::at("photos", Problem::TooMany { max: MAX_PHOTOS }));
    }
    let photo = Photo {
        id: name,
        width: i64::from(cleaned.width),
        height: i64::from(cleaned.height),
    };
    sql!(
        &mut tx, execute,
        "insert into photo (id, community_id, draft_of, expires_at, sort, width, height, bytes, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (id) do update set expires_at = excluded.expires_at
         where photo.report_id is null and photo.shift_id is null",
        &photo.id, ctx.community.id.get(), &owner, ctx.now.millis() + DRAFT_MILLIS, kept,
        photo.width, photo.height, bytes, ctx.now.millis(),
    )?;
    tx.commit().await?;
    Ok(photo)
}

/// Stores both sizes of a cleaned picture, durably, before any row speaks of it.
pub(crate) async fn put(
    stores: &Stores,
    name: &str,
    cleaned: &clean::Cleaned,
) -> Result<(), Error> {
    let photos = &stores.photos;
    photos
        .put(
            &storage_key(name, Size::Full),
            Bytes::from(cleaned.full.clone()),
        )
        .await?;
    photos
        .put(
            &storage_key(name, Size::Small),
            Bytes::from(cleaned.small.clone()),
        )
        .await?;
    Ok(())
}

async fn remove_files(ctx: &Context, name: &str) -> Result<(), Error> {
    ctx.stores
        .photos
        .delete(&storage_key(name, Size::Full))
        .await?;
    ctx.stores
        .photos
        .delete(&storage_key(name, Size::Small))
        .await?;
    Ok(())
}

/// The drafts of a form that are still there, in the order they came.
///
/// # Errors
/// When the store fails.
pub async fn drafts(ctx: &Context, key: &RequestKey) -> Result<Vec<Photo>, Error> {
    let mut read = ctx.db().read().await?;
    Ok(sql!(
        &mut read,
        all as Photo,
        "select id, width, height from photo
         where draft_of = $1 and report_id is null and expires_at > $2 order by sort, id",
        draft_owner(ctx, key),
        ctx.now.millis(),
    )?)
}

/// Takes a draft back out of its form. Unknown names are ignored: pressing twice is fine.
///
/// # Errors
/// When a store fails.
pub async fn drop_draft(ctx: &Context, key: &RequestKey, name: &str) -> Result<(), Error> {
    let mut tx = ctx.db().write().await?;
    let dropped = sql!(
        &mut tx,
        execute,
        "delete from photo where id = $1 and draft_of = $2 and report_id is null",
        name,
        draft_owner(ctx, key),
    )?;
    tx.commit().await?;
    if dropped == 1 {
        remove_files(ctx, name).await?;
    }
    Ok(())
}

/// Gives a form's drafts to a report, in the transaction that files or changes it. Returns how
/// many there were.
///
/// # Errors
/// When the store fails.
pub async fn take_drafts(
    tx: &mut Tx,
    ctx: &Context,
    key: &RequestKey,
    report: ReportId,
    stage: Stage,
) -> Result<u64, Error> {
    Ok(sql!(
        tx,
        execute,
        "update photo set report_id = $1, stage = $2, expires_at = null, draft_of = null
         where draft_of = $3 and report_id is null and expires_at > $4",
        report.get(),
        stage.as_str(),
        draft_owner(ctx, key),
        ctx.now.millis(),
    )?)
}

/// Gives a form's drafts to a shift, in the transaction that writes about it. Returns how many there
/// were.
///
/// # Errors
/// When the store fails.
pub(crate) async fn take_for_shift(
    tx: &mut Tx,
    ctx: &Context,
    key: &RequestKey,
    shift: PatrolShiftId,
    part: ShiftPart,
) -> Result<u64, Error> {
    Ok(sql!(
        tx,
        execute,
        "update photo set shift_id = $1, shift_part = $2, expires_at = null, draft_of = null
         where draft_of = $3 and report_id is null and expires_at > $4",
        shift.get(),
        part.as_str(),
        draft_owner(ctx, key),
        ctx.now.millis(),
    )?)
}

/// The pictures of a part of a shift, in the order in which they came. Whoever asks was found to lead
/// the shift.
///
/// # Errors
/// When the store fails.
pub(crate) async fn of_shift(
    db: &mut impl Connection,
    shift: PatrolShiftId,
    part: ShiftPart,
) -> Result<Vec<Photo>, Error> {
    Ok(sql!(
        db,
        all as Photo,
        "select id, width, height from photo where shift_id = $1 and shift_part = $2
         order by created_at, sort, id",
        shift.get(),
        part.as_str(),
    )?)
}

/// Removes drafts whose form never came. Returns how many.
///
/// # Errors
/// When a store fails.
pub async fn remove_ended_drafts(ctx: &Context) -> Result<usize, Error> {
    let mut tx = ctx.db().write().await?;
    let ended = sql!(
        &mut tx,
        all as (String,),
        "delete from photo where report_id is null and expires_at <= $1 returning id",
        ctx.now.millis(),
    )?;
    tx.commit().await?;
    for (name,) in &ended {
        remove_files(ctx, name).await?;
    }
    Ok(ended.len())
}
