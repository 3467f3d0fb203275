//! A cart as the raw stores keep it: the bytes of the engine's own record of such a cart, with the quantities written over
//! them at places of their own, so that raising one is a copy and a patch, the least that a store of records can do.

/// How many bytes a quantity takes.
const QUANTITY_BYTES: usize = 8;

/// What every cart begins as.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    bytes: Vec<u8>,
    lines: usize,
}

impl Template {
    /// A cart of so many lines, of one unit each, in as many bytes as these.
    pub(crate) fn new(engine_record: Vec<u8>, lines: usize) -> Self {
        let mut bytes = engine_record;
        let least = lines * QUANTITY_BYTES;
        if bytes.len() < least {
            bytes.resize(least, 0);
        }
        let mut template = Self { bytes, lines };
        for line in 0..lines {
            let at = template.place(line);
            template.bytes[at..at + QUANTITY_BYTES].copy_from_slice(&1_u64.to_le_bytes());
        }
        template
    }

    /// The cart in the beginning.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// How many lines it has.
    pub(crate) const fn lines(&self) -> usize {
        self.lines
    }

    /// The bytes of one line, for stores that keep a line in a row.
    pub(crate) fn line_bytes(&self, line: usize) -> &[u8] {
        let from = self.place(line);
        &self.bytes[from..from + self.bytes.len() / self.lines]
    }

    /// Adds one unit to a line.
    pub(crate) fn increase(&self, record: &mut [u8], line: usize) {
        let units = self.quantity(record, line) + 1;
        let at = self.place(line);
        record[at..at + QUANTITY_BYTES].copy_from_slice(&units.to_le_bytes());
    }

    /// How many units the cart has in all.
    pub(crate) fn units(&self, record: &[u8]) -> u64 {
        (0..self.lines).map(|line| self.quantity(record, line)).sum()
    }

    fn quantity(&self, record: &[u8], line: usize) -> u64 {
        let at = self.place(line);
        let mut bytes = [0; QUANTITY_BYTES];
        bytes.copy_from_slice(&record[at..at + QUANTITY_BYTES]);
        u64::from_le_bytes(bytes)
    }

    const fn place(&self, line: usize) -> usize {
        line * (self.bytes.len() / self.lines)
    }
}

#[cfg(test)]
mod tests;
