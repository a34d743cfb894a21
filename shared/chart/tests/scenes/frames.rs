//! Any frame: whatever the size, density, theme and direction, every spec is drawn, its texts keep to the frame, and
//! what is said does not depend on how it is drawn.

use chart::{Frame, Theme, scene::scene};
use plotters_svg::SVGBackend;
use proptest::prelude::*;

use crate::sources::{plot, spec, view};

const SPECS: [&str; 8] =
    ["bar_grouped", "bar_labelled", "concat_margins", "donut", "dual_axis", "facet_grid", "heatmap", "point_log"];
const FRAME: Frame =
    Frame { width_px: 480, height_px: 280, scale: 1.0, theme: Theme::Light, rtl: false, patterns: false };

fn frame() -> impl Strategy<Value = Frame> {
    (1u32..1_400, 1u32..900, 0.5..4.0f64, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |(width_px, height_px, scale, dark, rtl, patterns)| Frame {
            width_px,
            height_px,
            scale,
            theme: if dark { Theme::Dark } else { Theme::Light },
            rtl,
            patterns,
        },
    )
}

#[test]
fn every_spec_fits_any_frame() {
    let views = SPECS.map(|name| view(&spec(name)));
    let said = views.each_ref().map(|view| scene(view, FRAME).unwrap().describe());
    proptest!(ProptestConfig::with_cases(40), |(frame in frame())| {
        for (view, said) in views.iter().zip(&said) {
            let plot = scene(view, frame).unwrap();
            let mut svg = String::new();
            plot.draw(SVGBackend::with_string(&mut svg, (frame.width_px, frame.height_px))).unwrap();
            prop_assert_eq!(&plot.describe(), said);
            let (width, height) = (f64::from(frame.width_px), f64::from(frame.height_px));
            for (x, y) in texts(&svg) {
                prop_assert!((-2.0..=width + 2.0).contains(&x) && (-2.0..=height + 2.0).contains(&y), "{} {}", x, y);
            }
        }
    });
}

/// The places of all texts.
fn texts(svg: &str) -> Vec<(f64, f64)> {
    let number = |tag: &str, name: &str| tag.split_once(name)?.1.split('"').next()?.parse().ok();
    let place = |tag: &str| Some((number(tag, " x=\"")?, number(tag, " y=\"")?));
    svg.split("<text").skip(1).filter_map(place).collect()
}

#[test]
fn no_rows_are_an_empty_chart() {
    for name in SPECS {
        let empty = spec(name).replacen("{\n", "{\n  \"transform\": [{\"filter\": \"false\"}],\n", 1);
        let empty = if empty.matches("\"transform\"").count() > 1 {
            spec(name).replace("\"filter\": \"", "\"filter\": \"false && ")
        } else {
            empty
        };
        plot(&empty, FRAME).unwrap();
    }
}

#[test]
fn scenes_are_described_and_walked() {
    let said = |name: &str| plot(&spec(name), FRAME).unwrap().describe().replace('\u{a0}', " ");
    assert_eq!(
        said("bar"),
        "Bars of a mean by month. Bar chart of Mean precipitation, mm. Lowest 0.389 at Jul, highest 5.35 at Nov."
    );
    let plot = plot(&spec("bar_labelled"), FRAME).unwrap();
    let hit = plot.nearest(100.0, 60.0).unwrap();
    let lines = plot.lines(hit.point);
    assert_eq!(
        lines,
        [("moons", "146"), ("planet", "Saturn")].map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
}

#[test]
fn a_lone_panel_turns_places_into_values() {
    let plot = plot(&spec("dual_axis"), FRAME).unwrap();
    assert_eq!((plot.x_at(plot.x_px(3.0).unwrap()), plot.x_domain()), (Some(3.0), None), "the fourth month");
    let (low, high) = plot.y_domain().unwrap();
    let area = plot.area().unwrap();
    assert!((plot.y_px(low).unwrap() - f64::from(area.bottom + 1)).abs() < 1e-6);
    assert!((plot.y_at(f64::from(area.top)).unwrap() - high).abs() < 1e-6);
}
