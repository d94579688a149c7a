//! Where cleaned pictures are kept: a local folder now, anything `object_store` speaks later.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use futures::TryStreamExt;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt};
use thiserror::Error;

/// A picture could not be stored, read or deleted.
#[derive(Debug, Error)]
pub enum Error {
    /// The key is empty, leads out of the store or is not written the one plain way.
    #[error("not a key of the photo store")]
    Key,
    /// The folder cannot be made or opened.
    #[error("the photo folder cannot be opened")]
    Folder(#[source] std::io::Error),
    /// The store failed.
    #[error("the photo store failed")]
    Store(#[from] object_store::Error),
}

/// Pictures by key, such as `ab/abcdef-full.jpg`. Clones share the store.
#[derive(Clone, Debug)]
pub struct PhotoStore(Arc<dyn ObjectStore>);

impl PhotoStore {
    /// Opens the store in `folder`, which is made when missing.
    ///
    /// `with_fsync` makes `put` flush the file, rename it into place, and flush the folder it is
    /// in, as well as every folder it had to make and the one above those. What the library does
    /// not do is make the store's own folder, so that one is made and flushed here.
    ///
    /// # Errors
    /// [`Error::Folder`] when the folder cannot be made.
    pub fn open_local(folder: &Path) -> Result<Self, Error> {
        make(folder).map_err(Error::Folder)?;
        let local = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self(Arc::new(local)))
    }

    /// Keeps `bytes` under `key`, in place of what was there. Once it answers, the picture
    /// survives a power cut, so a row that names it may be committed.
    ///
    /// # Errors
    /// [`Error::Key`], or [`Error::Store`] and nothing is kept.
    pub async fn put(&self, key: &str, bytes: impl Into<Bytes>) -> Result<(), Error> {
        self.0.put(&parsed(key)?, bytes.into().into()).await?;
        Ok(())
    }

    /// The picture under `key`, or nothing when there is none.
    ///
    /// # Errors
    /// [`Error::Key`], or [`Error::Store`] when it cannot be told.
    pub async fn get(&self, key: &str) -> Result<Option<Bytes>, Error> {
        match self.0.get(&parsed(key)?).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The keys that begin with a folder's name, in no order.
    ///
    /// # Errors
    /// [`Error::Key`], or [`Error::Store`].
    pub async fn keys(&self, folder: &str) -> Result<Vec<String>, Error> {
        let folder = parsed(folder)?;
        let mut found = self.0.list(Some(&folder));
        let mut keys = Vec::new();
        while let Some(one) = found.try_next().await? {
            keys.push(one.location.to_string());
        }
        Ok(keys)
    }

    /// Removes the picture under `key`; one that is already gone is no error. The library does not
    /// flush a removal: after a power cut a removed picture may be there again, named by no row.
    ///
    /// # Errors
    /// [`Error::Key`], or [`Error::Store`].
    pub async fn delete(&self, key: &str) -> Result<(), Error> {
        match self.0.delete(&parsed(key)?).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// Keys are made by the program; small letters, digits, `-`, `.` and `/` leave no room for tricks
/// of any file system.
fn parsed(key: &str) -> Result<Key, Error> {
    let plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'/');
    if key.is_empty() || !key.bytes().all(plain) {
        return Err(Error::Key);
    }
    Key::parse(key)
        .ok()
        .filter(|parsed| parsed.as_ref() == key)
        .ok_or(Error::Key)
}

/// Makes `folder` and those above it, and flushes each one's entry in the folder that holds it.
fn make(folder: &Path) -> std::io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let above = match folder.parent() {
        Some(above) if above != Path::new("") => above,
        _ => Path::new("."),
    };
    make(above)?;
    match std::fs::create_dir(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    // Folders can be opened and flushed on Unix only.
    if cfg!(unix) {
        File::open(above)?.sync_all()
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> std::path::PathBuf {
        let folder = format!("linli-photo-store-{}-{name}", std::process::id());
        std::env::temp_dir().join(folder)
    }

    #[tokio::test]
    async fn r14_what_was_put_is_there_after_opening_again_until_it_is_deleted() {
        let root = folder("again");
        let inside = root.join("data/photos");
        let key = "ab/abcdef0123-full.jpg";
        let store = PhotoStore::open_local(&inside).unwrap();
        assert_eq!(store.get(key).await.unwrap(), None);
        store.put(key, vec![1, 2, 3]).await.unwrap();

        let store = PhotoStore::open_local(&inside).unwrap();
        assert_eq!(
            store.get(key).await.unwrap().as_deref(),
            Some(&[1, 2, 3][..])
        );
        store.put(key, vec![4]).await.unwrap();
        assert_eq!(store.get(key).await.unwrap().as_deref(), Some(&[4][..]));
        store.delete(key).await.unwrap();
        store.delete(key).await.unwrap();
        assert_eq!(store.get(key).await.unwrap(), None);
        std::fs::remove_dir_all(root).unwrap();
    }

    #[tokio::test]
    async fn r14_no_key_leads_out_of_the_store() {
        let root = folder("keys");
        let store = PhotoStore::open_local(&root).unwrap();
        for key in [
            "",
            "/",
            "/ab/c.jpg",
            "ab//c.jpg",
            "../c.jpg",
            "ab/../c.jpg",
            "ab/c.jpg/",
            "%2e%2e/c",
            "a b",
            "ab\\c",
            "甲",
        ] {
            assert!(
                matches!(store.put(key, vec![1]).await, Err(Error::Key)),
                "{key}"
            );
            assert!(matches!(store.get(key).await, Err(Error::Key)), "{key}");
            assert!(matches!(store.delete(key).await, Err(Error::Key)), "{key}");
        }
        std::fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn r14_a_folder_that_cannot_be_made_is_said_at_once() {
        let root = folder("file");
        std::fs::write(&root, "not a folder").unwrap();
        assert!(matches!(
            PhotoStore::open_local(&root.join("photos")),
            Err(Error::Folder(_))
        ));
        std::fs::remove_file(root).unwrap();
    }
}
