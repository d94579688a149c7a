//! Whether somebody may see a picture, asked at every request (rules R14, R15).

use bytes::Bytes;
use domain::id::PatrolShiftId;
use domain::permission::Permission;

use super::{Size, is_name, storage_key};
use crate::context::Context;
use crate::db::Connection;
use crate::error::Error;
use crate::secret::digest;
use crate::sql;

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

/// The bytes of a picture of a shift. Whoever asks was found to lead it.
pub(crate) async fn show_of_shift(
    ctx: &Context,
    shift: PatrolShiftId,
    name: &str,
    size: Size,
) -> Result<(Bytes, String), Error> {
    if !is_name(name) {
        return Err(Error::NotFound);
    }
    let mut read = ctx.db().read().await?;
    sql!(
        &mut read,
        optional as (i64,),
        "select sort from photo where id = $1 and community_id = $2 and shift_id = $3",
        name,
        ctx.community.id.get(),
        shift.get(),
    )?
    .ok_or(Error::NotFound)?;
    drop(read);
    let found = ctx.stores.photos.get(&storage_key(name, size)).await?;
    Ok((found.ok_or(Error::NotFound)?, name.to_owned()))
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
            let seen = ctx
                .rights_with(Permission::SeeWork)
                .any(|right| match right.service_org {
                    None => path.starts_with(&right.path),
                    Some(org) => row.lead_org_id == Some(org.get()),
                });
            seen.then(|| name.to_owned())
        }
        Viewer::Draft => None,
    }
}
