//! A stairwell at night: its lamp dark, or lit.

use super::paint::{Canvas, Colour, Shape};

pub fn draw(canvas: &mut Canvas, variant: u8, lit: bool) {
    let wall: Colour = match (lit, variant % 2) {
        (true, 0) => [238, 208, 152],
        (true, _) => [232, 214, 170],
        (false, 0) => [78, 72, 74],
        (false, _) => [70, 76, 80],
    };
    let shade = |colour: Colour| {
        if lit {
            colour
        } else {
            colour.map(|part| u8::try_from(u16::from(part) * 2 / 5 + 22).unwrap_or(255))
        }
    };
    canvas.flat(&Shape::rect(0.0, 0.0, 1200.0, 900.0), wall);
    if lit {
        for (radius, strength) in [(640.0, 0.22), (430.0, 0.3), (240.0, 0.45)] {
            canvas.lay(
                &Shape::Disc((600.0, 170.0), radius),
                [255, 236, 176],
                radius * 0.9,
                strength,
            );
        }
    }
    canvas.flat(&Shape::rect(0.0, 0.0, 1200.0, 44.0), shade([206, 176, 130]));
    window(canvas, lit);
    sign(canvas, shade);
    stairs(canvas, shade);
    lamp(canvas, lit);
}

/// Outside it is night, with a moon and the lights over the way.
fn window(canvas: &mut Canvas, lit: bool) {
    let frame: Colour = if lit { [146, 96, 58] } else { [64, 50, 44] };
    canvas.paper(&Shape::rect(110.0, 170.0, 250.0, 300.0), frame);
    canvas.flat(&Shape::rect(128.0, 188.0, 214.0, 264.0), [36, 50, 74]);
    canvas.flat(&Shape::Disc((278.0, 248.0), 30.0), [244, 230, 180]);
    canvas.flat(&Shape::Disc((266.0, 240.0), 26.0), [36, 50, 74]);
    canvas.flat(&Shape::rect(128.0, 360.0, 90.0, 92.0), [24, 34, 52]);
    canvas.flat(&Shape::rect(226.0, 390.0, 116.0, 62.0), [28, 40, 60]);
    for (x, y) in [
        (146.0, 376.0),
        (182.0, 376.0),
        (146.0, 412.0),
        (246.0, 404.0),
        (306.0, 404.0),
    ] {
        canvas.flat(&Shape::rect(x, y, 20.0, 20.0), [240, 200, 110]);
    }
    canvas.flat(&Shape::rect(229.0, 188.0, 12.0, 264.0), frame);
}

/// The floor's number on a round plate.
fn sign(canvas: &mut Canvas, shade: impl Fn(Colour) -> Colour) {
    canvas.paper(&Shape::Disc((900.0, 330.0), 66.0), shade([30, 92, 72]));
    let pale = shade([246, 236, 210]);
    for (from, to) in [
        ((908.0, 292.0), (872.0, 344.0)),
        ((872.0, 344.0), (928.0, 344.0)),
        ((912.0, 316.0), (912.0, 370.0)),
    ] {
        canvas.flat(&Shape::Bar(from, to, 7.0), pale);
    }
}

fn stairs(canvas: &mut Canvas, shade: impl Fn(Colour) -> Colour) {
    let steps: u8 = 7;
    for nth in 0..steps {
        let (left, top) = (
            1040.0 - f32::from(nth) * 160.0,
            520.0 + f32::from(nth) * 56.0,
        );
        canvas.paper(
            &Shape::rect(left, top, 1300.0 - left, 400.0),
            shade([196, 164, 120]),
        );
        canvas.flat(
            &Shape::rect(left, top, 1300.0 - left, 14.0),
            shade([226, 198, 152]),
        );
        canvas.flat(&Shape::rect(left, top, 10.0, 56.0), shade([168, 134, 94]));
    }
    for nth in 0..steps {
        let (x, y) = (
            1070.0 - f32::from(nth) * 160.0,
            520.0 + f32::from(nth) * 56.0,
        );
        canvas.flat(
            &Shape::Bar((x, y), (x, y - 150.0), 7.0),
            shade([92, 70, 52]),
        );
    }
    canvas.paper(
        &Shape::Bar((1140.0, 345.0), (80.0, 716.0), 15.0),
        shade([162, 70, 48]),
    );
}

fn lamp(canvas: &mut Canvas, lit: bool) {
    canvas.flat(&Shape::rect(592.0, 40.0, 16.0, 60.0), [70, 58, 48]);
    let glass: Colour = if lit {
        [255, 248, 220]
    } else {
        [120, 118, 112]
    };
    if lit {
        canvas.lay(
            &Shape::Disc((600.0, 150.0), 74.0),
            [255, 244, 200],
            90.0,
            0.9,
        );
    }
    canvas.paper(&Shape::Disc((600.0, 148.0), 56.0), glass);
    canvas.paper(
        &Shape::Cut(vec![
            (520.0, 140.0),
            (548.0, 92.0),
            (652.0, 92.0),
            (680.0, 140.0),
        ]),
        [168, 74, 50],
    );
    if !lit {
        // A crack in the dark glass.
        canvas.flat(
            &Shape::Bar((586.0, 160.0), (600.0, 180.0), 2.5),
            [60, 58, 56],
        );
        canvas.flat(
            &Shape::Bar((600.0, 180.0), (594.0, 198.0), 2.5),
            [60, 58, 56],
        );
    }
}
