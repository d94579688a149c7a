//! The drawn plan of the estate: blocks on a sheet that is 360 units wide and as deep as it needs to
//! be, and a sensible place for whatever nobody has placed yet, so that the plan is never empty.

use serde::{Deserialize, Serialize};

/// How wide the sheet is; a block stays within it.
pub const WIDTH: i64 = 360;
/// How far down a block may reach.
pub const DEPTH: i64 = 3000;
/// How far one press moves or stretches a block.
pub const STEP: i64 = 6;
/// The least width and height: still a target for a thumb.
pub const LEAST: i64 = 24;

/// Room between a block and the edge of the sheet.
const MARGIN: i64 = 12;
/// A building by itself: four stand in a row.
const BUILDING: Lot = Lot {
    across: 4,
    pitch: (88, 70),
    size: (66, 48),
};
/// An area by itself: long and low, two in a row.
const AREA: Lot = Lot {
    across: 2,
    pitch: (176, 46),
    size: (154, 32),
};

struct Lot {
    across: usize,
    pitch: (i64, i64),
    size: (i64, i64),
}

/// A block on the sheet, in its units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// From the left.
    pub x: i64,
    /// From the top.
    pub y: i64,
    /// To the right.
    pub width: i64,
    /// Downwards.
    pub height: i64,
}

/// One press of a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nudge {
    /// Upwards.
    Up,
    /// Downwards.
    Down,
    /// To the left.
    Left,
    /// To the right.
    Right,
    /// Stretched to the right.
    Wider,
    /// Drawn in from the right.
    Narrower,
    /// Stretched downwards.
    Taller,
    /// Drawn in from below.
    Lower,
}

impl Nudge {
    /// The press of a button's name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "up" => Self::Up,
            "down" => Self::Down,
            "left" => Self::Left,
            "right" => Self::Right,
            "wider" => Self::Wider,
            "narrower" => Self::Narrower,
            "taller" => Self::Taller,
            "lower" => Self::Lower,
            _ => return None,
        })
    }
}

impl Block {
    /// Whether it is large enough and lies on the sheet.
    #[must_use]
    pub fn fits(self) -> bool {
        let side = |start: i64, length: i64, end: i64| {
            (0..=end).contains(&start) && (LEAST..=end).contains(&length) && start <= end - length
        };
        side(self.x, self.width, WIDTH) && side(self.y, self.height, DEPTH)
    }

    /// The same block after one press; it stops at the edge of the sheet and at the least size.
    #[must_use]
    pub fn nudged(self, nudge: Nudge) -> Self {
        let mut block = self;
        match nudge {
            Nudge::Up => block.y -= STEP,
            Nudge::Down => block.y += STEP,
            Nudge::Left => block.x -= STEP,
            Nudge::Right => block.x += STEP,
            Nudge::Wider => block.width += STEP,
            Nudge::Narrower => block.width -= STEP,
            Nudge::Taller => block.height += STEP,
            Nudge::Lower => block.height -= STEP,
        }
        match nudge {
            Nudge::Up | Nudge::Down | Nudge::Left | Nudge::Right => {
                block.x = block.x.clamp(0, (WIDTH - block.width).max(0));
                block.y = block.y.clamp(0, (DEPTH - block.height).max(0));
            }
            _ => {
                block.width = block.width.clamp(LEAST, (WIDTH - block.x).max(LEAST));
                block.height = block.height.clamp(LEAST, (DEPTH - block.y).max(LEAST));
            }
        }
        block
    }
}

/// A block on its way from the page to the server: its name there, the version it was moved from,
/// and where it is to stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// `b3`, `a1`.
    pub piece: String,
    /// The version that was moved.
    pub version: i64,
    /// Where to.
    pub block: Block,
}

/// More moves than this come from no page of ours.
const MOST: usize = 1000;

/// Moves in one form field: `b3:4:12,100,66,48;a1:…`.
#[must_use]
pub fn written(moves: &[Moved]) -> String {
    let lines: Vec<_> = moves
        .iter()
        .map(|to| {
            let Block {
                x,
                y,
                width,
                height,
            } = to.block;
            format!("{}:{}:{x},{y},{width},{height}", to.piece, to.version)
        })
        .collect();
    lines.join(";")
}

/// The moves of a form field; nothing when it is not one of ours.
#[must_use]
pub fn read(text: &str) -> Option<Vec<Moved>> {
    let moves = text.split(';').filter(|line| !line.is_empty());
    let moves: Option<Vec<_>> = moves.take(MOST).map(moved).collect();
    moves
}

fn moved(line: &str) -> Option<Moved> {
    let mut parts = line.split(':');
    let (piece, version, block) = (parts.next()?, parts.next()?, parts.next()?);
    let mut sides = block.split(',').map(|side| side.parse::<i64>().ok());
    let mut side = || sides.next().flatten();
    Some(Moved {
        piece: piece.to_owned(),
        version: version.parse().ok()?,
        block: Block {
            x: side()?,
            y: side()?,
            width: side()?,
            height: side()?,
        },
    })
}

/// Where everything stands: in the order in which it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// The buildings.
    pub buildings: Vec<Block>,
    /// The areas.
    pub areas: Vec<Block>,
    /// How deep the sheet is.
    pub depth: i64,
}

/// Leaves what was placed where it is, and sets the rest in rows below: the buildings, then the areas.
#[must_use]
pub fn draw(buildings: &[Option<Block>], areas: &[Option<Block>]) -> Drawing {
    let placed = buildings.iter().chain(areas).flatten();
    let bottom = placed.map(|block| block.y + block.height).max();
    let mut top = bottom.map_or(MARGIN, |bottom| bottom + 2 * MARGIN);
    let buildings = in_rows(buildings, &BUILDING, &mut top);
    let areas = in_rows(areas, &AREA, &mut top);
    let all = buildings.iter().chain(&areas);
    let bottom = all.map(|block| block.y + block.height).max().unwrap_or(0);
    Drawing {
        buildings,
        areas,
        depth: bottom + MARGIN,
    }
}

/// The blocks, those without a place in rows that begin at `top`; `top` is below them afterwards.
fn in_rows(blocks: &[Option<Block>], lot: &Lot, top: &mut i64) -> Vec<Block> {
    let mut next = 0_usize;
    let (mut x, mut y) = (MARGIN, *top);
    let drawn = blocks
        .iter()
        .map(|block| {
            block.unwrap_or_else(|| {
                if next > 0 && next.is_multiple_of(lot.across) {
                    x = MARGIN;
                    y += lot.pitch.1;
                }
                let here = Block {
                    x,
                    y,
                    width: lot.size.0,
                    height: lot.size.1,
                };
                next += 1;
                x += lot.pitch.0;
                here
            })
        })
        .collect();
    if next > 0 {
        *top = y + lot.pitch.1;
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HERE: Block = Block {
        x: 10,
        y: 100,
        width: 60,
        height: 40,
    };

    #[test]
    fn p02_the_plan_is_never_empty_and_what_was_placed_stays() {
        let drawing = draw(&[None, Some(HERE), None, None, None, None], &[None]);
        assert_eq!(drawing.buildings[1], HERE);
        let ys: Vec<_> = drawing.buildings.iter().map(|block| block.y).collect();
        // Four in a row below what is there, the fifth in the next.
        assert_eq!(ys, [164, 100, 164, 164, 164, 234]);
        assert!(drawing.areas[0].y >= 234 + 48);
        assert!(drawing.depth > drawing.areas[0].y + drawing.areas[0].height);
        assert_eq!(draw(&[], &[]).depth, MARGIN);
    }

    #[test]
    fn p02_a_press_moves_or_stretches_and_stops_at_the_edge() {
        assert_eq!(HERE.nudged(Nudge::Right).x, 10 + STEP);
        assert_eq!(HERE.nudged(Nudge::Left).nudged(Nudge::Left).x, 0);
        assert_eq!(HERE.nudged(Nudge::Taller).height, 40 + STEP);
        let small = Block {
            width: LEAST,
            ..HERE
        };
        assert_eq!(small.nudged(Nudge::Narrower), small);
        let wide = Block {
            x: 0,
            width: WIDTH,
            ..HERE
        };
        assert_eq!(wide.nudged(Nudge::Wider), wide);
        assert_eq!(wide.nudged(Nudge::Right), wide);
    }

    #[test]
    fn x16_moves_read_back_and_other_bytes_are_none() {
        let moves = vec![
            Moved {
                piece: "b3".to_owned(),
                version: 4,
                block: HERE,
            },
            Moved {
                piece: "a1".to_owned(),
                version: 1,
                block: HERE,
            },
        ];
        assert_eq!(written(&moves), "b3:4:10,100,60,40;a1:1:10,100,60,40");
        assert_eq!(read(&written(&moves)), Some(moves));
        assert_eq!(read(""), Some(Vec::new()));
        for bad in [
            "b3",
            "b3:1:2,3",
            "b3:x:1,2,3,4",
            "b3:1:1,2,3,99999999999999999999",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    fn any_nudge() -> impl Strategy<Value = Nudge> {
        prop::sample::select(vec![
            Nudge::Up,
            Nudge::Down,
            Nudge::Left,
            Nudge::Right,
            Nudge::Wider,
            Nudge::Narrower,
            Nudge::Taller,
            Nudge::Lower,
        ])
    }

    proptest! {
        #[test]
        fn p02_no_row_of_presses_leaves_the_sheet(presses in prop::collection::vec(any_nudge(), 0..200)) {
            let block = presses.into_iter().fold(HERE, Block::nudged);
            prop_assert!(block.fits(), "{block:?}");
        }

        #[test]
        fn p02_blocks_that_stand_by_themselves_fit_and_do_not_overlap(buildings in 0_usize..60, areas in 0_usize..20) {
            let drawing = draw(&vec![None; buildings], &vec![None; areas]);
            let all: Vec<_> = drawing.buildings.iter().chain(&drawing.areas).collect();
            for (at, one) in all.iter().enumerate() {
                prop_assert!(one.fits(), "{one:?}");
                for other in &all[at + 1..] {
                    let apart = one.x + one.width <= other.x || other.x + other.width <= one.x
                        || one.y + one.height <= other.y || other.y + other.height <= one.y;
                    prop_assert!(apart, "{one:?} {other:?}");
                }
            }
        }
    }
}
