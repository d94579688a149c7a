//! Decoded samples, and how they become an opaque picture that stands upright.

use fast_image_resize::PixelType;
use image::metadata::Orientation;
use image::{DynamicImage, RgbImage};

use super::{FULL_SIDE, Refused, shrink};

/// How the samples of a decoded picture lie, in bytes; 16-bit samples in this machine's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) colour: Colour,
    pub(super) alpha: bool,
    pub(super) wide: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Colour {
    Gray,
    Rgb,
    /// Amounts of ink.
    Cmyk,
}

impl Layout {
    pub(super) const GRAY: Self = Self {
        colour: Colour::Gray,
        alpha: false,
        wide: false,
    };
    pub(super) const RGB: Self = Self {
        colour: Colour::Rgb,
        alpha: false,
        wide: false,
    };
    pub(super) const RGBA: Self = Self {
        colour: Colour::Rgb,
        alpha: true,
        wide: false,
    };
    pub(super) const CMYK: Self = Self {
        colour: Colour::Cmyk,
        alpha: false,
        wide: false,
    };

    fn samples(self) -> usize {
        let colours = match self.colour {
            Colour::Gray => 1,
            Colour::Rgb => 3,
            Colour::Cmyk => 4,
        };
        colours + usize::from(self.alpha)
    }

    pub(super) fn pixel_bytes(self) -> usize {
        self.samples() * if self.wide { 2 } else { 1 }
    }

    /// Bytes of a pixel once flattened.
    pub(super) fn flat_bytes(self) -> usize {
        if self.colour == Colour::Gray { 1 } else { 3 }
    }
}

/// A decoded picture, not yet turned.
pub(super) struct Raster {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) samples: Vec<u8>,
    pub(super) layout: Layout,
    pub(super) orientation: Orientation,
}

impl Raster {
    /// The picture at most [`FULL_SIDE`] long, opaque, and as the camera was held.
    pub(super) fn upright(self) -> Result<RgbImage, Refused> {
        let Self {
            width,
            height,
            mut samples,
            layout,
            orientation,
        } = self;
        flatten(&mut samples, layout);
        let shrunk = if layout.flat_bytes() == 1 {
            let gray = shrink(width, height, &samples, PixelType::U8, FULL_SIDE)?;
            drop(samples);
            let (width, height) = (gray.width(), gray.height());
            let rgb = gray.buffer().iter().flat_map(|&level| [level; 3]).collect();
            RgbImage::from_raw(width, height, rgb)
        } else {
            let rgb = shrink(width, height, &samples, PixelType::U8x3, FULL_SIDE)?;
            drop(samples);
            RgbImage::from_raw(rgb.width(), rgb.height(), rgb.into_vec())
        };
        let mut picture = DynamicImage::ImageRgb8(shrunk.ok_or(Refused::Unreadable)?);
        picture.apply_orientation(orientation);
        Ok(picture.into_rgb8())
    }
}

/// Makes gray or RGB of 8 bits out of what was decoded, on white, in the same memory: a second
/// buffer would halve the pictures that fit the bound.
fn flatten(samples: &mut Vec<u8>, layout: Layout) {
    if layout == Layout::GRAY || layout == Layout::RGB {
        return;
    }
    let (from, to) = (layout.pixel_bytes(), layout.flat_bytes());
    let pixels = samples.len() / from;
    for pixel in 0..pixels {
        let mut levels = [0_u8; 5];
        for (sample, level) in levels.iter_mut().enumerate().take(layout.samples()) {
            let at = pixel * from;
            *level = if layout.wide {
                let at = at + 2 * sample;
                u16::from_ne_bytes([samples[at], samples[at + 1]]).to_be_bytes()[0]
            } else {
                samples[at + sample]
            };
        }
        for colour in 0..to {
            samples[pixel * to + colour] = match layout.colour {
                Colour::Cmyk => mixed(0, 255 - levels[colour], 255 - levels[3]),
                _ if layout.alpha => mixed(255, levels[colour], levels[to]),
                _ => levels[colour],
            };
        }
    }
    samples.truncate(pixels * to);
}

/// `share` of 255 parts of `top`, the rest `ground`.
fn mixed(ground: u8, top: u8, share: u8) -> u8 {
    let sum = u32::from(top) * u32::from(share) + u32::from(ground) * u32::from(255 - share);
    u8::try_from((sum + 127) / 255).unwrap_or(u8::MAX)
}
