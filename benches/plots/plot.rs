//! A plot: lines of points on two axes, as figures.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use trolley_benches::Result;

use crate::axis::Axis;
use crate::drawing;

/// A plot.
#[derive(Debug, Clone)]
pub(crate) struct Plot {
    /// The name of its files, without what stands behind the dot.
    pub(crate) file: &'static str,
    /// What it shows.
    pub(crate) title: &'static str,
    /// What one has to know to read it.
    pub(crate) note: String,
    /// From left to right.
    pub(crate) x: Axis,
    /// From below to above.
    pub(crate) y: Axis,
    /// The lines, in the order of the legend.
    pub(crate) lines: Vec<Line>,
}

/// A line of a plot.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// What it is, with its durability.
    pub(crate) name: String,
    /// How it is drawn.
    pub(crate) look: Look,
    /// Its points from left to right.
    pub(crate) points: Vec<(f64, f64)>,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Look {
    /// Red, green, blue.
    pub(crate) colour: (u8, u8, u8),
    /// Whether it has gaps.
    pub(crate) is_dashed: bool,
}

impl Look {
    /// Of what is durable.
    pub(crate) const DURABLE: Self = Self { colour: (23, 92, 168), is_dashed: false };
    /// Of what is not proof against a failed flush.
    pub(crate) const FAST: Self = Self { colour: (204, 102, 0), is_dashed: false };
    /// Of what is kept nowhere.
    pub(crate) const MEMORY: Self = Self { colour: (34, 139, 84), is_dashed: false };
    /// Of what was ended by force.
    pub(crate) const ENDED: Self = Self { colour: (176, 42, 72), is_dashed: false };

    /// The same with gaps.
    pub(crate) const fn dashed(self) -> Self {
        Self { is_dashed: true, ..self }
    }
}

impl Plot {
    /// Writes the drawing and the figures.
    pub(crate) fn write(&self, folder: &Path, machine: &str) -> Result<()> {
        drawing::draw(self, machine, &folder.join(format!("{}.svg", self.file)))?;
        fs::write(folder.join(format!("{}.csv", self.file)), self.figures(machine))?;
        Ok(())
    }

    fn figures(&self, machine: &str) -> String {
        let mut figures = format!("# {}\n# {}\n# {machine}\n", self.title, self.note);
        // Writing to a text does not fail.
        let _ = writeln!(figures, "line,{},{}", self.x.label, self.y.label);
        for Line { name, points, .. } in &self.lines {
            for (x, y) in points {
                let _ = writeln!(figures, "\"{name}\",{x},{y:.3}");
            }
        }
        figures
    }
}
