//! The spec of a chart as its form sees it: what the registers of the panel say together, as JSON that is read and
//! changed at a path, and which properties have to say something else then. Pure; it knows no input and no row.

use chart::panel::{Broken, settings, written};
use document::{Node, Property, Value, ValueType};
use serde_json::{Map, Value as Json};
use table::Schema;

/// Values for properties of one panel.
pub(super) type Sets = Vec<(Property, Value)>;

/// A whole spec of Vega-Lite.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ChartSpec(Json);

impl ChartSpec {
    pub(super) fn of(node: &Node, schema: Option<&Schema>) -> Result<Self, Broken> {
        written(node, schema).map(Self)
    }

    /// A spec that somebody has typed.
    pub(super) fn typed(spec: Json) -> Self {
        Self(spec)
    }

    /// The text that people read and write.
    pub(super) fn text(&self) -> String {
        serde_json::to_string_pretty(&self.0).unwrap_or_default()
    }

    pub(super) fn get(&self, path: &[&str]) -> Option<&Json> {
        path.iter().try_fold(&self.0, |json, member| json.get(member))
    }

    /// What a channel says, if it is one definition.
    pub(super) fn channel(&self, channel: &str) -> Option<&Map<String, Json>> {
        self.get(&["encoding", channel])?.as_object()
    }

    /// The steps before drawing.
    pub(super) fn steps(&self) -> &[Json] {
        self.get(&["transform"]).and_then(Json::as_array).map_or(&[], Vec::as_slice)
    }

    /// Whether it lays views on or beside each other.
    pub(super) fn is_composite(&self) -> bool {
        self.get(&["mark"]).is_none()
    }

    /// The same with something else at a path; objects that hold nothing then go.
    pub(super) fn with(mut self, path: &[&str], value: Option<Json>) -> Self {
        if let (["mark", _, ..], Some(Json::String(name))) = (path, self.get(&["mark"])) {
            let style = Map::from_iter([("type".to_owned(), Json::String(name.clone()))]);
            put(&mut self.0, &["mark"], Some(style.into()));
        }
        put(&mut self.0, path, value);
        self
    }

    /// What the properties of the panel have to say instead of what they say now. `schema` is that of its table.
    pub(super) fn sets(&self, node: &Node, schema: Option<&Schema>) -> Result<Sets, String> {
        let table = node.name(Property::Table);
        let of = settings(&self.0, |name| schema.filter(|_| Some(name) == table));
        let said = of.map_err(|(_, invalid)| invalid.to_string())?.values;
        let value = |property: Property| {
            let value = said.iter().find(|(of, _)| *of == property).map(|(_, value)| value.clone());
            value.filter(|value| *value != Value::Text("{}".to_owned())).unwrap_or_else(|| property.default_value())
        };
        let differs = |property: &Property| !same(*property, &node.get(*property), &value(*property));
        let is_said = |property: &Property| match property {
            Property::Mark => !self.is_composite(),
            Property::MarkColor => node.name(Property::Color).is_none() || said.iter().any(|(of, _)| of == property),
            property => is_of_spec(*property),
        };
        let changed = node.kind().properties().iter().copied().filter(is_said).filter(differs);
        Ok(changed.map(|property| (property, value(property))).collect())
    }

    /// What has to be said so that what was changed since `base` is changed, and nothing else.
    pub(super) fn sets_since(&self, base: &Self, node: &Node, schema: Option<&Schema>) -> Result<Sets, String> {
        let sets = self.sets(node, schema)?;
        let before = base.sets(node, schema)?;
        let is_new = |set: &(Property, Value)| !before.contains(set);
        Ok(sets.into_iter().filter(is_new).collect())
    }
}

/// Whether a property holds a part of the spec.
fn is_of_spec(property: Property) -> bool {
    use Property as P;
    let plain = [P::Title, P::Description, P::Table, P::X, P::Y, P::Color, P::Aggregate, P::TimeUnit, P::Unit];
    plain.contains(&property) || matches!(property.value_type(), ValueType::Grammar { .. })
}

/// Whether two values say the same: JSON may be written in several ways.
fn same(property: Property, left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Text(left), Value::Text(right)) if matches!(property.value_type(), ValueType::Grammar { .. }) => {
            let read = |text: &str| serde_json::from_str::<Json>(text).ok();
            left.trim() == right.trim() || (read(left).is_some() && read(left) == read(right))
        }
        _ => left == right,
    }
}

fn put(json: &mut Json, path: &[&str], value: Option<Json>) {
    let Some((member, rest)) = path.split_first() else { return };
    if !json.is_object() {
        *json = Json::Object(Map::new());
    }
    let Some(members) = json.as_object_mut() else { return };
    if rest.is_empty() {
        match value {
            Some(value) => drop(members.insert((*member).to_owned(), value)),
            None => drop(members.shift_remove(*member)),
        }
        return;
    }
    let inner = members.entry(*member).or_insert_with(|| Json::Object(Map::new()));
    put(inner, rest, value);
    if inner.as_object().is_some_and(Map::is_empty) {
        members.shift_remove(*member);
    }
}
