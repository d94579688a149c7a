//! The estate as a spreadsheet, in the shape that the import reads (P4), numbers masked (P17): what
//! comes back changes nothing.

use domain::audit::Deed;
use domain::estate::table::EXAMPLE;
use domain::permission::Permission;
use domain::telephone::Telephone;
use serde_json::json;

use crate::audit::{self, Entry};
use crate::context::Context;
use crate::error::Error;
use crate::spreadsheet::{self, Cell, Heads};
use crate::{org, sql};

/// The headings, as the import knows them.
const HEADS: Heads<'_, 6> = [
    ("楼栋", 10),
    ("单元", 10),
    ("楼层", 8),
    ("门牌", 10),
    ("姓名", 16),
    ("电话", 16),
];

type Line = [Cell; 6];

/// An empty spreadsheet with headings and one example, which the import skips.
///
/// # Errors
/// `SignIn`, `Denied`, or `Unexpected` when it cannot be written.
pub fn template(ctx: &Context) -> Result<Vec<u8>, Error> {
    ctx.require(Permission::ManageEstate)?;
    let name = format!("{EXAMPLE}：王小明");
    let example = ["3号楼", "2单元", "3层", "302", &name, "13900000000"];
    workbook(&[example.map(Cell::from)])
}

/// Every open door with whoever lives there, as `.xlsx`. Recorded (P18, P25).
///
/// # Errors
/// `SignIn`, `Denied` to whose right does not reach the whole community, or when the store fails.
pub async fn xlsx(ctx: &Context) -> Result<Vec<u8>, Error> {
    workbook(&lines(ctx).await?)
}

/// The same as text with commas and a mark, for old programs; no cell begins a formula.
///
/// # Errors
/// Those of [`xlsx`].
pub async fn csv(ctx: &Context) -> Result<Vec<u8>, Error> {
    Ok(spreadsheet::csv(&HEADS, &lines(ctx).await?))
}

async fn lines(ctx: &Context) -> Result<Vec<Line>, Error> {
    ctx.require(Permission::ManageEstate)?;
    ctx.require_at(Permission::ManageEstate, &ctx.community.path)?;
    let mut tx = ctx.db().write().await?;
    let rows = sql!(
        &mut tx,
        all as (
            String,
            String,
            Option<String>,
            String,
            Option<String>,
            Option<String>
        ),
        "select b.name, u.name, f.name, h.door, p.name, p.telephone
         from household h
         join building b on b.id = h.building_id
         join unit u on u.id = h.unit_id
         left join floor f on f.id = h.floor_id
         left join household_member m on m.household_id = h.id
              and (m.until is null or m.until > $2)
         left join person p on p.id = m.person_id
         where h.community_id = $1 and (h.closed_on is null or h.closed_on > $2)
         order by b.sort, b.id, h.sort, h.id, m.id",
        ctx.community.id.get(),
        org::today(ctx),
    )?;
    let entry = Entry::new(Deed::EstateExported, format!("estate/{}", ctx.community.id))
        .became(json!({ "rows": rows.len() }));
    audit::record(&mut tx, ctx, entry).await?;
    tx.commit().await?;
    Ok(rows
        .into_iter()
        .map(|(building, unit, floor, door, name, telephone)| {
            let number = telephone.and_then(|number| Telephone::parse(&number).ok());
            // `Display` masks.
            let number = number.map_or_else(String::new, |number| number.to_string());
            [
                building,
                unit,
                floor.unwrap_or_default(),
                door,
                name.unwrap_or_default(),
                number,
            ]
            .map(Cell::from)
        })
        .collect())
}

/// All cells are text, so that `0302` stays.
fn workbook(lines: &[Line]) -> Result<Vec<u8>, Error> {
    spreadsheet::xlsx("住户", &HEADS, lines)
}
