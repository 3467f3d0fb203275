//! Forming sets: so many units of this, so many of that, of whatever lines have them.

/// So many units, of any of these lines.
pub(super) struct Need {
    /// The places of the lines, in the order in which they are to be used up.
    pub(super) places: Vec<usize>,
    /// How many units one set takes.
    pub(super) units: u32,
}

/// As many sets as can be made in one way.
pub(super) struct Sets {
    /// How many; at least 1.
    pub(super) times: u32,
    /// The units of one set by need, and in that by the place of the line.
    pub(super) used: Vec<Vec<u32>>,
}

impl Sets {
    /// The units of one set by the place of the line.
    pub(super) fn used_of_line(&self) -> Vec<u32> {
        let mut sum = vec![0; self.used.first().map_or(0, Vec::len)];
        for used in &self.used {
            for (sum, used) in sum.iter_mut().zip(used) {
                *sum += used;
            }
        }
        sum
    }

    /// Takes the units of all the sets away.
    pub(super) fn take_from(&self, free: &mut [u32]) {
        for (free, used) in free.iter_mut().zip(self.used_of_line()) {
            // No overflow: there are at most as many sets as the line has units for.
            *free -= used * self.times;
        }
    }
}

/// Finds one way of making a set of free units, and makes as many as that way allows; none where no set can be made.
///
/// The needs that fewest lines meet have the first choice, and each takes its lines in order. Each call leaves at least
/// one line with less than half of what was free on it, or makes all the sets there may be: calls are few, however many
/// units there are.
pub(super) fn form(needs: &[Need], free: &[u32], sets_max: u32) -> Option<Sets> {
    if sets_max == 0 || needs.iter().all(|need| need.units == 0) {
        return None;
    }
    let mut way = Way { needs, left: free.to_vec(), used: vec![vec![0; free.len()]; needs.len()] };
    let mut by_choice: Vec<usize> = (0..needs.len()).collect();
    by_choice.sort_by_key(|need| needs[*need].places.len());
    for need in by_choice {
        way.meet(need)?;
    }
    let mut sets = Sets { times: sets_max, used: way.used };
    for (free, used) in free.iter().zip(sets.used_of_line()) {
        sets.times = sets.times.min(free.checked_div(used).unwrap_or(u32::MAX));
    }
    Some(sets)
}

/// A set while it is put together.
struct Way<'a> {
    needs: &'a [Need],
    /// Units left by the place of the line.
    left: Vec<u32>,
    used: Vec<Vec<u32>>,
}

impl Way<'_> {
    /// Gives a need all its units, if necessary by giving others to needs that have theirs already.
    fn meet(&mut self, need: usize) -> Option<()> {
        let mut lacking = self.needs[need].units;
        for place in &self.needs[need].places {
            let taken = lacking.min(self.left[*place]);
            self.left[*place] -= taken;
            self.used[need][*place] += taken;
            lacking -= taken;
        }
        while 0 < lacking {
            lacking -= self.exchange(need, lacking)?;
        }
        Some(())
    }

    /// Lets other needs take other units, so that this one can have some of theirs, and says how many it has then; none
    /// where that cannot be.
    fn exchange(&mut self, need: usize, lacking: u32) -> Option<u32> {
        // For each need that can be asked to give: who asks, and of which line.
        let mut asked_by: Vec<Option<(usize, usize)>> = vec![None; self.needs.len()];
        let mut queue = vec![need];
        let mut next = 0;
        let (last, place) = loop {
            let asking = *queue.get(next)?;
            next += 1;
            if let Some(place) = self.needs[asking].places.iter().find(|place| 0 < self.left[**place]) {
                break (asking, *place);
            }
            for place in &self.needs[asking].places {
                for (giving, asked_by) in asked_by.iter_mut().enumerate() {
                    let is_new = giving != need && asked_by.is_none();
                    if is_new && 0 < self.used[giving][*place] {
                        *asked_by = Some((asking, *place));
                        queue.push(giving);
                    }
                }
            }
        };
        let mut units = lacking.min(self.left[place]);
        let mut giving = last;
        while let Some((asking, place)) = asked_by[giving] {
            units = units.min(self.used[giving][place]);
            giving = asking;
        }
        self.left[place] -= units;
        self.used[last][place] += units;
        let mut giving = last;
        while let Some((asking, place)) = asked_by[giving] {
            self.used[giving][place] -= units;
            self.used[asking][place] += units;
            giving = asking;
        }
        Some(units)
    }
}

#[cfg(test)]
mod tests;
