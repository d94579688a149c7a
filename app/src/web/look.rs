//! How a page is to look: language, elder mode, contrast. Kept in one cookie, without an account.

use axum::http::HeaderMap;
use text::Lang;

use super::guard::cookie;

/// The cookie's name.
pub const COOKIE: &str = "linli-look";

/// Language and size (rules X2, X3, X5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Look {
    /// zh-CN until English is chosen.
    pub lang: Lang,
    /// The text size of elder mode in px: 22, 26 or 30.
    pub elder: Option<u8>,
    /// 7:1.
    pub contrast: bool,
}

impl Look {
    /// From the request's cookie; whatever it does not understand is left as it was.
    #[must_use]
    pub fn read(headers: &HeaderMap) -> Self {
        Self::parse(cookie(headers, COOKIE).unwrap_or_default())
    }

    /// From what [`Look::written`] wrote; whatever it does not understand is left as it was.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut look = Self::default();
        for part in text.split('.') {
            match part {
                "22" | "26" | "30" => look.elder = part.parse().ok(),
                "high" => look.contrast = true,
                tag => look.lang = Lang::parse(tag).unwrap_or(look.lang),
            }
        }
        look
    }

    /// As the cookie keeps it.
    #[must_use]
    pub fn written(self) -> String {
        let mut parts = vec![self.lang.tag().to_owned()];
        parts.extend(self.elder.map(|size| size.to_string()));
        parts.extend(self.contrast.then(|| "high".to_owned()));
        parts.join(".")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn x05_what_is_kept_is_read_again() {
        let look = Look {
            lang: Lang::En,
            elder: Some(26),
            contrast: true,
        };
        let mut headers = HeaderMap::new();
        let cookie = format!("a=b; {COOKIE}={}", look.written());
        headers.insert("cookie", HeaderValue::from_str(&cookie).expect("ascii"));
        assert_eq!(Look::read(&headers), look);
    }

    #[test]
    fn x02_pages_are_chinese_until_english_is_chosen() {
        let mut headers = HeaderMap::new();
        headers.insert("accept-language", HeaderValue::from_static("en-US"));
        headers.insert("cookie", HeaderValue::from_static("linli-look=99.nonsense"));
        assert_eq!(Look::read(&headers), Look::default());
        assert_eq!(Look::default().lang, Lang::Zh);
    }
}
