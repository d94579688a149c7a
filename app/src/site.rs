//! Built files with hashed names, read once at start.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Where the site's files are, and which hashed name each has.
#[derive(Debug, Clone, Default)]
pub struct Site {
    folder: PathBuf,
    names: BTreeMap<String, String>,
}

impl Site {
    /// Reads `manifest.json` in the site's folder.
    ///
    /// # Errors
    /// A sentence when there is none or it cannot be read.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let path = folder.join("manifest.json");
        let text = std::fs::read_to_string(&path).map_err(|error| {
            format!(
                "the site in {} is not built ({error}); run `cargo xtask build`",
                folder.display()
            )
        })?;
        let names = serde_json::from_str(&text)
            .map_err(|error| format!("{} is no list of files: {error}", path.display()))?;
        Ok(Self {
            folder: folder.to_owned(),
            names,
        })
    }

    /// The address of a built file.
    #[must_use]
    pub fn address(&self, name: &str) -> String {
        format!("/pkg/{}", self.names.get(name).map_or(name, String::as_str))
    }

    /// The folder with the files.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}
