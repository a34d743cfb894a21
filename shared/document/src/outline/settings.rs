//! Settings: properties and their values in the order of the properties. A value is written plainly, its type follows
//! from the property, and what no property allows is not read.

use std::{collections::BTreeMap, fmt};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeSeed, Error as _, MapAccess, Visitor},
    ser::SerializeMap,
};

use crate::{
    ids::NodeId,
    op::Op,
    property::{Property, Value, ValueType},
    tree::Node,
};

/// Properties and their values, in the order of the properties.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings(pub BTreeMap<Property, Value>);

impl Settings {
    pub(super) fn of(node: &Node) -> Self {
        let written = node.properties.iter().map(|(property, register)| (*property, register.value.clone()));
        Self(written.filter(|(property, value)| *value != property.default_value()).collect())
    }

    pub(super) fn to_ops(&self, node: NodeId) -> Vec<Op> {
        let set = |(property, value): (&Property, &Value)| Op::Set { node, property: *property, value: value.clone() };
        self.0.iter().map(set).collect()
    }
}

impl Serialize for Settings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (property, value) in &self.0 {
            map.serialize_key(property)?;
            match value {
                Value::Text(text) => map.serialize_value(text)?,
                Value::Name(name) => map.serialize_value(name)?,
                Value::Rect(rect) => map.serialize_value(rect)?,
                Value::Mark(mark) => map.serialize_value(mark)?,
                Value::Color(color) => map.serialize_value(color)?,
                Value::Aggregate(aggregate) => map.serialize_value(aggregate)?,
                Value::TimeUnit(unit) => map.serialize_value(unit)?,
                Value::Flag(flag) => map.serialize_value(flag)?,
                Value::Names(names) => map.serialize_value(names)?,
                Value::Control(control) => map.serialize_value(control)?,
                Value::Moment(moment_ms) => map.serialize_value(moment_ms)?,
                Value::Anchor(anchor) => map.serialize_value(anchor)?,
                Value::Shade(shade) => map.serialize_value(shade)?,
                Value::Refresh(refresh) => map.serialize_value(refresh)?,
            }
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Settings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(SettingsVisitor)
    }
}

struct SettingsVisitor;

impl<'de> Visitor<'de> for SettingsVisitor {
    type Value = Settings;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of properties")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Settings, A::Error> {
        let mut settings = BTreeMap::new();
        while let Some(property) = map.next_key::<Property>()? {
            let value = map.next_value_seed(ValueOf(property))?;
            property.check(&value).map_err(A::Error::custom)?;
            settings.insert(property, value);
        }
        Ok(Settings(settings))
    }
}

/// Reads a value as the type that the property takes.
struct ValueOf(Property);

impl<'de> DeserializeSeed<'de> for ValueOf {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        match self.0.value_type() {
            ValueType::Text { .. } | ValueType::Grammar { .. } | ValueType::Time => {
                Deserialize::deserialize(deserializer).map(Value::Text)
            }
            ValueType::Name => Deserialize::deserialize(deserializer).map(Value::Name),
            ValueType::Rect => Deserialize::deserialize(deserializer).map(Value::Rect),
            ValueType::Mark => Deserialize::deserialize(deserializer).map(Value::Mark),
            ValueType::Color => Deserialize::deserialize(deserializer).map(Value::Color),
            ValueType::Aggregate => Deserialize::deserialize(deserializer).map(Value::Aggregate),
            ValueType::TimeUnit => Deserialize::deserialize(deserializer).map(Value::TimeUnit),
            ValueType::Flag => Deserialize::deserialize(deserializer).map(Value::Flag),
            ValueType::Names => Deserialize::deserialize(deserializer).map(Value::Names),
            ValueType::Control => Deserialize::deserialize(deserializer).map(Value::Control),
            ValueType::Moment => Deserialize::deserialize(deserializer).map(Value::Moment),
            ValueType::Anchor => Deserialize::deserialize(deserializer).map(Value::Anchor),
            ValueType::Shade => Deserialize::deserialize(deserializer).map(Value::Shade),
            ValueType::Refresh => Deserialize::deserialize(deserializer).map(Value::Refresh),
        }
    }
}
