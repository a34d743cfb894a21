//! Registers: what was written to the properties of one node, in the order of the properties. A node has few, so they lie
//! side by side, found by a bit for each property; the stored form is that of a map. It knows no rule of a property.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
    ser::SerializeMap,
};

use crate::{
    property::{Property, Value},
    tree::Register,
};

/// The written properties of a node, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Registers {
    /// A bit for each property that is written: its place follows from them without a look at any other.
    written: u64,
    /// In the order of the properties.
    registers: Vec<Register<Value>>,
}

const _: () = assert!(Property::ALL.len() <= u64::BITS as usize, "a bit for each property");

impl Registers {
    pub(crate) fn get(&self, property: &Property) -> Option<&Register<Value>> {
        let index = self.index(*property).ok()?;
        self.registers.get(index)
    }

    /// Writes a register and returns what stood there.
    pub(crate) fn insert(&mut self, property: Property, register: Register<Value>) -> Option<Register<Value>> {
        match self.index(property) {
            Ok(index) => self.registers.get_mut(index).map(|before| std::mem::replace(before, register)),
            Err(index) => {
                self.written |= bit(property);
                self.registers.insert(index, register);
                None
            }
        }
    }

    pub(crate) fn remove(&mut self, property: &Property) -> Option<Register<Value>> {
        let index = self.index(*property).ok()?;
        self.written &= !bit(*property);
        Some(self.registers.remove(index))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Property, &Register<Value>)> {
        let written = Property::ALL.iter().filter(|property| self.written & bit(**property) != 0);
        written.zip(&self.registers)
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &Register<Value>> {
        self.registers.iter()
    }

    /// Where the register is, or else where it belongs.
    fn index(&self, property: Property) -> Result<usize, usize> {
        let index = (self.written & (bit(property) - 1)).count_ones() as usize;
        if self.written & bit(property) == 0 { Err(index) } else { Ok(index) }
    }
}

/// The bit of a property.
fn bit(property: Property) -> u64 {
    1 << property as u8
}

impl Serialize for Registers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.registers.len()))?;
        self.iter().try_for_each(|(property, register)| map.serialize_entry(property, register))?;
        map.end()
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
        let room = map.size_hint().unwrap_or_default().min(Property::ALL.len());
        let mut registers = Registers { written: 0, registers: Vec::with_capacity(room) };
        while let Some((property, register)) = map.next_entry()? {
            registers.insert(property, register);
        }
        Ok(registers)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{ids::ClientId, tree::Stamp};

    #[test]
    fn registers_are_found_as_in_a_map() {
        let (mut registers, mut map) = (Registers::default(), BTreeMap::new());
        let stamp = Stamp { client: ClientId::from_bytes([7; 8]), seq: None };
        let some = Property::ALL.iter().rev().step_by(3).chain(Property::ALL.iter().step_by(2));
        for property in some.clone() {
            let register = Register { value: property.default_value(), stamp };
            assert_eq!(registers.insert(*property, register.clone()), map.insert(*property, register));
        }
        for property in some.step_by(2).chain(&[Property::Resolved]) {
            assert_eq!(registers.remove(property), map.remove(property));
        }
        assert!(registers.iter().eq(&map));
        assert!(Property::ALL.iter().all(|property| registers.get(property) == map.get(property)));
    }

    /// The bits are in the order of the format.
    #[test]
    fn every_property_has_the_bit_of_its_place() {
        assert!(Property::ALL.iter().enumerate().all(|(place, property)| bit(*property) == 1 << place));
    }
}
