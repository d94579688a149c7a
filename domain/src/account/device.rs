//! A browser on a machine, in two words. What the browser says of itself is looked through for a
//! few known words and then forgotten.

use crate::name::stored_names;

/// What kind of machine it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Machine {
    /// A telephone.
    Phone,
    /// A tablet.
    Tablet,
    /// A computer.
    Computer,
    /// It did not say.
    #[default]
    Unknown,
}

stored_names!(Machine {
    Phone = "phone",
    Tablet = "tablet",
    Computer = "computer",
    Unknown = "unknown",
});

/// Which browser it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Browser {
    /// Inside WeChat.
    WeChat,
    /// Inside QQ, or its browser.
    Qq,
    /// UC.
    Uc,
    /// Huawei's.
    Huawei,
    /// Xiaomi's.
    Xiaomi,
    /// Quark.
    Quark,
    /// Edge.
    Edge,
    /// Firefox.
    Firefox,
    /// Chrome and whatever says no more than that.
    Chrome,
    /// Safari.
    Safari,
    /// Some other.
    #[default]
    Other,
}

stored_names!(Browser {
    WeChat = "wechat",
    Qq = "qq",
    Uc = "uc",
    Huawei = "huawei",
    Xiaomi = "xiaomi",
    Quark = "quark",
    Edge = "edge",
    Firefox = "firefox",
    Chrome = "chrome",
    Safari = "safari",
    Other = "other",
});

/// Where somebody is signed in (P9).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Device {
    /// What kind of machine.
    pub machine: Machine,
    /// Which browser.
    pub browser: Browser,
}

/// Words that browsers say of themselves, the more special ones first: nearly all say "Chrome" and
/// "Safari" as well.
const BROWSERS: [(&str, Browser); 16] = [
    ("MicroMessenger", Browser::WeChat),
    ("MQQBrowser", Browser::Qq),
    (" QQ/", Browser::Qq),
    ("UCBrowser", Browser::Uc),
    ("HuaweiBrowser", Browser::Huawei),
    ("XiaoMi", Browser::Xiaomi),
    ("MiuiBrowser", Browser::Xiaomi),
    ("Quark", Browser::Quark),
    ("Edg/", Browser::Edge),
    ("EdgA/", Browser::Edge),
    ("EdgiOS/", Browser::Edge),
    ("Firefox/", Browser::Firefox),
    ("FxiOS/", Browser::Firefox),
    ("Chrome/", Browser::Chrome),
    ("CriOS/", Browser::Chrome),
    ("Safari/", Browser::Safari),
];

impl Device {
    /// What a browser's description of itself amounts to.
    pub fn of(agent: &str) -> Self {
        let says = |word: &str| agent.contains(word);
        let machine = if says("iPad") || says("Tablet") || (says("Android") && !says("Mobile")) {
            Machine::Tablet
        } else if says("Mobile") || says("iPhone") || says("Android") || says("OpenHarmony") {
            Machine::Phone
        } else if says("Windows") || says("Macintosh") || says("Linux") || says("CrOS") {
            Machine::Computer
        } else {
            Machine::Unknown
        };
        let known = BROWSERS.iter().find(|(word, _)| says(word));
        Self {
            machine,
            browser: known.map_or(Browser::Other, |(_, browser)| *browser),
        }
    }

    /// As the database keeps it: `phone/wechat`.
    pub fn stored(self) -> String {
        format!("{}/{}", self.machine.as_str(), self.browser.as_str())
    }

    /// Reads what [`Device::stored`] wrote; anything else is an unknown device.
    pub fn parse(text: &str) -> Self {
        let (machine, browser) = text.split_once('/').unwrap_or_default();
        Self {
            machine: Machine::parse(machine).unwrap_or_default(),
            browser: Browser::parse(browser).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p09_a_device_is_told_in_two_words() {
        for (agent, machine, browser) in [
            (
                "Mozilla/5.0 (Linux; Android 12; V2072A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/86.0 Mobile Safari/537.36 MicroMessenger/8.0.1",
                Machine::Phone,
                Browser::WeChat,
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 Edg/120.0",
                Machine::Computer,
                Browser::Edge,
            ),
            (
                "Mozilla/5.0 (iPad; CPU OS 16_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.0 Mobile/15E148 Safari/604.1",
                Machine::Tablet,
                Browser::Safari,
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.0 Mobile/15E148 Safari/604.1",
                Machine::Phone,
                Browser::Safari,
            ),
            ("", Machine::Unknown, Browser::Other),
            ("<script>", Machine::Unknown, Browser::Other),
        ] {
            let device = Device::of(agent);
            assert_eq!(device, Device { machine, browser }, "{agent}");
            assert_eq!(Device::parse(&device.stored()), device);
        }
        assert_eq!(Device::parse("anything"), Device::default());
    }
}
