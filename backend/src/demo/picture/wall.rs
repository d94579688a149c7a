//! A hall's wall: small ads everywhere, or clean with one tidy board.

use super::paint::{Canvas, Colour, Shape, scatter};

const PLASTER: [Colour; 3] = [[236, 217, 180], [229, 222, 200], [236, 208, 184]];
const NOTES: [Colour; 5] = [
    [250, 246, 235],
    [247, 217, 122],
    [240, 182, 160],
    [198, 220, 214],
    [250, 240, 200],
];
const INK: Colour = [96, 84, 70];
const RED: Colour = [178, 58, 38];

pub fn draw(canvas: &mut Canvas, variant: u8, clean: bool) {
    let plaster = PLASTER[usize::from(variant) % PLASTER.len()];
    canvas.flat(&Shape::rect(0.0, 0.0, 1200.0, 900.0), plaster);
    // The painted lower part of an old stairwell's wall, and the floor.
    canvas.flat(&Shape::rect(0.0, 590.0, 1200.0, 310.0), [126, 164, 142]);
    canvas.flat(&Shape::rect(0.0, 584.0, 1200.0, 10.0), [30, 92, 72]);
    canvas.flat(&Shape::rect(0.0, 812.0, 1200.0, 88.0), [190, 170, 140]);
    canvas.flat(&Shape::rect(0.0, 806.0, 1200.0, 8.0), [140, 118, 92]);
    door(canvas);
    meter(canvas);
    if clean {
        board(canvas);
    } else {
        ads(canvas, variant);
    }
}

fn door(canvas: &mut Canvas) {
    canvas.paper(&Shape::rect(-20.0, 130.0, 244.0, 682.0), [122, 62, 44]);
    canvas.flat(&Shape::rect(-20.0, 152.0, 222.0, 660.0), [158, 84, 60]);
    canvas.flat(&Shape::rect(-20.0, 500.0, 192.0, 270.0), [144, 74, 52]);
    canvas.paper(&Shape::Disc((176.0, 478.0), 15.0), [232, 196, 116]);
    // A red diamond, as doors have at the New Year.
    canvas.paper(
        &Shape::tilted((88.0, 322.0), 128.0, 128.0, std::f32::consts::FRAC_PI_4),
        RED,
    );
    canvas.flat(&Shape::Ring((88.0, 322.0), 34.0, 4.0), [246, 206, 112]);
    canvas.flat(&Shape::Disc((88.0, 322.0), 14.0), [246, 206, 112]);
}

fn meter(canvas: &mut Canvas) {
    canvas.flat(
        &Shape::Bar((1030.0, 0.0), (1030.0, 190.0), 9.0),
        [196, 180, 150],
    );
    canvas.paper(&Shape::rect(930.0, 180.0, 200.0, 250.0), [150, 170, 168]);
    canvas.flat(&Shape::rect(948.0, 198.0, 164.0, 214.0), [170, 188, 184]);
    canvas.flat(&Shape::Disc((1030.0, 270.0), 42.0), [240, 238, 226]);
    canvas.flat(&Shape::Ring((1030.0, 270.0), 42.0, 5.0), [104, 124, 122]);
    canvas.flat(&Shape::Bar((1030.0, 270.0), (1052.0, 246.0), 4.0), RED);
    canvas.flat(&Shape::rect(976.0, 344.0, 108.0, 14.0), [120, 140, 138]);
    canvas.flat(&Shape::rect(976.0, 370.0, 108.0, 14.0), [120, 140, 138]);
}

fn ads(canvas: &mut Canvas, variant: u8) {
    let centres = [
        (318.0, 150.0),
        (486.0, 108.0),
        (660.0, 166.0),
        (826.0, 118.0),
        (352.0, 330.0),
        (540.0, 300.0),
        (706.0, 352.0),
        (866.0, 312.0),
        (300.0, 506.0),
        (462.0, 486.0),
        (622.0, 520.0),
        (790.0, 500.0),
        (1010.0, 500.0),
        (398.0, 672.0),
        (596.0, 700.0),
        (840.0, 684.0),
        (1086.0, 660.0),
        (1006.0, 236.0),
        (742.0, 232.0),
    ];
    for (nth, (x, y)) in (0_u32..).zip(centres) {
        let seed = u32::from(variant) * 100 + nth;
        let shift = |which: u32, reach: f32| (scatter(seed, which) - 0.5) * reach;
        let centre = (x + shift(1, 44.0), y + shift(2, 40.0));
        let angle = shift(3, 0.42);
        let (width, height) = (128.0 + shift(4, 40.0), 98.0 + shift(5, 44.0));
        let colour = NOTES[(seed as usize * 7 + 3) % NOTES.len()];
        canvas.paper(&Shape::tilted(centre, width, height, angle), colour);
        let (sin, cos) = angle.sin_cos();
        let at = |dx: f32, dy: f32| {
            (
                centre.0 + dx * cos - dy * sin,
                centre.1 + dx * sin + dy * cos,
            )
        };
        let half = width * 0.36;
        canvas.flat(
            &Shape::Bar(at(-half, -height * 0.26), at(half, -height * 0.26), 9.0),
            RED,
        );
        canvas.flat(&Shape::Bar(at(-half, 2.0), at(half * 0.6, 2.0), 4.0), INK);
        canvas.flat(&Shape::Bar(at(-half, 18.0), at(half * 0.9, 18.0), 4.0), INK);
        for digit in 0..6_u8 {
            let dx = -half + f32::from(digit) * half * 0.38;
            canvas.flat(
                &Shape::Bar(at(dx, height * 0.3), at(dx + 7.0, height * 0.3), 6.0),
                RED,
            );
        }
    }
    // What is left of those torn off before.
    for (x, y) in [
        (420.0, 220.0),
        (936.0, 560.0),
        (520.0, 600.0),
        (250.0, 640.0),
    ] {
        let rest = vec![
            (x, y),
            (x + 62.0, y - 8.0),
            (x + 48.0, y + 20.0),
            (x + 70.0, y + 34.0),
            (x + 20.0, y + 46.0),
            (x + 4.0, y + 24.0),
        ];
        canvas.flat(&Shape::Cut(rest), [243, 236, 220]);
    }
}

fn board(canvas: &mut Canvas) {
    canvas.paper(&Shape::rect(370.0, 150.0, 460.0, 330.0), [150, 104, 62]);
    canvas.flat(&Shape::rect(388.0, 168.0, 424.0, 294.0), [218, 190, 140]);
    canvas.flat(&Shape::rect(388.0, 168.0, 424.0, 46.0), [30, 92, 72]);
    for nth in 0..4_u8 {
        canvas.flat(
            &Shape::Disc((540.0 + f32::from(nth) * 40.0, 191.0), 11.0),
            [246, 236, 210],
        );
    }
    for (x, colour) in [(412.0, NOTES[0]), (546.0, NOTES[4]), (680.0, NOTES[0])] {
        canvas.paper(&Shape::rect(x, 236.0, 110.0, 204.0), colour);
        canvas.flat(&Shape::Disc((x + 55.0, 248.0), 6.0), RED);
        canvas.flat(
            &Shape::Bar((x + 22.0, 280.0), (x + 88.0, 280.0), 7.0),
            [30, 92, 72],
        );
        for line in 0..5_u8 {
            let y = 312.0 + f32::from(line) * 24.0;
            let end = if line == 4 { 60.0 } else { 92.0 };
            canvas.flat(
                &Shape::Bar((x + 18.0, y), (x + end, y), 4.0),
                [176, 164, 140],
            );
        }
    }
    canvas.plant((1010.0, 852.0), 88.0, Some([214, 92, 66]));
}
