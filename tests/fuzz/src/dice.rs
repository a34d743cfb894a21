//! Dice: values drawn from the fuzzer's bytes. Any type of the wire can be drawn, because a draw answers what serde asks:
//! a new kind, op or message is drawn from the day it exists. Ids come from a small pool, so that they meet.
//! It knows no rule of what it draws; `likely` asks the document which ops it could take.

use std::fmt;

use document::{ClientId, Document, Gesture, NodeId, Op, OpId, Property, Value};
use serde::{
    Deserializer,
    de::{DeserializeOwned, DeserializeSeed, EnumAccess, IntoDeserializer, SeqAccess, VariantAccess, Visitor},
    forward_to_deserialize_any,
};

/// So many nodes and clients there are.
const POOL: u8 = 12;
/// Bytes at which an order turns, and numbers at which sums and limits do.
const EDGE_BYTES: [u8; 6] = [0, 1, 127, 128, 129, 255];
const EDGES: [u64; 8] = [u64::MAX, i64::MAX as u64, 1 << 53, u32::MAX as u64, u16::MAX as u64, 10_000, 24, 12];
/// What ends the bytes of an order; an order without it is refused before anything can happen to it.
const END_OF_ORDER: u8 = 128;
/// More characters than any text property takes.
const TOO_MANY_CHARS: usize = 10_001;
/// How often a value is drawn anew until its property takes it.
const TRIES: usize = 8;

/// The fuzzer's bytes, from front to back; zeros where they end.
#[derive(Debug)]
pub struct Dice<'a>(&'a [u8]);

impl<'a> Dice<'a> {
    /// Dice that fall as these bytes say.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Whether all bytes are used up.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The next byte.
    pub fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    /// A number from 0 to `end - 1`; `end` is 1 to 256.
    pub fn below(&mut self, end: usize) -> usize {
        usize::from(self.byte()) % end
    }

    /// True once in `n` times; never where the bytes have ended.
    pub fn one_in(&mut self, n: usize) -> bool {
        !self.is_empty() && self.below(n) == 0
    }

    /// One of these, `None` if there is none.
    pub fn pick<T: Clone>(&mut self, items: &[T]) -> Option<T> {
        if items.is_empty() { None } else { items.get(self.below(items.len())).cloned() }
    }

    /// A value of any type of the wire; `None` where the type refuses what was drawn.
    pub fn draw<T: DeserializeOwned>(&mut self) -> Option<T> {
        T::deserialize(Draw { dice: self, is_last: false }).ok()
    }

    /// A number of any size, small ones more often.
    pub fn number(&mut self) -> u64 {
        match self.byte() {
            small @ 0..160 => u64::from(small % 32),
            edge @ 160..224 => EDGES[usize::from(edge) % EDGES.len()],
            _ => u64::from_le_bytes(std::array::from_fn(|_| self.byte())),
        }
    }

    /// A text, mostly short, sometimes hostile.
    pub fn text(&mut self) -> String {
        const CHARS: [char; 16] =
            ['a', 'b', 'c', 'Z', '0', '-', ' ', '=', '"', ',', '\n', '\u{7}', 'é', 'ش', '🎛', '\u{202e}'];
        if self.byte() == u8::MAX {
            return "x".repeat(TOO_MANY_CHARS);
        }
        (0..self.below(7)).map(|_| CHARS[self.below(CHARS.len())]).collect()
    }

    /// A node of the pool; the first is the root.
    pub fn node(&mut self) -> NodeId {
        NodeId::from_bytes(self.id())
    }

    fn id(&mut self) -> [u8; 8] {
        match self.byte() {
            u8::MAX => std::array::from_fn(|_| self.byte()),
            byte => [0, 0, 0, 0, 0, 0, 0, byte % POOL],
        }
    }

    /// A gesture of up to five ops, most of which this document could take one by one.
    pub fn gesture(&mut self, document: &Document, client: ClientId, counter: u64) -> Gesture {
        Gesture { id: OpId { client, counter }, ops: self.ops(document) }
    }

    /// Up to five ops, most of which this document could take one by one.
    pub fn ops(&mut self, document: &Document) -> Vec<Op> {
        let count = if self.one_in(16) { 0 } else { 1 + self.below(5) / 2 };
        let drawn = (0..count).filter_map(|_| {
            let op = self.draw()?;
            Some(if self.one_in(4) { op } else { self.likely(document, op) })
        });
        drawn.collect()
    }

    /// The same intent, turned to something that is there and to a value that is allowed.
    fn likely(&mut self, document: &Document, op: Op) -> Op {
        match op {
            Op::Insert { node, kind, mut place } => {
                let fits = |id: &NodeId| document.node(*id).is_some_and(|parent| kind.fits_below(parent.kind()));
                let parents: Vec<NodeId> = pool().filter(fits).collect();
                place.parent = self.pick(&parents).unwrap_or(place.parent);
                Op::Insert { node, kind, place }
            }
            Op::Set { node, property, value } => {
                let there: Vec<NodeId> = pool().filter(|id| document.node(*id).is_some()).collect();
                let node = self.pick(&there).unwrap_or(node);
                let properties = document.node(node).map(|node| node.kind().properties()).unwrap_or_default();
                let property = self.pick(properties).unwrap_or(property);
                Op::Set { node, property, value: self.value(property, value) }
            }
            Op::Place { .. } | Op::Delete { .. } | Op::Restore { .. } => op,
        }
    }

    /// A value that the property takes, or its default.
    fn value(&mut self, property: Property, first: Value) -> Value {
        let mut value = first;
        for _ in 0..TRIES {
            if property.check(&value).is_ok() {
                return value;
            }
            value = self.draw().unwrap_or(value);
        }
        property.default_value()
    }
}

/// The nodes that are drawn almost always; the first is the root.
pub fn pool() -> impl Iterator<Item = NodeId> {
    (0..POOL).map(|number| NodeId::from_bytes([0, 0, 0, 0, 0, 0, 0, number]))
}

/// One draw, as serde asks for it.
struct Draw<'a, 'b> {
    dice: &'a mut Dice<'b>,
    /// The last of a sequence: where that is one of bytes, it ends as an order must.
    is_last: bool,
}

/// A type refused what was drawn.
#[derive(Debug)]
struct Refused;

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("refused")
    }
}

impl std::error::Error for Refused {}

impl serde::de::Error for Refused {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

macro_rules! draw_number {
    ($($method:ident $visit:ident $number:ty),*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
            visitor.$visit(self.dice.number() as $number)
        })*
    };
}

impl<'de> Deserializer<'de> for Draw<'_, '_> {
    type Error = Refused;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Refused> {
        Err(Refused)
    }

    draw_number!(
        deserialize_u16 visit_u16 u16, deserialize_u32 visit_u32 u32, deserialize_u64 visit_u64 u64,
        deserialize_i8 visit_i8 i8, deserialize_i16 visit_i16 i16, deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64
    );

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_u8(match self.dice.byte() {
            _ if self.is_last => END_OF_ORDER,
            edge @ 0..128 => EDGE_BYTES[usize::from(edge) % EDGE_BYTES.len()],
            other => other.wrapping_mul(2),
        })
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_bool(self.dice.one_in(2))
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_f32(f32::from_bits(self.dice.number() as u32))
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_f64(f64::from_bits(self.dice.number()))
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_char(char::from(self.dice.byte()))
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_string(self.dice.text())
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_string(self.dice.text())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        if self.dice.one_in(2) { visitor.visit_some(self) } else { visitor.visit_none() }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        let left = self.dice.below(5);
        visitor.visit_seq(Several { dice: self.dice, left, ends: true })
    }

    /// Eight bytes are an id.
    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Refused> {
        if len == size_of::<NodeId>() {
            let id = self.dice.id();
            return visitor.visit_seq(serde::de::value::SeqDeserializer::new(id.into_iter()));
        }
        visitor.visit_seq(Several { dice: self.dice, left: len, ends: false })
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        visitor.visit_seq(Several { dice: self.dice, left: len, ends: false })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        visitor.visit_seq(Several { dice: self.dice, left: fields.len(), ends: false })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        let chosen = self.dice.below(variants.len().max(1));
        visitor.visit_enum(Chosen { dice: self.dice, variant: chosen as u32 })
    }

    forward_to_deserialize_any! { bytes byte_buf map identifier ignored_any }
}

/// The elements of a sequence, tuple or struct.
struct Several<'a, 'b> {
    dice: &'a mut Dice<'b>,
    left: usize,
    ends: bool,
}

impl<'de> SeqAccess<'de> for Several<'_, '_> {
    type Error = Refused;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Refused> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        seed.deserialize(Draw { dice: self.dice, is_last: self.ends && left == 0 }).map(Some)
    }
}

/// The variant of an enum.
struct Chosen<'a, 'b> {
    dice: &'a mut Dice<'b>,
    variant: u32,
}

impl<'de, 'a, 'b> EnumAccess<'de> for Chosen<'a, 'b> {
    type Error = Refused;
    type Variant = Draw<'a, 'b>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self::Variant), Refused> {
        let variant = seed.deserialize(self.variant.into_deserializer())?;
        Ok((variant, Draw { dice: self.dice, is_last: false }))
    }
}

impl<'de> VariantAccess<'de> for Draw<'_, '_> {
    type Error = Refused;

    fn unit_variant(self) -> Result<(), Refused> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Refused> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Refused> {
        self.deserialize_tuple(len, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Refused> {
        self.deserialize_struct("", fields, visitor)
    }
}
