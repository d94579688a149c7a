//! Files that no encoder at hand makes: huge, hostile or unusual ones, written byte by byte.

/// A baseline or progressive JPEG whose blocks are each of one level. Rows of blocks are all
/// alike and stand between restart markers, so that even a huge one is made at once.
pub struct Blocks {
    pub width: u16,
    pub height: u16,
    /// Horizontal and vertical sampling of each component.
    pub sampling: Vec<(u8, u8)>,
    pub progressive: bool,
    /// Written by a printing program.
    pub adobe: bool,
}

impl Blocks {
    /// The file; `level` gives the level of a component in a column of coding units.
    pub fn file(&self, level: impl Fn(usize, usize) -> u8) -> Vec<u8> {
        let count = u8::try_from(self.sampling.len()).unwrap();
        let [across, down] = [|s: &(u8, u8)| s.0, |s: &(u8, u8)| s.1]
            .map(|side| usize::from(self.sampling.iter().map(side).max().unwrap()));
        let columns = usize::from(self.width).div_ceil(8 * across);
        let rows = usize::from(self.height).div_ceil(8 * down);

        let mut file = vec![0xff, 0xd8];
        if self.adobe {
            segment(&mut file, 0xee, b"Adobe\0\x64\0\0\0\0\0");
        }
        // A step of eight makes a block's first coefficient its level less 128.
        segment(&mut file, 0xdb, &[&[0][..], &[8; 64]].concat());
        let [h1, h2] = self.height.to_be_bytes();
        let [w1, w2] = self.width.to_be_bytes();
        let mut frame = vec![8, h1, h2, w1, w2, count];
        for (id, (h, v)) in (1..).zip(&self.sampling) {
            frame.extend([id, h << 4 | v, 0]);
        }
        segment(
            &mut file,
            if self.progressive { 0xc2 } else { 0xc0 },
            &frame,
        );
        // Twelve sizes in four bits each; no coefficient but the first: "end" in one bit.
        let mut sizes = [0; 17];
        sizes[4] = 12;
        let sizes = [&sizes[..], &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]].concat();
        segment(&mut file, 0xc4, &sizes);
        let mut end = [0; 18];
        (end[0], end[1]) = (0x10, 1);
        segment(&mut file, 0xc4, &end);
        segment(
            &mut file,
            0xdd,
            &u16::try_from(columns).unwrap().to_be_bytes(),
        );
        let mut scan = vec![count];
        for id in 1..=count {
            scan.extend([id, 0]);
        }
        scan.extend([0, if self.progressive { 0 } else { 63 }, 0]);
        segment(&mut file, 0xda, &scan);

        let row = self.row(columns, level);
        for index in 0..rows {
            if index > 0 {
                file.extend([0xff, 0xd0 + u8::try_from((index - 1) % 8).unwrap()]);
            }
            file.extend_from_slice(&row);
        }
        file.extend([0xff, 0xd9]);
        file
    }

    fn row(&self, columns: usize, level: impl Fn(usize, usize) -> u8) -> Vec<u8> {
        let mut bits = Vec::new();
        let mut before = vec![128_i32; self.sampling.len()];
        for column in 0..columns {
            for (component, (h, v)) in self.sampling.iter().enumerate() {
                for _ in 0..h * v {
                    let level = i32::from(level(component, column));
                    let step = level - std::mem::replace(&mut before[component], level);
                    let size = 32 - step.unsigned_abs().leading_zeros();
                    push(&mut bits, size, 4);
                    let low = if step < 0 { step - 1 } else { step };
                    push(&mut bits, low.cast_unsigned() & ((1 << size) - 1), size);
                    if !self.progressive {
                        push(&mut bits, 0, 1);
                    }
                }
            }
        }
        bits.resize(bits.len().next_multiple_of(8), true);
        let mut bytes = Vec::new();
        for eight in bits.chunks_exact(8) {
            let byte = eight
                .iter()
                .fold(0_u8, |byte, &bit| byte << 1 | u8::from(bit));
            bytes.push(byte);
            if byte == 0xff {
                bytes.push(0);
            }
        }
        bytes
    }
}

fn push(bits: &mut Vec<bool>, value: u32, count: u32) {
    bits.extend((0..count).rev().map(|place| value >> place & 1 == 1));
}

fn segment(file: &mut Vec<u8>, marker: u8, body: &[u8]) {
    file.extend([0xff, marker]);
    file.extend(u16::try_from(body.len() + 2).unwrap().to_be_bytes());
    file.extend_from_slice(body);
}

/// `jpeg` with what a phone adds: EXIF with an orientation and a position, XMP, a profile and a
/// comment.
pub fn as_from_a_phone(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut file = vec![0xff, 0xd8];
    segment(
        &mut file,
        0xe1,
        &[&b"Exif\0\0"[..], &exif(orientation)].concat(),
    );
    segment(
        &mut file,
        0xe1,
        b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>GPS</x:xmpmeta>",
    );
    segment(&mut file, 0xe2, b"ICC_PROFILE\0\x01\x01GPS");
    segment(&mut file, 0xfe, b"GPS of the phone");
    file.extend_from_slice(&jpeg[2..]);
    file
}

/// A TIFF block with an orientation and a position.
pub fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x02\0".to_vec();
    tiff.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    tiff.extend([0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0]);
    tiff.extend([0; 4]);
    // The position: one entry, "N", and room for the letters the tests look for.
    tiff.extend([1, 0, 1, 0, 2, 0, 2, 0, 0, 0, b'N', 0, 0, 0]);
    tiff.extend(b"\0\0\0\0GPS");
    tiff
}

/// A PNG of black gray pixels, with `more` chunks before the pixels.
pub fn black_png(width: u32, height: u32, more: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    zero_png(width, height, (0, 1), more)
}

/// A PNG whose samples are all zero, of a PNG colour type with so many bytes a pixel.
pub fn zero_png(
    width: u32,
    height: u32,
    (colour, bytes): (u8, u64),
    more: &[(&[u8; 4], Vec<u8>)],
) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
    chunk(
        &mut file,
        *b"IHDR",
        &[&size[..], &[8, colour, 0, 0, 0]].concat(),
    );
    for (kind, body) in more {
        chunk(&mut file, **kind, body);
    }
    chunk(
        &mut file,
        *b"IDAT",
        &zeros((u64::from(width) * bytes + 1) * u64::from(height)),
    );
    chunk(&mut file, *b"IEND", &[]);
    file
}

fn chunk(file: &mut Vec<u8>, kind: [u8; 4], body: &[u8]) {
    file.extend(u32::try_from(body.len()).unwrap().to_be_bytes());
    let start = file.len();
    file.extend(kind);
    file.extend_from_slice(body);
    let sum = file[start..].iter().fold(u32::MAX, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| {
            sum >> 1 ^ if sum & 1 == 1 { 0xedb8_8320 } else { 0 }
        })
    });
    file.extend((!sum).to_be_bytes());
}

/// That many zeros as a zlib stream, at a hundred and sixtieth of their size.
pub fn zeros(count: u64) -> Vec<u8> {
    let mut bits = vec![true, true, false];
    let runs = (count - 1) / 258;
    for _ in 0..count - 258 * runs {
        push(&mut bits, 0b0011_0000, 8);
    }
    for _ in 0..runs {
        push(&mut bits, 0b1100_0101, 8);
        push(&mut bits, 0, 5);
    }
    push(&mut bits, 0, 7);
    let mut stream = vec![0x78, 0x01];
    stream.extend(packed(&bits));
    let sum = u32::try_from(count % 65_521).unwrap() << 16 | 1;
    stream.extend(sum.to_be_bytes());
    stream
}

/// A WebP of the given chunks.
pub fn webp(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut body = b"WEBP".to_vec();
    for (kind, content) in chunks {
        body.extend(*kind);
        body.extend(u32::try_from(content.len()).unwrap().to_le_bytes());
        body.extend_from_slice(content);
        body.resize(body.len().next_multiple_of(2), 0);
    }
    let mut file = b"RIFF".to_vec();
    file.extend(u32::try_from(body.len()).unwrap().to_le_bytes());
    file.extend(body);
    file
}

/// The head of an extended WebP.
pub fn canvas(flags: u8, width: u32, height: u32) -> Vec<u8> {
    let mut head = vec![flags, 0, 0, 0];
    head.extend(&(width - 1).to_le_bytes()[..3]);
    head.extend(&(height - 1).to_le_bytes()[..3]);
    head
}

/// A lossless stream of one pixel that announces 65,536 groups of prefix codes.
pub fn many_groups() -> Vec<u8> {
    let mut bits = Vec::new();
    let mut low = |value: u32, count: u32| bits.extend((0..count).map(|at| value >> at & 1 == 1));
    // No transform, no cache, own groups in squares of four.
    low(0b100, 3);
    low(0, 3);
    // Their picture: no cache; green and red 255, the others 0, each the only symbol.
    low(0, 1);
    for only in [255, 255, 0, 0, 0] {
        low(0b101, 3);
        low(only, 8);
    }
    low(0, 32);
    let mut stream = vec![0x2f, 0, 0, 0, 0];
    stream.extend(packed(&bits));
    stream
}

/// Bits into bytes, the lowest bit first.
fn packed(bits: &[bool]) -> Vec<u8> {
    let byte = |eight: &[bool]| {
        eight
            .iter()
            .rev()
            .fold(0, |byte, &bit| byte << 1 | u8::from(bit))
    };
    bits.chunks(8).map(byte).collect()
}
