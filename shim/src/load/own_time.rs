//! How much of a processor measuring itself takes: where it is all of one, the figures are the measure's, not the server's.

use std::time::Duration;

/// How long a tick is, in which the system counts.
const TICK: Duration = Duration::from_millis(10);

/// For how long this thread has been at work so far; none where the system does not say.
pub(crate) fn of_this_thread() -> Option<Duration> {
    at_work(&std::fs::read_to_string("/proc/thread-self/stat").ok()?)
}

/// What Linux says of a thread: the time of its own and that of the system for it stand twelfth behind its name, which is
/// in parentheses and may have anything in it.
fn at_work(stat: &str) -> Option<Duration> {
    let (_, behind) = stat.rsplit_once(") ")?;
    let mut ticks = behind.split(' ').skip(11).map(|field| field.parse::<u32>().ok());
    let (own, system) = (ticks.next()??, ticks.next()??);
    TICK.checked_mul(own.checked_add(system)?)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::at_work;

    #[test]
    fn the_time_of_a_thread_is_read_whatever_its_name() {
        let stat = "7 (a) b (c) R 1 2 3 4 5 6 7 8 9 10 150 50 0 0 20 0 1 0 12345 0 0";
        assert_eq!(at_work(stat), Some(Duration::from_secs(2)));
        assert_eq!(at_work("7 (a) R 1"), None);
        assert_eq!(at_work(""), None);
    }
}
