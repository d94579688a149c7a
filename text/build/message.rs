//! What a message is once read, before it is code.

use std::collections::BTreeMap;

/// One message of one language.
pub struct Message {
    /// As written in the file.
    pub key: String,
    /// As the Rust function is called.
    pub name: String,
    /// The line of the key, from 1.
    pub line: usize,
    /// Every variable by its Rust name.
    pub variables: BTreeMap<String, Kind>,
    /// What to say.
    pub body: Body,
    /// The message as the translator wrote it, on one line, for the documentation.
    pub written: String,
}

/// How a variable is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Only shown: anything that can be displayed.
    Shown,
    /// Something is chosen by it: a whole number.
    Number,
}

/// A part of a message in the order of the file.
#[derive(Clone)]
pub enum Node {
    /// Words as they are.
    Text(String),
    /// A variable, by its Rust name.
    Variable(String),
    /// A choice by a number: what to say for some numbers, and for the rest.
    Choice {
        variable: String,
        arms: Vec<(i64, Vec<Node>)>,
        rest: Vec<Node>,
    },
}

/// A message with its choices turned outside in, so that each end is one whole sentence.
#[derive(Clone, PartialEq, Eq)]
pub enum Body {
    /// A sentence.
    Sentence(Vec<Piece>),
    /// Different sentences for different numbers.
    Choice {
        variable: String,
        arms: Vec<(Vec<i64>, Body)>,
        rest: Box<Body>,
    },
}

/// A part of a sentence. No two texts are neighbours.
#[derive(Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words as they are.
    Text(String),
    /// A variable, by its Rust name.
    Variable(String),
}

impl Body {
    /// Turns the choices of a message outside in.
    pub fn new(nodes: &[Node]) -> Self {
        expand(Vec::new(), nodes)
    }

    /// Whether a sentence of it shows one of these variables.
    pub fn shows(&self, among: &dyn Fn(&str) -> bool) -> bool {
        match self {
            Self::Sentence(pieces) => pieces
                .iter()
                .any(|piece| matches!(piece, Piece::Variable(name) if among(name))),
            Self::Choice { arms, rest, .. } => {
                rest.shows(among) || arms.iter().any(|(_, arm)| arm.shows(among))
            }
        }
    }
}

fn expand(mut said: Vec<Piece>, nodes: &[Node]) -> Body {
    for (index, node) in nodes.iter().enumerate() {
        match node {
            Node::Text(text) => {
                if let Some(Piece::Text(before)) = said.last_mut() {
                    before.push_str(text);
                } else if !text.is_empty() {
                    said.push(Piece::Text(text.clone()));
                }
            }
            Node::Variable(name) => said.push(Piece::Variable(name.clone())),
            Node::Choice {
                variable,
                arms,
                rest,
            } => {
                let after = &nodes[index + 1..];
                let whole = |part: &[Node]| expand(said.clone(), &[part, after].concat());
                let arms = arms
                    .iter()
                    .map(|(number, arm)| (*number, whole(arm)))
                    .collect();
                return choice(variable, arms, whole(rest));
            }
        }
    }
    Body::Sentence(said)
}

/// Numbers that say the same share an arm, as clippy asks.
fn choice(variable: &str, arms: Vec<(i64, Body)>, rest: Body) -> Body {
    let mut kept: Vec<(Vec<i64>, Body)> = Vec::new();
    for (number, body) in arms {
        if body == rest {
            continue;
        }
        match kept.iter_mut().find(|(_, other)| *other == body) {
            Some((numbers, _)) => numbers.push(number),
            None => kept.push((vec![number], body)),
        }
    }
    if kept.is_empty() {
        return rest;
    }
    Body::Choice {
        variable: variable.to_owned(),
        arms: kept,
        rest: Box::new(rest),
    }
}
