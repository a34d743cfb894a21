//! Goldens: one picture for each mark and option worth seeing, reviewed as pictures. The gallery of the documentation
//! is made of the same specs. `INSTA_UPDATE=always` accepts what a change draws.

use chart::{Frame, Plot, Theme};
use plotters_svg::SVGBackend;

use crate::sources::{plot, spec};

const FRAME: Frame =
    Frame { width_px: 480, height_px: 280, scale: 1.0, theme: Theme::Light, rtl: false, patterns: false };

fn svg(plot: &Plot, frame: Frame) -> String {
    let mut text = String::new();
    plot.draw(SVGBackend::with_string(&mut text, (frame.width_px, frame.height_px))).unwrap();
    text
}

fn golden(name: &str, spec_name: &str, frame: Frame) -> Plot {
    let plot = plot(&spec(spec_name), frame).unwrap();
    insta::assert_binary_snapshot!(&format!("{name}.svg"), svg(&plot, frame).into_bytes());
    plot
}

/// One test for each spec, so that a change names what it changes.
macro_rules! goldens {
    ($($name:ident),+ $(,)?) => {
        $(#[test]
        fn $name() {
            golden(stringify!($name), stringify!($name), FRAME);
        })+
    };
}

goldens!(
    area,
    area_range,
    area_stacked,
    area_stream,
    bar,
    bar_diverging,
    bar_grouped,
    bar_labelled,
    bar_normalized,
    bar_ranged,
    bar_stacked,
    boxplot,
    concat_margins,
    donut,
    dual_axis,
    errorband,
    errorbar,
    facet_grid,
    facet_wrapped,
    line_patterns,
    heatmap,
    heatmap_diverging,
    histogram,
    line,
    line_points,
    line_step,
    long_labels,
    point,
    point_log,
    point_sequence,
    repeat,
    rose,
    rule_text,
    symlog,
    threshold,
    ticks,
    trail,
);

#[test]
fn in_the_dark_at_double_density_from_right_to_left() {
    let frame = Frame { width_px: 960, height_px: 560, scale: 2.0, theme: Theme::Dark, rtl: true, patterns: false };
    golden("bar_stacked_dark_rtl", "bar_stacked", frame);
}

#[test]
fn at_the_smallest_size() {
    let frame = Frame { width_px: 160, height_px: 90, ..FRAME };
    for name in ["bar_grouped", "line", "heatmap", "facet_grid", "donut"] {
        golden(&format!("{name}_small"), name, frame);
    }
}

#[test]
fn told_apart_without_colours() {
    for name in ["bar_stacked", "donut", "area_stacked", "line", "point"] {
        golden(&format!("told_apart_{name}"), name, Frame { patterns: true, ..FRAME });
    }
}

#[test]
fn narrow_and_high() {
    golden("bar_stacked_narrow", "bar_stacked", Frame { width_px: 240, height_px: 320, ..FRAME });
}

#[test]
fn many_points_are_a_picture_of_their_density() {
    golden("point_density", "point_density", Frame { width_px: 240, height_px: 160, ..FRAME });
}
