//! Goldens: charts as SVG text, reviewed as pictures. `INSTA_UPDATE=always` accepts what a change draws.

use crate::tables::{DAY_MS, FRAME, START_MS, by, cpu, floats, memory, noise, spec, table, texts, times, weather};
use chart::{Form, Frame, Note, Plot, Spec, Theme, ViewState};
use document::{Aggregate, Anchor, AnchorX, Color, Mark, TimeUnit};
use plotters_svg::SVGBackend;
use table::{Column, Table};

fn svg(plot: &Plot, frame: Frame) -> String {
    let mut text = String::new();
    plot.draw(SVGBackend::with_string(&mut text, (frame.width_px, frame.height_px))).unwrap();
    text
}

/// The description with plain spaces.
fn said(plot: &Plot) -> String {
    plot.describe().replace('\u{a0}', " ")
}

/// Draws, compares with the golden and returns the plot for what is said about it.
fn golden(name: &str, spec: &Spec, table: &Table, frame: Frame) -> Plot {
    let plot = chart::plot(spec, table, &ViewState::default(), frame).unwrap();
    insta::assert_binary_snapshot!(&format!("{name}.svg"), svg(&plot, frame).into_bytes());
    plot
}

#[test]
fn lines_of_two_cores() {
    let spec = by(spec(Mark::Line, "time", "busy_percent"), "core", "%");
    let plot = golden("lines", &spec, &cpu(), FRAME);
    assert_eq!(
        said(&plot),
        "Line chart of busy_percent by time, 2 series: core 0, core 1. \
         From 14:02 to 14:11; lowest 5.22 %, highest 78.7 %; latest core 0 36.2 %, core 1 72.9 %."
    );
    let labels: Vec<_> = plot.legend().iter().map(|entry| entry.label.as_str()).collect();
    assert_eq!(labels, ["core 0", "core 1"]);
}

#[test]
fn notes_stand_on_the_time_axis() {
    let spec = by(spec(Mark::Line, "time", "busy_percent"), "core", "%");
    let note = |from_min: i64, until_min: Option<i64>, text: &str| Note {
        from_ms: START_MS + from_min * 60_000,
        until_ms: until_min.map(|until_min| START_MS + until_min * 60_000),
        text: text.into(),
        color: None,
    };
    let notes = [note(3, None, "Release"), note(4, Some(6), "Backup"), note(90, None, "Later")];
    let plot = chart::plot(&spec, &cpu(), &ViewState::default(), FRAME).unwrap().annotated(&notes, FRAME);
    insta::assert_binary_snapshot!("notes.svg", svg(&plot, FRAME).into_bytes());
    assert!(said(&plot).ends_with(" Annotated: Release at 14:05, Backup at 14:06."), "{}", said(&plot));
}

#[test]
fn values_that_people_talk_about_are_marked() {
    let spec = by(spec(Mark::Line, "time", "busy_percent"), "core", "%");
    let mut plot = chart::plot(&spec, &cpu(), &ViewState::default(), FRAME).unwrap();
    let hit = plot.nearest(300.0, 100.0).unwrap();
    let anchor = |time_ms, series: &str| Anchor { x: AnchorX::Time(time_ms), series: Some(series.to_owned()) };
    let anchors = [anchor(hit.x_value as i64, &hit.series), anchor(hit.x_value as i64, "core 9"), anchor(0, "core 0")];
    plot.remark(&anchors, FRAME);
    insta::assert_binary_snapshot!("remarked.svg", svg(&plot, FRAME).into_bytes());
}

#[test]
fn lines_in_the_dark_at_double_density_from_right_to_left() {
    let spec = by(spec(Mark::Line, "time", "busy_percent"), "core", "%");
    let frame = Frame { width_px: 1280, height_px: 560, scale: 2.0, theme: Theme::Dark, rtl: true, patterns: false };
    golden("lines_dark_rtl", &spec, &cpu(), frame);
}

#[test]
fn series_are_told_apart_without_colours() {
    let frame = Frame { patterns: true, ..FRAME };
    let of_core = |mark| by(spec(mark, "time", "busy_percent"), "core", "%");
    golden("patterns_lines", &of_core(Mark::Line), &cpu(), frame);
    let plot = golden("patterns_points", &of_core(Mark::Point), &cpu(), frame);
    assert!(plot.legend().iter().all(|entry| entry.sign.is_some_and(|sign| sign.path().starts_with('M'))));
    golden("patterns_areas", &by(spec(Mark::Area, "time", "bytes"), "kind", "B"), &memory(), frame);
    let by_month = Spec {
        aggregate: Some(Aggregate::Sum),
        time_unit: Some(TimeUnit::Month),
        ..by(spec(Mark::Bar, "date", "precipitation"), "weather", "mm")
    };
    golden("patterns_bars", &by_month, &weather(), frame);
}

#[test]
fn areas_are_stacked() {
    let spec = by(spec(Mark::Area, "time", "bytes"), "kind", "B");
    let plot = golden("areas", &spec, &memory(), FRAME);
    assert_eq!(
        said(&plot),
        "Area chart of bytes by time, 2 series: used, cached or free. \
         From 14:02 to 14:11; lowest 2.93 GB, highest 4 GB; latest used 3.39 GB, cached or free 3 GB."
    );
}

#[test]
fn a_lone_area_with_a_chosen_colour() {
    let color = Some(Color { rgb: [0x00, 0x96, 0x6d] });
    let spec = Spec { mark_color: color, unit: "°C".to_owned(), ..spec(Mark::Area, "date", "temp_max") };
    golden("area", &spec, &weather(), FRAME);
}

#[test]
fn bars_by_month() {
    let by_month = Spec {
        aggregate: Some(Aggregate::Sum),
        time_unit: Some(TimeUnit::Month),
        unit: "mm".to_owned(),
        ..spec(Mark::Bar, "date", "precipitation")
    };
    let plot = golden("bars_by_month", &by_month, &weather(), FRAME);
    assert_eq!(
        said(&plot),
        "Bar chart of sum of precipitation by date. \
         From Jan 2012 to Dec 2015; lowest 24.6 mm, highest 218 mm; latest 218 mm."
    );
    let stacked = Spec { color: Some("weather".to_owned()), ..by_month };
    golden("bars_by_month_stacked", &stacked, &weather(), FRAME);
}

#[test]
fn bars_of_categories() {
    let mounts = ["/", "/boot", "/home", "/var/lib/containers/storage/overlay"];
    let rows = 40;
    let disk = table([
        ("time", times(1_000, rows, 4)),
        ("mount", texts(&mounts, rows)),
        ("used_percent", floats(rows, |row| [71.0, 22.0, 48.5, 93.0][row % 4])),
    ]);
    let spec = Spec { aggregate: Some(Aggregate::Last), ..by(spec(Mark::Bar, "mount", "used_percent"), "mount", "%") };
    let plot = golden("bars_of_categories", &spec, &disk, Frame { width_px: 390, ..FRAME });
    assert_eq!(
        said(&plot),
        "Bar chart of latest used_percent by mount, 4 categories: /, /boot, /home, /var/lib/containers/storage/overlay. \
         Lowest 22 %, highest 93 %."
    );
}

#[test]
fn bars_side_by_side() {
    let spec = Spec {
        aggregate: Some(Aggregate::Mean),
        time_unit: Some(TimeUnit::Quarter),
        ..by(spec(Mark::Bar, "date", "wind"), "weather", "m/s")
    };
    golden("bars_side_by_side", &spec, &weather(), FRAME);
}

#[test]
fn many_categories_are_thinned() {
    let names: Vec<String> = (0..120).map(|index| format!("sensor {index}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let sensors = table([("sensor", texts(&names, 120)), ("value", floats(120, |row| noise(row) * 1e-3))]);
    golden("many_categories", &spec(Mark::Bar, "sensor", "value"), &sensors, FRAME);
}

#[test]
fn points_of_wind_and_temperature() {
    let spec = by(spec(Mark::Point, "wind", "temp_max"), "weather", "°C");
    let plot = golden("points", &spec, &weather(), FRAME);
    assert_eq!(
        said(&plot),
        "Point chart of temp_max by wind, 5 series: drizzle, rain, sun, snow, fog. \
         From 0.613 to 5.77; lowest 0.184 °C, highest 29.9 °C."
    );
}

#[test]
fn gaps_break_lines_and_areas() {
    let value = |row: usize| if row % 40 < 8 || row == 53 { f64::NAN } else { 5.0 + (row as f64 / 15.0).sin() };
    let lonely = |row: usize| if row % 9 == 4 { 3.0 } else { f64::NAN };
    let rows = 200;
    let gaps = table([("time", times(100, rows, 1)), ("value", floats(rows, value)), ("lonely", floats(rows, lonely))]);
    golden("gaps_line", &spec(Mark::Line, "time", "value"), &gaps, FRAME);
    golden("gaps_area", &spec(Mark::Area, "time", "value"), &gaps, FRAME);
    golden("gaps_lonely", &spec(Mark::Line, "time", "lonely"), &gaps, FRAME);
}

#[test]
fn a_flat_line_and_a_single_row() {
    let flat = table([("time", times(DAY_MS / 4, 30, 1)), ("value", floats(30, |_| 42.0))]);
    golden("flat", &spec(Mark::Line, "time", "value"), &flat, FRAME);
    let one =
        table([("time", Column::Time(vec![Some(START_MS)].into())), ("value", Column::Integer(vec![Some(7)].into()))]);
    for (mark, name) in [(Mark::Line, "one_line"), (Mark::Bar, "one_bar"), (Mark::Area, "one_area")] {
        golden(name, &spec(mark, "time", "value"), &one, FRAME);
    }
}

#[test]
fn a_small_frame_has_no_axes() {
    let spec = by(spec(Mark::Line, "time", "busy_percent"), "core", "%");
    golden("small", &spec, &cpu(), Frame { width_px: 100, height_px: 60, ..FRAME });
}

#[test]
fn a_stat_is_a_number_over_a_trend() {
    let load = table([
        ("time", times(1_000, 300, 1)),
        ("load_1", floats(300, |row| 1.2 + (row as f64 / 30.0).sin() * 0.4 + noise(row) * 0.05)),
    ]);
    let spec = Spec { form: Form::Stat, x: None, ..spec(Mark::Line, "", "load_1") };
    let plot = golden("stat", &spec, &load, Frame { width_px: 300, height_px: 160, ..FRAME });
    assert_eq!(said(&plot), "Latest load_1: 1.01.");
    assert_eq!(plot.big_number(), Some("1.01"));
}
