//! One-time codes that change every half minute: TOTP (RFC 6238) over HOTP (RFC 4226), with
//! HMAC-SHA-1, six digits and steps of thirty seconds, because every app on every phone knows these.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use crate::secret::same;

/// Bytes of a secret: as many as the hash has (RFC 4226, section 4).
pub const SECRET_BYTES: usize = 20;
/// Length of a step.
const STEP_SECONDS: i64 = 30;
/// Steps before and after the present one whose codes are taken: clocks of phones are not exact.
const DRIFT: i64 = 1;
const DIGITS: usize = 6;
/// RFC 4648, section 6.
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The step in which an instant lies.
pub fn step_of(millis: i64) -> i64 {
    millis.div_euclid(1000).div_euclid(STEP_SECONDS)
}

/// The code of a step (RFC 4226, section 5.3).
pub fn code(secret: &[u8], step: i64) -> String {
    let hash = Hmac::<Sha1>::new_from_slice(secret).map_or_else(
        |_| Vec::new(),
        |mut mac| {
            mac.update(&step.to_be_bytes());
            mac.finalize().into_bytes().to_vec()
        },
    );
    let offset = usize::from(hash.last().copied().unwrap_or_default() & 0x0f);
    let number = hash
        .iter()
        .skip(offset)
        .take(4)
        .fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    let number = (number & 0x7fff_ffff) % 10_u32.pow(6);
    format!("{number:0DIGITS$}")
}

/// The step whose code was typed, if it is near the present one and later than the last one taken.
pub fn step_typed(secret: &[u8], typed: &str, now: i64, last_step: i64) -> Option<i64> {
    let present = step_of(now);
    (present - DRIFT..=present + DRIFT)
        .filter(|step| *step > last_step)
        .find(|step| same(&code(secret, *step), typed))
}

/// A secret as letters to type, without padding (RFC 4648).
pub fn letters(secret: &[u8]) -> String {
    let mut text = String::new();
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in secret {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            let at = (held >> bits) & 31;
            text.push(char::from(ALPHABET[at as usize]));
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        let at = (held << (5 - bits)) & 31;
        text.push(char::from(ALPHABET[at as usize]));
    }
    text
}

/// The secret of [`SECRET_BYTES`] bytes that such letters are.
pub fn read_letters(text: &str) -> Option<Vec<u8>> {
    let mut secret = Vec::new();
    let (mut held, mut bits) = (0_u32, 0_u32);
    for letter in text.bytes() {
        let at = ALPHABET.iter().position(|known| *known == letter)?;
        held = held << 5 | u32::try_from(at).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            secret.push(u8::try_from((held >> bits) & 255).ok()?);
        }
        held &= (1 << bits) - 1;
    }
    (secret.len() == SECRET_BYTES).then_some(secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    /// RFC 6238, appendix B, the SHA-1 column; six digits are the last six of eight.
    #[test]
    fn p10_codes_are_those_of_the_rfc() {
        for (seconds, eight) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ] {
            assert_eq!(
                code(SECRET, step_of(seconds * 1000)),
                eight[2..],
                "{seconds}"
            );
        }
        // RFC 4226, appendix D.
        for (count, six) in (0..).zip(["755224", "287082", "359152", "969429", "338314"]) {
            assert_eq!(code(SECRET, count), six);
        }
    }

    #[test]
    fn p10_a_code_is_taken_near_its_time_and_once() {
        let now = 1_800_000_000_000;
        let present = step_of(now);
        for (step, taken) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let typed = code(SECRET, present + step);
            let found = step_typed(SECRET, &typed, now, 0);
            assert_eq!(found, taken.then_some(present + step), "{step}");
            assert_eq!(step_typed(SECRET, &typed, now, present + step), None);
        }
        assert_eq!(step_typed(SECRET, "", now, 0), None);
    }

    #[test]
    fn p10_letters_read_back() {
        assert_eq!(letters(SECRET), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(read_letters(&letters(SECRET)).as_deref(), Some(SECRET));
        for bad in [
            "",
            "GEZDGNBV",
            "gezdgnbvgy3tqojqgezdgnbvgy3tqojq",
            "1",
            "汉",
        ] {
            assert_eq!(read_letters(bad), None, "{bad}");
        }
    }
}
