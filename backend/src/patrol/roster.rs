//! A roster from a spreadsheet.
