//! WebP: lossy, lossless and the first frame of animations. The decoder believes the sizes inside
//! the file one after the other, so all of them are compared before it starts (R14).

use std::io::Cursor;

use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{ColorType, ImageDecoder};

use super::{Layout, Raster, Refused, check_memory, check_size, orientation};

mod prefix_codes;

/// What a chunk is.
type Letters = [u8; 4];

const VP8: Letters = *b"VP8 ";
const VP8L: Letters = *b"VP8L";
const VP8X: Letters = *b"VP8X";
const EXIF: Letters = *b"EXIF";
const ANMF: Letters = *b"ANMF";
const ALPH: Letters = *b"ALPH";

pub(super) fn decode(bytes: &[u8]) -> Result<Raster, Refused> {
    let head = Head::read(bytes)?;
    let layout = if head.alpha {
        Layout::RGBA
    } else {
        Layout::RGB
    };
    let decoding = head.decoder_bytes();
    check_memory(decoding, head.width, head.height, layout)?;

    let decoder = WebPDecoder::new(Cursor::new(head.file)).map_err(|_| Refused::Unreadable)?;
    let layout = match decoder.color_type() {
        ColorType::Rgb8 => Layout::RGB,
        ColorType::Rgba8 => Layout::RGBA,
        _ => return Err(Refused::Unreadable),
    };
    if decoder.dimensions() != (head.width, head.height) {
        return Err(Refused::Unreadable);
    }
    let size = usize::try_from(decoder.total_bytes()).map_err(|_| Refused::TooManyPixels)?;
    let mut samples = vec![0; size];
    decoder
        .read_image(&mut samples)
        .map_err(|_| Refused::Unreadable)?;
    let (width, height, orientation) = (head.width, head.height, head.orientation);
    Ok(Raster {
        width,
        height,
        samples,
        layout,
        orientation,
    })
}

/// What the container says before any pixel is decoded.
struct Head<'a> {
    /// The file without what may follow it.
    file: &'a [u8],
    width: u32,
    height: u32,
    alpha: bool,
    animated: bool,
    lossy: bool,
    /// Most bytes the prefix codes of one lossless stream take.
    codes: u64,
    orientation: Orientation,
}

impl<'a> Head<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, Refused> {
        let size = usize::try_from(le(bytes.get(4..8))?).map_err(|_| Refused::Unreadable)?;
        // A file shorter than it says was cut off.
        let file = bytes.get(..size + 8).ok_or(Refused::Unreadable)?;
        let mut head = Self {
            file,
            width: 0,
            height: 0,
            alpha: false,
            animated: false,
            lossy: false,
            codes: 0,
            orientation: Orientation::NoTransforms,
        };
        let mut chunks = Chunks {
            rest: file.get(12..).ok_or(Refused::Unreadable)?,
        };
        let (kind, body) = chunks.next().ok_or(Refused::Unreadable)??;
        match kind {
            VP8 | VP8L => {
                let stream = Stream::read(kind, body)?;
                (head.width, head.height, head.alpha) = (stream.width, stream.height, stream.alpha);
                check_size(head.width, head.height)?;
                head.stream(kind, body, (head.width, head.height))?;
            }
            VP8X => {
                let flags = *body.first().ok_or(Refused::Unreadable)?;
                (head.alpha, head.animated) = (flags & 0x10 != 0, flags & 0x02 != 0);
                head.width = le(body.get(4..7))? + 1;
                head.height = le(body.get(7..10))? + 1;
                check_size(head.width, head.height)?;
                head.parts(chunks)?;
            }
            _ => return Err(Refused::Unreadable),
        }
        Ok(head)
    }

    /// Takes the chunks of an extended file into account: like the decoder, only the first of
    /// each kind.
    fn parts(&mut self, chunks: Chunks) -> Result<(), Refused> {
        let mut awaited = vec![EXIF, ANMF, ALPH, VP8, VP8L];
        for chunk in chunks {
            let (kind, body) = chunk?;
            let Some(place) = awaited.iter().position(|&one| one == kind) else {
                continue;
            };
            awaited.swap_remove(place);
            match kind {
                EXIF => self.orientation = orientation(body),
                ANMF => self.first_frame(body)?,
                _ => self.stream(kind, body, (self.width, self.height))?,
            }
        }
        Ok(())
    }

    fn first_frame(&mut self, body: &[u8]) -> Result<(), Refused> {
        let size = (le(body.get(6..9))? + 1, le(body.get(9..12))? + 1);
        // A frame outside an animation would let the decoder take its parts for the picture's.
        if !self.animated || size.0 > self.width || size.1 > self.height {
            return Err(Refused::Unreadable);
        }
        let rest = body.get(16..).ok_or(Refused::Unreadable)?;
        // The pixels, or their alpha and then the pixels.
        for chunk in (Chunks { rest }).take(2) {
            let (kind, body) = chunk?;
            self.stream(kind, body, size)?;
        }
        Ok(())
    }

    /// Takes one stream of pixels, for a picture or frame of `size`, into account.
    fn stream(&mut self, kind: Letters, body: &[u8], size: (u32, u32)) -> Result<(), Refused> {
        if kind == VP8 || kind == VP8L {
            let stream = Stream::read(kind, body)?;
            if (stream.width, stream.height) != size {
                return Err(Refused::Unreadable);
            }
            self.lossy |= kind == VP8;
        }
        let packed = match (kind, body) {
            (ALPH, [flags, packed @ ..]) if flags & 3 == 1 => packed,
            (VP8L, [_, _, _, _, _, packed @ ..]) => packed,
            _ => return Ok(()),
        };
        self.codes = self.codes.max(prefix_codes::bytes(packed, size.0, size.1)?);
        Ok(())
    }

    /// What the decoder holds at most, its result included.
    fn decoder_bytes(&self) -> u64 {
        // Canvas, frame and result of four bytes, and the planes and alpha of a lossy frame; or
        // planes of a byte and a half and the result; or the lossless pixels and their copy.
        let pixel = match (self.animated, self.lossy, self.alpha) {
            (true, ..) => 19,
            (false, true, true) => 11,
            (false, true, false) => 5,
            (false, false, _) => 8,
        };
        let pixels = u64::from(self.width) * u64::from(self.height);
        pixels * pixel + self.codes + 2 * self.file.len() as u64
    }
}

/// Size and alpha of one stream of pixels.
struct Stream {
    width: u32,
    height: u32,
    alpha: bool,
}

impl Stream {
    fn read(kind: Letters, body: &[u8]) -> Result<Self, Refused> {
        if kind == VP8 {
            let side = |at: usize| Ok(le(body.get(at..at + 2))? & 0x3fff);
            return Ok(Self {
                width: side(6)?,
                height: side(8)?,
                alpha: false,
            });
        }
        let bits = le(body.get(1..5))?;
        let (width, height) = ((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1);
        Ok(Self {
            width,
            height,
            alpha: bits & (1 << 28) != 0,
        })
    }
}

/// The chunks of a container, each with its four letters.
struct Chunks<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Chunks<'a> {
    type Item = Result<(Letters, &'a [u8]), Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        let (&kind, after) = self.rest.split_first_chunk::<4>()?;
        let body = le(after.get(..4)).ok().and_then(|size| {
            let size = usize::try_from(size).ok()?;
            let body = after.get(4..size.checked_add(4)?)?;
            self.rest = after.get(4 + size + size % 2..).unwrap_or(&[]);
            Some(body)
        });
        if body.is_none() {
            self.rest = &[];
        }
        Some(body.map(|body| (kind, body)).ok_or(Refused::Unreadable))
    }
}

/// A number of up to four bytes, the lowest first.
fn le(bytes: Option<&[u8]>) -> Result<u32, Refused> {
    let bytes = bytes.ok_or(Refused::Unreadable)?;
    Ok(bytes
        .iter()
        .rev()
        .fold(0, |number, &byte| number << 8 | u32::from(byte)))
}
