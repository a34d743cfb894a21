//! Targets: the boxes of mark items, by which a pointer finds what it points at.

/// An item's box in device pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    /// Which layer of the scene drew it.
    pub(crate) layer: usize,
    /// Its row in the data of the layer.
    pub(crate) row: usize,
    /// Left, top, right, bottom.
    pub(crate) bounds: [i32; 4],
}
