//! How much memory the prefix codes of a lossless WebP stream take. A few hundred kilobytes can
//! announce 65,536 groups of five codes, which the decoder would unpack into gigabytes. So the
//! stream is read up to the number of groups first, after the WebP lossless bitstream
//! specification (RFC 9649, section 3), without keeping any pixel.

use super::Refused;

/// Symbols of a group's five codes without the colour cache: green and lengths, red, blue, alpha,
/// distances.
const ALPHABETS: [usize; 5] = [256 + 24, 256, 256, 256, 40];
const LENGTH_ORDER: [usize; 19] = [
    17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
];
const LONGEST: usize = 15;

/// The decoder's table of a code, and what each symbol may add to it.
const TABLE_BYTES: u64 = 4096 + 64;
const SYMBOL_BYTES: u64 = 32;

/// Most bytes that decoding `packed`, a stream of `width` × `height` without its header, needs for
/// prefix codes.
pub(super) fn bytes(packed: &[u8], width: u32, height: u32) -> Result<u64, Refused> {
    let mut bits = Bits {
        bytes: packed,
        at: 0,
    };
    let width = transforms(&mut bits, width, height)?;
    let cached = cache(&mut bits)?;
    let groups = if bits.take(1)? == 1 {
        let shift = bits.take(3)? + 2;
        1 + u64::from(largest_group(
            &mut bits,
            shifted(width, shift),
            shifted(height, shift),
        )?)
    } else {
        1
    };
    let symbols = ALPHABETS.iter().sum::<usize>() + cached;
    Ok(groups * (ALPHABETS.len() as u64 * TABLE_BYTES + symbols as u64 * SYMBOL_BYTES))
}

/// Passes over the transforms; the width of what follows.
fn transforms(bits: &mut Bits, mut width: u32, height: u32) -> Result<u32, Refused> {
    let mut seen = [false; 4];
    while bits.take(1)? == 1 {
        let kind = bits.take(2)?;
        if std::mem::replace(&mut seen[kind as usize], true) {
            return Err(Refused::Unreadable);
        }
        match kind {
            0 | 1 => {
                let shift = bits.take(3)? + 2;
                largest_group(bits, shifted(width, shift), shifted(height, shift))?;
            }
            3 => {
                let colours = bits.take(8)? + 1;
                largest_group(bits, colours, 1)?;
                // Few colours share a byte.
                let shared = match colours {
                    1..=2 => 3,
                    3..=4 => 2,
                    5..=16 => 1,
                    _ => 0,
                };
                width = shifted(width, shared);
            }
            _ => {}
        }
    }
    Ok(width)
}

/// Passes over a picture inside the stream; the largest number in its red and green. Copies and
/// the colour cache only repeat colours, so the literal ones are enough.
fn largest_group(bits: &mut Bits, width: u32, height: u32) -> Result<u32, Refused> {
    let cached = cache(bits)?;
    let mut codes = ALPHABETS
        .iter()
        .enumerate()
        .map(|(place, &symbols)| Code::read(bits, symbols + if place == 0 { cached } else { 0 }));
    let mut code = || codes.next().unwrap_or(Err(Refused::Unreadable));
    let (green, red, blue, alpha, distance) = (code()?, code()?, code()?, code()?, code()?);

    let mut left = u64::from(width) * u64::from(height);
    let mut largest = 0;
    while left > 0 {
        let symbol = green.symbol(bits)?;
        let pixels = if symbol < 256 {
            largest = largest.max(red.symbol(bits)? << 8 | symbol);
            blue.symbol(bits)?;
            alpha.symbol(bits)?;
            1
        } else if symbol < 256 + 24 {
            let length = number(bits, symbol - 256)?;
            let prefix = distance.symbol(bits)?;
            number(bits, prefix)?;
            length
        } else {
            1
        };
        left = left.checked_sub(pixels).ok_or(Refused::Unreadable)?;
    }
    Ok(largest)
}

/// A length or distance: its prefix and the bits after it.
fn number(bits: &mut Bits, prefix: u32) -> Result<u64, Refused> {
    if prefix < 4 {
        return Ok(u64::from(prefix) + 1);
    }
    let extra = (prefix - 2) >> 1;
    let offset = u64::from(2 + (prefix & 1)) << extra;
    Ok(offset + u64::from(bits.take(extra)?) + 1)
}

/// Symbols that the colour cache adds.
fn cache(bits: &mut Bits) -> Result<usize, Refused> {
    if bits.take(1)? == 0 {
        return Ok(0);
    }
    match bits.take(4)? {
        size @ 1..=11 => Ok(1 << size),
        _ => Err(Refused::Unreadable),
    }
}

fn shifted(length: u32, shift: u32) -> u32 {
    length.div_ceil(1 << shift)
}

/// A canonical prefix code.
struct Code {
    /// How many symbols have a code of each length.
    counts: [u32; LONGEST + 1],
    /// By length, then by value.
    symbols: Vec<u32>,
}

impl Code {
    fn read(bits: &mut Bits, alphabet: usize) -> Result<Self, Refused> {
        if bits.take(1)? == 1 {
            let two = bits.take(1)? == 1;
            let width = if bits.take(1)? == 1 { 8 } else { 1 };
            let mut lengths = vec![0; alphabet];
            let mut give = |symbol: u32| {
                let length = lengths.get_mut(symbol as usize);
                length.map(|length| *length = 1).ok_or(Refused::Unreadable)
            };
            give(bits.take(width)?)?;
            if two {
                give(bits.take(8)?)?;
            }
            return Self::of(&lengths);
        }
        let mut lengths = [0; LENGTH_ORDER.len()];
        let given = 4 + bits.take(4)? as usize;
        for &place in &LENGTH_ORDER[..given.min(LENGTH_ORDER.len())] {
            lengths[place] = bits.take(3)? as usize;
        }
        Self::of(&Self::lengths(bits, &Self::of(&lengths)?, alphabet)?)
    }

    /// The lengths of a code's symbols, themselves written in `code`.
    fn lengths(bits: &mut Bits, code: &Self, alphabet: usize) -> Result<Vec<usize>, Refused> {
        let mut tokens = alphabet;
        if bits.take(1)? == 1 {
            let width = 2 + 2 * bits.take(3)?;
            tokens = 2 + bits.take(width)? as usize;
        }
        let mut lengths = Vec::with_capacity(alphabet);
        let mut previous = 8;
        while lengths.len() < alphabet && tokens > 0 {
            tokens -= 1;
            let (length, times) = match code.symbol(bits)? {
                16 => (previous, 3 + bits.take(2)?),
                17 => (0, 3 + bits.take(3)?),
                18 => (0, 11 + bits.take(7)?),
                length => (length as usize, 1),
            };
            if length > 0 {
                previous = length;
            }
            lengths.extend(std::iter::repeat_n(length, times as usize));
        }
        if lengths.len() > alphabet {
            return Err(Refused::Unreadable);
        }
        Ok(lengths)
    }

    fn of(lengths: &[usize]) -> Result<Self, Refused> {
        let mut counts = [0; LONGEST + 1];
        let mut symbols = Vec::new();
        for (length, count) in counts.iter_mut().enumerate().skip(1) {
            for (symbol, _) in (0..).zip(lengths).filter(|&(_, &its)| its == length) {
                *count += 1;
                symbols.push(symbol);
            }
        }
        if symbols.is_empty() {
            return Err(Refused::Unreadable);
        }
        Ok(Self { counts, symbols })
    }

    fn symbol(&self, bits: &mut Bits) -> Result<u32, Refused> {
        if let [only] = self.symbols[..] {
            // A code of one symbol takes no bits.
            return Ok(only);
        }
        let (mut code, mut first, mut place) = (0, 0, 0);
        for count in &self.counts[1..] {
            code |= bits.take(1)?;
            if code < first + count {
                let place = (place + code - first) as usize;
                return self.symbols.get(place).copied().ok_or(Refused::Unreadable);
            }
            place += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        Err(Refused::Unreadable)
    }
}

/// Bits of a stream, the lowest of each byte first.
struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn take(&mut self, count: u32) -> Result<u32, Refused> {
        let mut value = 0;
        for place in 0..count {
            let byte = self.bytes.get(self.at / 8).ok_or(Refused::Unreadable)?;
            value |= u32::from(byte >> (self.at % 8) & 1) << place;
            self.at += 1;
        }
        Ok(value)
    }
}
