//! Placing buildings and areas on the drawn plan. One save holds whatever was moved, is refused as a
//! whole when somebody else moved one of it first, and can be put back (rule X8).

use domain::audit::Deed;
use domain::drawing::{Block, Drawing, draw};
use domain::id::{AreaId, BuildingId};
use domain::permission::Permission;
use domain::problem::Problem;
use domain::request_key::RequestKey;
use serde_json::json;

use super::Estate;
use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::{Connection, Lock, Tx};
use crate::error::Error;
use crate::{community, request_key, sql};

/// The use case's name among the request keys.
const PLACE: &str = "plan";

/// What stands on the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// A building.
    Building(BuildingId),
    /// An area.
    Area(AreaId),
}

impl std::fmt::Display for Which {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Building(id) => write!(f, "b{id}"),
            Self::Area(id) => write!(f, "a{id}"),
        }
    }
}

impl std::str::FromStr for Which {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        let read = if let Some(id) = text.strip_prefix('b') {
            id.parse().map(Self::Building)
        } else {
            let id = text.strip_prefix('a').ok_or(Problem::NotAChoice)?;
            id.parse().map(Self::Area)
        };
        read.map_err(|_| Problem::NotAChoice)
    }
}

/// A block of the plan as staff move it.
#[derive(Debug, Clone)]
pub struct Piece {
    /// What it is.
    pub which: Which,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Raised by every change of it.
    pub version: i64,
    /// Where it stands, by somebody's hand or by itself.
    pub block: Block,
    /// Whether somebody placed it.
    is_placed: bool,
}

/// The plan as staff edit it.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The buildings in order, then the areas that are not closed.
    pub pieces: Vec<Piece>,
    /// How deep it is.
    pub depth: i64,
    /// Of the last save, when there is one to put back.
    pub last: Option<i64>,
}

/// Where one piece is to stand, and of which version that was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// What is moved.
    pub which: Which,
    /// The version it was moved from.
    pub version: i64,
    /// Where to.
    pub block: Block,
}

/// One piece's way in the last save: where it was, if anywhere, and where it is.
type Way = (String, Option<Block>, Option<Block>);

impl Estate {
    /// Where everything stands that is not closed; what nobody placed stands by itself.
    #[must_use]
    pub fn drawing(&self) -> Drawing {
        let buildings: Vec<_> = self
            .buildings
            .iter()
            .map(|building| building.plan)
            .collect();
        let areas: Vec<_> = self.open_areas().map(|area| area.plan).collect();
        draw(&buildings, &areas)
    }
}

/// The plan for those who keep it.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn for_edit(ctx: &Context) -> Result<Sheet, Error> {
    ctx.require_at(Permission::ManageEstate, &ctx.community.path)?;
    load(&mut ctx.db().read().await?, ctx).await
}

async fn load(db: &mut impl Connection, ctx: &Context) -> Result<Sheet, Error> {
    let estate = super::load(db, ctx).await?;
    let drawing = estate.drawing();
    let buildings = estate.buildings.iter().zip(&drawing.buildings);
    let buildings = buildings.map(|(building, block)| Piece {
        which: Which::Building(building.id),
        name_zh: building.name.clone(),
        name_en: building.name.clone(),
        version: building.version,
        block: *block,
        is_placed: building.plan.is_some(),
    });
    let areas = estate.open_areas().zip(&drawing.areas);
    let areas = areas.map(|(area, block)| Piece {
        which: Which::Area(area.id),
        name_zh: area.name_zh.clone(),
        name_en: area.name_en.clone(),
        version: area.version,
        block: *block,
        is_placed: area.plan.is_some(),
    });
    let pieces = buildings.chain(areas).collect();
    let last = sql!(
        db,
        optional as (i64,),
        "select version from plan_save where community_id = $1",
        ctx.community.id.get(),
    )?;
    Ok(Sheet {
        pieces,
        depth: drawing.depth,
        last: last.map(|(version,)| version),
    })
}

/// Places what was moved, all or nothing. With the first that somebody places, everything else stays
/// where it stood by itself, so that nothing jumps.
///
/// # Errors
/// `Invalid` at `places` when a block does not fit the sheet or nothing was moved, `SignIn`,
/// `Denied`, `NotFound`, `Changed` when somebody else moved one of them first, or when the store
/// fails.
pub async fn place(ctx: &Context, moves: &[Move], request_key: &str) -> Result<(), Error> {
    ctx.require_at(Permission::ManageEstate, &ctx.community.path)?;
    if moves.is_empty() || !moves.iter().all(|to| to.block.fits()) {
        return Err(Error::at("places", Problem::NotUnderstood));
    }
    let key =
        RequestKey::parse(request_key).map_err(|problem| Error::at("request_key", problem))?;

    let mut tx = ctx.db().write().await?;
    if request_key::answered(&mut tx, ctx, PLACE, &key)
        .await?
        .is_some()
    {
        return Ok(());
    }
    tx.lock(Lock::Estate(ctx.community.id)).await?;
    let sheet = load(&mut tx, ctx).await?;
    for to in moves {
        let piece = sheet.pieces.iter().find(|piece| piece.which == to.which);
        if piece.ok_or(Error::NotFound)?.version != to.version {
            return Err(Error::Changed);
        }
    }
    let mut ways: Vec<Way> = Vec::new();
    let mut names = Vec::new();
    for piece in &sheet.pieces {
        let before = piece.is_placed.then_some(piece.block);
        let to = moves.iter().find(|to| to.which == piece.which);
        let becomes = to.map_or(piece.block, |to| to.block);
        if before == Some(becomes) {
            continue;
        }
        set(&mut tx, piece.which, Some(becomes)).await?;
        ways.push((piece.which.to_string(), before, Some(becomes)));
        names.extend(to.map(|_| piece.name_zh.as_str()));
    }
    // Pressed at the edge of the sheet, nothing moves, and the last save stays the last.
    if ways.is_empty() {
        return Ok(());
    }
    record(&mut tx, ctx, &ways, &names).await?;
    tx.commit().await?;
    Ok(())
}

/// Puts the last save back; pressed again, it puts that back in its turn.
///
/// # Errors
/// `SignIn`, `Denied`, `Changed` when it is not the last one any more or something of it is gone, or
/// when the store fails.
pub async fn put_back(ctx: &Context, version: i64) -> Result<(), Error> {
    ctx.require_at(Permission::ManageEstate, &ctx.community.path)?;

    let mut tx = ctx.db().write().await?;
    tx.lock(Lock::Estate(ctx.community.id)).await?;
    let last = sql!(
        &mut tx,
        optional as (String,),
        "select moves from plan_save where community_id = $1 and version = $2",
        ctx.community.id.get(),
        version,
    )?;
    let (ways,) = last.ok_or(Error::Changed)?;
    let ways: Vec<Way> =
        serde_json::from_str(&ways).map_err(|_| Error::Unexpected("the last plan is broken"))?;
    let sheet = load(&mut tx, ctx).await?;
    let mut back = Vec::new();
    let mut names = Vec::new();
    for (which, was, became) in ways {
        let piece = sheet
            .pieces
            .iter()
            .find(|piece| piece.which.to_string() == which);
        // What was closed since then has no place to be put back to.
        let piece = piece.ok_or(Error::Changed)?;
        set(&mut tx, piece.which, was).await?;
        names.push(piece.name_zh.as_str());
        back.push((which, became, was));
    }
    record(&mut tx, ctx, &back, &names).await?;
    tx.commit().await?;
    Ok(())
}

async fn set(tx: &mut Tx, which: Which, block: Option<Block>) -> Result<(), Error> {
    let (x, y) = (block.map(|block| block.x), block.map(|block| block.y));
    let (width, height) = (
        block.map(|block| block.width),
        block.map(|block| block.height),
    );
    match which {
        Which::Building(id) => sql!(
            tx,
            execute,
            "update building set plan_x = $2, plan_y = $3, plan_width = $4, plan_height = $5,
                    version = version + 1
             where id = $1",
            id.get(),
            x,
            y,
            width,
            height,
        )?,
        Which::Area(id) => sql!(
            tx,
            execute,
            "update area set plan_x = $2, plan_y = $3, plan_width = $4, plan_height = $5,
                    version = version + 1
             where id = $1",
            id.get(),
            x,
            y,
            width,
            height,
        )?,
    };
    Ok(())
}

/// Keeps the ways back, tells the trail, and makes kept pages stale.
async fn record(tx: &mut Tx, ctx: &Context, ways: &[Way], names: &[&str]) -> Result<(), Error> {
    let kept =
        serde_json::to_string(ways).map_err(|_| Error::Unexpected("the plan cannot be written"))?;
    sql!(
        tx,
        execute,
        "insert into plan_save (community_id, version, moves) values ($1, 1, $2)
         on conflict (community_id)
         do update set version = plan_save.version + 1, moves = excluded.moves",
        ctx.community.id.get(),
        kept,
    )?;
    let entry = Entry::new(Deed::PlanPlaced, "plan").became(json!({ "name": names }));
    audit::record(tx, ctx, entry).await?;
    community::public_changed(tx, ctx).await
}
