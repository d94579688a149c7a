//! From messages to Rust.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::message::{Body, Kind, Message, Piece};
use super::{EN, ZH};

/// Adds the module of one noun. Both languages hold the same keys with the same variables.
pub fn module(code: &mut String, noun: &str, module: &str, zh: &[Message], en: &[Message]) {
    let mut functions = String::new();
    for message in zh {
        if let Some(english) = en.iter().find(|other| other.name == message.name) {
            functions.push_str(&function(message, english));
        }
    }
    // How long a match gets and how alike two variables sound is up to the sentences.
    let lints = "#![allow(clippy::pedantic, reason = \"generated from sentences\")]";
    add(
        code,
        format_args!(
            "/// Sentences of `{noun}.ftl`.\npub mod {module} {{\n    {lints}\n\n{functions}}}\n"
        ),
    );
}

fn function(zh: &Message, en: &Message) -> String {
    let mut kinds = zh.variables.clone();
    for (name, kind) in &en.variables {
        kinds
            .entry(name.clone())
            .and_modify(|known| *known = (*kind).max(*known));
    }
    let writer = Writer { kinds: &kinds };
    let same = zh.body == en.body;
    let body = if same {
        writer.body(&zh.body, 2)
    } else {
        let (zh, en) = (writer.body(&zh.body, 3), writer.body(&en.body, 3));
        format!(
            "match lang {{\n            crate::Lang::{} => {zh},\n            crate::Lang::{} => \
             {en},\n        }}",
            ZH.variant, EN.variant
        )
    };
    let uses_lang = !same || writer.groups(&zh.body);
    let mut arguments = format!("{}: crate::Lang", if uses_lang { "lang" } else { "_lang" });
    for (name, kind) in &kinds {
        let kind = match kind {
            Kind::Shown => "impl ::std::fmt::Display",
            Kind::Number => "i64",
        };
        add(&mut arguments, format_args!(", {name}: {kind}"));
    }
    let (constant, answer) = if kinds.is_empty() {
        ("const ", "&'static str")
    } else {
        ("", "::std::string::String")
    };
    format!(
        "    /// {}\n    pub {constant}fn {}({arguments}) -> {answer} {{\n        {body}\n    }}\n",
        documented(&zh.written),
        zh.name
    )
}

/// The Chinese words as code, so that nothing in them is taken for a link or markup.
fn documented(written: &str) -> String {
    format!("`{}`", written.replace('`', "'"))
}

struct Writer<'a> {
    kinds: &'a BTreeMap<String, Kind>,
}

impl Writer<'_> {
    fn body(&self, body: &Body, depth: usize) -> String {
        match body {
            Body::Sentence(pieces) => self.sentence(pieces),
            Body::Choice {
                variable,
                arms,
                rest,
            } => {
                let inside = "    ".repeat(depth + 1);
                let mut code = format!("match {variable} {{\n");
                for (numbers, arm) in arms {
                    let numbers = numbers.iter().map(i64::to_string).collect::<Vec<_>>();
                    let arm = self.body(arm, depth + 1);
                    add(
                        &mut code,
                        format_args!("{inside}{} => {arm},\n", numbers.join(" | ")),
                    );
                }
                let rest = self.body(rest, depth + 1);
                add(
                    &mut code,
                    format_args!("{inside}_ => {rest},\n{}}}", "    ".repeat(depth)),
                );
                code
            }
        }
    }

    fn sentence(&self, pieces: &[Piece]) -> String {
        if let [] | [Piece::Text(_)] = pieces {
            let text = match pieces {
                [Piece::Text(text)] => text.as_str(),
                _ => "",
            };
            return match (self.kinds.is_empty(), text) {
                (true, text) => format!("{text:?}"),
                (false, "") => "::std::string::String::new()".to_owned(),
                (false, text) => format!("::std::string::String::from({text:?})"),
            };
        }
        if let [Piece::Variable(name)] = pieces
            && self.is_number(name)
        {
            return format!("crate::format::whole(lang, {name})");
        }
        let mut words = String::new();
        let mut arguments = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(text) => {
                    words.push_str(&text.replace('{', "{{").replace('}', "}}"));
                }
                Piece::Variable(name) if self.is_number(name) => {
                    words.push_str("{}");
                    add(
                        &mut arguments,
                        format_args!(", crate::format::whole(lang, {name})"),
                    );
                }
                Piece::Variable(name) => add(&mut words, format_args!("{{{name}}}")),
            }
        }
        format!("::std::format!({words:?}{arguments})")
    }

    fn is_number(&self, name: &str) -> bool {
        self.kinds.get(name) == Some(&Kind::Number)
    }

    /// Whether a number is shown, which is written as the language does.
    fn groups(&self, body: &Body) -> bool {
        body.shows(&|name| self.is_number(name))
    }
}

fn add(code: &mut String, part: std::fmt::Arguments) {
    code.write_fmt(part)
        .expect("a String takes whatever is written to it");
}
