//! When a key is to end, as people write it.

use trolley_engine::Timestamp;

use crate::json::parse_rfc_3339;

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// Most days or hours: a hundred years of days.
const COUNT_MAX: i64 = 36_525;

/// The moment that is meant: so many days (`90d`) or hours (`12h`) from now, the beginning of a day of UTC (`2027-01-31`),
/// or a time (`2027-01-31T12:00:00Z`). In whole seconds.
pub(super) fn parse(text: &str, now: Timestamp) -> Option<Timestamp> {
    let span = |digits: &str, unit_ms: i64| {
        let count = digits.parse::<i64>().ok().filter(|count| (1..=COUNT_MAX).contains(count))?;
        let at = now.as_millis().checked_add(count * unit_ms)?;
        Some(Timestamp::from_millis(at.div_euclid(1_000) * 1_000))
    };
    if let Some(days) = text.strip_suffix('d') {
        return span(days, DAY_MS);
    }
    if let Some(hours) = text.strip_suffix('h') {
        return span(hours, HOUR_MS);
    }
    parse_rfc_3339(text).or_else(|| parse_rfc_3339(&format!("{text}T00:00:00Z")))
}
