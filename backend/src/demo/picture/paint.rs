//! Shapes of coloured paper with soft shadows, by signed distance: how far a point lies outside.

/// Pixels.
pub const WIDTH: u32 = 1200;
/// Pixels.
pub const HEIGHT: u32 = 900;

/// Red, green, blue.
pub type Colour = [u8; 3];
/// A point or a vector in pixels.
pub type Point = (f32, f32);

/// Pixels that are decided about together: the side of a block, and how far its corners are from
/// its middle.
const BLOCK: u32 = 20;
const BLOCK_REACH: f32 = 14.2;
const SHADOW: Colour = [58, 40, 24];

/// A piece of paper.
#[derive(Debug, Clone)]
pub enum Shape {
    /// Centre and radius.
    Disc(Point, f32),
    /// Centre, radius and half the width of the band.
    Ring(Point, f32, f32),
    /// From, to, half the width: a line with round ends.
    Bar(Point, Point, f32),
    /// Corners in order.
    Cut(Vec<Point>),
}

impl Shape {
    /// An upright rectangle.
    pub fn rect(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self::Cut(vec![
            (x, y),
            (x + width, y),
            (x + width, y + height),
            (x, y + height),
        ])
    }

    /// A rectangle round a centre, turned by a slope.
    pub fn tilted(centre: Point, width: f32, height: f32, angle: f32) -> Self {
        let (sin, cos) = angle.sin_cos();
        let turn = |x: f32, y: f32| (centre.0 + x * cos - y * sin, centre.1 + x * sin + y * cos);
        let (x, y) = (width / 2.0, height / 2.0);
        Self::Cut(vec![turn(-x, -y), turn(x, -y), turn(x, y), turn(-x, y)])
    }

    /// A leaf from its stem to its tip.
    pub fn leaf(stem: Point, tip: Point, width: f32) -> Self {
        let along = (tip.0 - stem.0, tip.1 - stem.1);
        let length = along.0.hypot(along.1).max(1.0);
        let across = (-along.1 / length * width, along.0 / length * width);
        let at = |share: f32, side: f32| {
            (
                stem.0 + along.0 * share + across.0 * side,
                stem.1 + along.1 * share + across.1 * side,
            )
        };
        let bulge = [
            (0.15, 0.55),
            (0.35, 0.95),
            (0.55, 1.0),
            (0.75, 0.7),
            (0.9, 0.3),
        ];
        let mut corners = vec![stem];
        corners.extend(bulge.iter().map(|(share, side)| at(*share, *side)));
        corners.push(tip);
        corners.extend(bulge.iter().rev().map(|(share, side)| at(*share, -side)));
        Self::Cut(corners)
    }

    fn moved(&self, by: Point) -> Self {
        let to = |point: Point| (point.0 + by.0, point.1 + by.1);
        match self {
            Self::Disc(centre, radius) => Self::Disc(to(*centre), *radius),
            Self::Ring(centre, radius, half) => Self::Ring(to(*centre), *radius, *half),
            Self::Bar(from, until, half) => Self::Bar(to(*from), to(*until), *half),
            Self::Cut(corners) => Self::Cut(corners.iter().map(|corner| to(*corner)).collect()),
        }
    }

    /// Left, top, right, bottom.
    fn bounds(&self) -> [f32; 4] {
        let (points, margin): (&[Point], f32) = match self {
            Self::Disc(centre, radius) => (std::slice::from_ref(centre), *radius),
            Self::Ring(centre, radius, half) => (std::slice::from_ref(centre), radius + half),
            Self::Bar(from, until, half) => (&[*from, *until], *half),
            Self::Cut(corners) => (corners, 0.0),
        };
        let mut bounds = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
        for (x, y) in points {
            bounds[0] = bounds[0].min(x - margin);
            bounds[1] = bounds[1].min(y - margin);
            bounds[2] = bounds[2].max(x + margin);
            bounds[3] = bounds[3].max(y + margin);
        }
        bounds
    }

    fn distance(&self, point: Point) -> f32 {
        match self {
            Self::Disc(centre, radius) => (point.0 - centre.0).hypot(point.1 - centre.1) - radius,
            Self::Ring(centre, radius, half) => {
                ((point.0 - centre.0).hypot(point.1 - centre.1) - radius).abs() - half
            }
            Self::Bar(from, until, half) => to_segment(point, *from, *until).sqrt() - half,
            Self::Cut(corners) => to_polygon(point, corners),
        }
    }
}

/// The square of the distance to a line between two points.
fn to_segment(point: Point, from: Point, until: Point) -> f32 {
    let (along, apart) = (
        (until.0 - from.0, until.1 - from.1),
        (point.0 - from.0, point.1 - from.1),
    );
    let length = along.0 * along.0 + along.1 * along.1;
    let share = if length > 0.0 {
        ((apart.0 * along.0 + apart.1 * along.1) / length).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let rest = (apart.0 - along.0 * share, apart.1 - along.1 * share);
    rest.0 * rest.0 + rest.1 * rest.1
}

/// Negative inside, by counting the edges that a ray to the right crosses.
fn to_polygon(point: Point, corners: &[Point]) -> f32 {
    let mut nearest = f32::MAX;
    let mut inside = false;
    for (nth, from) in corners.iter().enumerate() {
        let until = corners[(nth + 1) % corners.len()];
        nearest = nearest.min(to_segment(point, *from, until));
        let crosses = (from.1 > point.1) != (until.1 > point.1);
        if crosses {
            let at = from.0 + (point.1 - from.1) / (until.1 - from.1) * (until.0 - from.0);
            inside ^= point.0 < at;
        }
    }
    if inside {
        -nearest.sqrt()
    } else {
        nearest.sqrt()
    }
}

/// The sheet that everything is laid on.
pub struct Canvas(Vec<u8>);

impl Canvas {
    /// A blank sheet.
    pub fn new() -> Self {
        Self(vec![255; WIDTH as usize * HEIGHT as usize * 3])
    }

    /// Rows of red, green, blue.
    pub fn pixels(&self) -> &[u8] {
        &self.0
    }

    /// Lays a shape flat.
    pub fn flat(&mut self, shape: &Shape, colour: Colour) {
        self.lay(shape, colour, 1.0, 1.0);
    }

    /// Lays a shape with a shadow, as paper lies on paper.
    pub fn paper(&mut self, shape: &Shape, colour: Colour) {
        self.lay(&shape.moved((6.0, 9.0)), SHADOW, 16.0, 0.24);
        self.lay(shape, colour, 1.0, 1.0);
    }

    /// Lays a glow or a veil: `soft` pixels wide at its edge, `strength` from 0 to 1.
    ///
    /// A distance changes by no more than one a pixel, so that what is found for the middle of a
    /// block tells of most blocks that they lie wholly inside or outside.
    pub fn lay(&mut self, shape: &Shape, colour: Colour, soft: f32, strength: f32) {
        let [left, top, right, bottom] = shape.bounds();
        let sure = soft / 2.0 + BLOCK_REACH;
        for y in blocks(top - soft, bottom + soft, HEIGHT) {
            for x in blocks(left - soft, right + soft, WIDTH) {
                let distance = shape.distance(middle(x, y, BLOCK));
                if distance < -sure {
                    self.block(x, y, |_, _| strength, colour);
                } else if distance < sure {
                    let covers = |x, y| {
                        (0.5 - shape.distance(middle(x, y, 1)) / soft).clamp(0.0, 1.0) * strength
                    };
                    self.block(x, y, covers, colour);
                }
            }
        }
    }

    /// Mixes a colour into one block, at each pixel as far as it is covered.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a mixture of two values below 256 is one"
    )]
    fn block(&mut self, left: u32, top: u32, covers: impl Fn(u32, u32) -> f32, colour: Colour) {
        for y in top..(top + BLOCK).min(HEIGHT) {
            for x in left..(left + BLOCK).min(WIDTH) {
                let share = covers(x, y);
                if share <= 0.0 {
                    continue;
                }
                let at = (y as usize * WIDTH as usize + x as usize) * 3;
                let pixel = &mut self.0[at..at + 3];
                if share >= 1.0 {
                    pixel.copy_from_slice(&colour);
                    continue;
                }
                for (under, over) in pixel.iter_mut().zip(colour) {
                    let mixed = f32::from(*under) * (1.0 - share) + f32::from(over) * share;
                    *under = mixed.round() as u8;
                }
            }
        }
    }

    /// A potted plant whose pot stands on a point.
    pub fn plant(&mut self, (x, y): Point, size: f32, flower: Option<Colour>) {
        let leaves = [
            (-0.9, -1.9),
            (0.95, -1.8),
            (-1.25, -1.2),
            (1.3, -1.1),
            (0.0, -2.35),
            (-0.5, -2.2),
            (0.55, -2.15),
        ];
        let stem = (x, y - 0.95 * size);
        for (nth, (dx, dy)) in leaves.into_iter().enumerate() {
            let green = if nth % 2 == 0 {
                [46, 112, 82]
            } else {
                [84, 144, 100]
            };
            let tip = (x + dx * size, y + dy * size);
            self.paper(&Shape::leaf(stem, tip, 0.2 * size), green);
            if let (Some(colour), true) = (flower, nth >= 4) {
                self.paper(&Shape::Disc(tip, 0.2 * size), colour);
                self.flat(&Shape::Disc(tip, 0.07 * size), [246, 214, 120]);
            }
        }
        let pot = vec![
            (x - 0.62 * size, y - size),
            (x + 0.62 * size, y - size),
            (x + 0.44 * size, y),
            (x - 0.44 * size, y),
        ];
        self.paper(&Shape::Cut(pot), [190, 96, 62]);
        self.flat(
            &Shape::rect(x - 0.7 * size, y - 1.05 * size, 1.4 * size, 0.22 * size),
            [168, 80, 50],
        );
    }
}

/// Where the blocks begin that a stretch touches.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "clamped to the sheet, which is far below 2^24 pixels wide"
)]
fn blocks(from: f32, until: f32, most: u32) -> impl Iterator<Item = u32> {
    let within = |at: f32| at.clamp(0.0, most as f32) as u32;
    (within(from) / BLOCK * BLOCK..within(until + 1.0)).step_by(BLOCK as usize)
}

/// The middle of a square of pixels.
#[expect(
    clippy::cast_precision_loss,
    reason = "the sheet is far below 2^24 pixels wide"
)]
fn middle(x: u32, y: u32, size: u32) -> Point {
    (x as f32 + size as f32 / 2.0, y as f32 + size as f32 / 2.0)
}

/// A number from 0 to 1 that looks like chance and is always the same for the same two numbers.
pub fn scatter(one: u32, two: u32) -> f32 {
    let mut mixed = one.wrapping_mul(0x9e37_79b9) ^ two.wrapping_mul(0x85eb_ca6b);
    mixed ^= mixed >> 15;
    mixed = mixed.wrapping_mul(0x2c1b_3c6d);
    mixed ^= mixed >> 12;
    f32::from(u16::try_from(mixed & 0xffff).unwrap_or(0)) / 65535.0
}
