//! The installation's secret, when the operator gives none: made once, kept in the data folder.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::Context as _;
use backend::random::{Random, hex};
use backend::secret::Secret;

/// The secret kept in `folder`, which is made when there is none yet.
///
/// # Errors
/// When the file can be neither read nor made, or holds no secret.
pub fn kept_in(folder: &Path, random: &Random) -> anyhow::Result<Secret> {
    let path = folder.join("secret");
    if !path.exists() {
        make(folder, &path, random)
            .with_context(|| format!("cannot keep the secret in {}", path.display()))?;
    }
    let text = fs::read_to_string(&path)
        .with_context(|| format!("cannot read the secret in {}", path.display()))?;
    Secret::new(&text).map_err(|_| {
        anyhow::anyhow!(
            "{} holds no secret of 16 characters or more",
            path.display()
        )
    })
}

/// Written in full under another name first, so that of two servers that start together neither
/// reads half a secret, and the one whose link comes second takes the other's.
fn make(folder: &Path, path: &Path, random: &Random) -> std::io::Result<()> {
    let draft = folder.join(format!("secret.{}", random.token()));
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&draft)?;
    let written = writeln!(file, "{}", hex(&random.bytes::<32>())).and_then(|()| file.sync_all());
    let linked = written.and_then(|()| match fs::hard_link(&draft, path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    });
    fs::remove_file(&draft)?;
    linked?;
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use backend::secret::Purpose;
    use std::os::unix::fs::PermissionsExt as _;

    fn folder(name: &str) -> std::path::PathBuf {
        let folder =
            std::env::temp_dir().join(format!("linli-secret-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn mark(secret: &Secret) -> String {
        secret.keyed(Purpose::FormToken, "the same")
    }

    #[test]
    fn it_is_made_once_and_for_its_owner_only() {
        let folder = folder("once");
        let first = kept_in(&folder, &Random::from_seed([1; 32])).unwrap();
        let again = kept_in(&folder, &Random::from_seed([2; 32])).unwrap();
        assert_eq!(mark(&first), mark(&again));
        let mode = fs::metadata(folder.join("secret"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(
            fs::read_dir(&folder).unwrap().count(),
            1,
            "no draft stays behind"
        );
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn servers_that_start_together_keep_one_secret() {
        let folder = folder("together");
        let marks: Vec<String> = std::thread::scope(|scope| {
            let servers: Vec<_> = (0..8)
                .map(|seed| {
                    let folder = &folder;
                    scope.spawn(move || {
                        mark(&kept_in(folder, &Random::from_seed([seed; 32])).unwrap())
                    })
                })
                .collect();
            servers
                .into_iter()
                .map(|server| server.join().unwrap())
                .collect()
        });
        assert!(marks.iter().all(|mark| *mark == marks[0]));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_file_without_a_secret_is_said_and_left_alone() {
        let folder = folder("empty");
        fs::write(folder.join("secret"), "\n").unwrap();
        let error = kept_in(&folder, &Random::from_seed([1; 32])).unwrap_err();
        assert!(error.to_string().contains("holds no secret"), "{error}");
        assert_eq!(fs::read_to_string(folder.join("secret")).unwrap(), "\n");
        fs::remove_dir_all(folder).unwrap();
    }
}
