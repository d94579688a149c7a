//! The languages of the pages.

/// A language that every page exists in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Chinese as written on the mainland; what everybody gets who has not chosen (rule X2).
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Every language, the default first.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// The BCP 47 tag for `lang` and `hreflang` attributes.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The language that a tag names, in any region: `zh`, `zh-CN`, `en`, `en-US`.
    ///
    /// ```
    /// use text::Lang;
    ///
    /// assert_eq!(Lang::parse("zh-CN"), Some(Lang::Zh));
    /// assert_eq!(Lang::parse("en-US"), Some(Lang::En));
    /// assert_eq!(Lang::parse("english"), None);
    /// ```
    pub fn parse(tag: &str) -> Option<Self> {
        let language = tag.trim().split(['-', '_']).next()?;
        Self::ALL
            .into_iter()
            .find(|lang| lang.subtag().eq_ignore_ascii_case(language))
    }

    /// The language that the link on every page switches to.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }

    const fn subtag(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }
}
