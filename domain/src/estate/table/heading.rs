//! Which row holds the headings, and what each column is.

use super::{MAX_COLUMNS, Sheet, tidy};
use crate::id_number;

/// How many rows from the top are looked at for headings.
const LOOKED_AT: usize = 40;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Building,
    Unit,
    Floor,
    Door,
    Address,
    Name,
    Telephone,
}

/// The columns of a table.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    kinds: Vec<Option<Kind>>,
    titles: Vec<String>,
    /// Headings of what is not kept.
    pub dropped: Vec<String>,
    /// How many rows there are down to the headings, these included.
    pub below: usize,
}

/// Never kept, whatever else the heading says.
const NEVER: [&str; 24] = [
    "身份证",
    "证件",
    "公民身份",
    "出生",
    "生日",
    "民族",
    "宗教",
    "信仰",
    "政治",
    "党员",
    "党派",
    "照片",
    "相片",
    "性别",
    "年龄",
    "婚姻",
    "学历",
    "文化程度",
    "籍贯",
    "户籍",
    "职业",
    "工作单位",
    "血型",
    "病",
];

/// The row that has the most headings of ours, and what its columns are.
pub(super) fn find(sheet: &Sheet) -> Option<Columns> {
    let mut best: Option<Columns> = None;
    for (at, (_, cells)) in sheet.rows.iter().enumerate().take(LOOKED_AT) {
        let mut columns = Columns::of(cells);
        columns.below = at + 1;
        // Headings in two rows: 户主 above, 姓名 and 电话 below it.
        if let Some((_, next)) = sheet.rows.get(at + 1) {
            let lower = Columns::of(next);
            let only_words = next.iter().all(|cell| !cell.contains(char::is_numeric));
            if columns.known() > 0 && lower.known() > 0 && only_words {
                columns = columns.over(&lower);
                columns.below = at + 2;
            }
        }
        let is_better = best
            .as_ref()
            .is_none_or(|best| columns.known() > best.known());
        if columns.is_enough() && is_better {
            best = Some(columns);
        }
    }
    best.map(Columns::with_dropped)
}

impl Columns {
    fn of(cells: &[String]) -> Self {
        let mut kinds: Vec<Option<Kind>> = Vec::new();
        for cell in cells.iter().take(MAX_COLUMNS) {
            let kind = kind_of(cell).filter(|kind| !kinds.contains(&Some(*kind)));
            kinds.push(kind);
        }
        Self {
            kinds,
            titles: cells.iter().take(MAX_COLUMNS).cloned().collect(),
            dropped: Vec::new(),
            below: 0,
        }
    }

    /// The headings of a lower row win over those above.
    fn over(mut self, lower: &Self) -> Self {
        let width = self.kinds.len().max(lower.kinds.len());
        self.kinds.resize(width, None);
        self.titles.resize(width, String::new());
        for (at, kind) in lower.kinds.iter().enumerate() {
            if let Some(kind) = kind {
                for known in &mut self.kinds {
                    if *known == Some(*kind) {
                        *known = None;
                    }
                }
                self.kinds[at] = Some(*kind);
            }
        }
        for (at, title) in lower.titles.iter().enumerate() {
            if !title.is_empty() {
                self.titles[at].clone_from(title);
            }
        }
        self
    }

    pub(super) fn known(&self) -> usize {
        self.kinds.iter().flatten().count()
    }

    pub(super) fn has(&self, kind: Kind) -> bool {
        self.kinds.contains(&Some(kind))
    }

    fn is_enough(&self) -> bool {
        self.known() >= 2 && (self.has(Kind::Door) || self.has(Kind::Address))
    }

    fn with_dropped(mut self) -> Self {
        let named = self.kinds.iter().zip(&self.titles);
        self.dropped = named
            .filter(|(kind, title)| kind.is_none() && !title.is_empty())
            .map(|(_, title)| shown(title))
            .collect();
        self
    }

    /// A column of ours that holds ID numbers is none of ours, whatever its heading says.
    pub(super) fn drop_id_numbers(&mut self, rows: &[(usize, Vec<String>)]) {
        for at in 0..self.kinds.len() {
            if self.kinds[at].is_none() {
                continue;
            }
            let cells = rows.iter().filter_map(|(_, cells)| cells.get(at));
            let mut full = 0_usize;
            let mut numbers = 0_usize;
            for cell in cells.filter(|cell| !cell.is_empty()).take(1000) {
                full += 1;
                numbers += usize::from(id_number::found_in(cell));
            }
            if numbers > 0 && numbers * 2 >= full {
                self.kinds[at] = None;
                self.dropped.push(shown(&self.titles[at]));
            }
        }
    }

    /// The tidied text of a row's cell; empty where there is no such column.
    pub(super) fn get(&self, kind: Kind, cells: &[String]) -> String {
        let at = self.kinds.iter().position(|known| *known == Some(kind));
        at.and_then(|at| cells.get(at))
            .map(|cell| tidy(cell))
            .unwrap_or_default()
    }
}

/// A heading as the preview names it: short, and never a number by accident.
fn shown(title: &str) -> String {
    if id_number::found_in(title) || title.chars().filter(char::is_ascii_digit).count() > 6 {
        return "…".to_owned();
    }
    title.chars().take(20).collect()
}

/// The heading without what is in brackets, without spaces and stars.
fn bare(cell: &str) -> String {
    let tidied = tidy(cell);
    let mut bare = String::new();
    let mut depth = 0_usize;
    for character in tidied.chars() {
        match character {
            '(' | '[' | '【' => depth += 1,
            ')' | ']' | '】' => depth = depth.saturating_sub(1),
            '*' | ':' | ' ' => {}
            _ if depth == 0 => bare.push(character),
            _ => {}
        }
    }
    bare.to_lowercase()
}

fn kind_of(cell: &str) -> Option<Kind> {
    let bare = bare(cell);
    let length = bare.chars().count();
    if length == 0 || length > 12 || NEVER.iter().any(|never| bare.contains(never)) {
        return None;
    }
    let has = |words: &[&str]| words.iter().any(|word| bare.contains(word));
    let is = |words: &[&str]| words.contains(&bare.as_str());
    let building =
        has(&["楼栋", "楼号", "栋", "幢", "楼宇", "楼座"]) || is(&["楼", "座", "building"]);
    let door = has(&["门牌", "房号", "房间", "室", "户号", "门号", "房屋号"])
        || is(&["门", "房", "door", "room", "房屋"]);
    if has(&["电话", "手机", "联系方式", "手机号"]) || is(&["phone", "tel", "telephone", "mobile"])
    {
        return Some(Kind::Telephone);
    }
    if has(&["姓名", "户主", "业主", "联系人", "住户名"]) || is(&["name", "名字", "住户", "居民"])
    {
        return Some(Kind::Name);
    }
    if has(&["地址", "住址", "坐落"]) || is(&["address"]) || (building && door) {
        return Some(Kind::Address);
    }
    if has(&["楼层", "层数", "所在层"]) || is(&["层", "floor"]) {
        return Some(Kind::Floor);
    }
    if building {
        return Some(Kind::Building);
    }
    if has(&["单元", "门洞"]) || is(&["梯", "unit"]) {
        return Some(Kind::Unit);
    }
    door.then_some(Kind::Door)
}
