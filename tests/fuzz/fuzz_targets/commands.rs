#![no_main]
#![allow(dead_code)]

/// The suite's model, which is fed by bytes here.
#[path = "../../suite"]
mod suite {
    pub mod goods;
    pub mod model;
}

use suite::goods;

libfuzzer_sys::fuzz_target!(|data: &[u8]| suite::model::commands(data));
