//! Name: what the column is called that a definition reads or makes: `mean_price`, `yearmonth_date`,
//! `bin_maxbins_10_x`, as Vega-Lite's `vgField`, so that a spec may name it too. Paths into records become one column
//! named by the path without brackets and backslashes.

use std::fmt::Write;

use table::{relation::steps, transform::TimePart};

use crate::{
    spec::{AggregateOp, Bin, ChannelAggregate, ChannelBin, ChannelDef, TimeUnit},
    vega_lite::Named,
};

/// The column that holds how many rows there are.
pub(crate) const COUNT: &str = "__count";

/// The parts of a time unit in the order of its name, with their names.
pub(crate) const PARTS: [(TimePart, &str); 11] = [
    (TimePart::Year, "year"),
    (TimePart::Quarter, "quarter"),
    (TimePart::Month, "month"),
    (TimePart::Week, "week"),
    (TimePart::Day, "day"),
    (TimePart::DayOfYear, "dayofyear"),
    (TimePart::Date, "date"),
    (TimePart::Hours, "hours"),
    (TimePart::Minutes, "minutes"),
    (TimePart::Seconds, "seconds"),
    (TimePart::Milliseconds, "milliseconds"),
];

/// The column of a field: its path in one name.
pub(crate) fn of_path(path: &str) -> String {
    if path.contains(['.', '[', '\\']) { steps(path).join(".") } else { path.to_owned() }
}

/// Whether the path leads into a record or list.
pub(crate) fn is_nested(path: &str) -> bool {
    path.contains(['.', '[']) && steps(path).len() > 1
}

/// The column of a definition.
pub(crate) fn of(definition: &ChannelDef) -> String {
    with_suffix(definition, "")
}

/// The column that belongs to that of a definition: `end`, `start`, `range`, `mid`, or itself.
pub(crate) fn with_suffix(definition: &ChannelDef, suffix: &str) -> String {
    let join = |name: &str| if suffix.is_empty() { name.to_owned() } else { format!("{name}_{suffix}") };
    if is_count(definition) {
        return join(COUNT);
    }
    let field = definition.field().map_or_else(String::new, |path| of_path(path));
    if let Some(bin) = binning(definition) {
        return join(&format!("{}_{field}", bin_name(bin)));
    }
    match &definition.aggregate {
        Some(ChannelAggregate::ArgMin(by)) => return format!("argmin_{}.{field}", of_path(by)),
        Some(ChannelAggregate::ArgMax(by)) => return format!("argmax_{}.{field}", of_path(by)),
        Some(ChannelAggregate::Op(op)) => return join(&format!("{}_{field}", op.name())),
        None => {}
    }
    match definition.time_unit {
        Some(unit) if !unit.binned => join(&format!("{}_{field}", unit_name(unit))),
        _ => join(&field),
    }
}

/// Whether it counts rows.
pub(crate) fn is_count(definition: &ChannelDef) -> bool {
    matches!(definition.aggregate, Some(ChannelAggregate::Op(AggregateOp::Count)))
}

/// How it bins, where it does so itself.
pub(crate) fn binning(definition: &ChannelDef) -> Option<&Bin> {
    match &definition.bin {
        Some(ChannelBin::Bin(bin)) => bin.as_ref(),
        Some(ChannelBin::ByParam { .. } | ChannelBin::Binned(_)) | None => None,
    }
}

/// Whether its field holds beginnings of bins.
pub(crate) fn is_binned(definition: &ChannelDef) -> bool {
    matches!(definition.bin, Some(ChannelBin::Binned(_)))
}

/// The parts of a unit, by name.
pub(crate) fn unit_parts(unit: TimeUnit) -> Vec<&'static str> {
    PARTS.into_iter().filter(|(part, _)| unit.parts & (1 << *part as u16) != 0).map(|(_, name)| name).collect()
}

fn unit_name(unit: TimeUnit) -> String {
    let mut name = if unit.utc { "utc" } else { "" }.to_owned() + &unit_parts(unit).concat();
    if unit.step > 1 {
        let _ = write!(name, "_step_{}", unit.step);
    }
    name
}

fn bin_name(bin: &Bin) -> String {
    let mut name = "bin".to_owned();
    let mut add = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            let value: String =
                value.chars().map(|char| if char.is_ascii_alphanumeric() { char } else { '_' }).collect();
            let _ = write!(name, "_{key}_{value}");
        }
    };
    let list = |values: &[f64]| values.iter().map(f64::to_string).collect::<Vec<_>>().join("_");
    add("anchor", bin.anchor.map(|value| value.to_string()));
    add("base", bin.base.map(|value| value.to_string()));
    add("divide", bin.divide.as_deref().map(list));
    add("extent", bin.extent.map(|values| list(&values)));
    add("maxbins", bin.maxbins.map(|value| value.to_string()));
    add("minstep", bin.minstep.map(|value| value.to_string()));
    add("nice", bin.nice.map(|value| value.to_string()));
    add("step", bin.step.map(|value| value.to_string()));
    add("steps", bin.steps.as_deref().map(list));
    name
}
