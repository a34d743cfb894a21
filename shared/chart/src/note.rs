//! Notes: moments and spans with a text on the time axis of a chart, above its marks and faint enough to leave them
//! readable. What lies outside the axis is not drawn; words that would touch others go a line down, or away.

use document::{Color, Node, Property};

use crate::{
    axes::{Pen, Scales},
    frame::Area,
    measure::truncate,
    palette::Palette,
    scale::{Linear, XScale},
    shape::{Align, Ink, Point, Shape, TextStyle},
};

/// Most notes on one chart; further ones are left out.
pub const MAX_NOTES: usize = 200;
/// The widest words of a note, in CSS pixels.
const WORDS_CSS_PX: f64 = 160.0;
/// Most lines of words below each other.
const LINES: i32 = 3;
/// How strong a span is filled.
const SPAN_ALPHA: f64 = 0.13;
/// How strong a line stands.
const LINE_ALPHA: f64 = 0.75;

/// A moment or a span with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Where it begins, in milliseconds since the Unix epoch.
    pub from_ms: i64,
    /// Where a span ends; `None` for a moment.
    pub until_ms: Option<i64>,
    /// What is said about it.
    pub text: String,
    /// Its own colour; `None` is that of axis words.
    pub color: Option<Color>,
}

impl Note {
    /// What an annotation says; `None` for one without a time.
    #[must_use]
    pub fn of(node: &Node) -> Option<Self> {
        let from_ms = node.moment(Property::From)?;
        let until_ms = node.moment(Property::Until).filter(|until_ms| *until_ms > from_ms);
        Some(Self { from_ms, until_ms, text: node.title().trim().to_owned(), color: node.mark_color() })
    }
}

/// Draws the notes on a time axis; other axes have none. What comes out are those that are drawn.
pub(crate) fn draw<'a>(notes: &'a [Note], scales: &Scales, pen: Pen<'_>, out: &mut Vec<Shape>) -> Vec<&'a Note> {
    let XScale::Time(axis) = &scales.x else { return Vec::new() };
    let is_on = |note: &&Note| {
        let (first, last) = axis.domain;
        note.from_ms as f64 <= last && note.until_ms.unwrap_or(note.from_ms) as f64 >= first
    };
    let drawn: Vec<&Note> = notes.iter().filter(is_on).take(MAX_NOTES).collect();
    let mut words = Words { pen, area: scales.area, taken: Vec::new() };
    for note in &drawn {
        let ink = ink(note, pen.palette);
        let from = lines(note, axis, scales.area, pen, ink, out);
        out.extend(words.place(&note.text, from, ink));
    }
    drawn
}

fn ink(note: &Note, palette: &Palette) -> Ink {
    note.color.unwrap_or(palette.muted).into()
}

/// The span, and a line at each of its ends that is on the axis; the answer is the column where the words begin.
fn lines(note: &Note, axis: &Linear, area: Area, pen: Pen<'_>, ink: Ink, out: &mut Vec<Shape>) -> i32 {
    let column = |at_ms: i64| area.column(axis.px(at_ms as f64));
    let (from, until) = (column(note.from_ms), column(note.until_ms.unwrap_or(note.from_ms)));
    let fill = |from: i32, to: i32, alpha: f64| Shape::Rect {
        from: (from, area.top),
        to: (to, area.bottom + 1),
        ink: ink.with_alpha(alpha),
    };
    if until > from {
        out.push(fill(from, until, SPAN_ALPHA));
    }
    let width = pen.frame.px(1.0);
    for at_ms in [Some(note.from_ms), note.until_ms].into_iter().flatten() {
        let is_on = (axis.domain.0..=axis.domain.1).contains(&(at_ms as f64));
        if is_on {
            out.push(fill(column(at_ms), column(at_ms) + width, LINE_ALPHA));
        }
    }
    from
}

/// The words at the top of the area.
struct Words<'a> {
    pen: Pen<'a>,
    area: Area,
    /// Line, left and right end.
    taken: Vec<(i32, i32, i32)>,
}

impl Words<'_> {
    /// Right of the column, or left of it where there is more room; on the first line that is free.
    fn place(&mut self, text: &str, column: i32, ink: Ink) -> Option<Shape> {
        let (gap, size_px) = (self.pen.frame.px(4.0), self.pen.font_px());
        let (left_room, right_room) = (column - gap - self.area.left, self.area.right - column - gap);
        let is_right = right_room >= left_room || f64::from(right_room) >= self.pen.frame.px_f64(WORDS_CSS_PX);
        let room = f64::from(if is_right { right_room } else { left_room }).min(self.pen.frame.px_f64(WORDS_CSS_PX));
        let text = truncate(text, size_px, room);
        let width = self.pen.width_px(&text).ceil() as i32;
        if text.is_empty() || self.pen.is_bare() {
            return None;
        }
        let (from, align) = if is_right { (column + gap, Align::Left) } else { (column - gap - width, Align::Right) };
        let line = (0..LINES).find(|line| {
            let touches =
                |(other, left, right): &(i32, i32, i32)| other == line && from < *right && *left < from + width;
            !self.taken.iter().any(touches)
        })?;
        self.taken.push((line, from, from + width + gap));
        let height = self.pen.line_px();
        let at: Point = (if is_right { from } else { from + width }, self.area.top + height / 2 + line * height);
        Some(Shape::Text { text, at, align, size_px, ink, style: TextStyle::default() })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::frame::{Frame, Theme};

    fn note(from_ms: i64, until_ms: Option<i64>, text: &str) -> Note {
        Note { from_ms, until_ms, text: text.into(), color: None }
    }

    proptest! {
        /// Whatever the times: everything is drawn inside the area, and words never touch.
        #[test]
        fn notes_stay_inside_and_their_words_apart(
            times in prop::collection::vec((any::<i64>(), prop::option::of(any::<i64>())), 0..6),
            near in prop::collection::vec((0..2_000i64, prop::option::of(0..2_000i64)), 0..20),
        ) {
            let frame = Frame { width_px: 400, height_px: 200, scale: 1.0, theme: Theme::Light, rtl: false, patterns: false };
            let pen = Pen { frame: &frame, palette: Palette::of(Theme::Light) };
            let area = Area { left: 30, top: 10, right: 390, bottom: 180 };
            let axis = Linear::of_time((500.0, 1_500.0), (30.0, 390.0));
            let scales = Scales { area, x: XScale::Time(axis), y: Linear::new((0.0, 1.0), (180.0, 10.0)) };
            let notes: Vec<Note> = times.into_iter().chain(near)
                .map(|(from, until)| note(from, until.filter(|until| *until > from), "Release 1.2.3"))
                .collect();
            let mut shapes = Vec::new();
            let drawn = draw(&notes, &scales, pen, &mut shapes);
            prop_assert!(drawn.iter().all(|note| note.from_ms <= 1_500 && note.until_ms.unwrap_or(note.from_ms) >= 500));
            let mut words = Vec::new();
            for shape in shapes {
                match shape {
                    Shape::Rect { from, to, .. } => {
                        prop_assert!(from.0 >= area.left && to.0 <= area.right + 1 && from.0 < to.0);
                    }
                    Shape::Text { text, at, align, size_px, .. } => {
                        let width = crate::measure::width_px(&text, size_px).ceil() as i32;
                        let left = if align == Align::Left { at.0 } else { at.0 - width };
                        prop_assert!(left >= area.left && left + width <= area.right + 1);
                        words.push((at.1, left, left + width));
                    }
                    other => prop_assert!(false, "{:?}", other),
                }
            }
            words.sort_unstable();
            prop_assert!(words.windows(2).all(|pair| pair[0].0 != pair[1].0 || pair[0].2 <= pair[1].1));
        }
    }
}
