//! A plot that is renewed on the ground of the one before lights the same pixels as one that is drawn from the start.

use std::convert::Infallible;

use chart::{Area, Frame, Ground, Live, Plot, Theme, Threshold, ViewState, width_px};
use document::Mark;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    text_anchor::{HPos, VPos},
};
use proptest::prelude::*;
use table::{Batch, Column, DataType, Field, Retention, Schema, Table};

use crate::tables::{START_MS, spec};

type Outcome = Result<(), DrawingErrorKind<Infallible>>;

/// What was painted on each pixel, in order, as a number. Whatever a brush may touch counts as painted.
struct Screen {
    width: i32,
    height: i32,
    pixels: Vec<u64>,
    /// The last brush that touched each pixel: one counts once.
    brushes: Vec<u32>,
    brush: u32,
    texts: usize,
}

impl Screen {
    fn new(frame: Frame) -> Self {
        let (width, height) = (frame.width_px as i32, frame.height_px as i32);
        let count = (width * height) as usize;
        Self { width, height, pixels: vec![0; count], brushes: vec![0; count], brush: 0, texts: 0 }
    }

    fn wipe(&mut self, area: Area) {
        for y in area.top..=area.bottom {
            let row = y * self.width;
            self.pixels[(row + area.left) as usize..=(row + area.right) as usize].fill(0);
        }
    }

    fn paint(&mut self, pixels: impl IntoIterator<Item = BackendCoord>, color: BackendColor) {
        let (red, green, blue) = color.rgb;
        let ink = u64::from_be_bytes([0, 0, 0, 0, 1, red, green, blue]) ^ color.alpha.to_bits();
        self.brush += 1;
        for (x, y) in pixels {
            let index = (y * self.width + x) as usize;
            let is_inside = (0..self.width).contains(&x) && (0..self.height).contains(&y);
            if is_inside && std::mem::replace(&mut self.brushes[index], self.brush) != self.brush {
                self.pixels[index] = self.pixels[index].wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(ink);
            }
        }
    }
}

fn rect(from: BackendCoord, to: BackendCoord) -> impl Iterator<Item = BackendCoord> {
    (from.0..to.0).flat_map(move |x| (from.1..to.1).map(move |y| (x, y)))
}

/// The pixels that a round brush may touch on its way, those that it only grazes included.
fn stroked(from: BackendCoord, to: BackendCoord, width_px: u32) -> impl Iterator<Item = BackendCoord> {
    let steps = (to.0 - from.0).abs().max((to.1 - from.1).abs()).max(1);
    let reach = width_px as i32 / 2 + 1;
    (0..=steps).flat_map(move |step| {
        let along =
            |from: i32, to: i32| from + (f64::from(to - from) * f64::from(step) / f64::from(steps)).round() as i32;
        let (x, y) = (along(from.0, to.0), along(from.1, to.1));
        rect((x - reach, y - reach), (x + reach + 1, y + reach + 1))
    })
}

impl DrawingBackend for &mut Screen {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (self.width as u32, self.height as u32)
    }

    fn ensure_prepared(&mut self) -> Outcome {
        Ok(())
    }

    fn present(&mut self) -> Outcome {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, color: BackendColor) -> Outcome {
        self.paint([at], color);
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, _: bool) -> Outcome {
        self.paint(rect(from, to), style.color());
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Outcome {
        let points: Vec<_> = path.into_iter().collect();
        let pairs = points.windows(2);
        self.paint(pairs.flat_map(|pair| stroked(pair[0], pair[1], style.stroke_width())), style.color());
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Outcome {
        let points: Vec<_> = path.into_iter().collect();
        let ends = |of: fn(&BackendCoord) -> i32| (points.iter().map(of).min(), points.iter().map(of).max());
        let ((Some(left), Some(right)), (Some(top), Some(bottom))) = (ends(|point| point.0), ends(|point| point.1))
        else {
            return Ok(());
        };
        self.paint(rect((left, top), (right + 1, bottom + 1)), style.color());
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, style: &S, _: bool) -> Outcome {
        let reach = radius as i32;
        let (from, to) = ((center.0 - reach, center.1 - reach), (center.0 + reach, center.1 + reach));
        self.paint(rect(from, to), style.color());
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): BackendCoord) -> Outcome {
        self.texts += 1;
        let (width, height) = (width_px(text, style.size()).ceil() as i32, style.size().ceil() as i32);
        let left = match style.anchor().h_pos {
            HPos::Left => x,
            HPos::Right => x - width,
            HPos::Center => x - width / 2,
        };
        let top = match style.anchor().v_pos {
            VPos::Top => y,
            VPos::Center => y - height / 2,
            VPos::Bottom => y - height,
        };
        self.paint(rect((left, top), (left + width, top + height)), style.color());
        Ok(())
    }
}

/// A screen as a canvas is drawn on: renewed where the ground is the one before.
struct Stage {
    screen: Screen,
    ground: Option<Ground>,
    renewed: usize,
}

impl Stage {
    fn show(&mut self, plot: &Plot, frame: Frame) {
        let field = match (&self.ground, plot.ground()) {
            (Some(before), Some(ground)) if before.is(ground) => ground.field(),
            _ => None,
        };
        if let Some(field) = field {
            self.screen.wipe(field);
            let texts = self.screen.texts;
            plot.renew(&mut self.screen).unwrap();
            self.renewed += usize::from(self.screen.texts == texts);
        } else {
            self.screen = Screen::new(frame);
            plot.draw(&mut self.screen).unwrap();
        }
        self.ground = plot.ground().cloned();
    }
}

fn schema() -> Schema {
    let field = |name: &str, data_type| Field { name: name.to_owned(), data_type };
    Schema::new(vec![field("time", DataType::Time), field("load", DataType::Float)]).unwrap()
}

fn rows(from: usize, values: &[Option<f64>]) -> Batch {
    let times = (from..from + values.len()).map(|row| Some(START_MS + row as i64 * 1_000)).collect();
    let values = values.iter().map(|value| value.unwrap_or(f64::NAN)).collect();
    Batch::new(schema(), vec![Column::Time(times), Column::Float(values)]).unwrap()
}

fn threshold(at: f64) -> Threshold {
    Threshold { at, color: None, is_filled: true, words: "Too much of it".to_owned() }
}

/// So many rows are kept: more than a frame has columns, so that most rows move nothing by a pixel.
const KEPT_ROWS: usize = 1_500;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn a_renewed_plot_is_the_plot(
        mark in prop::sample::select(vec![Mark::Line, Mark::Area, Mark::Bar, Mark::Point]),
        batches in prop::collection::vec(prop::collection::vec(prop::option::weighted(0.95, -9.0..109.0f64), 1..4), 4..16),
        size in (30u32..420, 20u32..240),
        scale in prop::sample::select(vec![0.25, 0.5, 1.0, 1.25, 2.0, 3.0]),
        (rtl, dark, many) in any::<(bool, bool, bool)>(),
        zoom in prop::option::of((0.0..0.7f64, 0.05..0.3f64)),
        values in prop::option::of((-5.0..40.0f64, 45.0..120.0f64)),
        bound in prop::option::of(0.0..100.0f64),
    ) {
        let theme = if dark { Theme::Dark } else { Theme::Light };
        let frame = Frame { width_px: size.0, height_px: size.1, scale, theme, rtl, patterns: false };
        let spec = spec(mark, "time", "load");
        let mut table = Table::new(schema(), Retention { max_rows: KEPT_ROWS, max_age_ms: None });
        let wave = |row: usize| Some(50.0 + 50.0 * (row as f64 / 30.0).sin());
        let first: Vec<_> = (0..if many { KEPT_ROWS } else { 20 }).map(wave).collect();
        table.append(&rows(0, &first)).unwrap();
        let mut live = Live::default();
        let mut stage = Stage { screen: Screen::new(frame), ground: None, renewed: 0 };
        let mut next = first.len();
        for batch in &batches {
            table.append(&rows(next, batch)).unwrap();
            next += batch.len();
            let at = |share: f64| START_MS as f64 + next as f64 * 1_000.0 * share;
            let x = zoom.map(|(from, wide)| (at(from), at(from + wide)));
            let view = ViewState { x, y: values, hidden: Vec::new() };
            let plot = live.show(&spec, &table, &view, frame).unwrap();
            plot.mark_thresholds(&bound.map(threshold).into_iter().collect::<Vec<_>>(), frame);
            stage.show(plot, frame);
            let mut whole = Screen::new(frame);
            plot.draw(&mut whole).unwrap();
            let differ = whole.pixels.iter().zip(&stage.screen.pixels).filter(|(whole, part)| whole != part).count();
            prop_assert_eq!(differ, 0, "{} of {:?} were renewed", stage.renewed, frame);
        }
    }
}

#[test]
fn most_frames_of_a_quick_line_are_renewed_and_write_no_label() {
    let frame = Frame { width_px: 400, height_px: 200, ..crate::tables::FRAME };
    let mut table = Table::new(schema(), Retention { max_rows: 10_000, max_age_ms: None });
    let value = |row: usize| Some((row % 97) as f64);
    table.append(&rows(0, &(0..10_000).map(value).collect::<Vec<_>>())).unwrap();
    let mut live = Live::default();
    let mut stage = Stage { screen: Screen::new(frame), ground: None, renewed: 0 };
    for row in 10_000..10_080 {
        table.append(&rows(row, &[value(row)])).unwrap();
        stage.show(live.show(&spec(Mark::Line, "time", "load"), &table, &ViewState::default(), frame).unwrap(), frame);
    }
    // A row moves the axis by 0.035 pixels, and each of its ticks goes over to the next pixel at another row.
    assert!(stage.renewed > 40, "{} of 80", stage.renewed);
}
