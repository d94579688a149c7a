//! JPEG. A phone's 108-megapixel picture is decoded at a half, a quarter or an eighth of its size,
//! which the format allows without ever holding all pixels (R14). Only the segments that make
//! pixels reach the decoder.

use std::io::Read;

use image::metadata::Orientation;
use jpeg_decoder::{Decoder, PixelFormat};

use super::{FULL_SIDE, Layout, Raster, Refused, check_memory, check_size, orientation};

/// Most scans of a progressive picture; usually there are ten. The decoder fills a scan without
/// data by itself, so a small file could otherwise keep a core busy for hours.
const MAX_SCANS: usize = 40;

pub(super) fn decode(bytes: &[u8]) -> Result<Raster, Refused> {
    let head = Head::read(bytes)?;
    let (width, height) = (u32::from(head.frame.width), u32::from(head.frame.height));
    check_size(width, height)?;
    let most_scans = if head.frame.progressive {
        MAX_SCANS
    } else {
        head.frame.sampling.len()
    };
    if scans(head.scans) > most_scans {
        return Err(Refused::Unreadable);
    }
    let eighths = eighths(width.max(height));
    let scaled = |length: u32| (length * eighths).div_ceil(8);
    let layout = match head.frame.sampling.len() {
        1 => Layout::GRAY,
        3 => Layout::RGB,
        4 => Layout::CMYK,
        _ => return Err(Refused::Unreadable),
    };
    let pixels = u64::from(scaled(width)) * u64::from(scaled(height));
    let decoding = head.frame.decoder_bytes(eighths) + pixels * layout.pixel_bytes() as u64;
    check_memory(decoding, scaled(width), scaled(height), layout)?;

    let mut decoder = Decoder::new(head.kept.chain(head.scans));
    // The decoder stops at the first scale that reaches either side; only the long one is meant.
    let long = u16::try_from(FULL_SIDE.min(width.max(height))).unwrap_or(u16::MAX);
    let (across, down) = if width >= height {
        (long, u16::MAX)
    } else {
        (u16::MAX, long)
    };
    decoder
        .scale(across, down)
        .map_err(|_| Refused::Unreadable)?;
    let samples = decoder.decode().map_err(|_| Refused::Unreadable)?;
    let info = decoder.info().ok_or(Refused::Unreadable)?;
    let layout = match info.pixel_format {
        PixelFormat::L8 => Layout::GRAY,
        PixelFormat::RGB24 => Layout::RGB,
        PixelFormat::CMYK32 => Layout::CMYK,
        PixelFormat::L16 => return Err(Refused::Unreadable),
    };
    Ok(Raster {
        width: info.width.into(),
        height: info.height.into(),
        samples,
        layout,
        orientation: head.orientation,
    })
}

/// The smallest scale, in eighths, that still reaches [`FULL_SIDE`].
fn eighths(long: u32) -> u32 {
    let wanted = FULL_SIDE.min(long);
    [1, 2, 4]
        .into_iter()
        .find(|scale| (long * scale).div_ceil(8) >= wanted)
        .unwrap_or(8)
}

/// What stands before the first scan.
struct Head<'a> {
    frame: Frame,
    orientation: Orientation,
    /// The file up to the first scan without EXIF, XMP, profiles and comments.
    kept: std::io::Cursor<Vec<u8>>,
    /// From the first scan to the end of the file.
    scans: &'a [u8],
}

impl<'a> Head<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, Refused> {
        let mut kept = vec![0xff, 0xd8];
        let mut frame = None;
        let mut turned = Orientation::NoTransforms;
        let mut rest = bytes.get(2..).ok_or(Refused::Unreadable)?;
        loop {
            // Some cameras leave odd bytes between segments, and every marker may be padded.
            let start = rest
                .iter()
                .position(|&byte| byte == 0xff)
                .ok_or(Refused::Unreadable)?;
            rest = &rest[start..];
            let code = rest
                .iter()
                .position(|&byte| byte != 0xff)
                .ok_or(Refused::Unreadable)?;
            let marker = rest[code];
            match marker {
                // Start of scan: the rest is pictures.
                0xda => {
                    return Ok(Self {
                        frame: frame.ok_or(Refused::Unreadable)?,
                        orientation: turned,
                        kept: std::io::Cursor::new(kept),
                        scans: &rest[code - 1..],
                    });
                }
                // Stuffing, restarts and other markers without a body say nothing here.
                0x00 | 0x01 | 0xd0..=0xd8 => {
                    rest = &rest[code + 1..];
                    continue;
                }
                0xd9 => return Err(Refused::Unreadable),
                _ => {}
            }
            let size = rest.get(code + 1..code + 3).ok_or(Refused::Unreadable)?;
            let size = usize::from(u16::from_be_bytes([size[0], size[1]]));
            let end = code + 1 + size;
            let body = rest.get(code + 3..end).ok_or(Refused::Unreadable)?;
            match marker {
                0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                    let read = Frame::read(marker, body)?;
                    if frame.replace(read).is_some() {
                        return Err(Refused::Unreadable);
                    }
                }
                0xe1 if body.starts_with(b"Exif\0\0") => turned = orientation(body),
                _ => {}
            }
            // APP0 and APP14 say how colours are meant; the other application segments and
            // comments are about the person.
            if !matches!(marker, 0xe1..=0xed | 0xef | 0xfe) {
                kept.extend_from_slice(&rest[code - 1..end]);
            }
            rest = &rest[end..];
        }
    }
}

/// The frame header.
struct Frame {
    progressive: bool,
    width: u16,
    height: u16,
    /// Horizontal and vertical sampling of each component.
    sampling: Vec<(u64, u64)>,
}

impl Frame {
    fn read(marker: u8, body: &[u8]) -> Result<Self, Refused> {
        let progressive = match marker {
            0xc0 | 0xc1 => false,
            0xc2 => true,
            // Lossless, hierarchical and arithmetic pictures come from no phone or browser.
            _ => return Err(Refused::Unreadable),
        };
        let &[8, h1, h2, w1, w2, count, ref components @ ..] = body else {
            return Err(Refused::Unreadable);
        };
        if components.len() != 3 * usize::from(count) || !matches!(count, 1 | 3 | 4) {
            return Err(Refused::Unreadable);
        }
        let sampling: Vec<_> = components
            .chunks_exact(3)
            .map(|component| (u64::from(component[1] >> 4), u64::from(component[1] & 15)))
            .collect();
        if !sampling
            .iter()
            .all(|(h, v)| (1..=4).contains(h) && (1..=4).contains(v))
        {
            return Err(Refused::Unreadable);
        }
        let (width, height) = (u16::from_be_bytes([w1, w2]), u16::from_be_bytes([h1, h2]));
        Ok(Self {
            progressive,
            width,
            height,
            sampling,
        })
    }

    /// What the decoder holds beside its result: a plane for each component at the scale, and for
    /// a progressive picture every coefficient at full size. Rows of coefficients on their way
    /// to the decoder's threads are not counted; they pile up only while those threads starve
    /// (with the decoder's `rayon` feature there are none).
    fn decoder_bytes(&self, eighths: u32) -> u64 {
        let most = |side: fn(&(u64, u64)) -> u64| self.sampling.iter().map(side).max().unwrap_or(1);
        let (across, down) = (most(|s| s.0), most(|s| s.1));
        let units = u64::from(self.width).div_ceil(8 * across);
        let units = units * u64::from(self.height).div_ceil(8 * down);
        let blocks: u64 = self.sampling.iter().map(|(h, v)| units * h * v).sum();
        let coefficients = if self.progressive { 64 * 2 } else { 0 };
        blocks * (u64::from(eighths) * u64::from(eighths) + coefficients)
    }
}

/// Counts the scans up to the end of the picture; phones append films and other pictures.
fn scans(mut rest: &[u8]) -> usize {
    let mut count = 0;
    while let Some(start) = rest.iter().position(|&byte| byte == 0xff) {
        rest = &rest[start + 1..];
        match rest.first() {
            None | Some(0xd9) => break,
            Some(0xff) => {}
            Some(0x00 | 0x01 | 0xd0..=0xd8) => rest = &rest[1..],
            Some(marker) => {
                count += usize::from(*marker == 0xda);
                let size = rest.get(1..3).map_or(2, |size| {
                    usize::from(u16::from_be_bytes([size[0], size[1]]))
                });
                rest = rest.get(1 + size..).unwrap_or_default();
            }
        }
    }
    count
}
