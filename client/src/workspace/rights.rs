//! Rights: what this person may do to which node, as `document::allows` judges it. The components disable by it what
//! the relay would refuse.

use document::{Kind, NodeId, Op, Order, Place, Property, Role, Value, allows};

use super::view::{Connection, View};

impl View {
    /// Whether this person may do the op now.
    #[must_use]
    pub fn may(&self, op: &Op) -> bool {
        let is_stopped = matches!(self.connection, Connection::Stopped(_));
        !is_stopped && self.who.is_some_and(|who| allows(who, op, &self.document).is_ok())
    }

    /// Whether this person may write to the node.
    #[must_use]
    pub fn may_edit(&self, node: NodeId) -> bool {
        self.may(&Op::Set { node, property: Property::Title, value: Value::Text(String::new()) })
    }

    /// Whether this person may hang something of that kind below the node.
    #[must_use]
    pub fn may_add(&self, kind: Kind, parent: NodeId) -> bool {
        let place = Place { parent, order: Order::default() };
        self.may(&Op::Insert { node: NodeId::ROOT, kind, place })
    }

    /// Whether this person may remove the node, or put it elsewhere.
    #[must_use]
    pub fn may_remove(&self, node: NodeId) -> bool {
        self.may(&Op::Delete { node })
    }

    /// Whether this person may lock and unlock.
    #[must_use]
    pub fn may_lock(&self) -> bool {
        self.who.is_some_and(|who| who.role == Role::Owner)
    }
}
