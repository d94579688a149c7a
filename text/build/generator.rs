//! Fluent files in, Rust out: reads both languages, refuses every difference between them, and
//! writes one module per file with one function per message.
//!
//! What a message may hold: words (on one line or several), `{ $variable }`, `{ "literal" }`, and
//! choices by number, `{ $n -> [0] … [one] … *[other] … }`. Everything else is refused by name.

use std::collections::{BTreeMap, BTreeSet};

use message::Message;

mod message;
mod read;
mod write;

/// Clippy's limit of seven arguments, less the language.
const MAX_VARIABLES: usize = 6;

/// Names that hand-written modules of the crate already have.
const TAKEN: [&str; 2] = ["format", "lang"];

/// One language, as its folder and as its `Lang` variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    /// The folder's name, also the BCP 47 tag.
    pub tag: &'static str,
    /// The name in `Lang`.
    pub variant: &'static str,
    /// Whether a number has a form of its own for one (CLDR `one`); no means only `other`.
    pub has_one: bool,
}

/// Chinese, which leads: order and documentation follow it.
pub const ZH: Language = Language {
    tag: "zh-CN",
    variant: "Zh",
    has_one: false,
};
/// English.
pub const EN: Language = Language {
    tag: "en",
    variant: "En",
    has_one: true,
};

/// One file as read from the disk.
#[derive(Debug)]
pub struct Source {
    language: Language,
    path: String,
    noun: String,
    content: String,
}

impl Source {
    /// A file of a language: where it lies (for messages to the translator), its name without
    /// ending, and what it holds.
    pub fn new(language: Language, path: String, noun: String, content: &str) -> Self {
        let content = content.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        Self {
            language,
            path,
            noun,
            content,
        }
    }
}

/// A file whose messages were understood.
struct File<'a> {
    path: &'a str,
    messages: Vec<Message>,
}

/// Writes the Rust code for all files.
///
/// # Errors
/// Every problem found, each with file, line and key as far as there is one.
pub fn generate(sources: &[Source]) -> Result<String, Vec<String>> {
    let mut problems = Vec::new();
    let mut files: BTreeMap<(&str, &str), File> = BTreeMap::new();
    for source in sources {
        let messages = match read::messages(source) {
            Ok(messages) => messages,
            Err(found) => {
                problems.extend(found);
                continue;
            }
        };
        files.insert(
            (source.noun.as_str(), source.language.tag),
            File {
                path: &source.path,
                messages,
            },
        );
    }
    // With a file that could not be read, every comparison would only repeat that.
    if !problems.is_empty() {
        return Err(problems);
    }

    let nouns: BTreeSet<&str> = sources.iter().map(|source| source.noun.as_str()).collect();
    let mut code = String::new();
    let mut modules: BTreeMap<String, &str> = BTreeMap::new();
    for noun in nouns {
        match (files.get(&(noun, ZH.tag)), files.get(&(noun, EN.tag))) {
            (Some(zh), Some(en)) => {
                let module = rust_name(noun);
                if TAKEN.contains(&module.as_str()) || !is_plain(noun) {
                    problems.push(format!("{}: a file cannot have this name here", zh.path));
                }
                if let Some(other) = modules.insert(module.clone(), noun) {
                    problems.push(format!(
                        "{}: its module would be `{module}`, and so would that of {other}.ftl",
                        zh.path
                    ));
                }
                compare(zh, en, &mut problems);
                if problems.is_empty() {
                    write::module(&mut code, noun, &module, &zh.messages, &en.messages);
                }
            }
            (Some(only), None) => problems.push(lonely(only, EN, noun)),
            (None, Some(only)) => problems.push(lonely(only, ZH, noun)),
            (None, None) => {}
        }
    }
    if problems.is_empty() {
        Ok(code)
    } else {
        Err(problems)
    }
}

fn lonely(file: &File, missing: Language, noun: &str) -> String {
    format!(
        "{}: there is no {}/{noun}.ftl beside it; write it too",
        file.path, missing.tag
    )
}

/// Both files have the same keys, and each key the same variables.
fn compare(zh: &File, en: &File, problems: &mut Vec<String>) {
    for (here, there) in [(zh, en), (en, zh)] {
        for message in &here.messages {
            if !there
                .messages
                .iter()
                .any(|other| other.name == message.name)
            {
                problems.push(format!(
                    "{}:{}: `{}` is missing in {}",
                    here.path, message.line, message.key, there.path
                ));
            }
        }
    }
    for message in &zh.messages {
        let Some(other) = en.messages.iter().find(|other| other.name == message.name) else {
            continue;
        };
        let names = |message: &Message| message.variables.keys().cloned().collect::<Vec<_>>();
        let (zh_names, en_names) = (names(message), names(other));
        if zh_names != en_names {
            problems.push(format!(
                "{}:{}: `{}` has other variables than in {}:{}: {} here, {} there",
                zh.path,
                message.line,
                message.key,
                en.path,
                other.line,
                listed(&zh_names),
                listed(&en_names)
            ));
        }
        if zh_names.len() > MAX_VARIABLES {
            problems.push(format!(
                "{}:{}: `{}` has {} variables; {MAX_VARIABLES} is the most, split the sentence",
                zh.path,
                message.line,
                message.key,
                zh_names.len()
            ));
        }
    }
}

fn listed(names: &[String]) -> String {
    if names.is_empty() {
        return "none".to_owned();
    }
    names
        .iter()
        .map(|name| format!("${name}"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// A Fluent name as a Rust one: `new-title` is `new_title`, `type` is `type_`.
fn rust_name(name: &str) -> String {
    let mut name = name.replace('-', "_");
    if KEYWORDS.contains(&name.as_str()) {
        name.push('_');
    }
    name
}

/// Starts with a small letter and goes on with small letters, digits, `-` and `_`.
fn is_plain(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| matches!(c, 'a'..='z' | '0'..='9' | '-' | '_'))
}

/// Reserved words of edition 2024, those without a use yet included.
const KEYWORDS: [&str; 51] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];
