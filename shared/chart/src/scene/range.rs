//! Ranges: what a scale makes of a place in its domain: ink, a number, a symbol, dashes.

use grammar::spec::{Channel, FieldType, MarkType};
use serde_json::Value as Json;

use super::{
    scale::{Kind, Place, Said, Use},
    scheme::{self, Scheme},
    symbol::Symbol,
};
use crate::{palette::Palette, shape::Ink};

/// The smallest and the largest point, in square CSS pixels; the smallest of a scale from zero is nothing.
const POINT_SIZES: (f64, f64) = (9.0, 361.0);
/// The sizes of text, in CSS pixels.
const TEXT_SIZES: (f64, f64) = (8.0, 40.0);
/// The widths of strokes and trails, in CSS pixels.
const STROKE_WIDTHS: (f64, f64) = (1.0, 4.0);
/// The widths of bars and ticks, in CSS pixels.
const BAR_SIZES: (f64, f64) = (2.0, 19.0);
const OPACITIES: (f64, f64) = (0.3, 0.8);
/// Lengths of dashes and gaps, in CSS pixels; the first is a solid line.
const DASHES: [&[f64]; 6] = [&[], &[4.0, 2.0], &[2.0, 1.0], &[1.0, 1.0], &[1.0, 2.0, 4.0, 2.0], &[8.0, 3.0]];

/// What a scale's values become.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Range {
    /// A share of whatever length there is.
    Length,
    /// One of several inks, again from the first after the last.
    Inks(Vec<Ink>),
    /// A mixture along inks.
    Gradient(Vec<Ink>),
    /// Along these numbers.
    Numbers(Vec<f64>),
    Symbols(Vec<Symbol>),
    Dashes(Vec<Vec<f64>>),
}

impl Range {
    /// The range that is said, or the default of the channel.
    pub(crate) fn new(channel: Channel, uses: &[Use<'_>], said: &Said<'_>, kind: &Kind, palette: &Palette) -> Self {
        use Channel as C;
        match channel {
            C::X | C::Y | C::XOffset | C::YOffset | C::Theta => Self::Length,
            C::Color | C::Fill | C::Stroke => inks(uses, said, kind, palette),
            C::Shape => Self::Symbols(symbols(said)),
            C::StrokeDash => Self::Dashes(dashes(said)),
            C::Radius => match said.range() {
                Some(Json::Array(_)) => Self::Numbers(numbers(said, (0.0, 1.0))),
                _ => Self::Length,
            },
            C::Size => Self::Numbers(numbers(said, sizes(uses, kind))),
            C::StrokeWidth => Self::Numbers(numbers(said, STROKE_WIDTHS)),
            C::Angle => Self::Numbers(numbers(said, (0.0, 360.0))),
            _ => Self::Numbers(numbers(said, OPACITIES)),
        }
    }

    /// The ink at a place.
    pub(crate) fn ink(&self, place: Place) -> Option<Ink> {
        match (self, place) {
            (Self::Inks(inks), Place::Slot(index, _)) => inks.get(index % inks.len().max(1)).copied(),
            (Self::Inks(inks) | Self::Gradient(inks), Place::Share(share)) => Some(scheme::mixed(inks, share)),
            (Self::Gradient(inks), Place::Slot(index, count)) => {
                let share = if count > 1 { index as f64 / (count - 1) as f64 } else { 0.5 };
                Some(scheme::mixed(inks, share))
            }
            _ => None,
        }
    }

    /// The number at a place.
    pub(crate) fn number(&self, place: Place) -> Option<f64> {
        let Self::Numbers(numbers) = self else {
            return if let Place::Plain(number) = place { Some(number) } else { None };
        };
        let last = numbers.len().checked_sub(1)?;
        match place {
            Place::Plain(number) => Some(number),
            Place::Slot(index, count) if count == numbers.len() || count < 2 => numbers.get(index).copied(),
            Place::Slot(index, count) => Some(along(numbers, last, index as f64 / (count - 1) as f64)),
            Place::Share(share) => Some(along(numbers, last, share)),
        }
    }

    /// The symbol at a place.
    pub(crate) fn symbol(&self, place: Place) -> Option<&Symbol> {
        match (self, place) {
            (Self::Symbols(symbols), Place::Slot(index, _)) => symbols.get(index % symbols.len().max(1)),
            _ => None,
        }
    }

    /// The dashes at a place, in CSS pixels.
    pub(crate) fn dashes(&self, place: Place) -> Option<&[f64]> {
        match (self, place) {
            (Self::Dashes(dashes), Place::Slot(index, _)) => dashes.get(index % dashes.len().max(1)).map(Vec::as_slice),
            _ => None,
        }
    }
}

fn along(numbers: &[f64], last: usize, share: f64) -> f64 {
    let place = share.clamp(0.0, 1.0) * last as f64;
    let index = (place.floor() as usize).min(last.saturating_sub(1));
    let (from, to) = (numbers[index], numbers[(index + 1).min(last)]);
    from + (to - from) * (place - index as f64)
}

fn inks(uses: &[Use<'_>], said: &Said<'_>, kind: &Kind, palette: &Palette) -> Range {
    let is_ordinal = uses.iter().all(|used| used.channel.field_type == FieldType::Ordinal);
    let chosen = said.range().or_else(|| said.scheme()).and_then(|json| scheme::of_json(json, palette));
    let is_diverging = said.number("domainMid").is_some();
    let is_discrete = matches!(kind, Kind::Discrete(..));
    match chosen {
        Some(Scheme::Set(inks)) if matches!(kind, Kind::Continuous(_)) => Range::Gradient(inks),
        Some(Scheme::Set(inks)) => Range::Inks(inks),
        Some(Scheme::Gradient(inks)) => Range::Gradient(inks),
        None if is_discrete && !is_ordinal => Range::Inks(scheme::categories(palette)),
        None if is_diverging => Range::Gradient(scheme::diverging()),
        None => Range::Gradient(scheme::sequence(palette)),
    }
}

fn sizes(uses: &[Use<'_>], kind: &Kind) -> (f64, f64) {
    use MarkType as M;
    match uses.first().map(|used| used.unit.mark.mark) {
        Some(M::Text) => TEXT_SIZES,
        Some(M::Line | M::Trail | M::Rule) => STROKE_WIDTHS,
        Some(M::Bar | M::Tick) => BAR_SIZES,
        _ => {
            let is_from_zero = matches!(kind, Kind::Continuous(continuous) if continuous.extent().0 == 0.0);
            (if is_from_zero { 0.0 } else { POINT_SIZES.0 }, POINT_SIZES.1)
        }
    }
}

/// The numbers of the range, or those between these ends.
fn numbers(said: &Said<'_>, (low, high): (f64, f64)) -> Vec<f64> {
    let said_numbers = said.range().and_then(Json::as_array).map(|range| range.iter().filter_map(Json::as_f64));
    let numbers: Vec<f64> = said_numbers.map(Iterator::collect).unwrap_or_default();
    if !numbers.is_empty() {
        return numbers;
    }
    vec![said.number("rangeMin").unwrap_or(low), said.number("rangeMax").unwrap_or(high)]
}

fn symbols(said: &Said<'_>) -> Vec<Symbol> {
    let range = said.range().and_then(Json::as_array);
    let symbols: Vec<Symbol> = range.into_iter().flatten().filter_map(Json::as_str).map(Symbol::named).collect();
    if symbols.is_empty() { Symbol::ALL.to_vec() } else { symbols }
}

fn dashes(said: &Said<'_>) -> Vec<Vec<f64>> {
    let numbers =
        |json: &Json| -> Option<Vec<f64>> { Some(json.as_array()?.iter().filter_map(Json::as_f64).collect()) };
    let range = said.range().and_then(Json::as_array);
    let dashes: Vec<Vec<f64>> = range.into_iter().flatten().filter_map(numbers).collect();
    if dashes.is_empty() { DASHES.iter().map(|dash| dash.to_vec()).collect() } else { dashes }
}
