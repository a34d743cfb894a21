//! What holds for every chart: nothing is drawn outside the frame, nothing panics, and what the person has to mend is
//! said in words.

use std::{cell::Cell, convert::Infallible};

use chart::{Channel, Form, Frame, Problem, Spec, Step, Theme, ViewState, plot};
use document::{Aggregate, Mark, TimeUnit};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
};
use proptest::prelude::*;
use table::{Column, Table, TextColumn};

use crate::tables::{FRAME, by, cpu, empty, floats, noise, spec, table, texts, times};

/// A backend that draws nothing, holds every coordinate against the frame and counts the points of paths.
struct Judge<'a> {
    frame: Frame,
    path_points: &'a Cell<usize>,
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl Judge<'_> {
    fn inside(&self, (x, y): BackendCoord) {
        let (width, height) = (self.frame.width_px.max(1) as i32, self.frame.height_px.max(1) as i32);
        assert!((0..=width).contains(&x) && (0..=height).contains(&y), "({x}, {y}) outside {width} x {height}");
    }
}

impl DrawingBackend for Judge<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (self.frame.width_px, self.frame.height_px)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Drawn {
        panic!("shapes are drawn whole, not pixel by pixel")
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, _: &S, _: bool) -> Drawn {
        self.inside(from);
        self.inside(to);
        assert!(from.0 <= to.0 && from.1 <= to.1, "{from:?} to {to:?}");
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        let points: Vec<_> = path.into_iter().inspect(|point| self.inside(*point)).collect();
        assert!(points.len() > 1 && style.stroke_width() > 0);
        self.path_points.set(self.path_points.get() + points.len());
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, _: &S, _: bool) -> Drawn {
        self.inside(center);
        assert!(radius > 0);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, _: &S) -> Drawn {
        path.into_iter().for_each(|point| self.inside(point));
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        self.inside(at);
        assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
        assert!(style.size() > 0.0 && matches!(style.style(), FontStyle::Normal));
        Ok(())
    }
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![8 => -1e3..1e3f64, 1 => Just(f64::NAN), 1 => Just(0.0), 1 => -1e12..1e12f64, 1 => any::<f64>()]
}

fn moment() -> impl Strategy<Value = Option<i64>> {
    prop_oneof![8 => (0i64..4_000_000_000).prop_map(|ms| Some(1_795_356_120_000 + ms)), 1 => Just(None), 1 => any::<i64>().prop_map(Some)]
}

prop_compose! {
    fn rows()(rows in 0usize..60)(
        time in prop::collection::vec(moment(), rows),
        number in prop::collection::vec(number(), rows),
        integer in prop::collection::vec(prop::option::of(any::<i64>()), rows),
        codes in prop::collection::vec(0u32..5, rows),
        flag in prop::collection::vec(prop::option::of(any::<bool>()), rows),
    ) -> Table {
        let dictionary = ["a", "", "a label that is much too long for its place", "د"].map(str::to_owned).to_vec();
        table([
            ("time", Column::Time(time.into())),
            ("number", Column::Float(number.into())),
            ("integer", Column::Integer(integer.into())),
            ("text", Column::Text(TextColumn { codes: codes.into(), dictionary })),
            ("flag", Column::Flag(flag.into())),
        ])
    }
}

fn field() -> impl Strategy<Value = Option<String>> {
    prop::sample::select(vec!["time", "number", "integer", "text", "flag", "missing", ""])
        .prop_map(|name| (!name.is_empty()).then(|| name.to_owned()))
}

prop_compose! {
    fn any_spec()(
        mark in prop::sample::select(Mark::ALL.to_vec()),
        stat in prop::bool::weighted(0.1),
        (x, y, color) in (field(), field(), field()),
        aggregate in prop::option::of(prop::sample::select(Aggregate::ALL.to_vec())),
        time_unit in prop::option::of(prop::sample::select(TimeUnit::ALL.to_vec())),
        unit in "|%|B|a very long unit",
    ) -> Spec {
        let form = if stat { Form::Stat } else { Form::Chart(mark) };
        Spec { form, table: Some("t".to_owned()), x, y, color, mark_color: None, aggregate, time_unit, unit, levels: Vec::new() }
    }
}

prop_compose! {
    fn any_frame()(
        (width_px, height_px) in (0u32..1_500, 0u32..900),
        scale in prop_oneof![Just(1.0), Just(2.0), 0.5..4.0f64, Just(f64::NAN)],
        (dark, rtl, patterns) in any::<(bool, bool, bool)>(),
    ) -> Frame {
        Frame { width_px, height_px, scale, theme: if dark { Theme::Dark } else { Theme::Light }, rtl, patterns }
    }
}

prop_compose! {
    fn any_view()(
        times in any::<bool>(),
        x in prop::option::of((number(), number())),
        y in prop::option::of((number(), number())),
        hidden in prop::collection::vec(prop::sample::select(vec!["a", "yes", "gone"]), 0..3),
    ) -> ViewState {
        let start = if times { 1_795_356_120_000.0 } else { 0.0 };
        let x = x.map(|(from, to)| (start + from, start + to));
        ViewState { x, y, hidden: hidden.into_iter().map(str::to_owned).collect() }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn nothing_is_drawn_outside_the_frame(spec in any_spec(), rows in rows(), view in any_view(), frame in any_frame()) {
        match plot(&spec, &rows, &view, frame) {
            Ok(plot) => {
                let path_points = Cell::new(0);
                plot.draw(Judge { frame, path_points: &path_points }).unwrap();
                let said = plot.describe();
                prop_assert!(said.ends_with('.') && !said.contains("NaN") && !said.contains("inf "), "{said}");
                prop_assert_eq!(plot.big_number().is_some(), spec.form == Form::Stat);
                if let Some(hit) = plot.nearest(10.0, 10.0) {
                    Judge { frame, path_points: &path_points }.inside((hit.x_px, hit.y_px));
                }
            }
            Err(problem) => prop_assert!(!problem.to_string().is_empty() && !problem.kind().is_empty()),
        }
    }
}

#[test]
fn a_line_costs_its_width_not_its_rows() {
    let rows = 200_000;
    let long = table([("time", times(1, rows, 1)), ("value", floats(rows, noise))]);
    let path_points = Cell::new(0);
    let plot = plot(&spec(Mark::Line, "time", "value"), &long, &ViewState::default(), FRAME).unwrap();
    plot.draw(Judge { frame: FRAME, path_points: &path_points }).unwrap();
    let columns = FRAME.width_px as usize;
    assert!((columns..=4 * columns).contains(&path_points.get()), "{path_points:?}");
}

#[test]
fn problems_say_what_to_mend() {
    let line = spec(Mark::Line, "time", "busy_percent");
    let check = |spec: &Spec, table: &Table, expected: Problem, words: &str| {
        let problem = plot(spec, table, &ViewState::default(), FRAME).unwrap_err();
        assert_eq!((problem.to_string().as_str(), &problem), (words, &expected));
    };
    check(&Spec { table: None, ..line.clone() }, &cpu(), Problem::NoTable, "Choose a table.");
    check(
        &Spec { y: None, ..line.clone() },
        &cpu(),
        Problem::NoField(Channel::Y),
        "Choose a field for “Vertical (y)”.",
    );
    let stat = Spec { form: Form::Stat, x: None, y: None, ..line.clone() };
    check(&stat, &cpu(), Problem::NoField(Channel::Value), "Choose a field for “Value”.");
    let (channel, field) = (Channel::Color, "host".to_owned());
    let missing = Problem::NoSuchField { channel, field };
    check(
        &by(line.clone(), "host", ""),
        &cpu(),
        missing,
        "The table has no field “host”. Choose another for “Colour by”.",
    );
    let text = Spec { y: Some("core".to_owned()), ..line };
    let (channel, field) = (Channel::Y, "core".to_owned());
    let wrong = Problem::WrongType { channel, field, data_type: table::DataType::Text };
    assert!(
        plot(&Spec { aggregate: Some(Aggregate::Count), ..text.clone() }, &cpu(), &ViewState::default(), FRAME).is_ok()
    );
    check(&text, &cpu(), wrong, "“core” holds text. Choose a field with numbers, or summarize by Count.");
    check(&spec(Mark::Bar, "time", "value"), &empty(), Problem::NoRows, "No rows yet.");
    let gaps = table([("time", times(1_000, 3, 1)), ("value", floats(3, |_| f64::NAN))]);
    let none = Problem::NoValues("value".to_owned());
    check(&spec(Mark::Area, "time", "value"), &gaps, none, "“value” has no values. Choose another field.");
}

#[test]
fn the_nearest_value_is_said_in_words() {
    let plot =
        plot(&by(spec(Mark::Line, "time", "busy_percent"), "core", "%"), &cpu(), &ViewState::default(), FRAME).unwrap();
    let hit = plot.nearest(330.0, 10.0).unwrap();
    assert_eq!((hit.series.as_str(), hit.x.as_str()), ("core 1", "14:07:00"));
    assert!(hit.y.ends_with("\u{a0}%") && (hit.x_px - 330).abs() <= 5, "{hit:?}");
    assert_eq!(hit.color, plot.legend()[1].color);
}

#[test]
fn colours_stay_when_rows_are_aggregated() {
    let cities = ["Seattle", "Boston", "Austin"];
    let rows =
        table([("city", texts(&cities, 30)), ("day", times(1_000, 30, 3)), ("rain", floats(30, |row| row as f64))]);
    let every = by(spec(Mark::Line, "day", "rain"), "city", "");
    let mean = Spec { aggregate: Some(Aggregate::Mean), ..every.clone() };
    let legend = |spec| plot(spec, &rows, &ViewState::default(), FRAME).unwrap().legend().to_vec();
    assert_eq!(legend(&every), legend(&mean));
    assert_eq!(legend(&mean)[0].label, "Seattle");
}

#[test]
fn counting_needs_no_field() {
    let count = Spec { y: None, aggregate: Some(Aggregate::Count), ..spec(Mark::Bar, "core", "") };
    let plot = plot(&count, &cpu(), &ViewState::default(), FRAME).unwrap();
    assert_eq!(plot.describe(), "Bar chart of count of rows by core, 2 categories: core 0, core 1. Always 600.");
    assert_eq!(plot.nearest(0.0, 0.0).unwrap().y, "600");
}

#[test]
fn a_view_shows_its_window_and_walks_through_it() {
    let spec = by(spec(Mark::Line, "time", "busy_percent"), "core", "%");
    let all = plot(&spec, &cpu(), &ViewState::default(), FRAME).unwrap();
    let (first, last) = all.x_domain().unwrap();
    let window = (first + 60_000.0, first + 120_000.0);
    let view = ViewState { x: Some(window), y: Some((10.0, 30.0)), hidden: vec!["core 1".to_owned()] };
    let zoomed = plot(&spec, &cpu(), &view, FRAME).unwrap();
    assert_eq!((zoomed.x_domain(), zoomed.y_domain()), (Some(window), Some((10.0, 30.0))));
    assert_eq!(zoomed.x_extent(), Some((first, last)));
    assert!(zoomed.x_is_time() && (zoomed.x_at(zoomed.x_px(window.0).unwrap()).unwrap() - window.0).abs() < 1.0);
    assert_eq!(zoomed.legend().iter().map(|entry| entry.is_hidden).collect::<Vec<_>>(), [false, true]);
    let mut walked = vec![zoomed.step(None, Step::On).unwrap()];
    while let Some(hit) = zoomed.step(walked.last().map(|hit| hit.point), Step::On) {
        walked.push(hit);
    }
    assert_eq!(walked.len(), 61);
    assert!(walked.iter().all(|hit| hit.series == "core 0" && (window.0..=window.1).contains(&hit.x_value)));
    assert_eq!(all.nearest_all(300.0).iter().map(|hit| hit.series.as_str()).collect::<Vec<_>>(), ["core 0", "core 1"]);
    let start = all.step(None, Step::On).unwrap();
    let end = all.step(Some(start.point), Step::Last).unwrap();
    let up = all.step(Some(end.point), Step::SeriesAfter).unwrap();
    assert_eq!((up.series.as_str(), up.x_value), ("core 1", last));
}
