use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use redb::StorageBackend;

use super::{HEADER_BYTES, SIZES};
use crate::error::StoreError;
use crate::options::{Options, Profile};
use crate::store::Store;
use crate::store::create::image;

/// Bytes in memory, and how many of them were asked for at most at once.
#[derive(Debug, Clone)]
struct Noted {
    bytes: Arc<Mutex<Vec<u8>>>,
    most: Arc<AtomicUsize>,
}

impl Noted {
    fn new(bytes: Vec<u8>) -> Self {
        Self { bytes: Arc::new(Mutex::new(bytes)), most: Arc::default() }
    }
}

impl StorageBackend for Noted {
    fn len(&self) -> io::Result<u64> {
        Ok(self.bytes.lock().unwrap().len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.most.fetch_max(out.len(), Ordering::Relaxed);
        let offset = usize::try_from(offset).unwrap();
        let bytes = self.bytes.lock().unwrap();
        let there = bytes.get(offset..offset + out.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        out.copy_from_slice(there);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.bytes.lock().unwrap().resize(usize::try_from(len).unwrap(), 0);
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let offset = usize::try_from(offset).unwrap();
        self.bytes.lock().unwrap()[offset..offset + data.len()].copy_from_slice(data);
        Ok(())
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
            let storage = Noted::new(bytes);
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
