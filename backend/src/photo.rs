//! Photos: cleaned before anything else happens, kept as drafts of a form until a report takes
//! them, and shown to whoever may see the report, no one else (rule R14).

pub mod clean;
pub mod store;

use bytes::Bytes;
use domain::id::ReportId;
use domain::permission::Permission;
use domain::problem::Problem;
use domain::report::{MAX_PHOTO_BYTES, MAX_PHOTOS};
use domain::request_key::RequestKey;

use crate::context::{Context, Stores};
use crate::db::{Connection, Tx};
use crate::error::Error;
use crate::secret::{Purpose, digest};
use crate::sql;

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
         where id = $1 and (report_id is not null or expires_at > $2)",
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
    if let Some(photo) = came_before(&mut tx, ctx, &name).await? {
        return Ok(photo);
    }
    let (kept,) = sql!(
        &mut tx,
        one as (i64,),
        "select count(*) from photo where draft_of = $1 and report_id is null",
        &owner,
    )?;
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
         where photo.report_id is null",
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

/// Who asks for a picture, and by which address.
#[derive(Debug, Clone)]
pub enum Viewer<'a> {
    /// Anybody, at the public address: the covered version of a published picture.
    Public,
    /// Somebody with the receipt link of the report.
    Receipt(&'a str),
    /// Somebody who works on it.
    Work,
    /// The form that has just sent it.
    Draft,
}

#[derive(sqlx::FromRow)]
struct Shown {
    is_published: i64,
    public_key: Option<String>,
    is_public: i64,
    visibility: String,
    receipt_hash: String,
    path: Option<String>,
    lead_org_id: Option<i64>,
}

/// The bytes of a picture and a name for this version of it, if the viewer may see it now. Asked at
/// every request, so that a hidden one is hidden at every address (rule R14).
///
/// # Errors
/// `NotFound` for whoever may not see it; when a store fails.
pub async fn show(
    ctx: &Context,
    name: &str,
    size: Size,
    viewer: Viewer<'_>,
) -> Result<(Bytes, String), Error> {
    if !is_name(name) {
        return Err(Error::NotFound);
    }
    let mut read = ctx.db().read().await?;
    let stored = if matches!(viewer, Viewer::Draft) {
        sql!(
            &mut read,
            optional as (i64,),
            "select sort from photo
             where id = $1 and community_id = $2 and report_id is null and expires_at > $3",
            name,
            ctx.community.id.get(),
            ctx.now.millis(),
        )?
        .ok_or(Error::NotFound)?;
        name.to_owned()
    } else {
        let row = find_shown(&mut read, ctx, name)
            .await?
            .ok_or(Error::NotFound)?;
        stored_name(ctx, name, &row, &viewer).ok_or(Error::NotFound)?
    };
    drop(read);
    let bytes = ctx
        .stores
        .photos
        .get(&storage_key(&stored, size))
        .await?
        .ok_or(Error::NotFound)?;
    Ok((bytes, stored))
}

async fn find_shown(
    db: &mut impl Connection,
    ctx: &Context,
    name: &str,
) -> Result<Option<Shown>, Error> {
    Ok(sql!(
        db,
        optional as Shown,
        "select p.is_published, p.public_key, r.is_public, r.visibility, r.receipt_hash,
                n.path, r.lead_org_id
         from photo p
         join report r on r.id = p.report_id
         left join building b on b.id = r.building_id
         left join org_node n on n.id = b.node_id
         where p.id = $1 and p.community_id = $2",
        name,
        ctx.community.id.get(),
    )?)
}

fn stored_name(ctx: &Context, name: &str, row: &Shown, viewer: &Viewer<'_>) -> Option<String> {
    let path = row.path.as_deref().unwrap_or(&ctx.community.path);
    match viewer {
        Viewer::Public => (row.is_public == 1 && row.is_published == 1)
            .then(|| row.public_key.clone().unwrap_or_else(|| name.to_owned())),
        Viewer::Receipt(secret) => (row.visibility != "hidden"
            && row.receipt_hash == digest(secret))
        .then(|| name.to_owned()),
        Viewer::Work => {
            let of_company = ctx.rights_with(Permission::HandleReport).any(|right| {
                right.service_org.is_some()
                    && right.service_org.map(domain::id::ServiceOrgId::get) == row.lead_org_id
            });
            (of_company || ctx.may_at(Permission::AcceptReport, path)).then(|| name.to_owned())
        }
        Viewer::Draft => None,
    }
}

/// A picture of a report for those who work on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkPhoto {
    /// The picture.
    pub photo: Photo,
    /// Whether the public sees it, once the report is public.
    pub is_published: bool,
    /// Which of the 48 cells are covered in public.
    pub covered: Vec<u8>,
}

/// The pictures of one step of a report, in order; published ones only when asked so.
///
/// # Errors
/// When the store fails.
pub async fn of_report(
    db: &mut impl Connection,
    report: ReportId,
    stage: Stage,
    published_only: bool,
) -> Result<Vec<WorkPhoto>, Error> {
    Ok(sql!(
        db,
        all as (String, i64, i64, i64, String),
        "select id, width, height, is_published, covered from photo
         where report_id = $1 and stage = $2 and (is_published = 1 or $3 = 0)
         order by created_at, sort, id",
        report.get(),
        stage.as_str(),
        i64::from(published_only),
    )?
    .into_iter()
    .map(|(id, width, height, is_published, covered)| WorkPhoto {
        photo: Photo { id, width, height },
        is_published: is_published == 1,
        covered: covered
            .split(',')
            .filter_map(|cell| cell.parse().ok())
            .collect(),
    })
    .collect())
}

/// What staff decided about one picture: whether the public sees it, and what is covered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Publication {
    /// The picture's name.
    pub id: String,
    /// Whether the public sees it.
    pub publish: bool,
    /// Cells to cover, counted row by row in a grid of eight by six.
    pub cells: Vec<u8>,
}

/// A covered version that is stored already and waits for its transaction.
#[derive(Debug, Clone)]
pub struct Prepared {
    decided: Publication,
    public_key: Option<String>,
}

/// Makes and stores the covered versions, before the transaction that publishes them.
///
/// # Errors
/// `NotFound` for a picture that is not the report's; when a store fails.
pub async fn prepare(
    ctx: &Context,
    report: ReportId,
    decided: &[Publication],
) -> Result<Vec<Prepared>, Error> {
    let mut prepared = Vec::new();
    for decision in decided {
        let mut read = ctx.db().read().await?;
        sql!(
            &mut read,
            optional as (i64,),
            "select sort from photo where id = $1 and report_id = $2",
            &decision.id,
            report.get(),
        )?
        .ok_or(Error::NotFound)?;
        drop(read);
        let public_key = if decision.publish && !decision.cells.is_empty() {
            let key = storage_key(&decision.id, Size::Full);
            let original = ctx.stores.photos.get(&key).await?.ok_or(Error::NotFound)?;
            let covered = clean::blurred_in_turn(original, decision.cells.clone())
                .await
                .map_err(|_| Error::Unexpected("a stored picture cannot be read"))?;
            let name = ctx.stores.random.token();
            put(&ctx.stores, &name, &covered).await?;
            Some(name)
        } else {
            None
        };
        prepared.push(Prepared {
            decided: decision.clone(),
            public_key,
        });
    }
    Ok(prepared)
}

/// Writes down what was decided about a report's pictures.
///
/// # Errors
/// When the store fails.
pub async fn publish(tx: &mut Tx, report: ReportId, prepared: &[Prepared]) -> Result<(), Error> {
    for picture in prepared {
        let cells: Vec<String> = picture.decided.cells.iter().map(u8::to_string).collect();
        sql!(
            tx,
            execute,
            "update photo set is_published = $3, public_key = $4, covered = $5
             where id = $1 and report_id = $2",
            &picture.decided.id,
            report.get(),
            i64::from(picture.decided.publish),
            picture.public_key.as_deref(),
            cells.join(","),
        )?;
    }
    Ok(())
}

/// Shows all pictures of a step to the public, as far as their report is public.
///
/// # Errors
/// When the store fails.
pub async fn publish_all(tx: &mut Tx, report: ReportId, stage: Stage) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "update photo set is_published = 1 where report_id = $1 and stage = $2",
        report.get(),
        stage.as_str(),
    )?;
    Ok(())
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
