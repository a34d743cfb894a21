//! A frame of a live chart asks for no memory: what it needs was asked for by the frames before. Counted by the
//! allocator, from the row that comes to the last call of the backend.

#![expect(clippy::unwrap_used, reason = "a test that cannot make its table or drawing has failed")]

use std::{convert::Infallible, ops::Range};

use allocation_counter::measure;
use chart::{Form, Frame, Ground, Live, Spec, Theme, ViewState};
use document::Mark;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};
use table::{Batch, Column, DataType, Field, Retention, Schema, Table, TextColumn};

type Outcome = Result<(), DrawingErrorKind<Infallible>>;

const FRAME: Frame =
    Frame { width_px: 320, height_px: 200, scale: 1.0, theme: Theme::Light, rtl: false, patterns: false };
const START_MS: i64 = 1_795_356_120_000;
const SERIES: usize = 5;
/// So many times are kept; a second each.
const KEPT_TIMES: usize = 8_000;
/// Every vector has been as large as it gets: those that let rows go from their front grow to twice what they keep.
const WARM_UP_TIMES: usize = 3 * KEPT_TIMES;
const WARM_UP_BATCH: usize = 200;
const FRAMES: usize = 500;
/// Most that a frame asks for whose axes moved by a pixel: what a dozen labels are written in, and the lists of them.
const MAX_OF_NEW_AXES: u64 = 300;

/// Most that all frames together ask for beside that: now and then a line is in more pieces than it ever was.
const MAX_RECORDS: u64 = 3;

/// Draws nothing and asks for no memory.
#[derive(Default)]
struct Nothing {
    points: usize,
    texts: usize,
}

impl DrawingBackend for &mut Nothing {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (FRAME.width_px, FRAME.height_px)
    }

    fn ensure_prepared(&mut self) -> Outcome {
        Ok(())
    }

    fn present(&mut self) -> Outcome {
        Ok(())
    }

    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Outcome {
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(&mut self, _: BackendCoord, _: BackendCoord, _: &S, _: bool) -> Outcome {
        self.points += 1;
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, _: &S) -> Outcome {
        self.points += path.into_iter().count();
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, _: &S) -> Outcome {
        self.points += path.into_iter().count();
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, _: BackendCoord, _: u32, _: &S, _: bool) -> Outcome {
        self.points += 1;
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, _: &str, _: &S, _: BackendCoord) -> Outcome {
        self.texts += 1;
        Ok(())
    }
}

fn spec(mark: Mark, is_colored: bool) -> Spec {
    Spec {
        form: Form::Chart(mark),
        table: Some("t".to_owned()),
        x: Some("time".to_owned()),
        y: Some("load".to_owned()),
        color: is_colored.then(|| "core".to_owned()),
        mark_color: None,
        aggregate: None,
        time_unit: None,
        unit: "%".to_owned(),
        levels: Vec::new(),
    }
}

fn schema() -> Schema {
    let field = |name: &str, data_type| Field { name: name.to_owned(), data_type };
    Schema::new(vec![field("time", DataType::Time), field("load", DataType::Float), field("core", DataType::Text)])
        .unwrap()
}

/// One row of every series at each of these seconds; now and then a gap.
fn batch(schema: &Schema, seconds: Range<usize>) -> Batch {
    let dictionary = (0..SERIES).map(|core| format!("core {core}")).collect();
    let codes = seconds.clone().flat_map(|_| 1..=SERIES as u32).collect();
    let load = |second: usize, core: usize| {
        let is_gap = (second + core).is_multiple_of(401);
        if is_gap { f64::NAN } else { 50.0 + 40.0 * ((second * (core + 3)) as f64 / 50.0).sin() }
    };
    let rows = || seconds.clone().flat_map(|second| (0..SERIES).map(move |core| (second, core)));
    let columns = vec![
        Column::Time(rows().map(|(second, _)| Some(START_MS + second as i64 * 1_000)).collect()),
        Column::Float(rows().map(|(second, core)| load(second, core)).collect()),
        Column::Text(TextColumn { codes, dictionary }),
    ];
    Batch::new(schema.clone(), columns).unwrap()
}

/// A chart whose rows come.
struct Stage {
    table: Table,
    live: Live,
    spec: Spec,
    /// How many seconds are looked at; all without.
    window: Option<usize>,
    ground: Option<Ground>,
    backend: Nothing,
}

impl Stage {
    fn frame(&mut self, second: usize, batch: &Batch) {
        self.table.append(batch).unwrap();
        let last = START_MS as f64 + second as f64 * 1_000.0;
        let x = self.window.map(|seconds| (last - seconds as f64 * 1_000.0, last));
        let view = ViewState { x, ..ViewState::default() };
        let plot = self.live.show(&self.spec, &self.table, &view, FRAME).unwrap();
        let ground = plot.ground().unwrap();
        if self.ground.as_ref().is_some_and(|before| before.is(ground)) {
            plot.renew(&mut self.backend).unwrap();
        } else {
            plot.draw(&mut self.backend).unwrap();
            self.ground = Some(ground.clone());
        }
    }
}

fn check(mark: Mark, is_colored: bool, window: Option<usize>) {
    let schema = schema();
    let retention = Retention { max_rows: KEPT_TIMES * SERIES, max_age_ms: None };
    let mut stage = Stage {
        table: Table::new(schema.clone(), retention),
        live: Live::default(),
        spec: spec(mark, is_colored),
        window,
        ground: None,
        backend: Nothing::default(),
    };
    for from in (0..WARM_UP_TIMES).step_by(WARM_UP_BATCH) {
        stage.frame(from + WARM_UP_BATCH - 1, &batch(&schema, from..from + WARM_UP_BATCH));
    }
    let warm = WARM_UP_TIMES..WARM_UP_TIMES + FRAMES;
    warm.clone().for_each(|second| stage.frame(second, &batch(&schema, second..second + 1)));
    let (mut renewed, mut in_all) = (0, 0);
    for second in warm.end..warm.end + FRAMES {
        let batch = batch(&schema, second..second + 1);
        let (texts, points) = (stage.backend.texts, stage.backend.points);
        let asked = measure(|| stage.frame(second, &batch)).count_total;
        assert!(stage.backend.points > points + 300, "something is drawn");
        if stage.backend.texts == texts {
            (renewed, in_all) = (renewed + 1, in_all + asked);
        } else {
            assert!(asked <= MAX_OF_NEW_AXES, "{mark:?}, {window:?}: {asked} in frame {second}");
        }
    }
    let which = format!("{mark:?} by {is_colored}, {window:?}");
    assert!(renewed > FRAMES / 2, "{which}: {renewed} of {FRAMES} are renewed");
    assert!(in_all <= MAX_RECORDS, "{which}: {in_all} in {renewed} frames");
}

#[test]
fn what_is_asked_for_is_counted() {
    assert_eq!(measure(|| drop(vec![1])).count_total, 1);
}

#[test]
fn a_frame_of_a_line_asks_for_no_memory() {
    check(Mark::Line, false, None);
    check(Mark::Line, true, None);
}

#[test]
fn a_frame_of_a_part_of_a_line_asks_for_no_memory() {
    check(Mark::Line, true, Some(KEPT_TIMES / 2));
}

#[test]
fn a_frame_of_an_area_asks_for_no_memory() {
    check(Mark::Area, false, None);
}
