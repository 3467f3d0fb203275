//! Which of several names somebody may have meant.

/// One letter in so many may be wrong, missing, too many, or have changed places with its neighbour.
const LETTERS_A_SLIP: usize = 3;

/// The name that is most like this one, where any is like it at all; of several the first.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|known| (strsim::damerau_levenshtein(name, known), known))
        .filter(|(slips, known)| slips.saturating_mul(LETTERS_A_SLIP) <= name.len().max(known.len()))
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, known)| known)
}
