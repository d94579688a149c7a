//! Lists as files for other programs: `.xlsx`, and text with commas for old ones. No cell of either
//! begins a formula (rule X18).

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::error::Error;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    /// Words, or digits that are no number: `0302` stays.
    Text(String),
    /// A number to reckon with.
    Number(i64),
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// Headings with the widths of their columns.
pub(crate) type Heads<'h, const N: usize> = [(&'h str, u32); N];

/// Text with commas, a mark at its beginning by which old programs know UTF-8, and lines that end as
/// they like it.
pub(crate) fn csv<const N: usize>(heads: &Heads<'_, N>, lines: &[[Cell; N]]) -> Vec<u8> {
    let mut text = String::from("\u{feff}");
    let mut write = |cells: Vec<String>| {
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    };
    write(heads.iter().map(|(head, _)| guarded(head)).collect());
    for line in lines {
        write(line.iter().map(written).collect());
    }
    text.into_bytes()
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => guarded(text),
        Cell::Number(number) => number.to_string(),
    }
}

fn guarded(cell: &str) -> String {
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

/// A workbook with one sheet of that name.
///
/// # Errors
/// `Unexpected` when it cannot be written.
pub(crate) fn xlsx<const N: usize>(
    sheet: &str,
    heads: &Heads<'_, N>,
    lines: &[[Cell; N]],
) -> Result<Vec<u8>, Error> {
    workbook(sheet, heads, lines).map_err(|_| Error::Unexpected("a spreadsheet cannot be written"))
}

fn workbook<const N: usize>(
    name: &str,
    heads: &Heads<'_, N>,
    lines: &[[Cell; N]],
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name(name)?;
    let text = Format::new().set_num_format("@");
    let bold = Format::new().set_bold();
    for (column, (head, width)) in (0..).zip(heads) {
        sheet.set_column_width(column, *width)?;
        let is_number = |line: &[Cell; N]| matches!(line[usize::from(column)], Cell::Number(_));
        if !lines.iter().any(is_number) {
            sheet.set_column_format(column, &text)?;
        }
        sheet.write_string_with_format(0, column, *head, &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (row, line) in (1..).zip(lines) {
        for (column, cell) in (0..).zip(line) {
            match cell {
                Cell::Text(cell) => sheet.write_string_with_format(row, column, cell, &text)?,
                #[expect(clippy::cast_precision_loss, reason = "minutes are far below 2^53")]
                Cell::Number(number) => sheet.write_number(row, column, *number as f64)?,
            };
        }
    }
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::{Cell, csv, guarded};

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
            assert_eq!(guarded(cell), written);
        }
    }

    #[test]
    fn a_number_is_written_as_one() {
        let heads = [("姓名", 10), ("分钟", 8)];
        let line = [Cell::from("王秀英"), Cell::Number(-120)];
        let text = String::from_utf8(csv(&heads, &[line])).unwrap();
        assert_eq!(text, "\u{feff}姓名,分钟\r\n王秀英,-120\r\n");
    }
}
