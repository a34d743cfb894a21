//! The window: the part of a scene that somebody looks at. It takes the place of the domain of x, and of y, where all
//! panels share one continuous scale; a measure without a window of its own fits what is seen through the other's.

use grammar::{
    spec::{Channel, MarkType},
    view::{ChannelValue, UnitView},
};

use super::{
    config::Config,
    scale::{Kind, Scale},
};
use crate::{palette::Palette, view_state::ViewState};

/// Shows the part that is looked at.
pub(crate) fn look(scales: &mut [Scale<'_>], view: &ViewState, config: Config<'_>, palette: &Palette) {
    let x = view.x_window().filter(|window| set(scales, Channel::X, *window));
    let is_set = view.y_window().is_some_and(|window| set(scales, Channel::Y, window));
    let Some(x) = x.filter(|_| !is_set) else { return };
    for scale in scales.iter_mut().filter(|scale| is_continuous(scale, Channel::Y)) {
        let (all, reverse) = (scale.all, scale.reverse);
        let uses = scale.uses.iter().map(|used| super::scale::Use { seen: Some(x), ..*used }).collect();
        *scale = Scale { all, reverse, ..Scale::new(scale.channel, uses, config, palette) };
    }
}

/// Puts a window in place of the one domain of a channel; whether there is one that can show it.
fn set(scales: &mut [Scale<'_>], channel: Channel, window: (f64, f64)) -> bool {
    let mut own = scales.iter_mut().filter(|scale| is_continuous(scale, channel));
    match (own.next(), own.next()) {
        (Some(scale), None) => scale.look(window),
        _ => false,
    }
}

/// Lets the only scale of values reach to the levels near them: that of y, or that of x where it is no time and y measures
/// nothing. A domain that is said stays.
pub(crate) fn reach(scales: &mut [Scale<'_>], levels: &[f64]) {
    let upright = scales.iter().filter(|scale| is_continuous(scale, Channel::Y)).count();
    let channel = if upright > 0 { Channel::Y } else { Channel::X };
    let mut own = scales.iter_mut().filter(|scale| is_continuous(scale, channel) && !scale.is_time());
    if let (Some(scale), None) = (own.next(), own.next()) {
        scale.reach(levels);
    }
}

fn is_continuous(scale: &Scale<'_>, channel: Channel) -> bool {
    scale.channel == channel && matches!(scale.kind, Kind::Continuous(_))
}

/// Which rows of a unit are seen through a window of x. Of a line both ends of every piece of it are.
pub(crate) fn rows(unit: &UnitView, window: (f64, f64)) -> Vec<bool> {
    let columns: Vec<_> = unit
        .channels
        .iter()
        .filter(|view| matches!(view.channel, Channel::X | Channel::X2))
        .flat_map(|view| match &view.value {
            ChannelValue::Column { name, end } => [Some(name), end.as_ref()],
            ChannelValue::Datum(_) | ChannelValue::Constant(_) | ChannelValue::None => [None; 2],
        })
        .flatten()
        .filter_map(|name| unit.data.column(name))
        .collect();
    let ends = |rows: &[u32]| {
        let numbers = columns.iter().flat_map(|values| rows.iter().map(|row| values.number(*row as usize)));
        numbers.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)))
    };
    let is_seen = |rows: &[u32]| {
        let (low, high) = ends(rows);
        low > high || low <= window.1 && high >= window.0
    };
    if !matches!(unit.mark.mark, MarkType::Line | MarkType::Area | MarkType::Trail) {
        return (0..unit.data.rows() as u32).map(|row| is_seen(&[row])).collect();
    }
    let mut seen = vec![false; unit.data.rows()];
    for path in &unit.paths {
        let pieces = path.windows(2).chain((path.len() == 1).then_some(path.as_slice()));
        for row in pieces.filter(|piece| is_seen(piece)).flatten() {
            if let Some(seen) = seen.get_mut(*row as usize) {
                *seen = true;
            }
        }
    }
    seen
}
