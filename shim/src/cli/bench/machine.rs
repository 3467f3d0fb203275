//! What it is measured on.

use std::fs::read_to_string;

use serde::Serialize;

/// A machine, as far as it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Machine {
    /// Processors that this program may use at a time.
    pub(super) cores: Option<usize>,
    /// Their name.
    pub(super) processor: Option<String>,
    pub(super) system: &'static str,
    /// The version of the system.
    pub(super) kernel: Option<String>,
    pub(super) architecture: &'static str,
}

impl Machine {
    /// The one that this runs on.
    pub(super) fn this() -> Self {
        let processors = read_to_string("/proc/cpuinfo").unwrap_or_default();
        Self {
            cores: std::thread::available_parallelism().ok().map(usize::from),
            processor: processor(&processors),
            system: std::env::consts::OS,
            kernel: read_to_string("/proc/sys/kernel/osrelease").ok().map(|text| text.trim().to_owned()),
            architecture: std::env::consts::ARCH,
        }
    }
}

/// The name of the first processor, as Linux lists them.
fn processor(list: &str) -> Option<String> {
    let named = list.lines().find(|line| line.starts_with("model name"))?;
    Some(named.split_once(':')?.1.trim().to_owned())
}
