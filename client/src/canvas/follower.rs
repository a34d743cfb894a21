//! A follower: something outside a canvas that shows rows of a table. It is told at most once a frame that they or its
//! size are others, and only while it can be seen.

use web_sys::Element;
use yew::Callback;

/// One element that shows rows.
pub(super) struct Follower {
    number: u32,
    element: Element,
    table: String,
    is_dirty: bool,
    is_visible: bool,
    on_rows: Callback<()>,
}

impl Follower {
    pub(super) fn new(number: u32, element: Element, table: String, on_rows: Callback<()>) -> Self {
        Self { number, element, table, is_dirty: false, is_visible: true, on_rows }
    }

    /// Its number among the registrations of the painter.
    pub(super) fn number(&self) -> u32 {
        self.number
    }

    pub(super) fn element(&self) -> &Element {
        &self.element
    }

    pub(super) fn rows_changed(&mut self, table: &str) {
        self.is_dirty |= self.table == table;
    }

    pub(super) fn resized(&mut self, element: &Element) {
        self.is_dirty |= self.element == *element;
    }

    pub(super) fn seen(&mut self, element: &Element, is_visible: bool) {
        if self.element == *element {
            self.is_visible = is_visible;
        }
    }

    pub(super) fn is_due(&self) -> bool {
        self.is_dirty && self.is_visible
    }

    /// Whom to tell, if it is due.
    pub(super) fn news(&mut self) -> Option<Callback<()>> {
        let is_due = self.is_due();
        self.is_dirty &= !is_due;
        is_due.then(|| self.on_rows.clone())
    }
}
