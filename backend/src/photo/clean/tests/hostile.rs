//! What is sent to do harm, and what arrived broken.

use image::{ImageFormat, RgbaImage};

use super::made::{as_from_a_phone, black_png, canvas, many_groups, webp, zero_png, zeros};
use super::{assert_close, file, halves, phone_blocks, seen};
use crate::photo::clean::{FULL_SIDE, Refused, clean};

#[test]
fn r14_endless_scans_are_refused() {
    for progressive in [false, true] {
        let mut blocks = phone_blocks(64, 64);
        blocks.progressive = progressive;
        let upload = blocks.file(|_, _| 128);
        let start = upload
            .windows(2)
            .position(|pair| pair == [0xff, 0xda])
            .unwrap();
        let (head, scan) = (&upload[..start], &upload[start..upload.len() - 2]);
        let end = [0xff, 0xd9];
        let bomb = [head, &scan.repeat(1000), &end].concat();
        assert_eq!(clean(&bomb), Err(Refused::Unreadable));
        let film_behind = [head, scan, &end, &scan.repeat(1000)].concat();
        assert!(clean(&film_behind).is_ok());
    }
}

#[test]
fn r14_a_decompression_bomb_is_refused_by_its_header() {
    let mut bomb = black_png(1, 1, &[]);
    bomb[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    assert_eq!(
        clean(&bomb),
        Err(Refused::TooManyPixels),
        "60,000 by 60,000"
    );

    let bomb = black_png(12_000, 12_000, &[]);
    assert!(bomb.len() < 1_000_000);
    assert_eq!(clean(&bomb), Err(Refused::TooManyPixels));

    let bomb = zero_png(10_000, 10_000, (6, 4), &[]);
    assert!(bomb.len() < 3_000_000);
    assert_eq!(
        clean(&bomb),
        Err(Refused::TooManyPixels),
        "few enough pixels, too many bytes"
    );
    let real = clean(&zero_png(300, 200, (6, 4), &[])).unwrap();
    assert_close(seen(&real.full).get_pixel(150, 100).0, [255; 3]);

    for side in [65_535, 20_000] {
        let head = webp(&[(b"VP8X", &canvas(0, side, side)), (b"VP8L", &many_groups())]);
        assert_eq!(clean(&head), Err(Refused::TooManyPixels));
    }
}

#[test]
fn r14_bombs_in_text_and_profiles_are_passed_over() {
    let bomb = [&b"Comment\0\0"[..], &zeros(300_000_000)].concat();
    let mut chunks = vec![(b"iCCP", bomb.clone()), (b"zTXt", bomb)];
    chunks.extend((0..50_000).map(|_| (b"tEXt", b"a\0".to_vec())));
    let cleaned = clean(&black_png(40, 30, &chunks)).unwrap();
    assert_eq!((cleaned.width, cleaned.height), (40, 30));
}

#[test]
fn r14_a_webp_cannot_lie_about_its_size_or_its_codes() {
    let bomb = webp(&[(b"VP8L", &many_groups())]);
    assert_eq!(clean(&bomb), Err(Refused::TooManyPixels));
    let bomb = webp(&[(b"VP8X", &canvas(0, 1, 1)), (b"VP8L", &many_groups())]);
    assert_eq!(clean(&bomb), Err(Refused::TooManyPixels));

    // A key frame of 16,383 by 16,383 on a canvas of 10 by 10, alone and in an animation.
    let frame = b"\x10\0\0\x9d\x01\x2a\xff\x3f\xff\x3f\0\0\0\0\0\0";
    let lie = webp(&[(b"VP8X", &canvas(0, 10, 10)), (b"VP8 ", frame)]);
    assert_eq!(clean(&lie), Err(Refused::Unreadable));
    let mut first = vec![0, 0, 0, 0, 0, 0, 9, 0, 0, 9, 0, 0, 0, 0, 0, 0];
    first.extend(b"VP8 \x10\0\0\0");
    first.extend(frame);
    for flags in [0, 2] {
        let head = canvas(flags, 10, 10);
        let lie = webp(&[(b"VP8X", &head), (b"ANIM", &[0; 6]), (b"ANMF", &first)]);
        assert_eq!(clean(&lie), Err(Refused::Unreadable));
    }
}

#[test]
fn r14_a_file_that_was_cut_off_is_unreadable() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let whole = file(halves(64, 32), format);
        for kept in (12..whole.len()).step_by(7).chain([whole.len() - 2]) {
            assert_eq!(
                clean(&whole[..kept]),
                Err(Refused::Unreadable),
                "{format:?} {kept}"
            );
        }
    }
}

#[test]
fn r14_damaged_files_never_bring_the_server_down() {
    let mut progressive = phone_blocks(48, 40);
    progressive.progressive = true;
    let alpha = RgbaImage::from_fn(24, 24, |x, y| {
        image::Rgba([
            u8::try_from(x * y % 256).unwrap(),
            9,
            80,
            u8::try_from(x * 7).unwrap(),
        ])
    });
    let whole = [
        as_from_a_phone(&file(halves(48, 40), ImageFormat::Jpeg), 5),
        progressive.file(|_, column| u8::try_from(column * 80).unwrap()),
        file(alpha.clone(), ImageFormat::Png),
        file(alpha, ImageFormat::WebP),
    ];
    let mut state = 20_260_607_u64;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for whole in whole {
        for _ in 0..200 {
            let mut damaged = whole.clone();
            for _ in 0..=next(4) {
                let at = next(damaged.len());
                damaged[at] = u8::try_from(next(256)).unwrap();
            }
            if let Ok(cleaned) = clean(&damaged) {
                assert!(cleaned.width.max(cleaned.height) <= FULL_SIDE);
            }
        }
    }
}
