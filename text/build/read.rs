//! From a Fluent file to messages, refusing by file, line and key what is not supported.

use std::collections::BTreeMap;

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Message as Written, Pattern, PatternElement, Resource,
    Variant, VariantKey,
};
use fluent_syntax::parser::{self, ParserError};
use fluent_syntax::unicode::unescape_unicode_to_string;

use super::message::{Body, Kind, Message, Node};
use super::{Language, Source, is_plain, rust_name};

/// The messages of a file in its order, or everything that is wrong with it.
pub fn messages(source: &Source) -> Result<Vec<Message>, Vec<String>> {
    let resource = match parser::parse(source.content.as_str()) {
        Ok(resource) => resource,
        Err((_, errors)) => {
            return Err(errors.iter().map(|error| broken(source, error)).collect());
        }
    };
    let mut problems = Vec::new();
    let messages = understood(source, &resource, &mut problems);
    if problems.is_empty() {
        Ok(messages)
    } else {
        Err(problems)
    }
}

fn understood(
    source: &Source,
    resource: &Resource<&str>,
    problems: &mut Vec<String>,
) -> Vec<Message> {
    let mut messages: Vec<Message> = Vec::new();
    for entry in &resource.body {
        match entry {
            Entry::Message(written) => {
                let line = line_of(&source.content, written.id.name);
                let mut reader = Reader::new(source.language);
                let message = reader.message(source, written, line);
                let mut faults = reader.faults;
                let twin = messages.iter().find(|other| other.name == message.name);
                if let Some(twin) = twin {
                    faults.push(format!("was already there on line {}", twin.line));
                }
                problems.extend(
                    faults
                        .into_iter()
                        .map(|fault| format!("{}:{line}: `{}` {fault}", source.path, message.key)),
                );
                messages.push(message);
            }
            Entry::Term(term) => problems.push(format!(
                "{}:{}: `-{}` is a term; terms are not supported, write the word out",
                source.path,
                line_of(&source.content, term.id.name),
                term.id.name
            )),
            Entry::Comment(_)
            | Entry::GroupComment(_)
            | Entry::ResourceComment(_)
            | Entry::Junk { .. } => {}
        }
    }
    messages
}

/// A syntax error in the translator's terms.
fn broken(source: &Source, error: &ParserError) -> String {
    let content = &source.content;
    let line = line_at(content, error.pos.start);
    let entry = error
        .slice
        .clone()
        .and_then(|slice| content.get(slice))
        .unwrap_or_default();
    let key = entry
        .lines()
        .find(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .and_then(|line| line.split(['=', ' ']).next())
        .unwrap_or_default();
    format!("{}:{line}: near `{key}`: {error}", source.path)
}

/// Reads one message; what cannot be read goes to `faults` and leaves no trace in the nodes.
struct Reader {
    language: Language,
    variables: BTreeMap<String, Kind>,
    faults: Vec<String>,
}

impl Reader {
    fn new(language: Language) -> Self {
        Self {
            language,
            variables: BTreeMap::new(),
            faults: Vec::new(),
        }
    }

    fn message(&mut self, source: &Source, written: &Written<&str>, line: usize) -> Message {
        let key = written.id.name;
        if !is_plain(key) {
            self.fault("must be written in small letters, digits and hyphens");
        }
        if let Some(attribute) = written.attributes.first() {
            self.fault(&format!(
                "has the attribute .{}; attributes are not supported, give it its own key",
                attribute.id.name
            ));
        }
        if written.value.is_none() {
            self.fault("says nothing");
        }
        let nodes = written
            .value
            .as_ref()
            .map(|value| self.pattern(value))
            .unwrap_or_default();
        Message {
            key: key.to_owned(),
            name: rust_name(key),
            line,
            variables: std::mem::take(&mut self.variables),
            body: Body::new(&nodes),
            written: as_written(&source.content, line),
        }
    }

    fn pattern(&mut self, pattern: &Pattern<&str>) -> Vec<Node> {
        let mut nodes = Vec::new();
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => {
                    nodes.push(Node::Text((*value).to_owned()));
                }
                PatternElement::Placeable { expression } => {
                    nodes.extend(self.expression(expression));
                }
            }
        }
        nodes
    }

    fn expression(&mut self, expression: &Expression<&str>) -> Option<Node> {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => self.choice(selector, variants),
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&str>) -> Option<Node> {
        match inline {
            InlineExpression::StringLiteral { value } => {
                Some(Node::Text(unescape_unicode_to_string(value).into_owned()))
            }
            InlineExpression::NumberLiteral { value } => Some(Node::Text((*value).to_owned())),
            InlineExpression::VariableReference { id } => {
                self.variable(id.name, Kind::Shown).map(Node::Variable)
            }
            InlineExpression::Placeable { expression } => self.expression(expression),
            InlineExpression::FunctionReference { id, .. } => {
                self.fault(&format!(
                    "calls {}(); functions are not supported, pass the finished text in",
                    id.name
                ));
                None
            }
            InlineExpression::MessageReference { id, .. } => {
                self.fault(&format!(
                    "refers to {{ {} }}; references are not supported, write the words out (a \
                     variable needs its $)",
                    id.name
                ));
                None
            }
            InlineExpression::TermReference { id, .. } => {
                self.fault(&format!(
                    "refers to {{ -{} }}; terms are not supported, write the word out",
                    id.name
                ));
                None
            }
        }
    }

    fn choice(
        &mut self,
        selector: &InlineExpression<&str>,
        variants: &[Variant<&str>],
    ) -> Option<Node> {
        let InlineExpression::VariableReference { id } = selector else {
            self.fault("chooses by something that is not a plain $variable");
            return None;
        };
        let variable = self.variable(id.name, Kind::Number)?;
        let mut arms: Vec<(i64, Vec<Node>)> = Vec::new();
        let mut rest = Vec::new();
        for variant in variants {
            let nodes = self.pattern(&variant.value);
            if variant.default {
                if !matches!(variant.key, VariantKey::Identifier { name: "other" }) {
                    self.fault("must have *[other] as the choice for all the rest");
                }
                rest = nodes;
                continue;
            }
            match self.number(&variant.key) {
                Ok(number) if arms.iter().any(|(other, _)| *other == number) => {
                    self.fault(&format!("has two choices for {number}"));
                }
                Ok(number) => arms.push((number, nodes)),
                Err(fault) => self.fault(&fault),
            }
        }
        Some(Node::Choice {
            variable,
            arms,
            rest,
        })
    }

    /// The one whole number that a choice is for.
    fn number(&self, key: &VariantKey<&str>) -> Result<i64, String> {
        match key {
            VariantKey::NumberLiteral { value } => value
                .parse()
                .map_err(|_| format!("has the choice [{value}], which is not a whole number")),
            VariantKey::Identifier { name: "one" } if self.language.has_one => Ok(1),
            VariantKey::Identifier { name: "one" } => Err(format!(
                "has the choice [one], which {} never takes; write [1] or leave it out",
                self.language.tag
            )),
            VariantKey::Identifier { name } => Err(format!(
                "has the choice [{name}]; only whole numbers, [one] and *[other] are supported"
            )),
        }
    }

    fn variable(&mut self, name: &str, kind: Kind) -> Option<String> {
        if !is_plain(name) || name == "lang" {
            self.fault(&format!(
                "has the variable ${name}; use small letters, digits and hyphens, and not `lang`"
            ));
            return None;
        }
        let name = rust_name(name);
        let known = self.variables.entry(name.clone()).or_insert(kind);
        *known = kind.max(*known);
        Some(name)
    }

    fn fault(&mut self, words: &str) {
        self.faults.push(words.to_owned());
    }
}

/// The entry that starts on this line, without its key, on one line.
fn as_written(content: &str, line: usize) -> String {
    let mut lines = content.lines().skip(line.saturating_sub(1));
    let first = lines
        .next()
        .and_then(|line| line.split_once('='))
        .map_or("", |(_, value)| value);
    let more = lines.take_while(|line| line.trim().is_empty() || line.starts_with([' ', '}']));
    let parts = std::iter::once(first)
        .chain(more)
        .map(str::trim)
        .filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

/// The line that a slice of the file starts on.
fn line_of(content: &str, part: &str) -> usize {
    line_at(
        content,
        part.as_ptr().addr().saturating_sub(content.as_ptr().addr()),
    )
}

fn line_at(content: &str, position: usize) -> usize {
    1 + content
        .bytes()
        .take(position)
        .filter(|byte| *byte == b'\n')
        .count()
}
