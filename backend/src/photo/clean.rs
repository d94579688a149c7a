//! Uploaded bytes in, clean pictures out: told apart by content, decoded within a memory bound,
//! turned upright, shrunk and written anew, so that nothing but the pixels of an upload survives
//! (R14). Everything here is computation; where pictures are kept is `store`.

use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, LazyLock};

use bytes::Bytes;
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{ExtendedColorType, RgbImage};
use thiserror::Error;
use tokio::sync::Semaphore;

mod jpeg;
mod png;
mod raster;
mod webp;

#[cfg(test)]
mod tests;

use domain::report::{MAX_PHOTO_BYTES, MAX_PIXELS};
use raster::{Layout, Raster};

/// Longest side of a stored picture, in pixels.
pub const FULL_SIDE: u32 = 2048;
/// Longest side of the small picture, in pixels.
pub const SMALL_SIDE: u32 = 480;
/// Most bytes that cleaning one picture may hold beside the upload itself; worked out from the
/// header before anything is decoded (R14).
pub const MEMORY_BOUND: u64 = 192 << 20;
/// Columns of the grid of cells that staff can blur.
pub const GRID_COLUMNS: u32 = 8;
/// Rows of the grid of cells that staff can blur.
pub const GRID_ROWS: u32 = 6;

const MAX_SIDE: u32 = 65_535;
const QUALITY: u8 = 82;
/// What the shrunk picture, its turned copy and the written files take at most.
const OUTPUT_BYTES: u64 = 16 << 20;

/// A picture that may be stored and served: two JPEG files without any metadata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleaned {
    /// JPEG of at most [`FULL_SIDE`] pixels on the long side.
    pub full: Vec<u8>,
    /// JPEG of at most [`SMALL_SIDE`] pixels on the long side.
    pub small: Vec<u8>,
    /// Width of `full` in pixels, as seen upright.
    pub width: u32,
    /// Height of `full` in pixels, as seen upright.
    pub height: u32,
}

/// Why an upload is not kept (R14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Refused {
    /// The content is neither JPEG nor PNG nor WebP, whatever the name says.
    #[error("not a JPEG, PNG or WebP picture")]
    NotAPicture,
    /// More than [`MAX_PIXELS`], or decoding would take more than [`MEMORY_BOUND`].
    #[error("the picture has too many pixels")]
    TooManyPixels,
    /// More than [`MAX_PHOTO_BYTES`].
    #[error("the file is too large")]
    TooLarge,
    /// Damaged, cut off, or a kind of picture that no phone or browser makes.
    #[error("the picture cannot be read")]
    Unreadable,
}

/// Decodes an upload and writes it anew, upright and without metadata (R14). Colour profiles go
/// too: a profile can name a person's device, and phones show untagged pictures well enough.
///
/// # Errors
/// [`Refused`] says why nothing of the upload may be kept. No input makes it panic.
pub fn clean(bytes: &[u8]) -> Result<Cleaned, Refused> {
    if bytes.len() > MAX_PHOTO_BYTES {
        return Err(Refused::TooLarge);
    }
    contained(|| written(&decode(bytes)?.upright()?))
}

/// Makes the named cells of a stored JPEG unrecognisable: each becomes two by two blocks of their
/// own average colour, so the covered pixels are in neither picture any more (R15). The grid has
/// [`GRID_COLUMNS`] × [`GRID_ROWS`] cells, a cell is `row * GRID_COLUMNS + column`; numbers beyond
/// the grid are ignored.
///
/// # Errors
/// As [`clean`]; cannot happen for bytes that [`clean`] made.
pub fn blurred(jpeg: &[u8], cells: &[u8]) -> Result<Cleaned, Refused> {
    contained(|| {
        let mut picture = decode(jpeg)?.upright()?;
        for &cell in cells {
            let (column, row) = (
                u32::from(cell) % GRID_COLUMNS,
                u32::from(cell) / GRID_COLUMNS,
            );
            if row < GRID_ROWS {
                cover(&mut picture, column, row);
            }
        }
        written(&picture)
    })
}

/// [`clean`] off the async threads, at most one picture per core at a time.
///
/// # Errors
/// As [`clean`]; [`Refused::Unreadable`] also when the server is shutting down.
pub async fn clean_in_turn(bytes: Bytes) -> Result<Cleaned, Refused> {
    in_turn(move || clean(&bytes)).await
}

/// [`blurred`] off the async threads, sharing the turns of [`clean_in_turn`].
///
/// # Errors
/// As [`blurred`]; [`Refused::Unreadable`] also when the server is shutting down.
pub async fn blurred_in_turn(jpeg: Bytes, cells: Vec<u8>) -> Result<Cleaned, Refused> {
    in_turn(move || blurred(&jpeg, &cells)).await
}

async fn in_turn(
    work: impl FnOnce() -> Result<Cleaned, Refused> + Send + 'static,
) -> Result<Cleaned, Refused> {
    static TURNS: LazyLock<Arc<Semaphore>> = LazyLock::new(|| {
        let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        Arc::new(Semaphore::new(cores))
    });
    let turn = Arc::clone(&TURNS)
        .acquire_owned()
        .await
        .expect("nobody closes the turns");
    let task = tokio::task::spawn_blocking(move || {
        // Held by the work, not by the request: a request that went away does not free the core.
        let _turn = turn;
        work()
    });
    task.await.unwrap_or(Err(Refused::Unreadable))
}

/// The decoders are not ours and meet hostile bytes: a panic in one of them is one more picture
/// that cannot be read. Nothing that was borrowed is looked at afterwards.
fn contained<T>(work: impl FnOnce() -> Result<T, Refused>) -> Result<T, Refused> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Refused::Unreadable))
}

fn decode(bytes: &[u8]) -> Result<Raster, Refused> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => jpeg::decode(bytes),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => png::decode(bytes),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => webp::decode(bytes),
        _ => Err(Refused::NotAPicture),
    }
}

fn shrink(
    width: u32,
    height: u32,
    samples: &[u8],
    kind: PixelType,
    side: u32,
) -> Result<Image<'static>, Refused> {
    let (to_width, to_height) = fitted(width, height, side);
    let source = ImageRef::new(width, height, samples, kind).map_err(|_| Refused::Unreadable)?;
    let mut target = Image::new(to_width, to_height, kind);
    Resizer::new()
        .resize(&source, &mut target, None)
        .map_err(|_| Refused::Unreadable)?;
    Ok(target)
}

/// The size that keeps the proportions with no side longer than `side`; never larger than it was.
fn fitted(width: u32, height: u32, side: u32) -> (u32, u32) {
    let long = width.max(height);
    if long <= side {
        return (width, height);
    }
    let scaled = |length: u32| {
        let length = (u64::from(length) * u64::from(side) + u64::from(long) / 2) / u64::from(long);
        u32::try_from(length).unwrap_or(side).clamp(1, side)
    };
    (scaled(width), scaled(height))
}

fn written(picture: &RgbImage) -> Result<Cleaned, Refused> {
    let (width, height) = picture.dimensions();
    let small = shrink(width, height, picture, PixelType::U8x3, SMALL_SIDE)?;
    Ok(Cleaned {
        full: encode(picture, width, height)?,
        small: encode(small.buffer(), small.width(), small.height())?,
        width,
        height,
    })
}

fn encode(rgb: &[u8], width: u32, height: u32) -> Result<Vec<u8>, Refused> {
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
        .encode(rgb, width, height, ExtendedColorType::Rgb8)
        .map_err(|_| Refused::Unreadable)?;
    Ok(jpeg)
}

/// Replaces one cell of the grid by two by two blocks of their average.
fn cover(picture: &mut RgbImage, column: u32, row: u32) {
    let (width, height) = picture.dimensions();
    // Halves of cells, so that neighbouring cells and blocks meet without a gap.
    let edge = |length: u32, half: u32, halves: u32| length * half / halves;
    for (right, below) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
        let (across, down) = (2 * column + right, 2 * row + below);
        let x = edge(width, across, 2 * GRID_COLUMNS)..edge(width, across + 1, 2 * GRID_COLUMNS);
        let y = edge(height, down, 2 * GRID_ROWS)..edge(height, down + 1, 2 * GRID_ROWS);
        let mut sums = [0_u64; 3];
        for (x, y) in y.clone().flat_map(|y| x.clone().map(move |x| (x, y))) {
            for (sum, level) in sums.iter_mut().zip(picture.get_pixel(x, y).0) {
                *sum += u64::from(level);
            }
        }
        let count = (u64::from(x.end - x.start) * u64::from(y.end - y.start)).max(1);
        let average = sums.map(|sum| u8::try_from(sum / count).unwrap_or(u8::MAX));
        for (x, y) in y.clone().flat_map(|y| x.clone().map(move |x| (x, y))) {
            picture.get_pixel_mut(x, y).0 = average;
        }
    }
}

/// Refuses sizes that are over the limit, by the header alone.
fn check_size(width: u32, height: u32) -> Result<(), Refused> {
    if width == 0 || height == 0 {
        return Err(Refused::Unreadable);
    }
    if width.max(height) > MAX_SIDE || u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(Refused::TooManyPixels);
    }
    Ok(())
}

/// Refuses what would not fit [`MEMORY_BOUND`]: `decoding` bytes while decoding to `width` ×
/// `height`, then those pixels and the half-way picture of the shrinking.
fn check_memory(decoding: u64, width: u32, height: u32, layout: Layout) -> Result<(), Refused> {
    let half_way = u64::from(fitted(width, height, FULL_SIDE).0) * u64::from(height);
    let pixels = u64::from(width) * u64::from(height);
    let shrinking = pixels * layout.pixel_bytes() as u64 + half_way * layout.flat_bytes() as u64;
    if decoding.max(shrinking) + OUTPUT_BYTES > MEMORY_BOUND {
        return Err(Refused::TooManyPixels);
    }
    Ok(())
}

/// The orientation in a TIFF block; some writers of PNG and WebP keep the JPEG prefix.
fn orientation(exif: &[u8]) -> Orientation {
    let tiff = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
    Orientation::from_exif_chunk(tiff).unwrap_or(Orientation::NoTransforms)
}
