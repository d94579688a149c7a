//! The corner beside the waste room: bags and boxes, or flowers and a bench.

use super::paint::{Canvas, Colour, Point, Shape, scatter};

const WALLS: [(Colour, Colour); 2] = [
    ([226, 196, 152], [238, 212, 170]),
    ([216, 202, 172], [230, 218, 190]),
];

pub fn draw(canvas: &mut Canvas, variant: u8, clean: bool) {
    let (left, right) = WALLS[usize::from(variant) % WALLS.len()];
    canvas.flat(&Shape::rect(0.0, 0.0, 1200.0, 900.0), [198, 182, 156]);
    canvas.flat(
        &Shape::Cut(vec![(0.0, 0.0), (470.0, 0.0), (470.0, 520.0), (0.0, 660.0)]),
        left,
    );
    canvas.flat(
        &Shape::Cut(vec![
            (470.0, 0.0),
            (1200.0, 0.0),
            (1200.0, 620.0),
            (470.0, 520.0),
        ]),
        right,
    );
    canvas.lay(
        &Shape::Bar((470.0, 0.0), (470.0, 520.0), 3.0),
        [120, 92, 62],
        14.0,
        0.6,
    );
    bricks(canvas, right);
    tiles(canvas);
    canvas.paper(&Shape::rect(790.0, 110.0, 250.0, 150.0), [30, 92, 72]);
    canvas.flat(
        &Shape::Bar((830.0, 160.0), (1000.0, 160.0), 10.0),
        [246, 236, 210],
    );
    canvas.flat(
        &Shape::Bar((830.0, 206.0), (950.0, 206.0), 8.0),
        [190, 214, 190],
    );
    if clean {
        flowers(canvas);
    } else {
        rubbish(canvas, variant);
    }
}

/// Some bare bricks, where the plaster has come off.
fn bricks(canvas: &mut Canvas, wall: Colour) {
    let darker = wall.map(|part| part.saturating_sub(22));
    for (x, y) in [
        (560.0, 330.0),
        (630.0, 330.0),
        (595.0, 362.0),
        (1080.0, 420.0),
        (1115.0, 452.0),
        (520.0, 60.0),
        (555.0, 92.0),
    ] {
        canvas.flat(&Shape::rect(x, y, 62.0, 26.0), darker);
    }
}

fn tiles(canvas: &mut Canvas) {
    let seam = [180, 162, 134];
    for nth in 0..7_u8 {
        let x = f32::from(nth) * 300.0 - 300.0;
        canvas.flat(&Shape::Bar((470.0, 520.0), (x, 980.0), 2.0), seam);
    }
    canvas.flat(&Shape::Bar((-20.0, 760.0), (470.0, 596.0), 2.0), seam);
    canvas.flat(&Shape::Bar((470.0, 596.0), (1220.0, 730.0), 2.0), seam);
    canvas.flat(&Shape::Bar((-20.0, 900.0), (470.0, 716.0), 2.0), seam);
    canvas.flat(&Shape::Bar((470.0, 716.0), (1220.0, 880.0), 2.0), seam);
}

fn bag(canvas: &mut Canvas, (x, y): Point, size: f32, colour: Colour) {
    let lump = [
        (-0.95, 0.0),
        (-1.08, -0.4),
        (-0.86, -0.9),
        (-0.4, -1.25),
        (-0.12, -1.38),
        (0.16, -1.36),
        (0.48, -1.18),
        (0.9, -0.82),
        (1.06, -0.34),
        (0.92, 0.0),
    ];
    let corners = lump
        .iter()
        .map(|(dx, dy)| (x + dx * size, y + dy * size))
        .collect();
    let ears = vec![
        (x - 0.1 * size, y - 1.34 * size),
        (x - 0.38 * size, y - 1.78 * size),
        (x + 0.02 * size, y - 1.6 * size),
        (x + 0.34 * size, y - 1.8 * size),
        (x + 0.14 * size, y - 1.34 * size),
    ];
    let lighter = colour.map(|part| part.saturating_add(24));
    canvas.paper(&Shape::Cut(ears), lighter);
    canvas.paper(&Shape::Cut(corners), colour);
    for (from, to) in [
        ((-0.35, -1.0), (-0.6, -0.35)),
        ((0.1, -1.1), (0.12, -0.5)),
        ((0.45, -0.95), (0.68, -0.4)),
    ] {
        let at = |(dx, dy): Point| (x + dx * size, y + dy * size);
        canvas.flat(&Shape::Bar(at(from), at(to), size * 0.035), lighter);
    }
}

fn crate_box(canvas: &mut Canvas, (x, y): Point, width: f32, height: f32) {
    canvas.paper(&Shape::rect(x, y - height, width, height), [196, 148, 92]);
    canvas.flat(
        &Shape::rect(x, y - height, width, height * 0.16),
        [176, 128, 74],
    );
    canvas.flat(
        &Shape::rect(x + width * 0.42, y - height, width * 0.14, height),
        [222, 186, 132],
    );
}

fn rubbish(canvas: &mut Canvas, variant: u8) {
    crate_box(canvas, (560.0, 640.0), 190.0, 170.0);
    crate_box(canvas, (600.0, 480.0), 130.0, 100.0);
    // An old armchair.
    canvas.paper(&Shape::rect(830.0, 420.0, 270.0, 220.0), [140, 82, 74]);
    canvas.paper(&Shape::rect(800.0, 540.0, 330.0, 120.0), [162, 98, 86]);
    canvas.flat(&Shape::rect(850.0, 556.0, 230.0, 40.0), [184, 120, 104]);
    canvas.paper(&Shape::rect(792.0, 500.0, 54.0, 170.0), [150, 88, 78]);
    canvas.paper(&Shape::rect(1086.0, 500.0, 54.0, 170.0), [150, 88, 78]);
    let bags = [
        ((210.0, 700.0), 108.0, [62, 78, 76]),
        ((420.0, 668.0), 124.0, [50, 62, 70]),
        ((690.0, 730.0), 112.0, [214, 208, 190]),
        ((330.0, 800.0), 104.0, [70, 92, 82]),
        ((540.0, 810.0), 122.0, [56, 70, 76]),
        ((900.0, 800.0), 96.0, [178, 64, 46]),
    ];
    for (nth, ((x, y), size, colour)) in (0_u32..).zip(bags) {
        let shift = (scatter(u32::from(variant) + 5, nth) - 0.5) * 40.0;
        bag(canvas, (x + shift, y), size, colour);
    }
    // A bottle, a tin and paper on the ground.
    canvas.paper(
        &Shape::Bar((150.0, 842.0), (230.0, 820.0), 20.0),
        [112, 160, 126],
    );
    canvas.paper(
        &Shape::Bar((236.0, 818.0), (262.0, 811.0), 9.0),
        [112, 160, 126],
    );
    canvas.paper(
        &Shape::Bar((740.0, 842.0), (780.0, 852.0), 18.0),
        [206, 176, 96],
    );
    canvas.paper(
        &Shape::tilted((1040.0, 800.0), 90.0, 58.0, 0.4),
        [246, 240, 224],
    );
    canvas.paper(
        &Shape::tilted((1110.0, 850.0), 60.0, 44.0, -0.5),
        [240, 226, 190],
    );
}

fn flowers(canvas: &mut Canvas) {
    // A bed along both walls, and pots in front of it.
    canvas.paper(
        &Shape::Cut(vec![
            (110.0, 690.0),
            (470.0, 580.0),
            (1120.0, 676.0),
            (1120.0, 736.0),
            (470.0, 640.0),
            (110.0, 750.0),
        ]),
        [150, 104, 66],
    );
    let blooms = [[214, 84, 60], [240, 190, 84], [232, 148, 140]];
    for nth in 0..9_u8 {
        let x = 160.0 + f32::from(nth) * 112.0;
        let y = if x < 470.0 {
            690.0 - (x - 110.0) * 0.3
        } else {
            596.0 + (x - 470.0) * 0.148
        };
        let high = 120.0 + scatter(17, u32::from(nth)) * 70.0;
        canvas.flat(&Shape::Bar((x, y), (x, y - high), 5.0), [64, 124, 88]);
        canvas.paper(
            &Shape::leaf((x, y - 14.0), (x - 62.0, y - high * 0.62), 17.0),
            [84, 144, 100],
        );
        canvas.paper(
            &Shape::leaf((x, y - 10.0), (x + 60.0, y - high * 0.55), 17.0),
            [46, 112, 82],
        );
        let colour = blooms[usize::from(nth) % blooms.len()];
        for petal in 0..5_u8 {
            let (sin, cos) = (f32::from(petal) * std::f32::consts::TAU / 5.0).sin_cos();
            canvas.paper(
                &Shape::Disc((x + cos * 24.0, y - high + sin * 24.0), 18.0),
                colour,
            );
        }
        canvas.flat(&Shape::Disc((x, y - high), 14.0), [250, 226, 150]);
    }
    canvas.plant((260.0, 846.0), 92.0, None);
    canvas.plant((1010.0, 860.0), 96.0, Some([214, 92, 66]));
    // A bench to sit on.
    for x in [520.0, 800.0] {
        canvas.paper(&Shape::rect(x, 770.0, 26.0, 82.0), [96, 74, 54]);
    }
    canvas.paper(&Shape::rect(480.0, 744.0, 406.0, 34.0), [190, 138, 84]);
}
