use std::io::Cursor;

use image::{DynamicImage, GrayAlphaImage, ImageFormat, LumaA, Rgb, RgbaImage};

use super::*;

mod hostile;
mod made;

use made::{Blocks, as_from_a_phone, black_png, canvas, exif, webp};

/// Red on the left, blue on the right.
fn halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| {
        Rgb(if x < width / 2 {
            [220, 30, 30]
        } else {
            [30, 30, 220]
        })
    })
}

fn file(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.into().write_to(&mut file, format).unwrap();
    file.into_inner()
}

fn seen(jpeg: &[u8]) -> RgbImage {
    image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg)
        .unwrap()
        .into_rgb8()
}

#[track_caller]
fn assert_close(found: [u8; 3], wanted: [u8; 3]) {
    let near = found
        .iter()
        .zip(wanted)
        .all(|(&found, wanted)| found.abs_diff(wanted) < 12);
    assert!(near, "{found:?} is not {wanted:?}");
}

#[track_caller]
fn assert_halves(cleaned: &Cleaned) {
    for jpeg in [&cleaned.full, &cleaned.small] {
        let picture = seen(jpeg);
        let (width, height) = picture.dimensions();
        assert_close(picture.get_pixel(width / 4, height / 2).0, [220, 30, 30]);
        assert_close(
            picture.get_pixel(width - width / 4, height / 2).0,
            [30, 30, 220],
        );
    }
}

fn phone_blocks(width: u16, height: u16) -> Blocks {
    let sampling = vec![(2, 2), (1, 1), (1, 1)];
    Blocks {
        width,
        height,
        sampling,
        progressive: false,
        adobe: false,
    }
}

/// The markers of a JPEG's segments up to its pixels.
fn markers(jpeg: &[u8]) -> Vec<u8> {
    let (mut at, mut found) = (2, Vec::new());
    while jpeg[at + 1] != 0xda {
        found.push(jpeg[at + 1]);
        at += 2 + usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
    }
    found
}

#[test]
fn r14_the_content_says_what_a_file_is() {
    for bytes in [
        &b""[..],
        b"photo.jpg",
        b"%PDF-1.7",
        b"GIF89a\x01\0\x01\0",
        b"<svg/>",
        b"\xff\xd8",
    ] {
        assert_eq!(clean(bytes), Err(Refused::NotAPicture));
    }
    let picture = halves(64, 32);
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let cleaned = clean(&file(picture.clone(), format)).unwrap();
        assert_eq!((cleaned.width, cleaned.height), (64, 32));
        assert_halves(&cleaned);
    }
}

#[test]
fn r14_an_upload_over_twenty_megabytes_is_too_large() {
    let mut bytes = file(halves(8, 8), ImageFormat::Jpeg);
    bytes.resize(MAX_PHOTO_BYTES + 1, 0);
    assert_eq!(clean(&bytes), Err(Refused::TooLarge));
    bytes.truncate(MAX_PHOTO_BYTES);
    assert!(
        clean(&bytes).is_ok(),
        "what follows the end of a picture is no matter"
    );
}

#[test]
fn r14_nothing_but_the_pixels_survives_and_the_picture_is_upright() {
    let upload = as_from_a_phone(&file(halves(64, 32), ImageFormat::Jpeg), 6);
    let cleaned = clean(&upload).unwrap();
    assert_eq!(
        (cleaned.width, cleaned.height),
        (32, 64),
        "a quarter to the right"
    );
    let picture = seen(&cleaned.full);
    assert_close(picture.get_pixel(16, 8).0, [220, 30, 30]);
    assert_close(picture.get_pixel(16, 56).0, [30, 30, 220]);
    for jpeg in [&cleaned.full, &cleaned.small] {
        assert!(
            !markers(jpeg)
                .iter()
                .any(|marker| matches!(marker, 0xe1..=0xef | 0xfe))
        );
        for trace in [&b"Exif"[..], b"xap", b"xmp", b"ICC", b"GPS"] {
            assert!(!jpeg.windows(trace.len()).any(|part| part == trace));
        }
    }
}

#[test]
fn r14_png_and_webp_are_turned_upright_too() {
    let png = black_png(64, 32, &[(b"eXIf", exif(8))]);
    let cleaned = clean(&png).unwrap();
    assert_eq!((cleaned.width, cleaned.height), (32, 64));

    let simple = file(halves(64, 32), ImageFormat::WebP);
    for exif in [exif(3), [&b"Exif\0\0"[..], &exif(3)].concat()] {
        let turned = webp(&[
            (b"VP8X", &canvas(8, 64, 32)),
            (b"VP8L", &simple[20..]),
            (b"EXIF", &exif),
        ]);
        let picture = seen(&clean(&turned).unwrap().full);
        assert_close(picture.get_pixel(16, 16).0, [30, 30, 220]);
    }
}

#[test]
fn r14_large_pictures_are_shrunk_and_small_ones_are_not_blown_up() {
    let blocks = phone_blocks(3000, 900);
    let cleaned = clean(&blocks.file(|_, _| 128)).unwrap();
    assert_eq!((cleaned.width, cleaned.height), (2048, 614));
    assert_eq!(seen(&cleaned.full).dimensions(), (2048, 614));
    assert_eq!(seen(&cleaned.small).dimensions(), (480, 144));
    let thin = clean(&phone_blocks(1, 3000).file(|_, _| 128)).unwrap();
    assert_eq!((thin.width, thin.height), (1, 2048));
}

#[test]
fn r14_a_phones_108_megapixels_are_accepted() {
    let blocks = phone_blocks(12_000, 9000);
    // From dark on the left to light on the right.
    let upload = blocks.file(|component, column| match component {
        0 => u8::try_from(column / 3).unwrap(),
        _ => 128,
    });
    let cleaned = clean(&upload).unwrap();
    assert_eq!((cleaned.width, cleaned.height), (2048, 1536));
    let small = seen(&cleaned.small);
    assert_close(small.get_pixel(48, 200).0, [25; 3]);
    assert_close(small.get_pixel(432, 200).0, [225; 3]);
}

#[test]
fn r14_a_progressive_picture_is_accepted_while_its_coefficients_fit() {
    let mut blocks = phone_blocks(400, 300);
    blocks.progressive = true;
    let cleaned = clean(&blocks.file(|component, _| [200, 128, 128][component])).unwrap();
    assert_close(seen(&cleaned.full).get_pixel(200, 150).0, [200; 3]);

    (blocks.width, blocks.height) = (12_000, 9000);
    assert_eq!(clean(&blocks.file(|_, _| 128)), Err(Refused::TooManyPixels));
}

#[test]
fn r14_the_first_frame_stands_for_an_animation() {
    let mut frames = [halves(64, 32), RgbImage::new(64, 32)].map(|picture| {
        let stream = file(picture, ImageFormat::WebP);
        let mut frame = vec![0, 0, 0, 0, 0, 0, 63, 0, 0, 31, 0, 0, 100, 0, 0, 2];
        frame.extend(&stream[12..]);
        frame
    });
    let head = canvas(2, 64, 32);
    let moving = |frames: &[Vec<u8>; 2]| {
        let [first, second] = frames;
        webp(&[
            (b"VP8X", &head),
            (b"ANIM", &[0; 6]),
            (b"ANMF", first),
            (b"ANMF", second),
        ])
    };
    assert_halves(&clean(&moving(&frames)).unwrap());
    frames.swap(0, 1);
    let black = seen(&clean(&moving(&frames)).unwrap().full);
    assert_close(black.get_pixel(16, 16).0, [0; 3]);
}

#[test]
fn r14_gray_ink_and_deep_pictures_are_seen_right() {
    let gray = Blocks {
        width: 40,
        height: 24,
        sampling: vec![(1, 1)],
        progressive: false,
        adobe: false,
    };
    let cleaned = clean(&gray.file(|_, _| 77)).unwrap();
    assert_close(seen(&cleaned.full).get_pixel(20, 12).0, [77; 3]);

    let ink = Blocks {
        sampling: vec![(1, 1); 4],
        adobe: true,
        ..gray
    };
    let cleaned = clean(&ink.file(|component, _| [200, 100, 50, 255][component])).unwrap();
    assert_close(seen(&cleaned.full).get_pixel(20, 12).0, [200, 100, 50]);
    let cleaned = clean(&ink.file(|component, _| [200, 100, 50, 127][component])).unwrap();
    assert_close(seen(&cleaned.full).get_pixel(20, 12).0, [100, 50, 25]);

    let deep = [
        DynamicImage::from(halves(64, 32)).into_rgb16().into(),
        DynamicImage::from(halves(64, 32)).into_rgba16().into(),
        DynamicImage::from(halves(64, 32)).into_rgba8().into(),
    ];
    for picture in deep {
        let picture: DynamicImage = picture;
        assert_halves(&clean(&file(picture, ImageFormat::Png)).unwrap());
    }
    for picture in [
        halves(64, 32).into(),
        DynamicImage::from(halves(64, 32)).into_luma8().into(),
    ] {
        let picture: DynamicImage = picture;
        let luma = picture.to_luma16();
        let level = picture.to_luma8().get_pixel(10, 10).0[0];
        let cleaned = clean(&file(luma, ImageFormat::Png)).unwrap();
        assert_close(seen(&cleaned.full).get_pixel(10, 10).0, [level; 3]);
    }
}

#[test]
fn r14_what_shows_through_is_white() {
    let clear = RgbaImage::from_fn(40, 40, |x, _| {
        image::Rgba([200, 0, 0, if x < 20 { 0 } else { 128 }])
    });
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let picture = seen(&clean(&file(clear.clone(), format)).unwrap().full);
        assert_close(picture.get_pixel(8, 20).0, [255; 3]);
        assert_close(picture.get_pixel(32, 20).0, [227, 127, 127]);
    }
    let clear = GrayAlphaImage::from_pixel(40, 40, LumaA([0, 0]));
    let picture = seen(&clean(&file(clear, ImageFormat::Png)).unwrap().full);
    assert_close(picture.get_pixel(20, 20).0, [255; 3]);
}

#[test]
fn r15_a_blurred_cell_is_gone_and_the_others_stay() {
    // Stripes of one pixel, as unlike their average as can be.
    let striped = RgbImage::from_fn(160, 96, |x, _| Rgb([if x % 2 == 0 { 0 } else { 255 }; 3]));
    let stored = clean(&file(striped, ImageFormat::Png)).unwrap();
    // Column 2 of row 1: from 40, 16 to 60, 32.
    let covered = blurred(&stored.full, &[8 + 2]).unwrap();
    assert_eq!((covered.width, covered.height), (160, 96));
    let (before, after) = (seen(&stored.full), seen(&covered.full));
    for (x, y, pixel) in after.enumerate_pixels() {
        let inside = (40..60).contains(&x) && (16..32).contains(&y);
        // The file's own blocks of eight pixels reach over the edge of the cell.
        let edge = (32..64).contains(&x) && (16..32).contains(&y);
        if (48..56).contains(&x) && (16..32).contains(&y) {
            assert_close(pixel.0, [128; 3]);
        } else if inside {
            assert!((40..=215).contains(&pixel.0[0]), "{x} {y} {pixel:?}");
        } else if !edge {
            assert!(
                pixel.0[0].abs_diff(before.get_pixel(x, y).0[0]) < 40,
                "{x} {y}"
            );
        }
    }

    let untouched = blurred(&stored.full, &[]).unwrap();
    assert_eq!(blurred(&stored.full, &[48, 200, 255]).unwrap(), untouched);
    let all: Vec<u8> = (0..48).collect();
    let tiny = clean(&file(halves(5, 3), ImageFormat::Png)).unwrap();
    assert!(blurred(&tiny.full, &all).is_ok());
}

#[tokio::test]
async fn r14_pictures_wait_for_their_turn() {
    let upload = Bytes::from(file(halves(64, 32), ImageFormat::Jpeg));
    let tasks: Vec<_> = (0..12)
        .map(|_| tokio::spawn(clean_in_turn(upload.clone())))
        .collect();
    for task in tasks {
        assert_halves(&task.await.unwrap().unwrap());
    }
    let text = clean_in_turn(Bytes::from_static(b"text")).await;
    assert_eq!(text, Err(Refused::NotAPicture));
    let stored = clean(&upload).unwrap();
    let covered = blurred_in_turn(stored.full.into(), vec![0]).await.unwrap();
    assert_eq!((covered.width, covered.height), (64, 32));
}
