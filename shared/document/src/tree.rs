//! The document: a tree of nodes, each property a last-writer-wins register that remembers who wrote it and when.
//! This file holds and shows the state; only `apply` changes it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    grid::{self, Cell, Rect},
    ids::{ClientId, NodeId, Seq},
    index::Index,
    nodes::Nodes,
    place::{Order, Place},
    property::{Aggregate, Anchor, Color, ControlType, Kind, Mark, Property, Refresh, Shade, TimeUnit, Value},
    registers::Registers,
};

/// The replicated state of one dashboard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored")]
pub struct Document {
    pub(crate) nodes: Nodes,
    #[serde(skip)]
    pub(crate) index: Index,
}

/// What is stored of a document.
#[derive(Deserialize)]
#[serde(rename = "Document")]
struct Stored {
    nodes: Nodes,
}

/// Whoever walks upwards comes to the root: `apply` keeps it so, and bytes in which it is not so are no document.
impl TryFrom<Stored> for Document {
    type Error = &'static str;

    fn try_from(Stored { nodes }: Stored) -> Result<Self, Self::Error> {
        if nodes.are_a_tree() { Ok(Self::of(nodes)) } else { Err("the nodes are not a tree") }
    }
}

/// One node of the tree, also after its deletion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    pub(crate) kind: Kind,
    pub(crate) place: Register<Place>,
    pub(crate) deleted: Register<bool>,
    pub(crate) properties: Registers,
}

/// A value and who wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register<T> {
    /// What was written last.
    pub value: T,
    /// By whom and when.
    pub stamp: Stamp,
}

/// Who wrote, and at which `Seq`; a write that has none yet is pending here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The replica that wrote.
    pub client: ClientId,
    /// Its place in the order, `None` while pending.
    pub seq: Option<Seq>,
}

impl Default for Document {
    fn default() -> Self {
        let stamp = Stamp { client: ClientId::from_bytes([0; 8]), seq: Some(Seq::ZERO) };
        let place = Register { value: Place { parent: NodeId::ROOT, order: Order::default() }, stamp };
        let root = Node {
            kind: Kind::Dashboard,
            place,
            deleted: Register { value: false, stamp },
            properties: Registers::default(),
        };
        let mut nodes = Nodes::default();
        nodes.insert(NodeId::ROOT, Arc::new(root));
        Self::of(nodes)
    }
}

impl Document {
    fn of(nodes: Nodes) -> Self {
        Self { index: Index::of(&nodes), nodes }
    }

    /// The node, unless it or one above it was deleted.
    #[must_use]
    pub fn node(&self, id: NodeId) -> Option<&Arc<Node>> {
        let node = self.nodes.get(&id)?;
        let mut above = (id, node);
        loop {
            if above.1.deleted.value {
                return None;
            }
            if above.0 == NodeId::ROOT {
                return Some(node);
            }
            let parent = above.1.place.value.parent;
            above = (parent, self.nodes.get(&parent)?);
        }
    }

    /// The title of the dashboard.
    #[must_use]
    pub fn title(&self) -> &str {
        self.nodes.get(&NodeId::ROOT).map_or("", |root| root.title())
    }

    /// Under which words the dashboard is found.
    #[must_use]
    pub fn tags(&self) -> &[String] {
        self.nodes.get(&NodeId::ROOT).map_or(&[], |root| root.names(Property::Tags))
    }

    /// The living children of a node, in order.
    #[must_use]
    pub fn children(&self, parent: NodeId) -> Vec<(NodeId, &Arc<Node>)> {
        self.children_where(parent, &|_| true)
    }

    /// Not generic: every further sort is five KiB of a page.
    fn children_where(&self, parent: NodeId, wanted: &dyn Fn(Kind) -> bool) -> Vec<(NodeId, &Arc<Node>)> {
        let is_child = |id: NodeId, node: &Node| {
            id != NodeId::ROOT && !node.deleted.value && node.place.value.parent == parent && wanted(node.kind)
        };
        let mut children: Vec<_> =
            self.nodes.iter().filter(|(id, node)| is_child(**id, node)).map(|(id, node)| (*id, node)).collect();
        children.sort_by(|left, right| (&left.1.place.value.order, left.0).cmp(&(&right.1.place.value.order, right.0)));
        children
    }

    /// The panels of a parent as they are shown on the grid, in reading order.
    #[must_use]
    pub fn grid(&self, parent: NodeId) -> Vec<Cell> {
        let panels = self.panels(parent);
        let cells: Vec<Cell> = panels.iter().map(|(id, node)| Cell { node: *id, rect: node.layout() }).collect();
        grid::arrange(&cells, None)
    }

    /// The living panels of a parent, in order.
    #[must_use]
    pub fn panels(&self, parent: NodeId) -> Vec<(NodeId, &Arc<Node>)> {
        self.children_where(parent, &|kind| kind.is_panel())
    }

    /// The living children of a parent that are of this kind, in order.
    #[must_use]
    pub fn children_of(&self, parent: NodeId, kind: Kind) -> Vec<(NodeId, &Arc<Node>)> {
        self.children_where(parent, &|other| other == kind)
    }

    /// Every living panel, wherever it hangs, in the order of ids.
    pub fn all_panels(&self) -> impl Iterator<Item = (NodeId, &Arc<Node>)> {
        let panels = self.nodes.iter().filter(|(_, node)| node.kind.is_panel());
        panels.filter_map(|(id, _)| self.node(*id).map(|node| (*id, node)))
    }

    /// The tables that living panels show; one may come several times.
    pub fn shown_tables(&self) -> impl Iterator<Item = &str> {
        self.all_panels().filter_map(|(_, panel)| panel.name(Property::Table))
    }

    /// Whether any node names this table, deleted ones included.
    #[must_use]
    pub fn names_table(&self, table: &str) -> bool {
        self.nodes.iter().any(|(_, node)| node.name(Property::Table) == Some(table))
    }

    /// Every living node of this kind, wherever it hangs, in the order of ids.
    pub fn all_of(&self, kind: Kind) -> impl Iterator<Item = (NodeId, &Arc<Node>)> {
        let nodes = self.nodes.iter().filter(move |(_, node)| node.kind == kind);
        nodes.filter_map(|(id, _)| self.node(*id).map(|node| (*id, node)))
    }

    /// How many nodes there are, deleted ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// At least as many bytes as it has when it is stored; [`MAX_DOCUMENT_BYTES`](crate::apply::MAX_DOCUMENT_BYTES) is
    /// the limit for what is submitted.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.index.bytes()
    }

    /// Whether nothing was ever inserted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.len() == 1
    }
}

impl Node {
    /// What it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Where it hangs.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place.value
    }

    /// The value of a property: what was written last, else the default.
    #[must_use]
    pub fn get(&self, property: Property) -> Value {
        self.properties.get(&property).map_or_else(|| property.default_value(), |register| register.value.clone())
    }

    /// Whether it was deleted (it itself, not a node above it), and by whom.
    #[must_use]
    pub fn deleted(&self) -> &Register<bool> {
        &self.deleted
    }

    /// Who wrote a property; `None` while it has its default.
    #[must_use]
    pub fn stamp(&self, property: Property) -> Option<Stamp> {
        self.properties.get(&property).map(|register| register.stamp)
    }

    /// A text property, empty by default.
    #[must_use]
    pub fn text(&self, property: Property) -> &str {
        match self.properties.get(&property).map(|register| &register.value) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    /// A table or field, if one is chosen.
    #[must_use]
    pub fn name(&self, property: Property) -> Option<&str> {
        match self.properties.get(&property).map(|register| &register.value) {
            Some(Value::Name(Some(name))) => Some(name),
            _ => None,
        }
    }

    /// The heading.
    #[must_use]
    pub fn title(&self) -> &str {
        self.text(Property::Title)
    }

    /// The stored rectangle; [`Document::grid`] says where the panel is shown.
    #[must_use]
    pub fn layout(&self) -> Rect {
        match self.get(Property::Layout) {
            Value::Rect(rect) => rect,
            _ => Rect { x: 0, y: 0, w: 1, h: 1 },
        }
    }

    /// How a row is drawn.
    #[must_use]
    pub fn mark(&self) -> Mark {
        match self.get(Property::Mark) {
            Value::Mark(mark) => mark,
            _ => Mark::Line,
        }
    }

    /// The colour of the marks when no field decides it.
    #[must_use]
    pub fn mark_color(&self) -> Option<Color> {
        match self.get(Property::MarkColor) {
            Value::Color(color) => color,
            _ => None,
        }
    }

    /// How a group becomes one value.
    #[must_use]
    pub fn aggregate(&self) -> Option<Aggregate> {
        match self.get(Property::Aggregate) {
            Value::Aggregate(aggregate) => aggregate,
            _ => None,
        }
    }

    /// A flag, such as [`Property::Locked`].
    #[must_use]
    pub fn flag(&self, property: Property) -> bool {
        matches!(self.properties.get(&property).map(|register| &register.value), Some(Value::Flag(true)))
    }

    /// Whether a dashboard is light or dark for everybody; none by default.
    #[must_use]
    pub fn shade(&self) -> Option<Shade> {
        match self.properties.get(&Property::Theme).map(|register| &register.value) {
            Some(Value::Shade(shade)) => *shade,
            _ => None,
        }
    }

    /// How often a dashboard shows new rows; as they come by default.
    #[must_use]
    pub fn refresh(&self) -> Refresh {
        match self.properties.get(&Property::Refresh).map(|register| &register.value) {
            Some(Value::Refresh(refresh)) => *refresh,
            _ => Refresh::Live,
        }
    }

    /// Names, such as [`Property::Columns`]; none by default.
    #[must_use]
    pub fn names(&self, property: Property) -> &[String] {
        match self.properties.get(&property).map(|register| &register.value) {
            Some(Value::Names(names)) => names,
            _ => &[],
        }
    }

    /// A moment, in milliseconds since the Unix epoch, if there is one.
    #[must_use]
    pub fn moment(&self, property: Property) -> Option<i64> {
        match self.properties.get(&property).map(|register| &register.value) {
            Some(Value::Moment(moment_ms)) => *moment_ms,
            _ => None,
        }
    }

    /// What a control lets people choose.
    #[must_use]
    pub fn control_type(&self) -> ControlType {
        match self.properties.get(&Property::ControlType).map(|register| &register.value) {
            Some(Value::Control(control)) => *control,
            _ => ControlType::Choice,
        }
    }

    /// The data point that a comment is about, if it is one.
    #[must_use]
    pub fn anchor(&self) -> Option<&Anchor> {
        match self.properties.get(&Property::Anchor).map(|register| &register.value) {
            Some(Value::Anchor(anchor)) => anchor.as_ref(),
            _ => None,
        }
    }

    /// The calendar unit that groups times.
    #[must_use]
    pub fn time_unit(&self) -> Option<TimeUnit> {
        match self.get(Property::TimeUnit) {
            Value::TimeUnit(unit) => unit,
            _ => None,
        }
    }
}
