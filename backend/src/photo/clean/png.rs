//! PNG. Only the chunks that make pixels reach the decoder, so no text, profile or animation can
//! be a bomb or be carried along (R14).

use std::io::Cursor;

use image::codecs::png::PngDecoder;
use image::metadata::Orientation;
use image::{ColorType, ImageDecoder, Limits};

use super::raster::Colour;
use super::{Layout, Raster, Refused, check_memory, check_size, orientation};

const SIGNATURE: usize = 8;
/// Rows and the like inside the decoder, far above what the widest allowed row needs.
const DECODER_BYTES: u64 = 8 << 20;

pub(super) fn decode(bytes: &[u8]) -> Result<Raster, Refused> {
    let header = bytes
        .get(SIGNATURE..SIGNATURE + 21)
        .ok_or(Refused::Unreadable)?;
    if &header[4..8] != b"IHDR" {
        return Err(Refused::Unreadable);
    }
    check_size(be32(&header[8..]), be32(&header[12..]))?;

    let (essential, orientation) = essential(bytes)?;
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(DECODER_BYTES);
    let copied = essential.len() as u64;
    let decoder =
        PngDecoder::with_limits(Cursor::new(essential), limits).map_err(|_| Refused::Unreadable)?;
    let (width, height) = decoder.dimensions();
    let layout = layout(decoder.color_type())?;
    check_size(width, height)?;
    check_memory(
        copied + DECODER_BYTES + decoder.total_bytes(),
        width,
        height,
        layout,
    )?;

    let size = usize::try_from(decoder.total_bytes()).map_err(|_| Refused::TooManyPixels)?;
    let mut samples = vec![0; size];
    decoder
        .read_image(&mut samples)
        .map_err(|_| Refused::Unreadable)?;
    Ok(Raster {
        width,
        height,
        samples,
        layout,
        orientation,
    })
}

/// The file with its pixels only, and which way up it is. Without an end it was cut off.
fn essential(bytes: &[u8]) -> Result<(Vec<u8>, Orientation), Refused> {
    let mut kept = bytes[..SIGNATURE].to_vec();
    let mut turned = Orientation::NoTransforms;
    let mut rest = &bytes[SIGNATURE..];
    loop {
        let head = rest.first_chunk::<8>().ok_or(Refused::Unreadable)?;
        let size = usize::try_from(be32(head)).map_err(|_| Refused::Unreadable)?;
        let chunk = size.checked_add(12).and_then(|whole| rest.get(..whole));
        let chunk = chunk.ok_or(Refused::Unreadable)?;
        let kind = &head[4..];
        match kind {
            b"IHDR" | b"PLTE" | b"tRNS" | b"IDAT" | b"IEND" => kept.extend_from_slice(chunk),
            b"eXIf" => turned = orientation(&chunk[8..8 + size]),
            _ => {}
        }
        if kind == b"IEND" {
            return Ok((kept, turned));
        }
        rest = &rest[chunk.len()..];
    }
}

fn layout(kind: ColorType) -> Result<Layout, Refused> {
    let (colour, alpha, wide) = match kind {
        ColorType::L8 => (Colour::Gray, false, false),
        ColorType::La8 => (Colour::Gray, true, false),
        ColorType::Rgb8 => (Colour::Rgb, false, false),
        ColorType::Rgba8 => (Colour::Rgb, true, false),
        ColorType::L16 => (Colour::Gray, false, true),
        ColorType::La16 => (Colour::Gray, true, true),
        ColorType::Rgb16 => (Colour::Rgb, false, true),
        ColorType::Rgba16 => (Colour::Rgb, true, true),
        _ => return Err(Refused::Unreadable),
    };
    Ok(Layout {
        colour,
        alpha,
        wide,
    })
}

fn be32(bytes: &[u8]) -> u32 {
    bytes
        .first_chunk()
        .map_or(0, |&four| u32::from_be_bytes(four))
}
