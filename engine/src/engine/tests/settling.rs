//! When what was read counts as old, and when as settled again.

use std::fmt;
use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;

use redb::StorageBackend;

use super::faulty::Faulty;
use super::{add, cart_id, engine, import, samples, send, stocked, submit};
use crate::domain::catalog::Product;
use crate::domain::command::ProductRef;
use crate::domain::id::ProductId;
use crate::engine::Engine;
use crate::options::{Options, Profile};
use crate::store::catalog;

/// Who is told of a flush that has begun, and who says that it may go on.
type Stop = (Sender<()>, Receiver<()>);

/// A disk whose next flush waits for the test.
#[derive(Clone, Default)]
struct Stopping {
    disk: Faulty,
    stop: Arc<Mutex<Option<Stop>>>,
}

impl fmt::Debug for Stopping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stopping(..)")
    }
}

impl Stopping {
    /// Stops at the next flush: who is told of it, and who lets it go on.
    fn stop(&self) -> (Receiver<()>, Sender<()>) {
        let ((reached, is_reached), (go_on, may_go_on)) = (channel(), channel());
        *self.stop.lock().unwrap() = Some((reached, may_go_on));
        (is_reached, go_on)
    }
}

impl StorageBackend for Stopping {
    fn len(&self) -> io::Result<u64> {
        self.disk.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.disk.read(offset, out)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.disk.set_len(len)
    }

    fn sync_data(&self) -> io::Result<()> {
        let stop = self.stop.lock().unwrap().take();
        if let Some((reached, may_go_on)) = stop {
            reached.send(()).unwrap();
            may_go_on.recv().unwrap();
        }
        self.disk.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.disk.write(offset, data)
    }
}

#[test]
fn what_a_commit_changes_is_old_before_anybody_can_see_the_change() {
    let (cart, other) = (cart_id("c"), cart_id("d"));
    for profile in [Profile::Durable, Profile::Fast] {
        let disk = Stopping::default();
        let engine = stocked(Engine::with_backend(disk.clone(), Options::new(profile)).unwrap());
        submit(&engine, add("c", "l1", "mug")).unwrap();
        let changes = [
            (add("c", "l1", "mug"), [true, false, false]),
            (import(vec![samples::product("mug")]), [true, true, true]),
        ];
        for (change, expected) in changes {
            let (is_reached, go_on) = disk.stop();
            let answer = send(&engine, vec![change]);
            is_reached.recv().unwrap();
            let is_unsettled = [
                engine.epoch(&cart).is_none(),
                engine.epoch(&other).is_none(),
                engine.store.edition().is_none(),
            ];
            go_on.send(()).unwrap();
            answer.recv().unwrap().unwrap();
            assert_eq!(is_unsettled, expected, "{profile:?}");
            assert!(engine.epoch(&cart).is_some() && engine.store.edition().is_some());
        }
    }
}

#[test]
fn nothing_is_settled_before_settings_and_promotions_are_what_was_committed() {
    let engine = engine();
    let (cart, mug) = (cart_id("c"), ProductId::new("mug").unwrap());
    // Whoever writes them waits for whoever reads them.
    let reading = engine.standing.read().unwrap();
    let renamed = Product { name: "renamed".to_owned(), ..samples::product("mug") };
    let answer = send(&engine, vec![import(vec![renamed])]);
    let name = || {
        let tables = engine.store.read().unwrap();
        catalog::find_product(&tables, &mug).unwrap().unwrap().name.clone()
    };
    while name() != "renamed" {
        thread::yield_now();
    }
    for _ in 0..2_000 {
        assert_eq!(engine.epoch(&cart), None);
        thread::yield_now();
    }
    drop(reading);
    answer.recv().unwrap().unwrap();
    assert!(engine.epoch(&cart).is_some());
    let product = engine.find_product(&ProductRef::Id(mug)).unwrap().unwrap();
    assert_eq!(product.name, "renamed");
}
