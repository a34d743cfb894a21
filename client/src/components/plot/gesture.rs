//! Gestures: what pointers on a chart mean, decided without a browser. A mouse that drags selects, with Shift it pans, with
//! Alt it filters; one finger is the page's, so it only taps or, held still, points; two pinch and pan.

/// How far a mouse moves before it drags, in CSS pixels: hands tremble.
const DRAG_CSS_PX: f64 = 4.0;
/// How far a finger may move and still tap or be held, in CSS pixels.
const TAP_CSS_PX: f64 = 10.0;
/// How long a finger is held before it points, in milliseconds; the time of a long press on phones.
pub(super) const HOLD_MS: u32 = 450;

/// A place on the chart, in CSS pixels from its upper left corner.
pub(super) type At = (f64, f64);

/// What a pointer does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Input {
    /// The first button, or a finger.
    Down {
        pointer: i32,
        at: At,
        keys: Keys,
        is_touch: bool,
    },
    Move {
        pointer: i32,
        at: At,
    },
    Up {
        at: At,
    },
    /// The browser takes it for itself, or Escape was pressed.
    Cancel,
    /// A mouse went elsewhere.
    Leave,
    /// A finger was held for [`HOLD_MS`].
    Held,
}

/// Keys that are held meanwhile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Keys {
    pub(super) shift: bool,
    pub(super) alt: bool,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Intent {
    /// Show what is nearest.
    Point(At),
    /// Show it no more.
    Unpoint,
    /// Draw what is selected so far; none any more.
    Brush(Option<(At, At)>),
    /// Show what was selected.
    Zoom(At, At),
    /// Filter the other charts by what was selected.
    Filter(At, At),
    /// The chart follows the hand so far to the right.
    Pan(f64),
    /// What is around this column becomes so many times as wide, and follows the hand.
    Pinch { around: f64, factor: f64, moved: f64 },
    /// Something was clicked.
    Click(At),
    /// Say [`Input::Held`] after [`HOLD_MS`], or do not any more.
    Wait(bool),
}

/// What a hand is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Hand {
    #[default]
    Away,
    /// A button is pressed.
    Pressed { from: At, does: Does },
    /// A mouse drags.
    Dragging { from: At, last: At, does: Does },
    /// A finger lies on the chart.
    Touching { pointer: i32, from: At },
    /// A finger was held: its lifting is no tap.
    Holding { pointer: i32 },
    /// Two fingers.
    Pinching { fingers: [(i32, At); 2] },
}

/// What dragging does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Does {
    Zoom,
    Filter,
    Pan,
}

impl Hand {
    /// Takes what a pointer does and says what is to be done, in order.
    pub(super) fn take(&mut self, input: Input) -> Vec<Intent> {
        let (next, intents) = self.after(input);
        *self = next;
        intents
    }

    fn after(self, input: Input) -> (Self, Vec<Intent>) {
        match (self, input) {
            (Self::Touching { pointer, from }, Input::Down { pointer: second, at, is_touch: true, .. }) => {
                let fingers = [(pointer, from), (second, at)];
                (Self::Pinching { fingers }, vec![Intent::Wait(false), Intent::Unpoint])
            }
            (_, Input::Down { pointer, at, is_touch: true, .. }) => {
                (Self::Touching { pointer, from: at }, vec![Intent::Wait(true)])
            }
            (_, Input::Down { at, keys, .. }) => (Self::Pressed { from: at, does: keys.does() }, vec![]),
            (Self::Away | Self::Holding { .. }, Input::Move { at, .. }) => (self, vec![Intent::Point(at)]),
            (Self::Pressed { from, does }, Input::Move { at, .. }) if distance(from, at) > DRAG_CSS_PX => {
                drag(from, from, at, does)
            }
            (Self::Dragging { from, last, does }, Input::Move { at, .. }) => drag(from, last, at, does),
            (Self::Touching { from, .. }, Input::Move { at, .. }) if distance(from, at) > TAP_CSS_PX => {
                (Self::Away, vec![Intent::Wait(false)])
            }
            (Self::Pinching { fingers }, Input::Move { pointer, at }) => pinch(fingers, pointer, at),
            (Self::Touching { pointer, from }, Input::Held) => (Self::Holding { pointer }, vec![Intent::Point(from)]),
            (Self::Pressed { .. }, Input::Up { at }) => (Self::Away, vec![Intent::Click(at)]),
            (Self::Dragging { from, does, .. }, Input::Up { at }) => (Self::Away, dropped(from, at, does)),
            (Self::Touching { .. }, Input::Up { at }) => (Self::Away, vec![Intent::Wait(false), Intent::Click(at)]),
            (Self::Holding { .. } | Self::Pinching { .. }, Input::Up { .. }) => (Self::Away, vec![]),
            (_, Input::Cancel) => (Self::Away, vec![Intent::Wait(false), Intent::Brush(None)]),
            (Self::Away | Self::Pressed { .. }, Input::Leave) => (Self::Away, vec![Intent::Unpoint]),
            (_, Input::Move { .. } | Input::Up { .. } | Input::Held | Input::Leave) => (self, vec![]),
        }
    }
}

impl Keys {
    fn does(self) -> Does {
        match self {
            Self { shift: true, .. } => Does::Pan,
            Self { alt: true, .. } => Does::Filter,
            Self { .. } => Does::Zoom,
        }
    }
}

fn drag(from: At, last: At, at: At, does: Does) -> (Hand, Vec<Intent>) {
    let intent = match does {
        Does::Pan => Intent::Pan(at.0 - last.0),
        Does::Zoom | Does::Filter => Intent::Brush(Some((from, at))),
    };
    (Hand::Dragging { from, last: at, does }, vec![Intent::Unpoint, intent])
}

fn dropped(from: At, at: At, does: Does) -> Vec<Intent> {
    match does {
        Does::Pan => vec![],
        // Back where it began: nothing was selected.
        Does::Zoom | Does::Filter if (from.0 - at.0).abs() <= DRAG_CSS_PX => vec![Intent::Brush(None)],
        Does::Zoom => vec![Intent::Brush(None), Intent::Zoom(from, at)],
        Does::Filter => vec![Intent::Brush(None), Intent::Filter(from, at)],
    }
}

fn pinch(fingers: [(i32, At); 2], pointer: i32, at: At) -> (Hand, Vec<Intent>) {
    let moved = fingers.map(|(own, before)| (own, if own == pointer { at } else { before }));
    let spread = |fingers: [(i32, At); 2]| (fingers[0].1.0 - fingers[1].1.0).abs().max(TAP_CSS_PX);
    let middle = |fingers: [(i32, At); 2]| f64::midpoint(fingers[0].1.0, fingers[1].1.0);
    let factor = spread(moved) / spread(fingers);
    let intent = Intent::Pinch { around: middle(fingers), factor, moved: middle(moved) - middle(fingers) };
    (Hand::Pinching { fingers: moved }, vec![intent])
}

fn distance(from: At, to: At) -> f64 {
    (from.0 - to.0).hypot(from.1 - to.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHIFT: Keys = Keys { shift: true, alt: false };
    const ALT: Keys = Keys { shift: false, alt: true };
    const NONE: Keys = Keys { shift: false, alt: false };

    fn down(pointer: i32, x: f64, keys: Keys) -> Input {
        Input::Down { pointer, at: (x, 50.0), keys, is_touch: false }
    }

    fn touch(pointer: i32, x: f64) -> Input {
        Input::Down { pointer, at: (x, 50.0), keys: NONE, is_touch: true }
    }

    fn go(pointer: i32, x: f64) -> Input {
        Input::Move { pointer, at: (x, 50.0) }
    }

    fn up(_: i32, x: f64) -> Input {
        Input::Up { at: (x, 50.0) }
    }

    /// What is to be done in the end: what only shows something on the way is left out.
    fn done(inputs: &[Input]) -> Vec<Intent> {
        let mut hand = Hand::default();
        let intents = inputs.iter().flat_map(|input| hand.take(*input));
        let lasts = |intent: &Intent| {
            !matches!(intent, Intent::Point(_) | Intent::Unpoint | Intent::Brush(_) | Intent::Wait(_))
        };
        intents.filter(lasts).collect()
    }

    #[test]
    fn a_mouse_selects_pans_filters_and_clicks() {
        let at = |x| (x, 50.0);
        assert_eq!(done(&[down(1, 10.0, NONE), go(1, 60.0), up(1, 90.0)]), [Intent::Zoom(at(10.0), at(90.0))]);
        assert_eq!(done(&[down(1, 10.0, ALT), go(1, 60.0), up(1, 90.0)]), [Intent::Filter(at(10.0), at(90.0))]);
        let panned = [Intent::Pan(20.0), Intent::Pan(-5.0)];
        assert_eq!(done(&[down(1, 10.0, SHIFT), go(1, 30.0), go(1, 25.0), up(1, 25.0)]), panned);
        assert_eq!(done(&[down(1, 10.0, NONE), go(1, 12.0), up(1, 12.0)]), [Intent::Click(at(12.0))]);
        assert_eq!(done(&[down(1, 10.0, NONE), go(1, 60.0), up(1, 11.0)]), [], "it went back");
        assert_eq!(done(&[down(1, 10.0, NONE), go(1, 60.0), Input::Cancel, up(1, 90.0)]), []);
        assert_eq!(Hand::default().take(go(1, 5.0)), [Intent::Point(at(5.0))]);
    }

    #[test]
    fn one_finger_taps_or_points_and_otherwise_is_the_page_s() {
        assert_eq!(done(&[touch(1, 10.0), up(1, 12.0)]), [Intent::Click((12.0, 50.0))]);
        assert_eq!(done(&[touch(1, 10.0), go(1, 40.0), up(1, 80.0)]), []);
        assert_eq!(done(&[touch(1, 10.0), Input::Held, up(1, 10.0)]), [], "a long press is no tap");
        let mut hand = Hand::default();
        assert_eq!(hand.take(touch(1, 10.0)), [Intent::Wait(true)]);
        assert_eq!(hand.take(Input::Held), [Intent::Point((10.0, 50.0))]);
        assert_eq!(hand.take(go(1, 14.0)), [Intent::Point((14.0, 50.0))]);
    }

    #[test]
    fn two_fingers_pinch_and_pan() {
        let pinched = done(&[touch(1, 100.0), touch(2, 200.0), go(2, 300.0), up(1, 100.0), up(2, 300.0)]);
        assert_eq!(pinched, [Intent::Pinch { around: 150.0, factor: 2.0, moved: 50.0 }]);
        let panned = done(&[touch(1, 100.0), touch(2, 200.0), go(1, 120.0), go(2, 220.0)]);
        let factors: f64 =
            panned.iter().map(|intent| if let Intent::Pinch { factor, .. } = intent { *factor } else { 0.0 }).product();
        assert!((factors - 1.0).abs() < 1e-9, "together they zoom nothing: {panned:?}");
    }
}
