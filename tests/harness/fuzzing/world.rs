//! The server and all that is in its store, made anew from an image where something was written.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::runtime::Runtime;
use trolley::config::Config;
use trolley::exchange::TokenSecret;
use trolley::keyring::digest;
use trolley::seed;
use trolley::server::Server;
use trolley::server::piped::Piped;
use trolley_engine::env::FixedClock;
use trolley_engine::{Engine, Options, Page, Principal, Profile, Timestamp};

use super::Sheet;
use super::counted::CountedIds;
use super::exchange::{Set, Story};
use crate::fixture::{DEFAULT_SEED, DEFAULT_TIME, Fixture};
use crate::local::seeds;
use crate::{files_below, project_root, read_text};

/// What tokens are signed with, as in fixtures.
const TOKEN_SECRET: [u8; 32] = [7; 32];
/// Most worlds that are kept for the next story of their kind.
const WORLDS_MAX: usize = 8;
/// Most carts that are looked at after a story.
const CARTS_MAX: usize = 64;
/// What settings have to name where a server remembers requests that write nothing.
const REMEMBERED: &str = "rate_limit";

thread_local! {
    static KEPT: RefCell<Vec<World>> = const { RefCell::new(Vec::new()) };
    static IMAGES: RefCell<Images> = RefCell::new(selections());
    static RUNTIME: Runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("there is a runtime");
}

/// The bytes of a store by the names of its seeds; none until somebody wants it.
type Images = BTreeMap<Vec<String>, Option<Arc<[u8]>>>;

/// A server, and what is in its store.
#[derive(Debug)]
pub(super) struct World {
    seeds: Vec<String>,
    config: String,
    sheet: Sheet,
    written: u64,
    pub(super) engine: Arc<Engine>,
    server: Piped,
    clock: Arc<FixedClock>,
    ids: Arc<CountedIds>,
}

impl World {
    /// The world in which a story begins; none where there is no such.
    pub(super) fn of(story: &Story<'_>) -> Option<Self> {
        let mut names: Vec<String> = story.seeds.iter().map(|name| (*name).to_owned()).collect();
        if names.is_empty() {
            names.push(DEFAULT_SEED.to_owned());
        }
        let kept = KEPT.with_borrow_mut(|kept| {
            let place = kept.iter().position(|world| world.seeds == names && world.config == story.config)?;
            Some(kept.remove(place))
        });
        let world = match kept {
            Some(world) => world,
            None => Self::make(names, story.config.clone())?,
        };
        world.clock.set(parse_time(DEFAULT_TIME));
        world.ids.begin();
        world.set(&story.set);
        Some(world)
    }

    fn make(names: Vec<String>, settings: String) -> Option<Self> {
        let config = Config::from_toml(&settings).ok()?;
        let image = IMAGES.with_borrow_mut(|images| {
            let made = images.get_mut(&names)?;
            Some(Arc::clone(made.get_or_insert_with(|| image(&names))))
        })?;
        let clock = Arc::new(FixedClock::new(parse_time(DEFAULT_TIME)));
        let ids = Arc::new(CountedIds::default());
        let sheet = Sheet::over(image);
        let options = Options { clock: clock.clone(), ..Options::new(Profile::Fast) };
        let engine = Arc::new(Engine::with_backend(sheet.clone(), options).expect("the image is a store"));
        let server = Server::new(Arc::clone(&engine), config)
            .with_ids(ids.clone())
            .with_token_secret(TokenSecret(TOKEN_SECRET))
            .piped(([127, 0, 0, 1], 2278).into())
            .expect("there is a secret already");
        let written = sheet.writes();
        Some(Self { seeds: names, config: settings, sheet, written, engine, server, clock, ids })
    }

    /// Sets clock and identifiers.
    pub(super) fn set(&self, set: &Set<'_>) {
        if let Some(time) = set.time {
            self.clock.set(time);
        }
        if let Some(ids) = set.ids {
            self.ids.list(ids.split_whitespace().map(str::to_owned));
        }
    }

    /// How often the store was written to.
    pub(super) fn writes(&self) -> u64 {
        self.sheet.writes()
    }

    /// Whether a key is one of the store's for this dialect.
    pub(super) fn has_key(&self, dialect: &str, key: &[u8]) -> bool {
        let digest = std::str::from_utf8(key).ok().map(digest);
        let is_of_dialect =
            |digest| self.engine.keys().find(digest).is_some_and(|key| key.dialect == dialect);
        digest.is_some_and(is_of_dialect)
    }

    /// All that is answered to what a caller sends who then sends no more.
    pub(super) fn ask(&self, sent: &[u8]) -> Vec<u8> {
        let conversation = async {
            let (caller, stream) = tokio::io::duplex(64 * 1024);
            let (mut reader, mut writer) = tokio::io::split(caller);
            let sending = async {
                // A server that has heard enough closes the connection.
                let _ = writer.write_all(sent).await;
                let _ = writer.shutdown().await;
            };
            let reading = async {
                let mut answer = Vec::new();
                reader.read_to_end(&mut answer).await.expect("a pipe can be read");
                answer
            };
            let ((), (), answer) = tokio::join!(self.server.answer(stream), sending, reading);
            answer
        };
        RUNTIME.with(|runtime| runtime.block_on(conversation))
    }

    /// Ends a story: what was written must keep to the rules, and is forgotten.
    pub(super) fn end(self) {
        if self.written != self.writes() {
            self.check();
            return;
        }
        if self.config.contains(REMEMBERED) {
            return;
        }
        KEPT.with_borrow_mut(|kept| {
            kept.truncate(WORLDS_MAX - 1);
            kept.insert(0, self);
        });
    }

    /// The parts of each cart must sum up to the whole.
    fn check(&self) {
        let now = trolley_engine::env::Clock::now(self.clock.as_ref());
        let page = Page { offset: 0, limit: CARTS_MAX };
        let carts = self.engine.carts(&Principal::Server, None, now, page).expect("carts can be read");
        for view in carts.entries {
            let (cart, priced) = (&view.cart, &view.priced);
            let sum = |part: fn(&trolley_engine::domain::pricing::PricedLine) -> i64| {
                priced.lines.iter().map(|line| i128::from(part(line))).sum::<i128>()
            };
            assert_eq!(sum(|line| line.subtotal), priced.subtotal.into(), "{cart:?}");
            assert_eq!(sum(|line| line.discount_total), priced.discount_total.into(), "{cart:?}");
            assert_eq!(sum(|line| line.tax_total), priced.tax_total.into(), "{cart:?}");
            assert_eq!(sum(|line| line.total), priced.total.into(), "{cart:?}");
            let applied = priced.applied.iter().map(|applied| i128::from(applied.minor_units));
            assert_eq!(applied.sum::<i128>(), priced.discount_total.into(), "{cart:?}");
            assert!(cart.lines.is_sorted_by(|one, next| one.sequence < next.sequence), "{cart:?}");
            assert!(0 <= priced.total, "{cart:?}");
        }
    }
}

fn parse_time(text: &str) -> Timestamp {
    trolley::json::parse_rfc_3339(text).expect("it is a time")
}

/// Each selection of seeds that fixtures have, for the bytes of a store that has them.
fn selections() -> Images {
    let fixtures = files_below(&project_root().join("fixtures"), ".http");
    let selected = fixtures.iter().filter_map(|path| selection(path));
    selected.chain([vec![DEFAULT_SEED.to_owned()]]).map(|names| (names, None)).collect()
}

fn selection(path: &Path) -> Option<Vec<String>> {
    Fixture::parse(path, &read_text(path)).ok().map(|fixture| fixture.seeds)
}

fn image(names: &[String]) -> Arc<[u8]> {
    let time = parse_time(DEFAULT_TIME);
    let sheet = Sheet::over(Arc::new([]));
    let clock = Arc::new(FixedClock::new(time));
    let options = Options { clock, ..Options::new(Profile::Fast) };
    let engine = Engine::with_backend(sheet.clone(), options).expect("a store can be made in memory");
    seed::load(&engine, &seeds(names).expect("the fixtures name seeds"), time).expect("they can be loaded");
    engine.close().expect("memory does not fail");
    sheet.bytes()
}
