use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use redb::StorageBackend;
use redb::backends::InMemoryBackend;

use super::{HEADER_BYTES, SIZES};
use crate::error::StoreError;
use crate::options::{Options, Profile};
use crate::store::Store;
use crate::store::create::image;

/// Bytes in memory, and how many of them were asked for at most at once.
#[derive(Debug, Clone, Default)]
struct Noted {
    bytes: Arc<InMemoryBackend>,
    most: Arc<AtomicUsize>,
}

impl Noted {
    fn new(bytes: &[u8]) -> Self {
        let noted = Self::default();
        noted.bytes.set_len(bytes.len() as u64).unwrap();
        noted.bytes.write(0, bytes).unwrap();
        noted
    }
}

impl StorageBackend for Noted {
    fn len(&self) -> io::Result<u64> {
        self.bytes.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.most.fetch_max(out.len(), Ordering::Relaxed);
        self.bytes.read(offset, out)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.bytes.set_len(len)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.bytes.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.bytes.write(offset, data)
    }
}

fn options() -> Options {
    Options::new(Profile::Durable)
}

#[test]
fn a_header_that_speaks_of_huge_pages_makes_nobody_ask_for_so_much() {
    let whole = image(&options()).unwrap();
    for place in SIZES {
        for bit in 3..8 {
            let mut bytes = whole.clone();
            bytes[place] ^= 1 << bit;
            let storage = Noted::new(&bytes);
            let opened = Store::on_backend(storage.clone(), &options());
            // What only the commit before is damaged in is none the worse.
            assert!(matches!(opened, Ok(_) | Err(StoreError::Damaged { .. })), "{place}, {bit}: {opened:?}");
            let most = storage.most.load(Ordering::Relaxed);
            assert!(most < whole.len(), "{place}, {bit}: {most} of {} bytes at once", whole.len());
        }
    }
}

#[test]
fn a_whole_header_is_shown_as_it_is() {
    let whole = image(&options()).unwrap();
    let mut shown = whole[..HEADER_BYTES].to_vec();
    super::correct(0, &mut shown);
    assert_eq!(shown, whole[..HEADER_BYTES]);
}
