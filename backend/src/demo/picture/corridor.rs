//! A corridor seen to its end: full of boxes and an old bicycle, or free.

use super::paint::{Canvas, Colour, Point, Shape};

const WALLS: [(Colour, Colour); 2] = [
    ([234, 214, 176], [222, 198, 156]),
    ([224, 220, 198], [208, 202, 176]),
];

pub fn draw(canvas: &mut Canvas, variant: u8, clean: bool) {
    let (left, right) = WALLS[usize::from(variant) % WALLS.len()];
    let cut = |corners: [Point; 4]| Shape::Cut(corners.to_vec());
    canvas.flat(&Shape::rect(0.0, 0.0, 1200.0, 900.0), [246, 236, 212]);
    canvas.flat(
        &cut([
            (0.0, 900.0),
            (420.0, 560.0),
            (780.0, 560.0),
            (1200.0, 900.0),
        ]),
        [190, 164, 128],
    );
    canvas.flat(
        &cut([(0.0, 0.0), (420.0, 200.0), (420.0, 560.0), (0.0, 900.0)]),
        left,
    );
    canvas.flat(
        &cut([
            (1200.0, 0.0),
            (780.0, 200.0),
            (780.0, 560.0),
            (1200.0, 900.0),
        ]),
        right,
    );
    canvas.flat(
        &cut([(0.0, 520.0), (420.0, 420.0), (420.0, 560.0), (0.0, 900.0)]),
        [132, 168, 146],
    );
    canvas.flat(
        &cut([
            (1200.0, 520.0),
            (780.0, 420.0),
            (780.0, 560.0),
            (1200.0, 900.0),
        ]),
        [116, 152, 130],
    );
    canvas.flat(&Shape::rect(420.0, 200.0, 360.0, 360.0), [242, 226, 192]);
    canvas.flat(&Shape::rect(420.0, 420.0, 360.0, 140.0), [140, 176, 154]);
    floor(canvas);
    window(canvas);
    doors(canvas);
    lamp(canvas);
    if clean {
        free(canvas);
    } else {
        clutter(canvas, variant);
    }
}

fn floor(canvas: &mut Canvas) {
    let seam = [174, 148, 112];
    for nth in 0..5_u8 {
        let share = f32::from(nth) * 0.25;
        let (near, far) = (1200.0 * share, 420.0 + 360.0 * share);
        canvas.flat(&Shape::Bar((near, 900.0), (far, 560.0), 2.0), seam);
    }
    for y in [588.0_f32, 630.0, 694.0, 792.0] {
        let wide = (y - 560.0) / 340.0 * 420.0;
        canvas.flat(&Shape::Bar((420.0 - wide, y), (780.0 + wide, y), 2.0), seam);
    }
}

fn window(canvas: &mut Canvas) {
    canvas.paper(&Shape::rect(500.0, 248.0, 200.0, 160.0), [140, 92, 56]);
    canvas.flat(&Shape::rect(512.0, 260.0, 176.0, 136.0), [206, 226, 214]);
    canvas.flat(&Shape::Disc((650.0, 296.0), 22.0), [246, 208, 120]);
    canvas.flat(
        &Shape::Cut(vec![
            (512.0, 396.0),
            (512.0, 350.0),
            (570.0, 320.0),
            (630.0, 356.0),
            (688.0, 336.0),
            (688.0, 396.0),
        ]),
        [110, 156, 120],
    );
    canvas.flat(&Shape::rect(594.0, 260.0, 12.0, 136.0), [140, 92, 56]);
    canvas.flat(&Shape::rect(512.0, 322.0, 176.0, 8.0), [140, 92, 56]);
}

fn doors(canvas: &mut Canvas) {
    let cut = |corners: [Point; 4]| Shape::Cut(corners.to_vec());
    let left = [(70.0, 230.0), (240.0, 292.0), (240.0, 706.0), (70.0, 843.0)];
    let right = [
        (1130.0, 230.0),
        (960.0, 292.0),
        (960.0, 706.0),
        (1130.0, 843.0),
    ];
    for door in [left, right] {
        canvas.paper(&cut(door), [150, 78, 54]);
        let [near, far, low, under] = door;
        let inset = |a: Point, b: Point| (a.0 + (b.0 - a.0) * 0.12, a.1 + (b.1 - a.1) * 0.12);
        canvas.flat(
            &cut([
                inset(near, low),
                inset(far, under),
                inset(low, near),
                inset(under, far),
            ]),
            [170, 96, 68],
        );
        let across = f32::midpoint(near.0, far.0);
        canvas.paper(
            &Shape::tilted((across, 400.0), 66.0, 74.0, std::f32::consts::FRAC_PI_4),
            [196, 60, 42],
        );
        canvas.flat(&Shape::Disc((across, 400.0), 12.0), [246, 206, 112]);
    }
    for (x, y) in [(222.0, 520.0), (978.0, 520.0)] {
        canvas.paper(&Shape::Disc((x, y), 9.0), [240, 206, 128]);
    }
}

fn lamp(canvas: &mut Canvas) {
    canvas.lay(
        &Shape::Disc((600.0, 118.0), 60.0),
        [255, 240, 190],
        120.0,
        0.8,
    );
    canvas.paper(
        &Shape::Bar((560.0, 112.0), (640.0, 112.0), 18.0),
        [255, 246, 216],
    );
}

fn carton(canvas: &mut Canvas, x: f32, bottom: f32, width: f32, height: f32) {
    let lid = vec![
        (x, bottom - height),
        (x + width * 0.16, bottom - height * 1.18),
        (x + width * 1.1, bottom - height * 1.18),
        (x + width, bottom - height),
    ];
    let side = vec![
        (x + width, bottom - height),
        (x + width * 1.1, bottom - height * 1.18),
        (x + width * 1.1, bottom - height * 0.18),
        (x + width, bottom),
    ];
    canvas.paper(
        &Shape::rect(x, bottom - height, width, height),
        [204, 156, 98],
    );
    canvas.flat(&Shape::Cut(lid), [222, 182, 126]);
    canvas.flat(&Shape::Cut(side), [172, 124, 72]);
    canvas.flat(
        &Shape::rect(x + width * 0.42, bottom - height, width * 0.14, height),
        [232, 202, 150],
    );
}

fn clutter(canvas: &mut Canvas, variant: u8) {
    carton(canvas, 330.0, 640.0, 120.0, 96.0);
    carton(canvas, 350.0, 540.0, 96.0, 80.0);
    // A rolled mattress leaning on the wall.
    canvas.paper(
        &Shape::Bar((760.0, 360.0), (790.0, 640.0), 44.0),
        [226, 214, 190],
    );
    for y in [400.0, 470.0, 540.0, 600.0] {
        canvas.flat(
            &Shape::Bar(
                (722.0 + (y - 360.0) * 0.1, y),
                (806.0 + (y - 360.0) * 0.1, y),
                4.0,
            ),
            [166, 140, 116],
        );
    }
    bicycle(
        canvas,
        if variant == 0 {
            [178, 58, 38]
        } else {
            [36, 104, 120]
        },
    );
    carton(canvas, 190.0, 760.0, 200.0, 150.0);
    carton(canvas, 220.0, 586.0, 150.0, 120.0);
    carton(canvas, 120.0, 872.0, 170.0, 110.0);
    canvas.plant((470.0, 850.0), 64.0, None);
}

fn bicycle(canvas: &mut Canvas, colour: Colour) {
    let (rear, front) = ((620.0, 726.0), (930.0, 740.0));
    for wheel in [rear, front] {
        canvas.lay(
            &Shape::Ring((wheel.0 + 6.0, wheel.1 + 9.0), 98.0, 8.0),
            [58, 40, 24],
            16.0,
            0.24,
        );
        canvas.flat(&Shape::Ring(wheel, 98.0, 8.0), [60, 58, 54]);
        canvas.flat(&Shape::Disc(wheel, 12.0), [120, 112, 100]);
        for spoke in 0..6_u8 {
            let (sin, cos) = (f32::from(spoke) * std::f32::consts::FRAC_PI_6).sin_cos();
            let (dx, dy) = (cos * 92.0, sin * 92.0);
            canvas.flat(
                &Shape::Bar(
                    (wheel.0 - dx, wheel.1 - dy),
                    (wheel.0 + dx, wheel.1 + dy),
                    1.2,
                ),
                [150, 142, 128],
            );
        }
    }
    let (seat, pedal, head) = ((700.0, 560.0), (760.0, 730.0), (880.0, 570.0));
    for (from, to) in [
        (rear, seat),
        (rear, pedal),
        (seat, pedal),
        (seat, head),
        (pedal, head),
        (head, front),
    ] {
        canvas.paper(&Shape::Bar(from, to, 9.0), colour);
    }
    canvas.flat(&Shape::Bar(head, (868.0, 516.0), 8.0), [90, 86, 78]);
    canvas.paper(
        &Shape::Bar((846.0, 514.0), (906.0, 500.0), 8.0),
        [60, 58, 54],
    );
    canvas.flat(&Shape::Bar(seat, (692.0, 530.0), 8.0), [90, 86, 78]);
    canvas.paper(
        &Shape::Bar((660.0, 524.0), (722.0, 520.0), 13.0),
        [60, 48, 40],
    );
    canvas.flat(&Shape::Disc(pedal, 22.0), [90, 86, 78]);
    // A basket in front.
    canvas.paper(
        &Shape::Cut(vec![
            (900.0, 516.0),
            (1000.0, 516.0),
            (986.0, 600.0),
            (914.0, 600.0),
        ]),
        [206, 170, 108],
    );
}

fn free(canvas: &mut Canvas) {
    // The way out, and a mat before each door.
    canvas.paper(&Shape::rect(540.0, 208.0, 120.0, 30.0), [30, 112, 82]);
    canvas.flat(
        &Shape::Bar((566.0, 223.0), (620.0, 223.0), 4.0),
        [240, 246, 230],
    );
    canvas.flat(
        &Shape::Cut(vec![(618.0, 212.0), (640.0, 223.0), (618.0, 234.0)]),
        [240, 246, 230],
    );
    canvas.paper(
        &Shape::Cut(vec![
            (150.0, 866.0),
            (250.0, 780.0),
            (372.0, 780.0),
            (300.0, 866.0),
        ]),
        [176, 88, 62],
    );
    canvas.paper(
        &Shape::Cut(vec![
            (1050.0, 866.0),
            (950.0, 780.0),
            (828.0, 780.0),
            (900.0, 866.0),
        ]),
        [60, 120, 96],
    );
    canvas.lay(
        &Shape::Cut(vec![
            (520.0, 566.0),
            (690.0, 566.0),
            (820.0, 760.0),
            (440.0, 760.0),
        ]),
        [255, 238, 190],
        60.0,
        0.45,
    );
    canvas.plant((600.0, 566.0), 34.0, Some([214, 92, 66]));
}
