//! A storage in memory that begins as a copy of another at no cost.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use redb::StorageBackend;

const PAGE_BYTES: u64 = 4096;

/// A storage that lies over bytes which stay as they are. Clones are the same storage.
#[derive(Debug, Clone)]
pub struct Sheet {
    base: Arc<[u8]>,
    over: Arc<Mutex<Over>>,
}

#[derive(Debug)]
struct Over {
    len: u64,
    pages: HashMap<u64, Box<[u8]>>,
    writes: u64,
}

impl Sheet {
    /// A storage that begins with these bytes.
    #[must_use]
    pub fn over(base: Arc<[u8]>) -> Self {
        let over = Over { len: base.len() as u64, pages: HashMap::new(), writes: 0 };
        Self { base, over: Arc::new(Mutex::new(over)) }
    }

    /// How often it was written to.
    #[must_use]
    pub fn writes(&self) -> u64 {
        self.lock().writes
    }

    /// All its bytes.
    ///
    /// # Panics
    ///
    /// Where there is no memory for them.
    #[must_use]
    pub fn bytes(&self) -> Arc<[u8]> {
        let over = self.lock();
        let mut bytes = vec![0; usize::try_from(over.len).expect("it is in memory")];
        self.copy(&over, 0, &mut bytes);
        bytes.into()
    }

    fn lock(&self) -> MutexGuard<'_, Over> {
        self.over.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What stands from here on, in place of what is in `out`.
    fn copy(&self, over: &Over, offset: u64, out: &mut [u8]) {
        let mut done = 0;
        while done < out.len() {
            let (page, within, count) = part(offset + done as u64, out.len() - done);
            let out = &mut out[done..done + count];
            match over.pages.get(&page) {
                Some(bytes) => out.copy_from_slice(&bytes[within..within + count]),
                None => copy_base(&self.base, page * PAGE_BYTES + within as u64, out),
            }
            done += count;
        }
    }
}

/// The page of an offset, the place in it, and how many of so many bytes are in it.
fn part(offset: u64, count: usize) -> (u64, usize, usize) {
    let within = usize::try_from(offset % PAGE_BYTES).unwrap_or_default();
    let room = usize::try_from(PAGE_BYTES).unwrap_or_default() - within;
    (offset / PAGE_BYTES, within, count.min(room))
}

/// The base from here on; zeros where it is over.
fn copy_base(base: &[u8], offset: u64, out: &mut [u8]) {
    let there = usize::try_from(offset).ok().and_then(|offset| base.get(offset..)).unwrap_or_default();
    let count = there.len().min(out.len());
    out[..count].copy_from_slice(&there[..count]);
    out[count..].fill(0);
}

impl StorageBackend for Sheet {
    fn len(&self) -> io::Result<u64> {
        Ok(self.lock().len)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let over = self.lock();
        let end = offset.checked_add(out.len() as u64);
        if end.is_none_or(|end| over.len < end) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.copy(&over, offset, out);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut over = self.lock();
        if len < over.len {
            // What is cut off does not come back.
            let kept = len.div_ceil(PAGE_BYTES);
            let cut: Vec<u64> = (kept..over.len.div_ceil(PAGE_BYTES)).collect();
            let (last, within, _) = part(len, 0);
            if within != 0 {
                let mut page = vec![0; usize::try_from(PAGE_BYTES).unwrap_or_default()];
                self.copy(&over, last * PAGE_BYTES, &mut page);
                page[within..].fill(0);
                over.pages.insert(last, page.into());
            }
            for page in cut {
                over.pages.insert(page, vec![0; usize::try_from(PAGE_BYTES).unwrap_or_default()].into());
            }
        }
        over.len = len;
        over.writes += 1;
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut over = self.lock();
        let mut done = 0;
        while done < data.len() {
            let (page, within, count) = part(offset + done as u64, data.len() - done);
            let bytes = over.pages.entry(page).or_insert_with(|| {
                let mut bytes = vec![0; usize::try_from(PAGE_BYTES).unwrap_or_default()];
                copy_base(&self.base, page * PAGE_BYTES, &mut bytes);
                bytes.into()
            });
            bytes[within..within + count].copy_from_slice(&data[done..done + count]);
            done += count;
        }
        over.len = over.len.max(offset + data.len() as u64);
        over.writes += 1;
        Ok(())
    }
}
