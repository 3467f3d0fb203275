//! Load on a server over HTTP, and what came of it. A caller sends a request, waits for the whole answer, looks at it, and
//! sends the next: how fast they come is the server's doing, and none is lost from view.
//!
//! What is measured must cost more than measuring it. So requests are bytes that are made once, and answers are looked
//! at where they lie; a client that does more would be the slower half of a fast server.

pub(crate) mod histogram;
pub(crate) mod tally;
pub(crate) mod request;
pub(crate) mod answer;
pub(crate) mod connection;
pub(crate) mod work;
pub(crate) mod round;
pub(crate) mod errands;
pub(crate) mod limit;
pub(crate) mod own_time;
