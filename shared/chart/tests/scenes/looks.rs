//! What one person looks at of a scene: a window that holds all changes nothing, a narrower one shows its part at the
//! same slopes, and without a category everything is as if its rows were not there.

use chart::{
    Frame, Plot, Theme, Threshold, ViewState,
    scene::{Seen, looked_at, scene},
};
use grammar::{View, flow::Given, view::Say};
use plotters_svg::SVGBackend;
use table::Value;

use crate::sources::{Examples, spec, view, view_given};

const FRAME: Frame =
    Frame { width_px: 480, height_px: 280, scale: 1.0, theme: Theme::Light, rtl: false, patterns: false };
/// Specs of one panel over a continuous x.
const CONTINUOUS: [&str; 6] = ["area_stacked", "errorband", "histogram", "line", "point_log", "point_sequence"];

fn seen(name: &str, look: &ViewState) -> Plot {
    looked_at(&view(&spec(name)), &Seen::of(look), FRAME).unwrap()
}

fn svg(plot: &Plot) -> String {
    let mut svg = String::new();
    plot.draw(SVGBackend::with_string(&mut svg, (FRAME.width_px, FRAME.height_px))).unwrap();
    svg
}

#[test]
fn a_window_that_holds_all_shows_the_same() {
    for name in CONTINUOUS {
        let all = seen(name, &ViewState::default());
        let (x, y) = (all.x_domain(), all.y_domain());
        for look in [ViewState { x, ..ViewState::default() }, ViewState { x, y, ..ViewState::default() }] {
            assert!(svg(&seen(name, &look)) == svg(&all), "{name} {look:?}");
        }
    }
}

#[test]
fn windows_keep_to_their_part() {
    for name in CONTINUOUS {
        let all = seen(name, &ViewState::default());
        let (low, high) = all.x_domain().unwrap();
        let at = |share: f64| all.x_at(f64::from(all.area().unwrap().left) + share * 300.0).unwrap();
        let window = (at(0.3), at(0.6));
        let part = seen(name, &ViewState { x: Some(window), ..ViewState::default() });
        assert_eq!(part.x_domain(), Some(window), "{name}");
        let (first, last) = part.x_extent().unwrap();
        assert!(first >= low && last <= high && first < window.0 && last > window.1, "{name}");
        for share in 0..=10 {
            let x = window.0 + (window.1 - window.0) * f64::from(share) / 10.0;
            let found = part.x_at(part.x_px(x).unwrap()).unwrap();
            assert!((found - x).abs() <= (window.1 - window.0) * 1e-6, "{name} {x} {found}");
        }
        let area = part.area().unwrap();
        for hit in part.values(10_000) {
            assert!((area.left - 4..=area.right + 4).contains(&hit.x_px), "{name} {hit:?}");
        }
    }
}

#[test]
fn slopes_stay_right_where_the_ends_of_a_line_are_outside() {
    let line = r#"{"data": {"values": [{"x": 0, "y": 0}, {"x": 10, "y": 10}]}, "mark": "line",
        "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}}}"#;
    let look = ViewState { x: Some((4.0, 6.0)), y: Some((4.0, 6.0)), hidden: Vec::new() };
    let plot = looked_at(&view(line), &Seen::of(&look), FRAME).unwrap();
    let area = plot.area().unwrap();
    let points = svg(&plot).split("<polyline").last().unwrap().split("points=\"").nth(1).unwrap().to_owned();
    let points: Vec<i32> =
        points.split('"').next().unwrap().split([',', ' ']).filter_map(|px| px.parse().ok()).collect();
    let [left, bottom, right, top] = points[..] else { panic!("{points:?}") };
    let near = |a: i32, b: i32| (a - b).abs() <= 2;
    assert!(near(left, area.left) && near(right, area.right) && near(bottom, area.bottom) && near(top, area.top));
}

#[test]
fn hidden_categories_are_as_if_their_rows_were_not_there() {
    let gone = |name: &str| {
        let text = spec(name);
        let filter = "{\"filter\": \"datum.weather != 'rain'\"}";
        text.replacen("\"transform\": [", &format!("\"transform\": [{filter}, "), 1)
    };
    for name in ["area_stacked", "bar_stacked"] {
        let is_hidden = |_: &Say, value: &Value| *value == Value::text("rain");
        let hidden = view_given(&spec(name), &Given { is_hidden: Some(&is_hidden), ..Given::files(&Examples) });
        let draw = |view: &View| svg(&scene(view, FRAME).unwrap());
        assert!(draw(&hidden) == draw(&view(&gone(name))), "{name}");
        assert!(draw(&hidden) != draw(&view(&spec(name))), "{name}");
    }
}

#[test]
fn colours_stay_and_legends_say_what_is_hidden() {
    let text = spec("bar_stacked")
        .replace(",\n      \"scale\": {\"domain\": [\"sun\", \"fog\", \"drizzle\", \"rain\", \"snow\"]}", "");
    let legend = |hidden: &[&str]| {
        let look = ViewState { hidden: hidden.iter().map(|&label| label.to_owned()).collect(), ..ViewState::default() };
        let is_hidden = |_: &Say, value: &Value| hidden.iter().any(|label| *value == Value::text(label));
        let view = view_given(&text, &Given { is_hidden: Some(&is_hidden), ..Given::files(&Examples) });
        looked_at(&view, &Seen::of(&look), FRAME).unwrap().legend().to_vec()
    };
    let (all, some) = (legend(&[]), legend(&["fog"]));
    assert_eq!(all.len(), 5);
    for (before, after) in all.iter().zip(&some) {
        assert_eq!((&before.label, before.color), (&after.label, after.color));
        assert_eq!(after.is_hidden, after.label == "fog");
    }
    assert!(scene(&view(&text), FRAME).unwrap().legend().is_empty(), "it is drawn");
}

#[test]
fn a_column_has_a_value_of_each_series() {
    let plot = seen("area_stacked", &ViewState::default());
    let hits = plot.nearest_all(200.0);
    let mut series: Vec<&str> = hits.iter().map(|hit| hit.series.as_str()).collect();
    series.sort_unstable();
    series.dedup();
    assert!(series.len() == hits.len() && series.len() > 2, "{hits:?}");
    assert!(hits.iter().all(|hit| hit.x == hits[0].x));
    assert!(seen("facet_grid", &ViewState::default()).nearest_all(200.0).is_empty());
}

#[test]
fn colours_are_those_of_the_names_among_all_that_are_known() {
    let text = spec("bar_stacked")
        .replace(",\n      \"scale\": {\"domain\": [\"sun\", \"fog\", \"drizzle\", \"rain\", \"snow\"]}", "");
    let filtered = text.replacen("\"transform\": [", "\"transform\": [{\"filter\": \"datum.weather == 'sun'\"}, ", 1);
    let known = |_: &str| ["sun", "fog", "drizzle", "rain", "snow"].map(Value::text).to_vec();
    let look = ViewState::default();
    let legend = |text: &str| {
        let seen = Seen { known: &known, ..Seen::of(&look) };
        looked_at(&view(text), &seen, FRAME).unwrap().legend().to_vec()
    };
    let (all, sun) = (legend(&text), legend(&filtered));
    let color = |label: &str| all.iter().find(|entry| entry.label == label).unwrap().color;
    assert_eq!(
        sun.iter().map(|entry| (entry.label.as_str(), entry.color)).collect::<Vec<_>>(),
        [("sun", color("sun"))]
    );
    assert_eq!(color("sun"), chart::Palette::of(FRAME.theme).series(0));
}

#[test]
fn thresholds_of_lying_bars_are_upright() {
    let text = r#"{"data": {"url": "weather.csv"}, "mark": "bar", "encoding": {
        "y": {"field": "weather", "type": "nominal"},
        "x": {"aggregate": "mean", "field": "wind", "type": "quantitative"}}}"#;
    let thresholds =
        ["3.2\t#b87800\tfill\tBreeze", "7.5\t#d55e00\tfill\tStorm"].map(|line| Threshold::read(line).unwrap());
    let look = ViewState::default();
    let seen = Seen { levels: &[3.2, 7.5], ..Seen::of(&look) };
    let mut plot = looked_at(&view(text), &seen, FRAME).unwrap();
    assert_eq!(plot.x_domain(), Some((0.0, 8.0)), "the axis reaches to the storm");
    plot.mark_thresholds(&thresholds, FRAME);
    insta::assert_binary_snapshot!("thresholds_upright.svg", svg(&plot).into_bytes());
}
