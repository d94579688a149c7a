//! Paving seen from above: some stones broken, or whole again.

use super::paint::{Canvas, Colour, Shape, scatter};

const STONES: [[Colour; 3]; 2] = [
    [[214, 178, 142], [204, 164, 128], [222, 190, 156]],
    [[206, 196, 172], [196, 184, 158], [216, 206, 184]],
];
const SOIL: Colour = [98, 76, 56];

pub fn draw(canvas: &mut Canvas, variant: u8, whole: bool) {
    canvas.flat(&Shape::rect(0.0, 0.0, 1200.0, 900.0), [170, 146, 116]);
    for row in 0..6_u8 {
        for column in 0..6_u8 {
            let offset = if row % 2 == 0 { 0.0 } else { -120.0 };
            let (x, y) = (
                f32::from(column) * 240.0 + offset,
                130.0 + f32::from(row) * 116.0,
            );
            let spot = scatter(u32::from(row) * 31 + u32::from(variant), u32::from(column));
            let stones = STONES[usize::from(variant) % STONES.len()];
            let stone = stones[if spot < 0.33 {
                0
            } else if spot < 0.7 {
                1
            } else {
                2
            }];
            let damaged = matches!((row, column), (2, 1..=2) | (3, 2..=3) | (4, 2));
            match (damaged, whole) {
                (false, _) => canvas.flat(&Shape::rect(x + 4.0, y + 4.0, 232.0, 108.0), stone),
                (true, true) => {
                    canvas.paper(&Shape::rect(x + 4.0, y + 4.0, 232.0, 108.0), stones[2]);
                }
                (true, false) => broken(
                    canvas,
                    (x, y),
                    stone,
                    u32::from(row) * 7 + u32::from(column),
                ),
            }
        }
    }
    verge(canvas);
    curb(canvas);
    if whole { mended(canvas) } else { weeds(canvas) }
}

/// A hole with what is left of its stone.
fn broken(canvas: &mut Canvas, (x, y): (f32, f32), stone: Colour, seed: u32) {
    canvas.flat(&Shape::rect(x, y, 240.0, 116.0), SOIL);
    canvas.lay(
        &Shape::rect(x + 10.0, y + 8.0, 220.0, 30.0),
        [60, 44, 32],
        24.0,
        0.6,
    );
    let shift = |which: u32| scatter(seed, which) * 26.0;
    let left = vec![
        (x + 6.0, y + 8.0 + shift(1)),
        (x + 74.0 + shift(2), y + 6.0),
        (x + 96.0, y + 46.0 + shift(3)),
        (x + 70.0 + shift(4), y + 92.0),
        (x + 10.0, y + 108.0),
    ];
    let right = vec![
        (x + 136.0 + shift(5), y + 18.0),
        (x + 228.0, y + 8.0 + shift(6)),
        (x + 232.0, y + 84.0 - shift(7)),
        (x + 168.0, y + 104.0),
        (x + 120.0 + shift(8), y + 70.0),
    ];
    canvas.paper(&Shape::Cut(left), stone);
    canvas.paper(
        &Shape::Cut(right),
        stone.map(|part| part.saturating_sub(14)),
    );
    canvas.flat(
        &Shape::Bar((x + 176.0, y + 30.0), (x + 196.0, y + 66.0), 2.0),
        SOIL,
    );
    canvas.paper(
        &Shape::tilted((x + 112.0, y + 92.0), 30.0, 20.0, 0.7),
        stone,
    );
}

fn verge(canvas: &mut Canvas) {
    canvas.paper(&Shape::rect(-20.0, -20.0, 1240.0, 130.0), [98, 150, 108]);
    for nth in 0..26_u8 {
        let x = f32::from(nth) * 48.0 + 10.0;
        let lean = (scatter(3, u32::from(nth)) - 0.5) * 40.0;
        let green = if nth % 2 == 0 {
            [70, 128, 90]
        } else {
            [124, 172, 122]
        };
        canvas.paper(
            &Shape::leaf((x, 108.0), (x + lean, 30.0 + lean.abs()), 11.0),
            green,
        );
    }
    canvas.paper(&Shape::rect(-20.0, 104.0, 1240.0, 26.0), [226, 214, 190]);
}

fn curb(canvas: &mut Canvas) {
    canvas.paper(&Shape::rect(-20.0, 830.0, 1240.0, 90.0), [150, 142, 130]);
    for nth in 0..6_u8 {
        let colour = if nth % 2 == 0 {
            [238, 204, 116]
        } else {
            [226, 218, 200]
        };
        canvas.flat(
            &Shape::rect(f32::from(nth) * 204.0, 826.0, 200.0, 28.0),
            colour,
        );
    }
}

fn weeds(canvas: &mut Canvas) {
    for (x, y) in [
        (420.0, 460.0),
        (566.0, 566.0),
        (742.0, 520.0),
        (610.0, 700.0),
    ] {
        for (dx, dy) in [(-26.0, -40.0), (4.0, -56.0), (30.0, -36.0)] {
            canvas.paper(&Shape::leaf((x, y), (x + dx, y + dy), 8.0), [84, 144, 100]);
        }
    }
    // A fallen ginkgo leaf or two.
    canvas.paper(
        &Shape::leaf((960.0, 420.0), (1010.0, 380.0), 22.0),
        [236, 190, 84],
    );
    canvas.paper(
        &Shape::leaf((200.0, 640.0), (160.0, 600.0), 20.0),
        [226, 174, 70],
    );
}

fn mended(canvas: &mut Canvas) {
    canvas.paper(
        &Shape::leaf((960.0, 420.0), (1010.0, 380.0), 22.0),
        [236, 190, 84],
    );
    // A pram crosses without a jolt.
    let (x, y) = (560.0, 640.0);
    canvas.paper(
        &Shape::Bar((x + 150.0, y - 60.0), (x + 230.0, y - 150.0), 7.0),
        [96, 74, 54],
    );
    canvas.paper(
        &Shape::Cut(vec![
            (x - 120.0, y - 70.0),
            (x + 160.0, y - 70.0),
            (x + 110.0, y + 20.0),
            (x - 70.0, y + 20.0),
        ]),
        [178, 58, 38],
    );
    canvas.paper(
        &Shape::Cut(vec![
            (x - 120.0, y - 74.0),
            (x - 112.0, y - 130.0),
            (x - 70.0, y - 176.0),
            (x, y - 190.0),
            (x + 10.0, y - 74.0),
        ]),
        [206, 96, 66],
    );
    for wheel in [(x - 70.0, y + 56.0), (x + 100.0, y + 56.0)] {
        canvas.paper(&Shape::Disc(wheel, 42.0), [70, 62, 54]);
        canvas.flat(&Shape::Disc(wheel, 26.0), [226, 214, 190]);
        canvas.flat(&Shape::Disc(wheel, 8.0), [70, 62, 54]);
    }
}
