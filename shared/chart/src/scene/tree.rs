//! The tree: a view as panels and grids of panels, and which channels of which layers share a scale. What is drawn on
//! top of each other is one panel; sizes that views ask for are kept as weights, because the frame is given.

use grammar::vega_lite::names::Named;
use std::collections::BTreeMap;

use grammar::{
    spec::{Channel, Size, Title},
    view::{ChannelValue, FacetHeader, UnitView, View, ViewBody},
};
use serde_json::{Map, Value as Json};
use table::Value;

use super::{
    config::Config,
    scale::{Scale, Use, is_discrete, scale_channel},
    signals::Signals,
};
use crate::{palette::Palette, problem::Problem};

/// Views inside views are followed so deep; deeper ones would be too small to see.
const MAX_DEPTH: usize = 12;
/// More panels than this cannot be told apart in one frame.
const MAX_PANELS: usize = 1_000;

/// Larger sizes are as this one: beside it the others would vanish anyway.
const MAX_WEIGHT: f64 = 1e5;

const SCALED: [Channel; 17] = [
    Channel::X,
    Channel::Y,
    Channel::XOffset,
    Channel::YOffset,
    Channel::Theta,
    Channel::Radius,
    Channel::Color,
    Channel::Fill,
    Channel::Stroke,
    Channel::Opacity,
    Channel::FillOpacity,
    Channel::StrokeOpacity,
    Channel::StrokeWidth,
    Channel::StrokeDash,
    Channel::Size,
    Channel::Angle,
    Channel::Shape,
];

/// Which scale each channel has.
pub(crate) type Scope = BTreeMap<Channel, usize>;

/// A panel, or panels side by side.
#[derive(Clone, Debug)]
pub(crate) enum Node<'a> {
    Panel(Panel<'a>),
    Grid(Grid<'a>),
}

/// Layers over one area.
#[derive(Clone, Debug)]
pub(crate) struct Panel<'a> {
    pub(crate) layers: Vec<Layer<'a>>,
    pub(crate) title: Option<&'a Title>,
    /// Width and height as they were asked for, as weights.
    pub(crate) weight: (f64, f64),
}

/// A mark with its scales.
#[derive(Clone, Debug)]
pub(crate) struct Layer<'a> {
    pub(crate) unit: &'a UnitView,
    pub(crate) scope: Scope,
    /// What the mark says of itself, expressions computed.
    pub(crate) style: Map<String, Json>,
}

/// Nodes in rows and columns.
#[derive(Clone, Debug)]
pub(crate) struct Grid<'a> {
    pub(crate) cells: Vec<Cell<'a>>,
    pub(crate) columns: usize,
    pub(crate) rows: usize,
    /// What facets are headed by; `None` for a concatenation.
    pub(crate) facet: Option<Heads<'a>>,
    pub(crate) title: Option<&'a Title>,
}

/// The headers of a facet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Heads<'a> {
    pub(crate) row: Option<&'a FacetHeader>,
    pub(crate) column: Option<&'a FacetHeader>,
    pub(crate) wrapped: Option<&'a FacetHeader>,
}

/// A node at its place.
#[derive(Clone, Debug)]
pub(crate) struct Cell<'a> {
    pub(crate) row: usize,
    pub(crate) column: usize,
    /// Its own header, where facets are wrapped.
    pub(crate) head: Option<&'a Value>,
    pub(crate) node: Node<'a>,
}

/// A view with its scales.
#[derive(Debug)]
pub(crate) struct Tree<'a> {
    pub(crate) root: Node<'a>,
    pub(crate) scales: Vec<Scale<'a>>,
}

impl<'a> Tree<'a> {
    /// The tree of a view.
    ///
    /// # Errors
    /// Where there are too many panels, or views are nested too deep.
    pub(crate) fn new(view: &'a View, config: Config<'_>, palette: &Palette) -> Result<Self, Problem> {
        let mut gather = Gather { signals: Signals::of(view), ..Gather::default() };
        let mut root = gather.node(view, &Scope::new(), 0)?;
        // The title of the whole stands above everything, legends included.
        match &mut root {
            Node::Panel(panel) => panel.title = None,
            Node::Grid(grid) => grid.title = None,
        }
        let scales =
            gather.uses.into_values().map(|(channel, uses)| Scale::new(channel, uses, config, palette)).collect();
        Ok(Self { root, scales })
    }
}

/// Collects the uses of scales while views become nodes.
#[derive(Default)]
struct Gather<'a> {
    signals: Signals,
    next_scope: usize,
    /// The scale for each scope, apart for discrete and continuous uses.
    ids: BTreeMap<(usize, bool), usize>,
    uses: BTreeMap<usize, (Channel, Vec<Use<'a>>)>,
    panels: usize,
}

impl<'a> Gather<'a> {
    fn node(&mut self, view: &'a View, scope: &Scope, depth: usize) -> Result<Node<'a>, Problem> {
        if depth > MAX_DEPTH {
            return Err(Problem::Scene("The views are nested too deep. Nest them less.".to_owned()));
        }
        match &view.body {
            ViewBody::Unit(_) | ViewBody::Layer(_) => self.panel(view, scope, depth).map(Node::Panel),
            ViewBody::Concat { views, columns } => self.concat(view, views, *columns, scope, depth),
            ViewBody::Facet { cells, row, column, wrapped, columns } => {
                let heads = Heads { row: row.as_ref(), column: column.as_ref(), wrapped: wrapped.as_ref() };
                let scope = self.scope(view, scope, |_| true);
                let mut grid =
                    Grid { cells: Vec::new(), columns: 1, rows: 1, facet: Some(heads), title: view.title.as_ref() };
                let wrap = columns.unwrap_or_else(|| wrap_columns(cells.len())).max(1);
                for (index, cell) in cells.iter().enumerate() {
                    let place = |header: Option<&FacetHeader>, value: &Option<Value>| {
                        let values = header.map(|header| header.values.as_slice()).unwrap_or_default();
                        value.as_ref().and_then(|value| values.iter().position(|other| other == value)).unwrap_or(0)
                    };
                    let (row, column) = if heads.wrapped.is_some() {
                        (index / wrap, index % wrap)
                    } else {
                        (place(heads.row, &cell.row), place(heads.column, &cell.column))
                    };
                    let node = self.node(&cell.view, &scope, depth + 1)?;
                    grid.rows = grid.rows.max(row + 1);
                    grid.columns = grid.columns.max(column + 1);
                    grid.cells.push(Cell { row, column, head: cell.wrapped.as_ref(), node });
                }
                Ok(Node::Grid(grid))
            }
        }
    }

    fn concat(
        &mut self,
        view: &'a View,
        views: &'a [View],
        columns: Option<usize>,
        scope: &Scope,
        depth: usize,
    ) -> Result<Node<'a>, Problem> {
        let is_shared =
            |channel: Channel| !matches!(channel, Channel::X | Channel::Y | Channel::XOffset | Channel::YOffset);
        let scope = self.scope(view, scope, is_shared);
        let columns = columns.unwrap_or(views.len()).clamp(1, views.len().max(1));
        let mut cells = Vec::new();
        for (index, view) in views.iter().enumerate() {
            let node = self.node(view, &scope, depth + 1)?;
            cells.push(Cell { row: index / columns, column: index % columns, head: None, node });
        }
        let rows = views.len().div_ceil(columns).max(1);
        Ok(Node::Grid(Grid { cells, columns, rows, facet: None, title: view.title.as_ref() }))
    }

    fn panel(&mut self, view: &'a View, scope: &Scope, depth: usize) -> Result<Panel<'a>, Problem> {
        self.panels += 1;
        if self.panels > MAX_PANELS {
            return Err(Problem::Scene(format!(
                "There are more than {MAX_PANELS} small charts. Split by a field with fewer values."
            )));
        }
        let mut layers = Vec::new();
        self.layers(view, scope, depth, &mut layers)?;
        let weight = (weight(view.width, Channel::X, &layers), weight(view.height, Channel::Y, &layers));
        Ok(Panel { layers, title: view.title.as_ref(), weight })
    }

    fn layers(&mut self, view: &'a View, scope: &Scope, depth: usize, out: &mut Vec<Layer<'a>>) -> Result<(), Problem> {
        match &view.body {
            ViewBody::Unit(unit) => {
                let scope = self.scope(view, scope, |_| true);
                out.push(self.layer(unit, &scope));
                Ok(())
            }
            ViewBody::Layer(views) if depth < MAX_DEPTH => {
                let scope = self.scope(view, scope, |_| true);
                views.iter().try_for_each(|view| self.layers(view, &scope, depth + 1, out))
            }
            ViewBody::Layer(_) | ViewBody::Concat { .. } | ViewBody::Facet { .. } => {
                Err(Problem::Scene("A layer cannot hold views side by side. Put the layers inside them.".to_owned()))
            }
        }
    }

    fn layer(&mut self, unit: &'a UnitView, scope: &Scope) -> Layer<'a> {
        let mut own = Scope::new();
        for channel in &unit.channels {
            self.enlist(unit, channel, scope, &mut own);
            for condition in &channel.conditions {
                self.enlist(unit, &condition.then, scope, &mut own);
            }
        }
        Layer { unit, scope: own, style: self.signals.resolved(&unit.mark.style) }
    }

    /// Notes that a channel uses a scale.
    fn enlist(&mut self, unit: &'a UnitView, channel: &'a grammar::view::ChannelView, scope: &Scope, own: &mut Scope) {
        let has_scale =
            matches!(channel.value, ChannelValue::Column { .. } | ChannelValue::Datum(_)) && !channel.has_no_scale;
        let Some(scaled) = scale_channel(channel.channel).filter(|_| has_scale) else { return };
        let Some(shared) = scope.get(&scaled) else { return };
        let is_end = scaled != channel.channel;
        let known = own.get(&scaled).copied();
        let next = self.ids.len();
        let id = match known {
            Some(id) if is_end => id,
            _ => *self.ids.entry((*shared, is_discrete(channel))).or_insert(next),
        };
        own.entry(scaled).or_insert(id);
        self.uses.entry(id).or_insert_with(|| (scaled, Vec::new())).1.push(Use { unit, channel, seen: None });
    }

    /// The scope below a view: what it shares among its children, as it says or by default.
    fn scope(&mut self, view: &View, outer: &Scope, is_shared: impl Fn(Channel) -> bool) -> Scope {
        let said = view.resolve.get("scale").and_then(Json::as_object);
        let is_leaf = matches!(view.body, ViewBody::Unit(_));
        let mut scope = Scope::new();
        for channel in SCALED {
            let shares = is_leaf || shares(said, channel).unwrap_or_else(|| is_shared(channel));
            if !shares {
                continue;
            }
            let id = outer.get(&channel).copied().unwrap_or_else(|| {
                self.next_scope += 1;
                self.next_scope
            });
            scope.insert(channel, id);
        }
        scope
    }
}

/// The size that is asked for; steps count the values of the axis.
fn weight(size: Option<Size>, axis: Channel, layers: &[Layer<'_>]) -> f64 {
    match size {
        Some(Size::Px(px)) if px > 0.0 => px.min(MAX_WEIGHT),
        Some(Size::Step { px, .. }) if px > 0.0 => {
            let channels = layers.iter().flat_map(|layer| &layer.unit.channels);
            let count = channels.filter(|channel| channel.channel == axis).map(|channel| channel.domain.len()).max();
            (px * count.unwrap_or(1).max(1) as f64).min(MAX_WEIGHT)
        }
        _ => 200.0,
    }
}

fn shares(said: Option<&Map<String, Json>>, channel: Channel) -> Option<bool> {
    Some(said?.get(channel.name())?.as_str()? != "independent")
}

/// In how many columns so many wrapped cells stand, where nothing is said: as a square, rather wide.
fn wrap_columns(cells: usize) -> usize {
    (cells as f64).sqrt().ceil() as usize
}
