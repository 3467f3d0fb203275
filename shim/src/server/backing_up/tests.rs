use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use trolley_engine::domain::catalog::Product;
use trolley_engine::domain::command::import::Import;
use trolley_engine::domain::id::{ProductId, Sku};
use trolley_engine::env::FixedClock;
use trolley_engine::{Command, Engine, Options, Principal, Profile, Submission, Timestamp};

use super::{BackingUp, LOOK_EVERY};
use crate::backups::{BackupError, BackupKeeper, Made};
use crate::config::Config;
use crate::exchange::backups::BackupReply;

const NOW: Timestamp = Timestamp::from_millis(1_767_603_600_000);

fn keeper(folder: Option<&Path>) -> Arc<BackupKeeper> {
    let mut server = Config::documented().server;
    server.backups = folder.map(Path::to_owned);
    Arc::new(BackupKeeper::new(&server))
}

fn backing_up(folder: Option<&Path>) -> BackingUp {
    let engine = Engine::in_memory(Options::new(Profile::Memory)).unwrap();
    BackingUp { keeper: keeper(folder), engine: Arc::new(engine), clock: Arc::new(FixedClock::new(NOW)) }
}

/// Changes something.
fn change(engine: &Engine) {
    static LAST: AtomicU32 = AtomicU32::new(0);
    let id = LAST.fetch_add(1, Ordering::SeqCst).to_string();
    let id = (ProductId::new(id.as_str()).unwrap(), Sku::new(id.as_str()).unwrap());
    let products = vec![Product::new(id.0, id.1, "A mug".to_owned(), NOW)];
    let import = Command::Import(Box::new(Import { products, ..Import::default() }));
    engine.submit(Submission::new(NOW, Principal::Server, vec![import])).unwrap();
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

fn numbers(backing_up: &BackingUp) -> Vec<u64> {
    backing_up.keeper.standing().unwrap().backups.iter().map(|backup| backup.number).collect()
}

#[test]
fn a_backup_is_made_whenever_the_time_has_come_and_something_has_changed() {
    let folder = tempfile::tempdir().unwrap();
    let backing_up = backing_up(Some(folder.path()));
    run(async {
        let changing = async {
            for newest in 1..=5 {
                while numbers(&backing_up).first() != Some(&newest) {
                    tokio::time::sleep(LOOK_EVERY).await;
                }
                change(&backing_up.engine);
            }
        };
        tokio::select! {
            never = backing_up.go_on(Some(Duration::from_millis(1))) => match never {},
            () = changing => {}
        }
        backing_up.finish().await;
        backing_up.finish().await;
    });
    // Three are kept, and of one state there is one.
    assert_eq!(numbers(&backing_up), [6, 5, 4]);
}

#[test]
fn without_a_folder_none_is_made() {
    let backing_up = backing_up(None);
    assert!(matches!(run(backing_up.make()), Err(BackupError::NotConfigured)));
    assert!(matches!(run(backing_up.standing()), Err(BackupError::NotConfigured)));
    run(backing_up.finish());
    assert_eq!(backing_up.keeper.health(), "off");
}

#[test]
fn a_failure_is_shown_until_one_succeeds() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("backups");
    std::fs::write(&place, "in the way").unwrap();
    let backing_up = backing_up(Some(&place));
    assert!(run(backing_up.make()).is_err());
    assert_eq!(backing_up.keeper.health(), "failing");
    std::fs::remove_file(&place).unwrap();
    let failure = backing_up.keeper.standing().unwrap().failure.unwrap();
    assert_eq!(failure.at, NOW);
    let made = run(backing_up.make()).unwrap();
    assert!(matches!(made, BackupReply::Made(Made::New(backup)) if backup.number == 1));
    assert_eq!((backing_up.keeper.health(), backing_up.keeper.standing().unwrap().failure), ("ok", None));
}

#[test]
fn another_is_made_where_the_newest_is_not_sound_or_gone() {
    let folder = tempfile::tempdir().unwrap();
    let backing_up = backing_up(Some(folder.path()));
    run(backing_up.make()).unwrap();
    assert!(matches!(run(backing_up.make()), Ok(BackupReply::Made(Made::Unchanged))));
    // One that has come up anew reads the newest back before it relies on it.
    let anew = || BackingUp { keeper: keeper(Some(folder.path())), ..backing_up.clone() };
    assert!(matches!(run(anew().make()), Ok(BackupReply::Made(Made::Unchanged))));
    let newest = || backing_up.keeper.standing().unwrap().backups.remove(0).path;
    std::fs::write(newest(), "nonsense").unwrap();
    assert!(matches!(run(anew().make()), Ok(BackupReply::Made(Made::New(_)))));
    assert_eq!(numbers(&backing_up), [2, 1]);
    std::fs::remove_file(newest()).unwrap();
    std::fs::remove_file(newest()).unwrap();
    assert!(matches!(run(backing_up.make()), Ok(BackupReply::Made(Made::New(_)))));
    assert_eq!(numbers(&backing_up), [1]);
}
