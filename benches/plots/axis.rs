//! Axes: what they show, where their ticks are, and how those are written.

/// By what the end of an axis is a multiple of its beginning at least.
const ENDS_MIN: f64 = 10.0;

/// An axis. All are logarithmic: what is shown goes over decades.
#[derive(Debug, Clone)]
pub(crate) struct Axis {
    /// What it shows, with the unit.
    pub(crate) label: &'static str,
    /// Where its ticks are; where none are said, at 1, 2 and 5 or at powers of ten.
    pub(crate) ticks: Vec<f64>,
}

impl Axis {
    /// One with ticks where they fall.
    pub(crate) const fn new(label: &'static str) -> Self {
        Self { label, ticks: Vec::new() }
    }

    /// One with a tick for each of these.
    pub(crate) fn of(label: &'static str, ticks: &[usize]) -> Self {
        Self { label, ticks: ticks.iter().map(|tick| *tick as f64).collect() }
    }

    /// From where to where it goes, and where its ticks are, to show all of these, which are above 0.
    pub(crate) fn range(&self, shown: impl Iterator<Item = f64>) -> (f64, f64, Vec<f64>) {
        let (low, high) = shown.fold((f64::MAX, f64::MIN), |(low, high), one| (low.min(one), high.max(one)));
        if high < low {
            return (1.0, 10.0, vec![1.0, 10.0]);
        }
        if let (Some(first), Some(last)) = (self.ticks.first(), self.ticks.last()) {
            // A little room on both sides, so that points do not lie on the frame.
            return (low.min(*first) / 1.12, high.max(*last) * 1.12, self.ticks.clone());
        }
        // What differs little is not to look as if it differed much, and there are to be some ticks.
        let (middle, half) = ((low * high).sqrt(), ENDS_MIN.sqrt());
        let (low, high) = ((low / 1.25).min(middle / half), (high * 1.25).max(middle * half));
        let mut ticks = ticks(low, high, &[1.0, 2.0, 5.0]);
        if 9 < ticks.len() {
            ticks = self::ticks(low, high, &[1.0]);
        }
        (low, high, ticks)
    }
}

/// These multiples of powers of ten, as far as they lie between.
fn ticks(low: f64, high: f64, multiples: &[f64]) -> Vec<f64> {
    let decades = (low.log10().floor() as i32)..=(high.log10().ceil() as i32);
    let all = decades.flat_map(|decade| multiples.iter().map(move |multiple| multiple * 10_f64.powi(decade)));
    all.filter(|tick| low <= *tick && *tick <= high).collect()
}

/// How a tick is written: 0.05, 2, 10, 5,000, 1 million.
pub(crate) fn written(tick: f64) -> String {
    if 1_000_000.0 <= tick {
        return format!("{} million", tick / 1_000_000.0);
    }
    if tick < 1.0 {
        let text = format!("{tick:.3}");
        return text.trim_end_matches('0').to_owned();
    }
    let digits = format!("{tick:.0}");
    match digits.split_at_checked(digits.len().saturating_sub(3)) {
        Some((thousands, rest)) if !thousands.is_empty() => format!("{thousands},{rest}"),
        _ => digits,
    }
}

#[cfg(test)]
mod tests;
