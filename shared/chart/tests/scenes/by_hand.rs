//! Views made by hand: the smallest that show a mark.

use std::sync::Arc;

use chart::{Frame, Theme, scene::scene};
use grammar::{
    spec::{Channel, FieldType, Mark, MarkType},
    view::{ChannelValue, ChannelView, Say, UnitView, View, ViewBody},
};
use plotters_svg::SVGBackend;
use table::{Relation, Value, Values};

const FRAME: Frame = Frame { width_px: 480, height_px: 280, scale: 1.0, theme: Theme::Light, rtl: false };

fn channel(channel: Channel, name: &str, field_type: FieldType, domain: &[&str]) -> ChannelView {
    ChannelView {
        channel,
        value: ChannelValue::Column { name: name.into(), end: None },
        field_type,
        title: Some(name.to_owned()),
        scale: None,
        has_no_scale: false,
        sort: None,
        domain: domain.iter().map(|text| Value::text(text)).collect(),
        guide: None,
        say: Say { time: field_type == FieldType::Temporal, ..Say::default() },
        stack: None,
        band_position: None,
        conditions: Vec::new(),
    }
}

fn view(mark: MarkType, data: Relation, paths: Vec<Vec<u32>>, channels: Vec<ChannelView>) -> View {
    let mark = Mark { mark, style: serde_json::Map::new() };
    let unit = UnitView { mark, role: "mark".into(), is_vertical: Some(true), data, paths, channels };
    View {
        name: None,
        title: None,
        description: None,
        width: None,
        height: None,
        body: ViewBody::Unit(Box::new(unit)),
        resolve: serde_json::Map::new(),
        config: serde_json::Map::new(),
        layout: serde_json::Map::new(),
        params: Vec::new(),
    }
}

fn golden(name: &str, view: &View) {
    let mut svg = String::new();
    let size = (FRAME.width_px, FRAME.height_px);
    scene(view, FRAME).unwrap().draw(SVGBackend::with_string(&mut svg, size)).unwrap();
    insta::assert_binary_snapshot!(&format!("{name}.svg"), svg.into_bytes());
}

fn data() -> Relation {
    let rows = 24;
    let mut data = Relation::of_rows(rows);
    let cities = ["Seattle", "New York", "Nairobi"];
    let text = |row: usize| Some(Arc::from(cities[row % 3]));
    data.set("city", Arc::new(Values::Text((0..rows).map(text).collect())));
    let day = |row: usize| 1_735_689_600_000.0 + (row / 3) as f64 * 86_400_000.0;
    data.set("day", Arc::new(Values::Time((0..rows).map(day).collect())));
    let value = |row: usize| 8.0 + (row % 3) as f64 * 5.0 + (row as f64 * 1.7).sin() * 4.0;
    data.set("temperature", Arc::new(Values::Number((0..rows).map(value).collect())));
    data
}

#[test]
fn lines_points_and_bars() {
    let cities = ["Seattle", "New York", "Nairobi"];
    let y = channel(Channel::Y, "temperature", FieldType::Quantitative, &[]);
    let x = channel(Channel::X, "day", FieldType::Temporal, &[]);
    let color = channel(Channel::Color, "city", FieldType::Nominal, &cities);
    let paths = (0..3u32).map(|city| (0..8).map(|day| day * 3 + city).collect()).collect();
    golden("lines", &view(MarkType::Line, data(), paths, vec![x.clone(), y.clone(), color.clone()]));
    golden("points", &view(MarkType::Point, data(), Vec::new(), vec![x, y.clone(), color]));
    let x = channel(Channel::X, "city", FieldType::Nominal, &cities);
    golden("bars", &view(MarkType::Bar, data().take(&[0, 1, 2]), Vec::new(), vec![x, y]));
}
