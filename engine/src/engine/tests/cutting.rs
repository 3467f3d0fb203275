//! What is there after a power cut.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use redb::StorageBackend;

use super::keying::{ask, keyed};
use super::parking::{park, parked, resume};
use super::{AT, add, find, samples, send, stocked, submit};
use crate::domain::access::Principal;
use crate::domain::command::Command;
use crate::engine::Engine;
use crate::options::{Options, Profile};
use crate::view::Page;

/// Memory of which a power cut takes all that was not flushed. Clones are one storage.
#[derive(Debug, Clone, Default)]
pub(super) struct Volatile(Arc<Mutex<Images>>);

#[derive(Debug, Default)]
struct Images {
    present: Vec<u8>,
    /// What was there at each flush, in order.
    flushed: Vec<Vec<u8>>,
}

impl Volatile {
    fn holding(image: Vec<u8>) -> Self {
        Self(Arc::new(Mutex::new(Images { present: image, flushed: vec![] })))
    }

    pub(super) fn take_flushed(&self) -> Vec<Vec<u8>> {
        std::mem::take(&mut self.0.lock().unwrap().flushed)
    }
}

impl StorageBackend for Volatile {
    fn len(&self) -> io::Result<u64> {
        Ok(self.0.lock().unwrap().present.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let start = usize::try_from(offset).unwrap();
        let images = self.0.lock().unwrap();
        let there = images.present.get(start..start + out.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        out.copy_from_slice(there);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.0.lock().unwrap().present.resize(usize::try_from(len).unwrap(), 0);
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut images = self.0.lock().unwrap();
        let image = images.present.clone();
        images.flushed.push(image);
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let start = usize::try_from(offset).unwrap();
        self.0.lock().unwrap().present[start..start + data.len()].copy_from_slice(data);
        Ok(())
    }
}

/// The units in the cart `c` of a store that was cut off from its power with this image, and what was flushed while
/// it was opened.
fn after_cut(image: &[u8], profile: Profile) -> (u64, Vec<Vec<u8>>) {
    let storage = Volatile::holding(image.to_vec());
    let engine = Engine::with_backend(storage.clone(), Options::new(profile)).unwrap();
    let units = find(&engine, "c").map_or(0, |view| view.cart.units());
    (units, storage.take_flushed())
}

#[test]
fn what_was_answered_outlives_a_power_cut_even_in_the_start_after_one() {
    for profile in [Profile::Durable, Profile::Fast] {
        let storage = Volatile::default();
        let engine = stocked(Engine::with_backend(storage.clone(), Options::new(profile)).unwrap());
        storage.take_flushed();
        for answered in 1..=5 {
            submit(&engine, add("c", "l1", "mug")).unwrap();
            let flushed = storage.take_flushed();
            assert_eq!(after_cut(flushed.last().unwrap(), profile).0, answered);
        }
        send(&engine, vec![add("c", "l1", "mug")]).recv().unwrap().unwrap();
        let flushed = storage.take_flushed();
        for image in &flushed {
            let (units, flushed) = after_cut(image, profile);
            assert!((5..=6).contains(&units));
            assert!(!flushed.is_empty(), "opening mends the store");
            for image in flushed {
                assert_eq!(after_cut(&image, profile).0, units);
            }
        }
    }
}

#[test]
fn a_key_is_kept_exactly_where_what_was_done_under_it_is() {
    for profile in [Profile::Durable, Profile::Fast] {
        let storage = Volatile::default();
        let engine = stocked(Engine::with_backend(storage.clone(), Options::new(profile)).unwrap());
        storage.take_flushed();
        let asks: [fn() -> Vec<Command>; 3] = [
            || vec![add("c", "l1", "mug")],
            || vec![add("c", "l1", "mug"), add("c", "l2", "cup")],
            || vec![add("c", "l1", "mug"), add("c", "l3", "unknown")],
        ];
        let mut before = 0;
        for (key, commands) in (1..).zip(asks) {
            ask(&engine, keyed(key, 1), commands()).unwrap();
            let after = find(&engine, "c").unwrap().cart.units();
            let flushed = storage.take_flushed();
            assert!(!flushed.is_empty());
            for (place, image) in flushed.iter().enumerate() {
                let engine =
                    Engine::with_backend(Volatile::holding(image.clone()), Options::new(profile)).unwrap();
                let found = find(&engine, "c").map_or(0, |view| view.cart.units());
                let again = ask(&engine, keyed(key, 1), commands()).unwrap();
                let last = place + 1 == flushed.len();
                assert!(again.is_replay || !last, "what was answered is there");
                assert_eq!(found, if again.is_replay { after } else { before });
                assert_eq!(find(&engine, "c").unwrap().cart.units(), after, "done exactly once");
            }
            before = after;
        }
    }
}

#[test]
fn a_power_cut_while_an_older_store_is_brought_along_harms_nothing() {
    let shipped: PathBuf = [env!("CARGO_MANIFEST_DIR"), "../fixtures/store/1.redb"].iter().collect();
    let shipped = fs::read(shipped).unwrap();
    for profile in [Profile::Durable, Profile::Fast] {
        let storage = Volatile::holding(shipped.clone());
        let engine = Engine::with_backend(storage.clone(), Options::new(profile)).unwrap();
        let flushed = storage.take_flushed();
        assert!(1 < flushed.len());
        drop(engine);
        for image in flushed {
            let engine = Engine::with_backend(Volatile::holding(image), Options::new(profile)).unwrap();
            let ada = Principal::Customer(samples::customer().id);
            let carts = engine.carts(&ada, None, AT, Page { offset: 0, limit: 9 }).unwrap();
            assert_eq!(carts.total, 1);
            submit(&engine, add("user_182", "l3", "large")).unwrap();
            assert_eq!(find(&engine, "user_182").unwrap().cart.units(), 4);
        }
    }
}

#[test]
fn a_power_cut_leaves_a_sale_in_the_cart_or_set_aside_and_never_in_both() {
    for profile in [Profile::Durable, Profile::Fast] {
        let storage = Volatile::default();
        let engine = stocked(Engine::with_backend(storage.clone(), Options::new(profile)).unwrap());
        submit(&engine, add("c", "l1", "mug")).unwrap();
        let steps = [park("c", "p1"), resume("p1", Some("d")), park("d", "p2"), resume("p2", Some("c"))];
        for (number, command) in steps.into_iter().enumerate() {
            storage.take_flushed();
            submit(&engine, command).unwrap();
            let flushed = storage.take_flushed();
            let where_it_is = |image: &[u8]| {
                let storage = Volatile::holding(image.to_vec());
                let engine = Engine::with_backend(storage, Options::new(profile)).unwrap();
                let in_cart = |cart| find(&engine, cart).map_or(0, |view| view.cart.units());
                let aside: u64 = parked(&engine).iter().map(|(_, units)| units).sum();
                assert_eq!(in_cart("c") + in_cart("d") + aside, 1, "step {number}");
                aside
            };
            for image in &flushed {
                where_it_is(image);
            }
            let is_aside = u64::from(number % 2 == 0);
            assert_eq!(where_it_is(flushed.last().unwrap()), is_aside, "what was answered is so");
        }
    }
}
