//! What one caller waits for, by how many lines the cart has.

use std::path::Path;
use std::time::Duration;

use trolley_benches::Result;
use trolley_benches::operation::{Operation, Repeated};
use trolley_benches::shop::{Offers, Shop};
use trolley_benches::stopwatch::{Stopwatch, timed};
use trolley_engine::Profile;

use crate::axis::Axis;
use crate::measures::{Measures, median, micros};
use crate::plot::{Line, Look, Plot};

const PROFILES: [(Profile, &str, Look); 3] = [
    (Profile::Durable, "durable", Look::DURABLE),
    (Profile::Fast, "fast", Look::FAST),
    (Profile::Memory, "memory", Look::MEMORY),
];
const OPERATIONS: [(Operation, &str); 2] =
    [(Operation::Increase, "one more unit"), (Operation::Read, "read and price")];

pub(crate) fn plots(measures: &Measures, disk: &Path) -> Result<Vec<Plot>> {
    let shops: Vec<Shop> = PROFILES
        .iter()
        .map(|(profile, ..)| Shop::new(*profile, disk, Offers::None))
        .collect::<Result<_>>()?;
    let mut curves = Vec::new();
    for ((profile, profile_name, look), shop) in PROFILES.into_iter().zip(&shops) {
        for (operation, operation_name) in OPERATIONS {
            // A look waits for no disk: it costs the same in all profiles.
            if operation == Operation::Read && profile != Profile::Memory {
                continue;
            }
            let look = if operation == Operation::Read { look.dashed() } else { look };
            let name = format!("{operation_name}, {profile_name}");
            curves.push(Curve::new(shop, operation, measures.lines, (name, look))?);
        }
    }
    // All in each round, so that what the machine does besides is the same for all.
    for _ in 0..measures.rounds {
        for curve in &mut curves {
            curve.measure(measures.point)?;
        }
    }
    Ok(vec![Plot {
        file: "add-by-lines",
        title: "What one caller waits for, by the lines of the cart",
        note: "Median. Durable: two-phase commit; fast: one-phase commit; memory: kept nowhere.".to_owned(),
        x: Axis::of("lines of the cart", measures.lines),
        y: Axis::new("microseconds"),
        lines: curves.into_iter().map(Curve::into_line).collect(),
    }])
}

/// A line of the plot that is being measured.
struct Curve<'s> {
    shop: &'s Shop,
    name: String,
    look: Look,
    points: Vec<Point<'s>>,
}

/// A point of it: a cart of so many lines, and what was waited for.
struct Point<'s> {
    lines: usize,
    cart: Repeated<'s>,
    waited: Vec<Duration>,
}

impl<'s> Curve<'s> {
    fn new(
        shop: &'s Shop,
        operation: Operation,
        lines: &[usize],
        (name, look): (String, Look),
    ) -> Result<Self> {
        let point = |lines: &usize| {
            let id = format!("{}-{lines}", operation.name());
            let cart = Repeated::new((shop, Offers::None), operation, *lines, &id)?;
            Ok(Point { lines: *lines, cart, waited: Vec::new() })
        };
        Ok(Self { shop, name, look, points: lines.iter().map(point).collect::<Result<_>>()? })
    }

    fn measure(&mut self, point: Duration) -> Result<()> {
        for Point { cart, waited, .. } in &mut self.points {
            let watch = Stopwatch::start();
            while watch.elapsed() < point {
                let time = cart.lay_out()?;
                waited.push(timed(|| cart.run(self.shop.engine(), time))?.1);
            }
        }
        Ok(())
    }

    fn into_line(self) -> Line {
        let point = |mut point: Point<'_>| (point.lines as f64, micros(median(&mut point.waited)));
        Line { name: self.name, look: self.look, points: self.points.into_iter().map(point).collect() }
    }
}
