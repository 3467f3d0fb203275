//! All tests of the engine and the server.
fn main() {}
