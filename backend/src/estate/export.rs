//! The estate as a spreadsheet, in the shape that the import reads (P4), numbers masked (P17): what
//! comes back changes nothing.

use domain::audit::Deed;
use domain::estate::table::EXAMPLE;
use domain::permission::Permission;
use domain::telephone::Telephone;
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use serde_json::json;

use crate::audit::{self, Entry};
use crate::context::Context;
use crate::error::Error;
use crate::{org, sql};

/// The headings, as the import knows them.
const HEADS: [&str; 6] = ["楼栋", "单元", "楼层", "门牌", "姓名", "电话"];
const WIDTHS: [u32; 6] = [10, 10, 8, 10, 16, 16];

type Line = [String; 6];

/// An empty spreadsheet with headings and one example, which the import skips.
///
/// # Errors
/// `SignIn`, `Denied`, or `Unexpected` when it cannot be written.
pub fn template(ctx: &Context) -> Result<Vec<u8>, Error> {
    ctx.require(Permission::ManageEstate)?;
    let name = format!("{EXAMPLE}：王小明");
    let example = ["3号楼", "2单元", "3层", "302", &name, "13900000000"];
    workbook(&[example.map(ToOwned::to_owned)])
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
    let mut text = String::from("\u{feff}");
    let heads = HEADS.map(ToOwned::to_owned);
    for line in std::iter::once(&heads).chain(&lines(ctx).await?) {
        let cells: Vec<_> = line.iter().map(|cell| cell_of_csv(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    Ok(text.into_bytes())
}

fn cell_of_csv(cell: &str) -> String {
    let guarded = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if guarded.contains(['"', ',', '\n', '\r', ';', '\t']) {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded
    }
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
        })
        .collect())
}

fn workbook(lines: &[Line]) -> Result<Vec<u8>, Error> {
    written(lines).map_err(|_| Error::Unexpected("a spreadsheet cannot be written"))
}

/// All cells are text, so that `0302` stays and nothing is a formula.
fn written(lines: &[Line]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("住户")?;
    let text = Format::new().set_num_format("@");
    let bold = Format::new().set_bold();
    for (column, (head, width)) in (0..).zip(HEADS.into_iter().zip(WIDTHS)) {
        sheet.set_column_width(column, width)?;
        sheet.set_column_format(column, &text)?;
        sheet.write_string_with_format(0, column, head, &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (row, line) in (1..).zip(lines) {
        for (column, cell) in (0..).zip(line) {
            sheet.write_string_with_format(row, column, cell, &text)?;
        }
    }
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::cell_of_csv;

    #[test]
    fn x18_no_cell_begins_a_formula() {
        for (cell, written) in [
            ("=1+1", "'=1+1"),
            ("+86", "'+86"),
            ("-2", "'-2"),
            ("@x", "'@x"),
            ("\tx", "\"'\tx\""),
            ("王,小\"明\"", "\"王,小\"\"明\"\"\""),
            ("302", "302"),
        ] {
            assert_eq!(cell_of_csv(cell), written);
        }
    }
}
