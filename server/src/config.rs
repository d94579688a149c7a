//! What the operator decided: environment variables, then the optional file, then the defaults.

mod settings;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use app::web::{Limits, Proxies};
use axum::http::Uri;
use backend::db::Location;
use backend::message::Outlets;
use backend::message::gateway::Gateway;
use backend::message::mail::Mail;
use backend::secret::Secret;

pub use settings::table;
use settings::{SETTINGS, Shown, named};

use crate::telemetry;

/// Settings in force. It has no `Debug`: a database address may hold a password.
pub struct Config {
    /// Where to listen.
    pub addr: SocketAddr,
    /// For the database, the photos and the secret, as far as they are not elsewhere.
    pub data_dir: PathBuf,
    /// Where the data lives.
    pub database: Location,
    /// The folder of the photos.
    pub photos: PathBuf,
    /// The public origin, without a slash at its end.
    pub public_url: Option<String>,
    /// The installation's key, when the operator gives it.
    pub secret: Option<Secret>,
    /// Mail and text messages.
    pub outlets: Arc<Outlets>,
    /// How many requests one address may send.
    pub limits: Limits,
    /// Whose `X-Forwarded-For` is believed.
    pub proxies: Proxies,
    /// The folder with the built files.
    pub site_dir: PathBuf,
    /// ICP filing number (rule X20).
    pub icp: Option<String>,
    /// Public-security filing number (rule X20).
    pub police_record: Option<String>,
    /// What is logged; already known to be understood.
    pub log: String,
    /// Whether everybody may read the metrics.
    pub metrics_public: bool,
    /// Variables that look like settings and are none.
    pub unknown: Vec<String>,
    /// For `linli config`, secrets hidden.
    shown: String,
}

/// The environment variables that begin with `LINLI_`.
///
/// # Errors
/// A sentence when one of them is no text.
pub fn environment() -> Result<BTreeMap<String, String>, String> {
    let mut found = BTreeMap::new();
    for (name, value) in std::env::vars_os() {
        let Some(name) = name.to_str().filter(|name| name.starts_with("LINLI_")) else {
            continue;
        };
        let value = value
            .into_string()
            .map_err(|_| format!("{name} is not written in UTF-8"))?;
        found.insert(name.to_owned(), value);
    }
    Ok(found)
}

impl Config {
    /// Reads the settings from the environment, and from the file that it names.
    ///
    /// # Errors
    /// One sentence that names the setting at fault.
    pub fn read(environment: &BTreeMap<String, String>) -> Result<Self, String> {
        let values = Values::gather(environment)?;
        let data_dir = PathBuf::from(values.text("LINLI_DATA_DIR"));
        let metrics_public = values.parsed("LINLI_METRICS_PUBLIC", |text| {
            text.parse().map_err(|_| "must be true or false".to_owned())
        })?;
        values.parsed("LINLI_LOG", |text| {
            telemetry::filter(text).map_err(|error| format!("is no list of log levels: {error}"))
        })?;
        Ok(Self {
            addr: values.parsed("LINLI_ADDR", |text| {
                text.parse().map_err(|_| {
                    format!("must be an address with a port, such as 127.0.0.1:3000, not {text:?}")
                })
            })?,
            data_dir,
            database: values.parsed("LINLI_DATABASE_URL", |text| {
                Location::parse(text).map_err(|_| {
                    "must be sqlite:PATH or begin with postgres:// or postgresql://".to_owned()
                })
            })?,
            photos: values.parsed("LINLI_STORAGE_URL", folder)?,
            public_url: values.optional("LINLI_PUBLIC_URL", origin)?,
            secret: values.optional("LINLI_SECRET", |text| {
                Secret::new(text).map_err(|_| "needs at least 16 characters".to_owned())
            })?,
            outlets: Arc::new(outlets(&values)?),
            limits: Limits {
                requests: values.parsed("LINLI_LIMIT_REQUESTS", a_minute)?,
                posts: values.parsed("LINLI_LIMIT_POSTS", a_minute)?,
                sign_ins: values.parsed("LINLI_LIMIT_SIGN_INS", a_minute)?,
            },
            proxies: values.parsed("LINLI_TRUSTED_PROXIES", Proxies::parse)?,
            site_dir: PathBuf::from(values.text("LINLI_SITE_DIR")),
            icp: values.optional("LINLI_ICP", one_line)?,
            police_record: values.optional("LINLI_POLICE_RECORD", one_line)?,
            log: values.text("LINLI_LOG").to_owned(),
            metrics_public,
            unknown: unknown(environment),
            shown: values.show(),
        })
    }

    /// Whether people reach the site over HTTPS.
    pub fn https(&self) -> bool {
        self.public_url
            .as_deref()
            .is_some_and(|url| url.starts_with("https://"))
    }

    /// What is in force, one setting a line with where it comes from, secrets hidden.
    pub fn shown(&self) -> &str {
        &self.shown
    }
}

/// The ways out for messages; each is two settings that need each other.
fn outlets(values: &Values) -> Result<Outlets, String> {
    let from = values.text("LINLI_MAIL_FROM").to_owned();
    let mail = values.optional("LINLI_SMTP_URL", |url| {
        if from.is_empty() {
            return Err("needs LINLI_MAIL_FROM: who writes the mails".to_owned());
        }
        Mail::open(url, &from)
    })?;
    let secret = values.optional("LINLI_SMS_SECRET", |text| {
        Secret::new(text).map_err(|_| "needs at least 16 characters".to_owned())
    })?;
    let sms = values.optional("LINLI_SMS_URL", |url| match secret {
        Some(secret) => Gateway::open(url, secret),
        None => Err("needs LINLI_SMS_SECRET: the key that the gateway knows too".to_owned()),
    })?;
    let origin = values.optional("LINLI_PUBLIC_URL", origin)?;
    Ok(Outlets { mail, sms, origin })
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Environment,
    File,
    Default,
}

/// The value of every setting, as text.
struct Values {
    file: Option<PathBuf>,
    given: BTreeMap<&'static str, (String, Source)>,
}

impl Values {
    fn gather(environment: &BTreeMap<String, String>) -> Result<Self, String> {
        let file = environment
            .get("LINLI_CONFIG")
            .filter(|path| !path.is_empty())
            .map(PathBuf::from);
        let mut in_file = file
            .as_deref()
            .map(read_file)
            .transpose()?
            .unwrap_or_default();
        let mut given: BTreeMap<_, (String, Source)> = BTreeMap::new();
        for setting in SETTINGS {
            // An empty value is none: that is how compose files and unit files leave one out.
            let from_environment = environment
                .get(setting.name)
                .filter(|value| !value.is_empty());
            let from_file = in_file
                .remove(setting.name)
                .filter(|value| !value.is_empty());
            let value = if let Some(value) = from_environment {
                (value.clone(), Source::Environment)
            } else if let Some(value) = from_file {
                (value, Source::File)
            } else {
                // The folder of the data stands before the settings whose defaults lie in it.
                let folder = given.get("LINLI_DATA_DIR").map_or("", |(folder, _)| folder);
                (
                    setting.default.replace("{LINLI_DATA_DIR}", folder),
                    Source::Default,
                )
            };
            given.insert(setting.name, value);
        }
        Ok(Self { file, given })
    }

    fn text(&self, name: &str) -> &str {
        self.given.get(name).map_or("", |(value, _)| value)
    }

    fn parsed<T>(
        &self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Result<T, String> {
        parse(self.text(name)).map_err(|sentence| match (self.given.get(name), &self.file) {
            (Some((_, Source::File)), Some(file)) => {
                format!("{name} {sentence} (set in {})", file.display())
            }
            _ => format!("{name} {sentence}"),
        })
    }

    fn optional<T>(
        &self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Result<Option<T>, String> {
        if self.text(name).is_empty() {
            Ok(None)
        } else {
            self.parsed(name, parse).map(Some)
        }
    }

    fn show(&self) -> String {
        let mut text = String::new();
        for setting in SETTINGS {
            let Some((value, source)) = self.given.get(setting.name) else {
                continue;
            };
            let value = match setting.shown {
                Shown::Plainly => value.clone(),
                Shown::WithoutPassword => without_password(value),
                Shown::Never if value.is_empty() => String::new(),
                Shown::Never => "(hidden)".to_owned(),
            };
            let source = match source {
                Source::Environment => "environment",
                Source::File => "file",
                Source::Default => "default",
            };
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{}={value}  # {source}", setting.name);
        }
        text
    }
}

/// The settings in a file, under the names of their variables.
fn read_file(path: &Path) -> Result<BTreeMap<String, String>, String> {
    let place = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("LINLI_CONFIG names {place}, which cannot be read: {error}"))?;
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let line = error.span().map_or(1, |span| {
            text.bytes()
                .take(span.start)
                .filter(|byte| *byte == b'\n')
                .count()
                + 1
        });
        format!(
            "LINLI_CONFIG names {place}, where line {line} is no TOML: {}",
            error.message()
        )
    })?;
    let mut found = BTreeMap::new();
    for (key, value) in table {
        let name = format!("LINLI_{}", key.to_uppercase());
        let is_setting = key.to_lowercase() == key && name != "LINLI_CONFIG";
        if !is_setting || named(&name).is_none() {
            return Err(format!(
                "LINLI_CONFIG names {place}, where {key:?} is no setting"
            ));
        }
        let value = match value {
            toml::Value::String(text) => text,
            toml::Value::Integer(number) => number.to_string(),
            toml::Value::Boolean(answer) => answer.to_string(),
            _ => {
                return Err(format!(
                    "LINLI_CONFIG names {place}, where {key:?} must be a text"
                ));
            }
        };
        found.insert(name, value);
    }
    Ok(found)
}

/// Variables that begin like ours and are none: a slip of the pen that nobody would notice. Those of
/// the tests are left alone.
fn unknown(environment: &BTreeMap<String, String>) -> Vec<String> {
    const TESTS: [&str; 4] = ["LINLI_TEST_", "LINLI_E2E_", "LINLI_BIN", "LINLI_CHROMIUM"];
    let of_tests = |name: &str| TESTS.iter().any(|known| name.starts_with(known));
    environment
        .keys()
        .filter(|name| named(name).is_none() && !of_tests(name))
        .cloned()
        .collect()
}

/// How many a minute.
fn a_minute(text: &str) -> Result<u32, String> {
    let number = text.parse().ok();
    let number = number.filter(|number| *number <= 1_000_000);
    number.ok_or_else(|| format!("must be a number up to 1000000, or 0, not {text:?}"))
}

/// A folder named by `file:PATH` or `file:///PATH`.
fn folder(url: &str) -> Result<PathBuf, String> {
    let refused = || "must be a folder written as file:PATH or file:///PATH".to_owned();
    let path = url.strip_prefix("file:").ok_or_else(refused)?;
    let path = match path.strip_prefix("//") {
        // What stands between two slashes and a third would be another machine's name.
        Some(rest) if rest.starts_with('/') => rest,
        Some(_) => return Err(refused()),
        None => path,
    };
    if path.is_empty() {
        return Err(refused());
    }
    if path.contains('%') {
        return Err("must be written without % in it".to_owned());
    }
    Ok(PathBuf::from(path))
}

/// An origin: scheme, host and perhaps port, nothing else. In lower case, as browsers send it.
fn origin(text: &str) -> Result<String, String> {
    let refused =
        || format!("must be a scheme and a host, such as https://linli.example.org, not {text:?}");
    let text = text.strip_suffix('/').unwrap_or(text);
    let url: Uri = text.parse().map_err(|_| refused())?;
    let scheme = url
        .scheme_str()
        .filter(|scheme| matches!(*scheme, "http" | "https"));
    let (Some(scheme), Some(authority)) = (scheme, url.authority()) else {
        return Err(refused());
    };
    let origin = format!("{scheme}://{authority}").to_lowercase();
    let nothing_else = text.to_lowercase() == origin && !authority.as_str().contains('@');
    if nothing_else && !authority.host().is_empty() {
        Ok(origin)
    } else {
        Err(refused())
    }
}

fn one_line(text: &str) -> Result<String, String> {
    if text.chars().any(char::is_control) {
        return Err("must be one line".to_owned());
    }
    Ok(text.trim().to_owned())
}

/// A database's address with its password hidden; it rather hides too much than too little.
pub fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let (who, place) = match rest.rsplit_once('@') {
        Some((who, place)) => match who.split_once(':') {
            Some((user, _)) => (format!("{user}:(hidden)@"), place),
            None => (format!("{who}@"), place),
        },
        None => (String::new(), rest),
    };
    match place.split_once('?') {
        Some((place, query)) if query.to_lowercase().contains("pass") => {
            format!("{scheme}://{who}{place}?(hidden)")
        }
        _ => format!("{scheme}://{who}{place}"),
    }
}

#[cfg(test)]
#[path = "config/tests.rs"]
mod tests;
