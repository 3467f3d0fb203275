use std::future::pending;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use tokio::task::JoinSet;

use super::{Asked, Place, Places};
use crate::server::limits::Limits;

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const THERE: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));

/// Connections that do nothing, on a server with these limits.
struct Room {
    places: Arc<Places>,
    tasks: JoinSet<()>,
}

impl Room {
    fn new(connections_max: usize, connections_per_peer_max: Option<usize>) -> Self {
        let limits = Limits { connections_max, connections_per_peer_max, ..Limits::documented() };
        Self { places: Places::new(&limits), tasks: JoinSet::new() }
    }

    /// A newcomer from this address: its place, and whether another had to go for it; none where it is refused.
    fn enter(&mut self, peer: IpAddr) -> Option<(Place, bool)> {
        let (place, made_room) = match self.places.ask(peer) {
            Asked::Free(place) => (place, false),
            Asked::MadeRoom(place) => (place, true),
            Asked::Full => return None,
        };
        self.places.runs(place.id(), self.tasks.spawn(pending()));
        Some((place, made_room))
    }

    #[track_caller]
    fn enter_free(&mut self, peer: IpAddr) -> Place {
        let (place, made_room) = self.enter(peer).unwrap();
        assert!(!made_room);
        place
    }

    #[track_caller]
    fn enter_for(&mut self, peer: IpAddr, gone: &Place) -> Place {
        let (place, made_room) = self.enter(peer).unwrap();
        assert!(made_room && !self.has(gone));
        place
    }

    fn has(&self, place: &Place) -> bool {
        self.places.taken().by_id.contains_key(&place.id())
    }
}

#[tokio::test(flavor = "current_thread")]
async fn the_longest_waiting_makes_room() {
    let mut room = Room::new(3, None);
    let [first, second, third] = [(); 3].map(|()| room.enter_free(HERE));
    // The first sends a request and is answered: it is the last by now.
    first.waiting().begin();
    first.waiting().end();
    first.waiting().begin();
    let fourth = room.enter_for(HERE, &second);
    let fifth = room.enter_for(THERE, &third);
    let sixth = room.enter_for(HERE, &first);
    assert!([&fourth, &fifth, &sixth].iter().all(|place| room.has(place)));
}

#[tokio::test(flavor = "current_thread")]
async fn who_is_at_work_stays_and_a_newcomer_is_refused_only_where_all_are() {
    let mut room = Room::new(2, None);
    let [first, second] = [(); 2].map(|()| room.enter_free(HERE));
    first.waiting().end();
    let third = room.enter_for(HERE, &second);
    third.waiting().end();
    assert!(room.enter(HERE).is_none());
    assert!(room.has(&first) && room.has(&third));
    assert!(!room.places.make_room());
    first.waiting().begin();
    assert!(room.places.make_room());
    assert!(!room.has(&first));
}

#[tokio::test(flavor = "current_thread")]
async fn an_address_with_enough_of_them_makes_room_among_its_own() {
    let mut room = Room::new(4, Some(2));
    let other = room.enter_free(THERE);
    let [first, second] = [(); 2].map(|()| room.enter_free(HERE));
    let third = room.enter_for(HERE, &first);
    assert!(room.has(&other) && room.has(&second) && room.has(&third));
    second.waiting().end();
    third.waiting().end();
    assert!(room.enter(HERE).is_none(), "that others wait helps it nothing");
    assert!(room.has(&other));
}

#[tokio::test(flavor = "current_thread")]
async fn a_place_is_given_up_when_the_connection_ends() {
    let mut room = Room::new(1, None);
    let first = room.enter_free(HERE);
    drop(first);
    let second = room.enter_free(HERE);
    assert!(room.has(&second));
}
