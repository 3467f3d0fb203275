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
    let mut lines = Vec::new();
    for (profile, profile_name, look) in PROFILES {
        let shop = Shop::new(profile, disk, Offers::None)?;
        for (operation, operation_name) in OPERATIONS {
            // A look waits for no disk: it costs the same in all profiles.
            if operation == Operation::Read && profile != Profile::Memory {
                continue;
            }
            let look = if operation == Operation::Read { look.dashed() } else { look };
            lines.push(Line {
                name: format!("{operation_name}, {profile_name}"),
                look,
                points: points(measures, &shop, operation)?,
            });
        }
    }
    Ok(vec![Plot {
        file: "add-by-lines",
        title: "What one caller waits for, by the lines of the cart",
        note: "Median. Durable: two-phase commit; fast: one-phase commit; memory: kept nowhere.".to_owned(),
        x: Axis::of("lines of the cart", measures.lines),
        y: Axis::new("microseconds"),
        lines,
    }])
}

fn points(measures: &Measures, shop: &Shop, operation: Operation) -> Result<Vec<(f64, f64)>> {
    let repeated = |lines: &usize| {
        Repeated::new((shop, Offers::None), operation, *lines, &format!("{}-{lines}", operation.name()))
    };
    let carts: Vec<Repeated<'_>> = measures.lines.iter().map(repeated).collect::<Result<_>>()?;
    let mut waited: Vec<Vec<Duration>> = vec![Vec::new(); carts.len()];
    for _ in 0..measures.rounds {
        for (cart, waited) in carts.iter().zip(&mut waited) {
            let watch = Stopwatch::start();
            while watch.elapsed() < measures.point {
                let time = cart.lay_out()?;
                waited.push(timed(|| cart.run(shop.engine(), time))?.1);
            }
        }
    }
    let points = measures.lines.iter().zip(waited);
    Ok(points.map(|(lines, mut waited)| (*lines as f64, micros(median(&mut waited)))).collect())
}
