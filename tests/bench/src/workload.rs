//! The workload: the same writes for every contender, from one seed.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{RngCore, SeedableRng},
};

/// Nodes that stand in the document before the first write.
pub const NODES: usize = 10_000;
/// Writes, each of one property of one node.
pub const WRITES: usize = 1_000_000;

/// What is written, as plain as it can be said.
#[derive(Clone, Debug, PartialEq)]
pub enum Written {
    /// What the heading says: 7 to 18 bytes.
    Title(String),
    /// A rectangle on the grid: x, y, w, h.
    Layout([u16; 4]),
    /// One of four marks.
    Mark(u8),
    /// Red, green, blue.
    Color([u8; 3]),
}

/// One write.
#[derive(Clone, Debug)]
pub struct Write {
    /// Below [`NODES`].
    pub node: usize,
    /// What it says from now on.
    pub written: Written,
}

/// All writes, and what must stand in the end.
#[derive(Debug)]
pub struct Workload {
    /// In order.
    pub writes: Vec<Write>,
}

impl Workload {
    /// The same in every run.
    pub fn new() -> Self {
        let mut chance = ChaCha8Rng::seed_from_u64(1);
        Self { writes: (0..WRITES).map(|_| write(&mut chance)).collect() }
    }

    /// The last title that was written to each node.
    pub fn titles(&self) -> Vec<&str> {
        let mut titles = vec![""; NODES];
        for write in &self.writes {
            if let Written::Title(title) = &write.written {
                titles[write.node] = title;
            }
        }
        titles
    }
}

fn write(chance: &mut ChaCha8Rng) -> Write {
    let node = chance.next_u32() as usize % NODES;
    let bits = chance.next_u32();
    let [red, green, blue, _] = bits.to_le_bytes();
    let written = match chance.next_u32() % 4 {
        0 => Written::Title(format!("title {}", bits >> (bits % 32))),
        1 => Written::Layout([(bits % 13) as u16, (bits >> 8) as u16 % 1_000, 12, 1 + (bits >> 28) as u16]),
        2 => Written::Mark((bits % 4) as u8),
        _ => Written::Color([red, green, blue]),
    };
    Write { node, written }
}
