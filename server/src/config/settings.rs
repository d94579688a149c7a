//! Every setting, described once: the parser takes its defaults from here, the operators' handbook
//! its table.

use std::fmt::Write as _;

/// How a setting's value may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// As it is.
    Plainly,
    /// Without the password in it.
    WithoutPassword,
    /// Not at all.
    Never,
}

/// One setting.
#[derive(Debug)]
pub struct Setting {
    /// The environment variable. In the file: in lower case, without `LINLI_`.
    pub name: &'static str,
    /// What holds when nothing is given; empty when that is nothing. `{LINLI_DATA_DIR}` stands for
    /// that setting's value.
    pub default: &'static str,
    /// What it does, for operators.
    pub meaning: &'static str,
    /// How `linli config` shows it.
    pub shown: Shown,
}

const fn plain(name: &'static str, default: &'static str, meaning: &'static str) -> Setting {
    Setting {
        name,
        default,
        meaning,
        shown: Shown::Plainly,
    }
}

/// All settings.
pub const SETTINGS: &[Setting] = &[
    plain(
        "LINLI_ADDR",
        "127.0.0.1:3000",
        "The address and port to listen on. Port 0 takes a free one; the line `listening on` says \
         which.",
    ),
    plain(
        "LINLI_DATA_DIR",
        "./data",
        "The folder for the database, the photos and the secret, as far as the settings below do \
         not put them elsewhere. It is made when missing, for its owner only.",
    ),
    Setting {
        name: "LINLI_DATABASE_URL",
        default: "sqlite:{LINLI_DATA_DIR}/linli.db",
        meaning: "The database: `sqlite:PATH`, or `postgres://USER:PASSWORD@HOST/NAME` when one \
                  machine is no longer enough.",
        shown: Shown::WithoutPassword,
    },
    plain(
        "LINLI_STORAGE_URL",
        "file:{LINLI_DATA_DIR}/photos",
        "The folder for the photos: `file:PATH` or `file:///PATH`. Several servers need the same \
         one.",
    ),
    plain(
        "LINLI_PUBLIC_URL",
        "",
        "The address under which people reach the site, such as `https://linli.example.org`. With \
         `https://`, cookies are `Secure` and browsers are told to keep to HTTPS. When it is not \
         set, links take the host that the browser asked for, over plain HTTP.",
    ),
    Setting {
        name: "LINLI_SECRET",
        default: "",
        meaning: "The key behind receipt links, form tokens and counters, at least 16 \
                  characters. When it is not set, one is made at the first start and kept in the \
                  file `secret` of `LINLI_DATA_DIR`. Several servers need the same one. After a \
                  change, receipts handed out before still open but cannot be printed again, and \
                  forms that were open must be sent anew.",
        shown: Shown::Never,
    },
    Setting {
        name: "LINLI_SMTP_URL",
        default: "",
        meaning: "The mail server: `smtps://USER:PASSWORD@HOST`, or `smtp://HOST:PORT` with \
                  `?tls=required` where the connection becomes safe only after it began. When it \
                  is not set, no mail is sent.",
        shown: Shown::WithoutPassword,
    },
    plain(
        "LINLI_MAIL_FROM",
        "",
        "Who writes the mails, such as `Linli <linli@example.org>`. Needed with `LINLI_SMTP_URL`.",
    ),
    Setting {
        name: "LINLI_SMS_URL",
        default: "",
        meaning: "A gateway for text messages: each is posted there as JSON with `key`, `to` and \
                  `text`, and counts as sent when the answer is 2xx. A repetition has the same \
                  `key`. When it is not set, no text message is sent.",
        shown: Shown::WithoutPassword,
    },
    Setting {
        name: "LINLI_SMS_SECRET",
        default: "",
        meaning: "The key that the gateway knows too, at least 16 characters: the header \
                  `Linli-Signature: sha256=…` is the HMAC-SHA-256 of the body under it. Needed \
                  with `LINLI_SMS_URL`.",
        shown: Shown::Never,
    },
    plain(
        "LINLI_TRUSTED_PROXIES",
        "127.0.0.0/8 ::1 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7",
        "The addresses and networks of proxies in front of Linli, whose `X-Forwarded-For` says whose \
         request it is. It is only used to limit floods.",
    ),
    plain(
        "LINLI_LIMIT_REQUESTS",
        "12000",
        "How many requests one address may send a minute, built files not counted; `0` is no \
         limit. Generous, because a whole estate may share one address; of IPv6 the first 64 bits \
         count as one. Requests of this machine itself are not counted.",
    ),
    plain(
        "LINLI_LIMIT_POSTS",
        "600",
        "How many forms of them; `0` is no limit.",
    ),
    plain(
        "LINLI_LIMIT_SIGN_INS",
        "300",
        "How many of those forms may sign in, join or set a password; `0` is no limit.",
    ),
    plain(
        "LINLI_SITE_DIR",
        "target/site",
        "The folder with the built style sheets, scripts and icons.",
    ),
    plain(
        "LINLI_ICP",
        "",
        "The ICP filing number (ICP 备案号), shown at the bottom of every page.",
    ),
    plain(
        "LINLI_POLICE_RECORD",
        "",
        "The public-security filing number (公安备案号), shown at the bottom of every page.",
    ),
    plain(
        "LINLI_LOG",
        "info",
        "What is logged: `error`, `warn`, `info`, `debug` or `trace`, also for single parts, such \
         as `info,backend=debug`. The log goes to standard error, as JSON when that is no terminal.",
    ),
    plain(
        "LINLI_METRICS_PUBLIC",
        "false",
        "`true` answers `/metrics` to everybody. Otherwise it is answered to requests from this \
         machine only, and not to those that a proxy passes on with `Forwarded`, \
         `X-Forwarded-For`, `X-Real-IP` or `Via`; a proxy that sends none of these must keep \
         `/metrics` to itself.",
    ),
    plain(
        "LINLI_CONFIG",
        "",
        "A TOML file with the same settings, their names in lower case and without `LINLI_`, such \
         as `addr = \"0.0.0.0:3000\"`. The environment wins over the file. Only the environment \
         can set this one.",
    ),
];

/// The setting with a name.
pub fn named(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.name == name)
}

/// The table of all settings as Markdown, for `docs/OPERATIONS.md`.
pub fn table() -> String {
    let mut table = "| Variable | Default | Meaning |\n|---|---|---|\n".to_owned();
    for Setting {
        name,
        default,
        meaning,
        ..
    } in SETTINGS
    {
        let default = if default.is_empty() {
            "not set".to_owned()
        } else {
            format!("`{default}`")
        };
        // Writing to a String cannot fail.
        let _ = writeln!(table, "| `{name}` | {default} | {meaning} |");
    }
    table
}
