use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use redb::StorageBackend;
use redb::backends::InMemoryBackend;

use super::Medium;

/// A storage in memory that counts how often it is asked how long it is, and can refuse to become another length.
#[derive(Debug, Clone, Default)]
struct Asked {
    inner: Arc<InMemoryBackend>,
    asked: Arc<AtomicU32>,
    refuses: Arc<AtomicBool>,
}

impl StorageBackend for Asked {
    fn len(&self) -> io::Result<u64> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.inner.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.inner.read(offset, out)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        if self.refuses.load(Ordering::Relaxed) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.inner.set_len(len)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.inner.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.inner.write(offset, data)
    }
}

#[test]
fn its_length_is_asked_once_and_known_from_then_on() {
    let backend = Asked::default();
    let medium = Medium::new(backend.clone(), Path::new("(asked)"), false);
    let handle = medium.handle();
    let is = |length: u64, asked: u32| {
        assert_eq!(medium.len().unwrap(), length);
        assert_eq!(backend.asked.load(Ordering::Relaxed), asked);
    };
    is(0, 1);
    is(0, 1);
    handle.set_len(8_192).unwrap();
    is(8_192, 1);
    // What became of it is not known then.
    backend.refuses.store(true, Ordering::Relaxed);
    handle.set_len(16_384).unwrap_err();
    is(8_192, 2);
    // The storage layer asks for itself.
    assert_eq!(handle.len().unwrap(), 8_192);
    is(8_192, 3);
}
