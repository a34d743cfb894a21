//! A live plot shows what a plot of the same rows shows, whatever comes and goes; and a decimated line lights the pixels
//! that a line through all rows does (R5).

use std::{cell::RefCell, collections::BTreeSet, convert::Infallible};

use chart::{Frame, Live, Plot, Theme, ViewState, plot};
use document::{Aggregate, Mark};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};
use plotters_svg::SVGBackend;
use proptest::prelude::*;
use table::{Batch, Column, DataType, Field, Retention, Schema, Table, TextColumn};

use crate::tables::{FRAME, START_MS, by, floats, noise, spec, table, times};

fn svg(plot: &Plot, frame: Frame) -> String {
    let mut text = String::new();
    plot.draw(SVGBackend::with_string(&mut text, (frame.width_px, frame.height_px))).unwrap();
    text
}

fn schema() -> Schema {
    let field = |name: &str, data_type| Field { name: name.to_owned(), data_type };
    Schema::new(vec![field("time", DataType::Time), field("core", DataType::Text), field("load", DataType::Float)])
        .unwrap()
}

prop_compose! {
    /// Rows that go on about a second after each other; some are late, some have gaps.
    fn batch(late: bool)(
        rows in prop::collection::vec((0u32..2, prop::option::weighted(0.9, -50..50i32), 0..1_000i64, 0..40u8), 0..80),
        from in 0..400i64,
        many in prop::bool::weighted(0.2),
    ) -> (Vec<(u32, Option<i32>, i64)>, i64) {
        let repeat = if many { 20 } else { 1 };
        let rows = rows.into_iter().flat_map(|(core, load, ms, odd)| {
            let ms = if late && odd == 0 { ms - 20_000 } else { ms };
            std::iter::repeat_n((core, load, ms), repeat)
        });
        (rows.collect(), from)
    }
}

fn batch_of(rows: &[(u32, Option<i32>, i64)], now_ms: &mut i64, labels: &[String]) -> Batch {
    let (mut time, mut codes, mut load) = (Vec::new(), Vec::new(), Vec::new());
    for (core, value, ms) in rows {
        *now_ms += ms.max(&0);
        time.push(Some(*now_ms + ms.min(&0)));
        codes.push(core + 1);
        load.push(value.map_or(f64::NAN, f64::from));
    }
    let text = TextColumn { codes: codes.into(), dictionary: labels.to_vec() };
    Batch::new(schema(), vec![Column::Time(time.into()), Column::Text(text), Column::Float(load.into())]).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]
    #[test]
    fn a_live_plot_shows_what_a_plot_shows(
        batches in prop::collection::vec(batch(false), 1..12),
        late in prop::option::weighted(0.3, batch(true)),
        mark in prop::sample::select(vec![Mark::Line, Mark::Area, Mark::Bar, Mark::Point]),
        colored: bool,
        aggregate in prop::option::weighted(0.2, Just(Aggregate::Mean)),
        max_rows in 1usize..1_500,
        zoom in prop::option::of((0.0..0.9f64, 0.05..0.9f64)),
        hidden in any::<bool>(),
        third in prop::bool::weighted(0.2),
    ) {
        let mut spec = if colored { by(spec(mark, "time", "load"), "core", "%") } else { spec(mark, "time", "load") };
        spec.aggregate = aggregate;
        let mut table = Table::new(schema(), Retention { max_rows, max_age_ms: None });
        let (mut live, mut now_ms) = (Live::default(), START_MS);
        let mut labels = vec!["core 0".to_owned(), "core 1".to_owned()];
        for (index, (rows, gone)) in late.iter().chain(&batches).chain(&late).enumerate() {
            if third && index == 3 {
                labels[1] = "core 2".to_owned();
            }
            if *gone == 7 {
                table.clear_to(table.next_row() + 5);
            }
            table.append(&batch_of(rows, &mut now_ms, &labels)).unwrap();
            let span = (now_ms - START_MS) as f64;
            let x = zoom.map(|(from, share)| (START_MS as f64 + span * from, START_MS as f64 + span * (from + share) + 1.0));
            let view = ViewState { x, y: None, hidden: if hidden { vec!["core 1".to_owned()] } else { Vec::new() } };
            match (live.show(&spec, &table, &view, FRAME), plot(&spec, &table, &view, FRAME)) {
                (Ok(live), Ok(plot)) => {
                    prop_assert_eq!(svg(live, FRAME), svg(&plot, FRAME));
                    prop_assert_eq!(live.describe(), plot.describe());
                    let hits = [live.nearest(300.0, 100.0), plot.nearest(300.0, 100.0)];
                    let [ours, pure] = hits.map(|hit| hit.map(|hit| (hit.series, hit.x, hit.y, hit.x_px, hit.y_px)));
                    prop_assert_eq!(ours, pure);
                }
                (live, plot) => prop_assert_eq!(live.err(), plot.err()),
            }
        }
    }
}

/// The pixels that are lit by paths and dots, drawn as hairlines.
#[derive(Default)]
struct Lit(RefCell<BTreeSet<BackendCoord>>);

/// The pixels of a hairline by Bresenham's algorithm, both ends lit.
fn hairline(from: BackendCoord, to: BackendCoord, lit: &mut BTreeSet<BackendCoord>) {
    let (dx, dy) = ((to.0 - from.0).abs(), -(to.1 - from.1).abs());
    let (step_x, step_y) = ((to.0 - from.0).signum(), (to.1 - from.1).signum());
    let (mut at, mut error) = (from, dx + dy);
    loop {
        lit.insert(at);
        if at == to {
            return;
        }
        let twice = 2 * error;
        if twice >= dy {
            error += dy;
            at.0 += step_x;
        }
        if twice <= dx {
            error += dx;
            at.1 += step_y;
        }
    }
}

impl DrawingBackend for &Lit {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (FRAME.width_px, FRAME.height_px)
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        _: BackendCoord,
        _: BackendCoord,
        _: &S,
        _: bool,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        _: &str,
        _: &S,
        _: BackendCoord,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        _: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let points: Vec<_> = path.into_iter().collect();
        points.windows(2).for_each(|pair| hairline(pair[0], pair[1], &mut self.0.borrow_mut()));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        _: u32,
        _: &S,
        _: bool,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.0.borrow_mut().insert(center);
        Ok(())
    }
}

/// Row R5: 200 random windows of rows with gaps, zero pixels differ.
#[test]
fn a_decimated_line_lights_the_pixels_of_all_its_rows() {
    let rows = 8_000;
    let walk = |row: usize| (row as f64 / 900.0).sin() * 40.0 + noise(row) * 25.0;
    let value = |row: usize| if noise(row / 7 + 5) > 0.97 || (row % 2_000) < 60 { f64::NAN } else { walk(row) };
    let table = table([("time", times(1_000, rows, 1)), ("value", floats(rows, value))]);
    let spec = spec(Mark::Line, "time", "value");
    let mut live = Live::default();
    for window in 0..200 {
        let share = |salt: usize| (noise(window * 2 + salt) + 1.0) / 2.0;
        let width = (rows as f64 * 1_000.0) * share(0).powi(3) + 5_000.0;
        let first = START_MS as f64 + (rows as f64 * 1_000.0) * share(1) * 0.9;
        let frame = Frame { width_px: 200 + (window as u32 * 37) % 900, theme: Theme::Light, ..FRAME };
        let view = ViewState { x: Some((first, first + width)), ..ViewState::default() };
        let Ok(plot) = live.show(&spec, &table, &view, frame) else { continue };
        let lit = Lit::default();
        plot.draw(&lit).unwrap();
        let differ = lit.0.into_inner().symmetric_difference(&full(plot, rows, value)).count();
        assert_eq!(differ, 0, "pixels of window {window}: {first} and {width} ms");
    }
}

/// The pixels of hairlines through every row, cut off at the edges of the area.
fn full(plot: &Plot, rows: usize, value: impl Fn(usize) -> f64) -> BTreeSet<BackendCoord> {
    let area = plot.area().unwrap();
    let (first, last) = plot.x_domain().unwrap();
    let x = |row: usize| (START_MS + row as i64 * 1_000) as f64;
    let shown: Vec<usize> =
        (0..rows).filter(|row| x(row + 1) >= first && row.checked_sub(1).is_none_or(|row| x(row) <= last)).collect();
    let pixel = |row: usize| (plot.x_px(x(row)).unwrap().round() as i32, plot.y_px(value(row)).unwrap().round() as i32);
    let is_inside =
        |(x, y): BackendCoord| (area.left..=area.right).contains(&x) && (area.top..=area.bottom).contains(&y);
    let mut lit = BTreeSet::new();
    for run in shown.split(|row| value(*row).is_nan()).filter(|run| !run.is_empty()) {
        let points: Vec<BackendCoord> = run.iter().map(|row| pixel(*row)).collect();
        lit.extend(points.iter().copied().take(1).filter(|point| is_inside(*point)));
        for pair in points.windows(2) {
            if is_inside(pair[0]) && is_inside(pair[1]) {
                hairline(pair[0], pair[1], &mut lit);
            } else {
                cut(pair[0], pair[1], area, &mut lit);
            }
        }
    }
    lit
}

/// A hairline that leaves the area ends on the pixel nearest to where it crosses the edge.
fn cut(from: BackendCoord, to: BackendCoord, area: chart::Area, lit: &mut BTreeSet<BackendCoord>) {
    let along = [(from.0, to.0, area.left, area.right), (from.1, to.1, area.top, area.bottom)];
    let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
    for (from, to, low, high) in along {
        let share = |edge: i32| f64::from(edge - from) / f64::from(to - from);
        if from != to {
            enters = enters.max(share(low).min(share(high)));
            leaves = leaves.min(share(low).max(share(high)));
        } else if from < low || from > high {
            return;
        }
    }
    let at = |from: i32, to: i32, share: f64| (f64::from(from) + f64::from(to - from) * share).round() as i32;
    let place = |share: f64| (at(from.0, to.0, share), at(from.1, to.1, share));
    if enters <= leaves {
        hairline(place(enters), place(leaves), lit);
    }
}
