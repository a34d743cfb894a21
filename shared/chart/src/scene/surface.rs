//! The surface: the panel of a scene that has only one, with its scales, so that a pointer's place becomes values
//! again: for crosshairs, brushes and zooming. Scenes of several panels have none.

use grammar::spec::Channel;

use super::{
    continuous::Curve,
    discrete::Bands,
    layout::Placed,
    scale::{Kind, Scale},
};
use crate::frame::Area;

/// A lone panel.
#[derive(Clone, Debug)]
pub(crate) struct Surface {
    pub(crate) area: Area,
    pub(crate) x: Option<Ruler>,
    pub(crate) y: Option<Ruler>,
}

/// A scale along one side.
#[derive(Clone, Debug)]
pub(crate) struct Ruler {
    scale: Axis,
    /// The lowest and the highest value there is, shown or not.
    pub(crate) all: Option<(f64, f64)>,
    /// The pixels of the shares 0 and 1.
    from: f64,
    to: f64,
}

#[derive(Clone, Debug)]
enum Axis {
    Continuous(super::continuous::Continuous),
    /// How many bands, and how they stand.
    Bands(usize, Bands),
}

impl Surface {
    /// The surface of the only panel; `None` where there are several.
    pub(crate) fn of(placed: &[Placed<'_, '_>], scales: &[Scale<'_>], rtl: bool) -> Option<Self> {
        let [Placed { panel, room, .. }] = placed else { return None };
        let ruler = |channel: Channel, from: f64, to: f64| {
            let id = panel.layers.iter().find_map(|layer| layer.scope.get(&channel))?;
            Ruler::new(scales.get(*id)?, from, to, rtl)
        };
        let [left, top, right, bottom] = [room.left, room.top, room.right - 1.0, room.bottom - 1.0].map(|px| px as i32);
        let area = Area { left, top, right, bottom };
        let (x, y) = (ruler(Channel::X, room.left, room.right), ruler(Channel::Y, room.bottom, room.top));
        Some(Self { area, x, y })
    }
}

impl Ruler {
    fn new(scale: &Scale<'_>, from: f64, to: f64, rtl: bool) -> Option<Self> {
        let axis = match &scale.kind {
            Kind::Continuous(continuous) => Axis::Continuous(continuous.clone()),
            Kind::Discrete(discrete, bands) => Axis::Bands(discrete.values().len(), *bands),
            Kind::Steps(_) | Kind::Identity => return None,
        };
        // Categories are read from the top, numbers from the bottom.
        let is_downward = scale.channel == Channel::Y && matches!(axis, Axis::Bands(..));
        let (from, to) = if scale.is_reversed(rtl) != is_downward { (to, from) } else { (from, to) };
        Some(Self { scale: axis, all: scale.all, from, to })
    }

    /// The value at a pixel; of categories the index of the nearest.
    pub(crate) fn value(&self, px: f64) -> f64 {
        let share = (px - self.from) / (self.to - self.from);
        match &self.scale {
            Axis::Continuous(continuous) => continuous.value(share),
            Axis::Bands(count, bands) => {
                let middle = bands.start(0) + bands.width() / 2.0;
                ((share - middle) / bands.step()).round().clamp(0.0, count.saturating_sub(1) as f64)
            }
        }
    }

    /// The pixel of a value; `None` where it has no place.
    pub(crate) fn px(&self, value: f64) -> Option<f64> {
        let share = match &self.scale {
            Axis::Continuous(continuous) => continuous.share(value)?,
            Axis::Bands(_, bands) => bands.start(0) + bands.step() * value + bands.width() / 2.0,
        };
        Some(self.from + (self.to - self.from) * share)
    }

    /// The ends of the domain, rising; categories have none.
    pub(crate) fn domain(&self) -> Option<(f64, f64)> {
        match &self.scale {
            Axis::Continuous(continuous) => Some(continuous.extent()),
            Axis::Bands(..) => None,
        }
    }

    /// Whether it measures time.
    pub(crate) fn is_time(&self) -> bool {
        matches!(&self.scale, Axis::Continuous(continuous) if continuous.curve == Curve::Time)
    }
}
