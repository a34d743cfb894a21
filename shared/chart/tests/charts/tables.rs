//! Tables and specs for the tests of charts.

use chart::{Form, Frame, Spec, Theme};
use document::Mark;
use table::{Batch, Column, DataType, Field, Retention, Schema, Table, TextColumn};

/// 2026-11-22T14:02:00Z.
pub(crate) const START_MS: i64 = 1_795_356_120_000;
pub(crate) const DAY_MS: i64 = 86_400_000;

/// A table of these columns.
pub(crate) fn table<const N: usize>(columns: [(&str, Column); N]) -> Table {
    let field = |(name, column): &(&str, Column)| Field { name: (*name).to_owned(), data_type: column.data_type() };
    let schema = Schema::new(columns.iter().map(field).collect()).unwrap();
    let rows = columns.into_iter().map(|(_, column)| column).collect();
    let mut table = Table::new(schema.clone(), Retention { max_rows: 1_000_000, max_age_ms: None });
    table.append(&Batch::new(schema, rows).unwrap()).unwrap();
    table
}

pub(crate) fn times(every_ms: i64, rows: usize, repeat: usize) -> Column {
    let start = if every_ms >= DAY_MS { 1_325_376_000_000 } else { START_MS };
    Column::Time((0..rows).map(|row| Some(start + (row / repeat) as i64 * every_ms)).collect())
}

pub(crate) fn texts(values: &[&str], rows: usize) -> Column {
    let dictionary = values.iter().map(|value| (*value).to_owned()).collect();
    let codes = (0..rows).map(|row| (row % values.len()) as u32 + 1).collect();
    Column::Text(TextColumn { codes, dictionary })
}

pub(crate) fn floats(rows: usize, value: impl Fn(usize) -> f64) -> Column {
    Column::Float((0..rows).map(value).collect())
}

/// The same noise in every run: -1 to 1.
pub(crate) fn noise(row: usize) -> f64 {
    let mut bits = (row as u64).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (bits >> 11) as f64 / (1u64 << 52) as f64 - 1.0
}

pub(crate) fn spec(mark: Mark, x: &str, y: &str) -> Spec {
    Spec {
        form: Form::Chart(mark),
        table: Some("t".to_owned()),
        x: Some(x.to_owned()),
        y: Some(y.to_owned()),
        color: None,
        mark_color: None,
        aggregate: None,
        time_unit: None,
        unit: String::new(),
        levels: Vec::new(),
    }
}

pub(crate) fn by(spec: Spec, color: &str, unit: &str) -> Spec {
    Spec { color: Some(color.to_owned()), unit: unit.to_owned(), ..spec }
}

pub(crate) const FRAME: Frame =
    Frame { width_px: 640, height_px: 280, scale: 1.0, theme: Theme::Light, rtl: false, patterns: false };

/// The load of two cores, one reading a second for ten minutes.
pub(crate) fn cpu() -> Table {
    let load = |row: usize| {
        let wave = ((row / 2) as f64 / 40.0).sin() * 18.0 + (row % 2) as f64 * 20.0;
        (32.0 + wave + noise(row) * 9.0).clamp(0.4, 100.0)
    };
    let rows = 1_200;
    table([
        ("time", times(1_000, rows, 2)),
        ("core", texts(&["core 0", "core 1"], rows)),
        ("busy_percent", floats(rows, load)),
    ])
}

/// Memory in two kinds.
pub(crate) fn memory() -> Table {
    let bytes = |row: usize| {
        let minute = (row / 2) as f64 / 60.0;
        if row.is_multiple_of(2) { 3.1e9 + minute.sin() * 4e8 + minute * 5e7 } else { 4.0e9 - minute * 1e8 }
    };
    let rows = 1_200;
    table([
        ("time", times(1_000, rows, 2)),
        ("kind", texts(&["used", "cached or free"], rows)),
        ("bytes", floats(rows, bytes)),
    ])
}

/// Four years of days.
pub(crate) fn weather() -> Table {
    let rows = 1_461;
    let season = |row: usize| -(row as f64 / 365.25 * std::f64::consts::TAU).cos();
    table([
        ("date", times(DAY_MS, rows, 1)),
        ("precipitation", floats(rows, move |row| (noise(row) * 12.0 - 4.0 * season(row)).max(0.0))),
        ("temp_max", floats(rows, move |row| 15.0 + 9.0 * season(row) + noise(row + 9_999) * 6.0)),
        ("wind", floats(rows, move |row| (3.2 + noise(row + 77) * 2.0 - season(row) * 0.6).max(0.1))),
        ("weather", texts(&["drizzle", "rain", "sun", "snow", "fog"], rows)),
    ])
}

/// A table that has no rows yet.
pub(crate) fn empty() -> Table {
    table([("time", Column::empty(DataType::Time)), ("value", Column::empty(DataType::Float))])
}
