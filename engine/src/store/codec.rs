//! Records as bytes: one byte of version, the record in bincode, eight bytes of checksum.
//!
//! The checksum is the XXH3 of the record's key and of all bytes before it, so that a record is known to be whole and
//! to stand where it was put, with nothing but itself at hand.

mod reader;
mod writer;

use bincode::config::{Configuration, Limit, LittleEndian, Varint};
use bincode::de::read::Reader as _;
use bincode::de::{BorrowDecoder as _, DecoderImpl};
use bincode::{BorrowDecode, Encode};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use self::reader::BoundedReader;
use self::writer::BytesWriter;
use crate::error::StoreError;

/// How many times its own length a body of the largest of its class may claim of memory while it is decoded: far above
/// what any record does.
const CLAIM_TIMES_MAX: usize = 64;
/// Bytes of a small body, as nearly all are, and of the largest, far above any cart. Decoding is compiled once for each.
const SMALL: usize = 128 * 1024;
const LARGE: usize = 16 * 1024 * 1024;
/// Bytes of a record and its key that are put side by side to be summed at once, which is quicker than one after the other.
const JOINED: usize = 64 * 1024;
/// Bytes for which room is made before a record is encoded: as much as most carts and products take.
const ENCODED: usize = 2 * 1024;
/// Bytes of the checksum.
const CHECKSUM_BYTES: usize = 8;
/// Never to be changed: it is the format of everything that is stored.
const CONFIG: Configuration<LittleEndian, Varint> = bincode::config::standard();

/// The bytes of a record of this version that is to stand under `key`.
///
/// # Errors
///
/// [`StoreError::Record`] where it cannot be written, which is a bug of the record.
pub(crate) fn seal(
    table: &'static str,
    key: &[u8],
    version: u8,
    record: &impl Encode,
) -> Result<Vec<u8>, StoreError> {
    let mut bytes = begin(version, 0);
    append(table, &mut bytes, record)?;
    Ok(reseal(key, bytes))
}

/// The beginning of a record of this version that will have about so many bytes.
pub(crate) fn begin(version: u8, length: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(length.max(ENCODED));
    bytes.push(version);
    bytes
}

/// Appends a part of a record.
///
/// # Errors
///
/// [`StoreError::Record`] where it cannot be written, which is a bug of the record.
pub(crate) fn append(table: &'static str, bytes: &mut Vec<u8>, part: &impl Encode) -> Result<(), StoreError> {
    bincode::encode_into_writer(part, BytesWriter(bytes), CONFIG)
        .map_err(|error| StoreError::Record { table, reason: error.to_string() })
}

/// A version and a body with the checksum of what is to stand under `key`.
pub(crate) fn reseal(key: &[u8], mut bytes: Vec<u8>) -> Vec<u8> {
    let checksum = checksum(key, &bytes);
    bytes.extend_from_slice(&checksum);
    bytes
}

/// The version and the body of a record that stands under `key`.
///
/// # Errors
///
/// [`StoreError::Record`] where the checksum does not match.
pub(crate) fn unseal<'a>(
    table: &'static str,
    key: &[u8],
    bytes: &'a [u8],
) -> Result<(u8, &'a [u8]), StoreError> {
    let damaged = || StoreError::Record { table, reason: "its checksum does not match".to_owned() };
    let (record, found) = bytes.split_last_chunk::<CHECKSUM_BYTES>().ok_or_else(damaged)?;
    if *found != checksum(key, record) {
        return Err(damaged());
    }
    let (version, body) = record.split_first().ok_or_else(damaged)?;
    Ok((*version, body))
}

/// The record that a body holds; texts stay where they are.
///
/// # Errors
///
/// [`StoreError::Record`] where the body is not exactly such a record.
pub(crate) fn decode<'a, R: BorrowDecode<'a, ()>>(
    table: &'static str,
    body: &'a [u8],
) -> Result<R, StoreError> {
    let mut parts = Parts::of(table, body);
    let record = parts.next()?;
    parts.end()?;
    Ok(record)
}

/// What a body begins with; the rest is not looked at.
///
/// # Errors
///
/// [`StoreError::Record`] where the body does not begin so.
pub(crate) fn decode_start<'a, R: BorrowDecode<'a, ()>>(
    table: &'static str,
    body: &'a [u8],
) -> Result<R, StoreError> {
    Parts::of(table, body).next()
}

/// A body that is decoded part by part. One that is a stranger's can claim some multiple of the largest of its class of
/// memory, and no more: a record takes less than that of what its bytes are decoded to.
pub(crate) struct Parts<'a> {
    table: &'static str,
    length: usize,
    class: Class<'a>,
}

/// A decoder of bytes, which may claim so much.
type Claiming<'a, const BYTES_MAX: usize> =
    DecoderImpl<BoundedReader<'a>, Configuration<LittleEndian, Varint, Limit<BYTES_MAX>>, ()>;

enum Class<'a> {
    Small(Claiming<'a, { SMALL * CLAIM_TIMES_MAX }>),
    Large(Claiming<'a, { LARGE * CLAIM_TIMES_MAX }>),
}

impl<'a> Parts<'a> {
    /// Those of this body.
    pub(crate) fn of(table: &'static str, body: &'a [u8]) -> Self {
        let reader = BoundedReader::new(body);
        let class = if body.len() <= SMALL {
            Class::Small(DecoderImpl::new(reader, CONFIG.with_limit(), ()))
        } else {
            Class::Large(DecoderImpl::new(reader, CONFIG.with_limit(), ()))
        };
        Self { table, length: body.len(), class }
    }

    /// The next part; texts stay where they are.
    ///
    /// # Errors
    ///
    /// [`StoreError::Record`] where the body does not go on so.
    pub(crate) fn next<R: BorrowDecode<'a, ()>>(&mut self) -> Result<R, StoreError> {
        let decoded = match &mut self.class {
            Class::Small(decoder) => R::borrow_decode(decoder),
            Class::Large(decoder) => R::borrow_decode(decoder),
        };
        decoded.map_err(|error| StoreError::Record { table: self.table, reason: error.to_string() })
    }

    /// What is not read yet, for whoever knows how to read some of it.
    pub(crate) fn rest(&mut self) -> &'a [u8] {
        self.reader().rest()
    }

    /// Passes over what somebody has read of the rest, but for the last so many bytes.
    pub(crate) fn leave(&mut self, left: usize) {
        let reader = self.reader();
        reader.consume(reader.rest().len().saturating_sub(left));
    }

    /// Where in the body the next part begins.
    pub(crate) fn place(&mut self) -> usize {
        self.length - self.rest().len()
    }

    fn reader(&mut self) -> &mut BoundedReader<'a> {
        match &mut self.class {
            Class::Small(decoder) => decoder.borrow_reader(),
            Class::Large(decoder) => decoder.borrow_reader(),
        }
    }

    /// Makes sure that there is no more.
    ///
    /// # Errors
    ///
    /// [`StoreError::Record`] where there is.
    pub(crate) fn end(mut self) -> Result<(), StoreError> {
        if self.place() == self.length {
            return Ok(());
        }
        Err(StoreError::Record { table: self.table, reason: "there are bytes after its end".to_owned() })
    }
}

fn checksum(key: &[u8], record: &[u8]) -> [u8; CHECKSUM_BYTES] {
    if key.len() + record.len() <= JOINED {
        return xxh3_64(&[key, record].concat()).to_le_bytes();
    }
    let mut hasher = Xxh3::new();
    hasher.update(key);
    hasher.update(record);
    hasher.digest().to_le_bytes()
}
