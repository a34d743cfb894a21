//! Thresholds as they are seen: lines, fills and words over charts, and axes that reach to them.

use chart::{Frame, Plot, Spec, Theme, Threshold, ViewState};
use document::Mark;
use plotters_svg::SVGBackend;
use table::{OwnedCell, Predicate, Table, Test};

use crate::tables::{FRAME, by, cpu, memory, spec};

fn svg(plot: &Plot, frame: Frame) -> String {
    let mut text = String::new();
    plot.draw(SVGBackend::with_string(&mut text, (frame.width_px, frame.height_px))).unwrap();
    text
}

fn thresholds(lines: &[&str]) -> Vec<Threshold> {
    lines.iter().map(|line| Threshold::read(line).unwrap()).collect()
}

/// Draws a chart with thresholds.
fn drawn(spec: &Spec, table: &Table, thresholds: &[Threshold], frame: Frame) -> Plot {
    let spec = Spec { levels: thresholds.iter().map(|threshold| threshold.at).collect(), ..spec.clone() };
    let mut plot = chart::plot(&spec, table, &ViewState::default(), frame).unwrap();
    plot.mark_thresholds(thresholds, frame);
    plot
}

#[test]
fn lines_fills_and_words_stay_readable() {
    let load = by(spec(Mark::Line, "time", "busy_percent"), "core", "");
    let mut limits = thresholds(&["60\t#b87800\tfill\tBusy", "80\t#d55e00\tfill\tToo busy", "20\t\t\tIdle below"]);
    limits.sort_by(|left, right| left.at.total_cmp(&right.at));
    let light = drawn(&load, &cpu(), &limits, FRAME);
    insta::assert_binary_snapshot!("thresholds.svg", svg(&light, FRAME).into_bytes());
    let dark = Frame { width_px: 1280, height_px: 560, scale: 2.0, theme: Theme::Dark, rtl: true, patterns: false };
    insta::assert_binary_snapshot!(
        "thresholds_dark_rtl.svg",
        svg(&drawn(&load, &cpu(), &limits, dark), dark).into_bytes()
    );
    let small = Frame { width_px: 160, height_px: 90, ..FRAME };
    insta::assert_binary_snapshot!(
        "thresholds_small.svg",
        svg(&drawn(&load, &cpu(), &limits, small), small).into_bytes()
    );
}

#[test]
fn the_axis_reaches_to_what_is_near_and_not_to_what_is_far() {
    let load = spec(Mark::Line, "time", "busy_percent");
    let top = |at: f64| drawn(&load, &cpu(), &thresholds(&[&format!("{at}\t\t\t")]), FRAME).y_domain().unwrap().1;
    let plain = drawn(&load, &cpu(), &[], FRAME).y_domain().unwrap().1;
    assert_eq!(plain, 80.0);
    assert_eq!(top(60.0), plain, "it is on the axis already");
    assert_eq!(top(100.0), 100.0, "near");
    assert!(top(110.0) >= 110.0, "near, and up to a round value");
    assert_eq!(top(5_000.0), plain, "far");
    let looked = ViewState { y: Some((0.0, 50.0)), ..ViewState::default() };
    let spec = Spec { levels: vec![110.0], ..load };
    assert_eq!(chart::plot(&spec, &cpu(), &looked, FRAME).unwrap().y_domain(), Some((0.0, 50.0)));
}

#[test]
fn colours_stay_with_their_series_when_others_are_not_looked_at() {
    let bytes = by(spec(Mark::Area, "time", "bytes"), "kind", "B");
    let colors = |table: &Table| {
        let plot = chart::plot(&bytes, table, &ViewState::default(), FRAME).unwrap();
        plot.legend().iter().map(|entry| (entry.label.clone(), entry.color)).collect::<Vec<_>>()
    };
    let all = colors(&memory());
    let predicate =
        Predicate::Field { field: "kind".to_owned(), test: Test::OneOf(vec![OwnedCell::Text(all[1].0.clone())]) };
    let some = colors(&memory().narrowed(&predicate).unwrap());
    assert_eq!(some, [all[1].clone()]);
}
