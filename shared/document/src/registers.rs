//! Registers: what was written to the properties of one node, in the order of the properties. A node has few, so they lie
//! side by side; the stored form is that of a map. It knows no rule of a property.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
};

use crate::{
    property::{Property, Value},
    tree::Register,
};

/// Most registers for which room is made before they are read: more than any node has.
const MAX_ROOM: usize = 32;

/// The written properties of a node, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Registers(Vec<(Property, Register<Value>)>);

impl Registers {
    pub(crate) fn get(&self, property: &Property) -> Option<&Register<Value>> {
        let index = self.index(*property).ok()?;
        self.0.get(index).map(|(_, register)| register)
    }

    /// Writes a register and returns what stood there.
    pub(crate) fn insert(&mut self, property: Property, register: Register<Value>) -> Option<Register<Value>> {
        match self.index(property) {
            Ok(index) => self.0.get_mut(index).map(|(_, before)| std::mem::replace(before, register)),
            Err(index) => {
                self.0.insert(index, (property, register));
                None
            }
        }
    }

    pub(crate) fn remove(&mut self, property: &Property) -> Option<Register<Value>> {
        let index = self.index(*property).ok()?;
        Some(self.0.remove(index).1)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Property, &Register<Value>)> {
        self.0.iter().map(|(property, register)| (property, register))
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &Register<Value>> {
        self.0.iter().map(|(_, register)| register)
    }

    fn index(&self, property: Property) -> Result<usize, usize> {
        self.0.binary_search_by_key(&property, |(found, _)| *found)
    }
}

impl Serialize for Registers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Registers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(RegistersVisitor)
    }
}

struct RegistersVisitor;

impl<'de> Visitor<'de> for RegistersVisitor {
    type Value = Registers;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map of properties")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Registers, A::Error> {
        let mut registers = Registers(Vec::with_capacity(map.size_hint().unwrap_or_default().min(MAX_ROOM)));
        while let Some((property, register)) = map.next_entry()? {
            registers.insert(property, register);
        }
        Ok(registers)
    }
}
