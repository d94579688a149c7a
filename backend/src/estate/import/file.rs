//! The bytes of a file as sheets of text: `.xlsx`, `.xls`, or text with separators in any encoding
//! that offices use (P4). Whatever the bytes are, there is an answer.

use std::io::{Cursor, Read};

use calamine::{Data, DataRef, ExcelDateTime, Reader, SheetVisible, Xls, Xlsx};
use domain::estate::table::{MAX_COLUMNS, MAX_ROWS, Sheet};
use domain::problem::Problem;
use encoding_rs::{GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// The largest file.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;
/// What a file may unfold to.
const MAX_UNFOLDED: u64 = 200 * 1024 * 1024;
/// Parts of an `.xlsx` file; ordinary ones have some dozens.
const MAX_PARTS: usize = 2000;
/// More sheets than are looked at.
const MAX_SHEETS: usize = 30;
/// Longer cells are cut: no name and no door is that long.
const MAX_CELL: usize = 200;

/// Reads a file's sheets.
///
/// # Errors
/// What is wrong with the file.
pub(crate) fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, Problem> {
    match bytes {
        _ if bytes.len() > MAX_BYTES => Err(Problem::FileTooLarge),
        [] => Err(Problem::NothingInIt),
        [b'P', b'K', 3, 4, ..] => xlsx(bytes),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => xls(bytes),
        _ => Ok(vec![text(&decoded(bytes)?)]),
    }
}

/// Refuses what unfolds to more than any list of homes does, before anything else unfolds it.
fn weigh(bytes: &[u8]) -> Result<(), Problem> {
    let mut parts =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Problem::NotASpreadsheet)?;
    if parts.len() > MAX_PARTS {
        return Err(Problem::FileTooLarge);
    }
    let mut left = MAX_UNFOLDED;
    for at in 0..parts.len() {
        let part = parts.by_index(at).map_err(|_| Problem::NotASpreadsheet)?;
        let unfolded = std::io::copy(&mut part.take(left + 1), &mut std::io::sink())
            .map_err(|_| Problem::NotASpreadsheet)?;
        left = left.checked_sub(unfolded).ok_or(Problem::FileTooLarge)?;
    }
    Ok(())
}

fn xlsx(bytes: &[u8]) -> Result<Vec<Sheet>, Problem> {
    weigh(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::XlsxError::Password => Problem::SpreadsheetLocked,
        _ => Problem::NotASpreadsheet,
    })?;
    let names = visible(book.sheets_metadata());
    let mut sheets = Vec::new();
    for name in names {
        // Charts and the like have no cells.
        let Ok(mut cells) = book.worksheet_cells_reader(&name) else {
            continue;
        };
        let mut rows = Rows::new(name.clone());
        while let Some(cell) = cells.next_cell().map_err(|_| Problem::NotASpreadsheet)? {
            let (row, column) = cell.get_position();
            rows.put(row, column, of_ref(cell.get_value()))?;
        }
        sheets.push(rows.sheet());
    }
    Ok(sheets)
}

fn xls(bytes: &[u8]) -> Result<Vec<Sheet>, Problem> {
    // An `.xlsx` with a password is a container of this kind, with a part of this name in UTF-16.
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    if bytes.windows(name.len()).any(|window| window == name) {
        return Err(Problem::SpreadsheetLocked);
    }
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::XlsError::Password => Problem::SpreadsheetLocked,
        _ => Problem::NotASpreadsheet,
    })?;
    let names = visible(book.sheets_metadata());
    let mut sheets = Vec::new();
    for name in names {
        let Ok(range) = book.worksheet_range(&name) else {
            continue;
        };
        let (top, left) = range.start().unwrap_or_default();
        let mut rows = Rows::new(name.clone());
        for (row, column, value) in range.used_cells() {
            let at = (
                u32::try_from(row).unwrap_or(u32::MAX).saturating_add(top),
                u32::try_from(column)
                    .unwrap_or(u32::MAX)
                    .saturating_add(left),
            );
            rows.put(at.0, at.1, of_data(value))?;
        }
        sheets.push(rows.sheet());
    }
    Ok(sheets)
}

/// The names of the sheets that people see, or of all when they see none.
fn visible(sheets: &[calamine::Sheet]) -> Vec<String> {
    let seen = sheets
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible);
    let mut names: Vec<_> = seen.map(|sheet| sheet.name.clone()).collect();
    if names.is_empty() {
        names = sheets.iter().map(|sheet| sheet.name.clone()).collect();
    }
    names.truncate(MAX_SHEETS);
    names
}

/// Rows that fill up, within bounds.
struct Rows {
    name: String,
    rows: std::collections::BTreeMap<u32, Vec<String>>,
}

impl Rows {
    fn new(name: String) -> Self {
        Self {
            name,
            rows: std::collections::BTreeMap::new(),
        }
    }

    fn put(&mut self, row: u32, column: u32, text: String) -> Result<(), Problem> {
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if text.is_empty() || column >= MAX_COLUMNS {
            return Ok(());
        }
        let cells = self.rows.entry(row).or_default();
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        cells[column] = text;
        // A title and headings may stand above.
        if self.rows.len() > MAX_ROWS + 50 {
            return Err(Problem::TooMany { max: MAX_ROWS });
        }
        Ok(())
    }

    fn sheet(self) -> Sheet {
        let rows = self.rows.into_iter().map(|(row, cells)| {
            let number = usize::try_from(row).unwrap_or(usize::MAX).saturating_add(1);
            (number, cells)
        });
        Sheet {
            name: self.name,
            rows: rows.collect(),
        }
    }
}

fn cut(text: &str) -> String {
    text.trim().chars().take(MAX_CELL).collect()
}

fn of_ref(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => of_float(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            cut(text)
        }
        DataRef::SharedString(text) => cut(text),
        DataRef::Bool(_) | DataRef::Empty => String::new(),
        DataRef::DateTime(date) => of_date(date),
        DataRef::Error(_) => "#".to_owned(),
    }
}

fn of_data(value: &Data) -> String {
    match value {
        Data::Int(number) => number.to_string(),
        Data::Float(number) => of_float(*number),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => cut(text),
        Data::Bool(_) | Data::Empty => String::new(),
        Data::DateTime(date) => of_date(date),
        Data::Error(_) => "#".to_owned(),
    }
}

fn of_float(number: f64) -> String {
    // Whole numbers without their `.0`; telephone numbers must not become 1.39e10.
    if number.fract() == 0.0 && number.abs() < 1e15 {
        format!("{number:.0}")
    } else {
        number.to_string()
    }
}

fn of_date(date: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, ..) = date.to_ymd_hms_milli();
    // Less than a day is a time of the clock.
    if date.as_f64() < 1.0 {
        return format!("{hour:02}:{minute:02}");
    }
    format!("{year:04}-{month:02}-{day:02}")
}

/// UTF-8 or UTF-16 by their marks, UTF-8 when it is that, else GB18030, which holds GBK.
fn decoded(bytes: &[u8]) -> Result<String, Problem> {
    let (encoding, bytes) = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => (UTF_8, rest),
        [0xFF, 0xFE, rest @ ..] => (UTF_16LE, rest),
        [0xFE, 0xFF, rest @ ..] => (UTF_16BE, rest),
        _ if std::str::from_utf8(bytes).is_ok() => (UTF_8, bytes),
        _ => (GB18030, bytes),
    };
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let controls = |character: char| character.is_control() && !character.is_whitespace();
    if had_errors || text.contains(controls) {
        return Err(Problem::NotASpreadsheet);
    }
    Ok(text.into_owned())
}

/// Text with separators (RFC 4180, and semicolons and tabs).
pub(crate) fn text(text: &str) -> Sheet {
    let count = |separator: char| {
        text.lines()
            .take(20)
            .map(|line| line.matches(separator).count())
            .sum::<usize>()
    };
    let separator = ['\t', ';', ',', '，', '|']
        .into_iter()
        .rev()
        .max_by_key(|separator| count(*separator))
        .unwrap_or(',');
    let mut rows: Vec<(usize, Vec<String>)> = Vec::new();
    let mut cells: Vec<String> = Vec::new();
    let mut cell = String::new();
    let mut number = 1;
    let mut quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.trim().is_empty() => {
                cell.clear();
                quoted = true;
            }
            '\n' if !quoted => {
                cells.push(cut(&std::mem::take(&mut cell)));
                rows.push((number, std::mem::take(&mut cells)));
                number += 1;
            }
            _ if character == separator && !quoted => {
                cells.push(cut(&std::mem::take(&mut cell)));
            }
            _ => cell.push(character),
        }
    }
    cells.push(cut(&cell));
    rows.push((number, cells));
    // A formula that guards a number, as `="0302"`, is that number.
    for cell in rows.iter_mut().flat_map(|(_, cells)| cells) {
        if let Some(inner) = cell
            .strip_prefix("=\"")
            .and_then(|rest| rest.strip_suffix('"'))
        {
            *cell = inner.to_owned();
        }
        // What our own export writes in front of signs, so that no formula starts.
        if let Some(rest) = cell.strip_prefix('\'') {
            *cell = rest.to_owned();
        }
    }
    rows.retain(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()));
    Sheet {
        name: String::new(),
        rows,
    }
}
