//! The headings of a roster, whatever the office calls them.

use super::clock::span;
use crate::estate::table::Sheet;
use crate::width::narrow;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Day,
    Starts,
    Ends,
    Time,
    Kind,
    Place,
    Name,
    Telephone,
    Role,
}

/// How the sheet is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// One row a person and shift.
    List,
    /// Days down, shifts across: the columns with their headings.
    Grid(Vec<(usize, String)>),
}

/// Where the columns are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    known: Vec<(usize, Column)>,
    pub(super) shape: Shape,
    pub(super) dropped: Vec<String>,
    /// The first row beneath.
    pub(super) below: usize,
}

impl Columns {
    /// The cell of a column; empty where there is none.
    pub(super) fn cell<'a>(&self, column: Column, cells: &'a [String]) -> &'a str {
        self.known
            .iter()
            .find(|(_, known)| *known == column)
            .and_then(|(at, _)| cells.get(*at))
            .map_or("", |cell| cell.trim())
    }
}

/// How far down headings are looked for.
const TITLES: usize = 20;

/// The headings of a sheet, if it has any.
pub(super) fn find(sheet: &Sheet) -> Option<Columns> {
    sheet
        .rows
        .iter()
        .take(TITLES)
        .enumerate()
        .find_map(|(at, (_, cells))| columns(cells, at + 1))
}

fn columns(cells: &[String], below: usize) -> Option<Columns> {
    let mut known: Vec<(usize, Column)> = Vec::new();
    let mut others = Vec::new();
    for (at, cell) in cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| !cell.trim().is_empty())
    {
        match column(cell).filter(|one| known.iter().all(|(_, other)| other != one)) {
            Some(one) => known.push((at, one)),
            None => others.push((at, cell.trim().to_owned())),
        }
    }
    let has = |column| known.iter().any(|(_, one)| *one == column);
    if !has(Column::Day) {
        return None;
    }
    let (shifts, dropped): (Vec<_>, Vec<_>) = others
        .into_iter()
        .partition(|(_, head)| span(head).is_some());
    let shape = if has(Column::Name) && (has(Column::Time) || has(Column::Starts)) {
        Shape::List
    } else if shifts.is_empty() {
        return None;
    } else {
        Shape::Grid(shifts)
    };
    Some(Columns {
        known,
        shape,
        dropped: dropped.into_iter().map(|(_, head)| head).collect(),
        below,
    })
}

fn column(head: &str) -> Option<Column> {
    let head: String = head
        .chars()
        .map(narrow)
        .filter(|one| !one.is_whitespace() && !matches!(one, '*' | ':'))
        .collect();
    let head = head.split('(').next().unwrap_or_default().to_lowercase();
    Some(match head.as_str() {
        "日期" | "日子" | "值班日期" | "巡查日期" | "排班日期" | "date" | "day" => {
            Column::Day
        }
        "开始" | "开始时间" | "起" | "从" | "start" | "from" => Column::Starts,
        "结束" | "结束时间" | "止" | "到" | "end" | "until" => Column::Ends,
        "时间" | "时段" | "班次" | "值班时间" | "巡查时间" | "time" | "shift" => {
            Column::Time
        }
        "类型" | "种类" | "项目" | "内容" | "任务" | "活动" | "kind" | "type" => {
            Column::Kind
        }
        "地点" | "集合地点" | "位置" | "路段" | "区域" | "place" => Column::Place,
        "姓名" | "名字" | "志愿者" | "志愿者姓名" | "人员" | "值班人" | "值班人员" | "name" => {
            Column::Name
        }
        "电话" | "手机" | "手机号" | "手机号码" | "联系电话" | "联系方式" | "电话号码"
        | "phone" | "telephone" => Column::Telephone,
        "角色" | "职务" | "岗位" | "分工" | "身份" | "role" => Column::Role,
        _ => return None,
    })
}
