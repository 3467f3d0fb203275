//! Drawing plots as SVG, on white, so that they look the same on a dark page.

use std::path::Path;

use plotters::coord::Shift;
use plotters::prelude::{
    BindKeyPoints as _, ChartBuilder, Circle, DashedLineSeries, DrawingArea, DrawingAreaErrorKind,
    IntoDrawingArea as _, IntoFont as _, IntoLogRange as _, LineSeries, PathElement, RGBColor, SVGBackend,
    Text, WHITE,
};
use plotters::style::Color as _;
use trolley_benches::Result;

use crate::axis::written;
use crate::plot::{Line, Look, Plot};

/// The size of a drawing, and how much of it the legend has on the right, in pixels.
const SIZE: (u32, u32) = (960, 500);
const LEGEND_WIDTH: u32 = 230;
/// Heights of what stands above and below the lines, in pixels.
const HEAD_HEIGHT: u32 = 44;
const FOOT_HEIGHT: u32 = 54;

const INK: RGBColor = RGBColor(32, 36, 42);
const FAINT_INK: RGBColor = RGBColor(96, 103, 112);
const GRID: RGBColor = RGBColor(225, 228, 232);
const FONT: &str = "Helvetica, Arial, sans-serif";

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// Draws a plot into a file.
pub(crate) fn draw(plot: &Plot, machine: &str, file: &Path) -> Result<()> {
    let root = SVGBackend::new(file, SIZE).into_drawing_area();
    root.fill(&WHITE).map_err(failed)?;
    let (head, rest) = root.split_vertically(HEAD_HEIGHT);
    let (middle, foot) = rest.split_vertically(SIZE.1 - HEAD_HEIGHT - FOOT_HEIGHT);
    let (lines, legend) = middle.split_horizontally(SIZE.0 - LEGEND_WIDTH);
    text(&head, plot.title, (20, 14), 20, INK)?;
    text(&foot, &plot.note, (20, 12), 13, FAINT_INK)?;
    text(&foot, machine, (20, 32), 13, FAINT_INK)?;
    draw_lines(&lines, plot)?;
    draw_legend(&legend, &plot.lines)?;
    root.present().map_err(failed)
}

fn draw_lines(area: &Area<'_>, plot: &Plot) -> Result<()> {
    let points = || plot.lines.iter().flat_map(|line| &line.points);
    let (left, right, x_ticks) = plot.x.range(points().map(|(x, _)| *x));
    let (low, high, y_ticks) = plot.y.range(points().map(|(_, y)| *y));
    let (x_count, y_count) = (x_ticks.len(), y_ticks.len());
    let x = (left..right).log_scale().with_key_points(x_ticks);
    let y = (low..high).log_scale().with_key_points(y_ticks);
    let mut chart = ChartBuilder::on(area)
        .margin_right(16)
        .margin_left(12)
        .x_label_area_size(46)
        .y_label_area_size(78)
        .build_cartesian_2d(x, y)
        .map_err(failed)?;
    chart
        .configure_mesh()
        .x_labels(x_count)
        .y_labels(y_count)
        .x_label_formatter(&|x| written(*x))
        .y_label_formatter(&|y| written(*y))
        .x_desc(plot.x.label)
        .y_desc(plot.y.label)
        .label_style((FONT, 14).into_font().color(&INK))
        .axis_desc_style((FONT, 15).into_font().color(&INK))
        .axis_style(FAINT_INK)
        .bold_line_style(GRID)
        .light_line_style(WHITE)
        .draw()
        .map_err(failed)?;
    for Line { look, points, .. } in &plot.lines {
        let colour = colour(*look);
        let stroke = colour.stroke_width(2);
        match look.is_dashed {
            true => {
                let series = DashedLineSeries::new(points.iter().copied(), 7, 5, stroke);
                chart.draw_series(series).map_err(failed)?;
            }
            false => {
                chart.draw_series(LineSeries::new(points.iter().copied(), stroke)).map_err(failed)?;
            }
        }
        let dots = points.iter().map(|point| Circle::new(*point, 3, colour.filled()));
        chart.draw_series(dots).map_err(failed)?;
    }
    Ok(())
}

fn draw_legend(area: &Area<'_>, lines: &[Line]) -> Result<()> {
    for (place, Line { name, look, .. }) in lines.iter().enumerate() {
        let y = 22 + 26 * i32::try_from(place)?;
        let colour = colour(*look);
        let strokes: &[(i32, i32)] = if look.is_dashed { &[(6, 13), (18, 25), (30, 34)] } else { &[(6, 34)] };
        for (from, to) in strokes {
            area.draw(&PathElement::new([(*from, y), (*to, y)], colour.stroke_width(2))).map_err(failed)?;
        }
        area.draw(&Circle::new((20, y), 3, colour.filled())).map_err(failed)?;
        text(area, name, (42, y - 7), 14, INK)?;
    }
    Ok(())
}

fn text(area: &Area<'_>, text: &str, at: (i32, i32), size: i32, colour: RGBColor) -> Result<()> {
    area.draw(&Text::new(text.to_owned(), at, (FONT, size).into_font().color(&colour))).map_err(failed)
}

const fn colour(Look { colour: (red, green, blue), .. }: Look) -> RGBColor {
    RGBColor(red, green, blue)
}

fn failed<E: std::error::Error + Send + Sync>(error: DrawingAreaErrorKind<E>) -> trolley_benches::Failed {
    error.to_string().into()
}
