//! Turns `locales/<language>/<noun>.ftl` into one checked function per message.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

use generator::{EN, Language, Source, ZH};

#[path = "build/generator.rs"]
mod generator;

fn main() -> ExitCode {
    let Some(out) = env::var_os("OUT_DIR").map(PathBuf::from) else {
        println!("cargo::error=OUT_DIR is not set; run this through cargo");
        return ExitCode::FAILURE;
    };
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");

    // The second folder holds every kind of message there is, for `tests/generated.rs`.
    let folders = [("locales", "messages.rs"), ("tests/locales", "examples.rs")];
    let mut complete = true;
    for (folder, file) in folders {
        println!("cargo::rerun-if-changed={folder}");
        for problem in write(folder, &out.join(file)) {
            println!("cargo::error={problem}");
            complete = false;
        }
    }
    if complete {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Writes the functions of one folder of languages and returns what is wrong with it.
fn write(folder: &str, target: &Path) -> Vec<String> {
    let sources = match read(folder) {
        Ok(sources) => sources,
        Err(error) => return vec![error.to_string()],
    };
    match generator::generate(&sources) {
        Ok(code) => match fs::write(target, code) {
            Ok(()) => Vec::new(),
            Err(error) => vec![format!("{}: {error}", target.display())],
        },
        Err(problems) => problems,
    }
}

fn read(folder: &str) -> io::Result<Vec<Source>> {
    let mut sources = Vec::new();
    for language in [ZH, EN] {
        read_language(folder, language, &mut sources)?;
    }
    Ok(sources)
}

fn read_language(folder: &str, language: Language, sources: &mut Vec<Source>) -> io::Result<()> {
    let folder = format!("{folder}/{}", language.tag);
    let unreadable = |path: &str, error: &io::Error| {
        io::Error::new(
            error.kind(),
            format!("text/{path}: cannot be read: {error}"),
        )
    };
    let mut nouns = Vec::new();
    for entry in fs::read_dir(&folder).map_err(|error| unreadable(&folder, &error))? {
        let path = entry?.path();
        // Editors leave hidden and half-written files beside the real ones.
        let hidden = path
            .file_name()
            .and_then(|name| name.to_str())
            .is_none_or(|name| name.starts_with('.'));
        if !hidden
            && path.extension().is_some_and(|ending| ending == "ftl")
            && let Some(noun) = path.file_stem().and_then(|stem| stem.to_str())
        {
            nouns.push(noun.to_owned());
        }
    }
    nouns.sort();
    for noun in nouns {
        let path = format!("{folder}/{noun}.ftl");
        let content = fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
        sources.push(Source::new(
            language,
            format!("text/{path}"),
            noun,
            &content,
        ));
    }
    Ok(())
}
