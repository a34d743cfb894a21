//! A sketch: the small drawing on a card of the palette, which says at a glance what it becomes. Nothing of it is data.

use yew::prelude::*;

use super::offer::Face;

/// The drawing of a card, nothing to readers: its name stands below it.
pub(super) fn sketch(face: Face) -> Html {
    html! {
        <svg class="sketch" viewBox="0 0 72 40" aria-hidden="true">
            { for strokes(face).iter().map(|(class, path)| html! { <path class={*class} d={*path} /> }) }
        </svg>
    }
}

/// Paths and what each is: drawn as a line (`one`, `two`) or filled (`one-fill`, `two-fill`, `soft-fill`).
fn strokes(face: Face) -> &'static [(&'static str, &'static str)] {
    match face {
        Face::Line => &[("two", "M4 31 16 22 28 27 40 18 52 23 68 12"), ("one", "M4 22 16 13 28 18 40 7 52 14 68 5")],
        Face::Area => {
            &[("soft-fill", "M4 36V22L18 12 32 19 46 8 58 14 68 6V36Z"), ("one", "M4 22 18 12 32 19 46 8 58 14 68 6")]
        }
        Face::Bar => &[("one-fill", "M6 36V20h9v16ZM22 36V8h9v28ZM38 36V15h9v21ZM54 36V25h9v11Z")],
        Face::Point => &[
            ("one-fill", "M10 26h5v5h-5ZM24 19h5v5h-5ZM35 22h5v5h-5ZM46 12h5v5h-5ZM59 7h5v5h-5Z"),
            ("two-fill", "M17 11h5v5h-5ZM31 29h5v5h-5ZM52 26h5v5h-5Z"),
        ],
        Face::Heatmap => &[
            ("soft-fill", "M6 5h14v9H6ZM36 5h14v9H36ZM21 15h14v9H21ZM51 25h14v9H51Z"),
            ("two-fill", "M21 5h14v9H21ZM6 25h14v9H6ZM51 15h14v9H51ZM36 25h14v9H36Z"),
            ("one-fill", "M51 5h14v9H51ZM6 15h14v9H6ZM36 15h14v9H36ZM21 25h14v9H21Z"),
        ],
        Face::Pie => &[
            ("one-fill", "M36 20V4A16 16 0 0 1 50 28Z"),
            ("two-fill", "M36 20 50 28A16 16 0 0 1 22 28Z"),
            ("soft-fill", "M36 20 22 28A16 16 0 0 1 36 4Z"),
        ],
        Face::Histogram => {
            &[("one-fill", "M6 36V30h10v6ZM17 36V20h10v16ZM28 36V6h10v30ZM39 36V13h10v23ZM50 36V27h10v9Z")]
        }
        Face::Boxplot => &[
            ("one", "M18 5V12M18 27V35M46 3V9M46 21V31M10 19H26M38 14H54"),
            ("two", "M10 12H26V27H10ZM38 9H54V21H38Z"),
        ],
        Face::Number => &[("one", "M20 13 26 8V31M19 31H33M40 12C46 4 56 10 51 18L40 31H55")],
        Face::Table => &[("two", "M6 6H66V35H6ZM6 14H66M6 21H66M6 28H66M26 6V35M46 6V35")],
        Face::Text => &[("one", "M8 9H36"), ("two", "M8 18H64M8 25H60M8 32H44")],
        Face::Control => &[("two", "M8 13H64V28H8Z"), ("one", "M50 18 55 23 60 18M15 21H36")],
        Face::Section => &[("one", "M8 9 12 13 16 9M21 11H46"), ("two", "M8 19H34V35H8ZM39 19H65V35H39Z")],
        Face::Tab => &[("one", "M8 15V7H27V15"), ("two", "M32 15V7H51V15M5 15H67V35H5Z")],
        Face::Csv => {
            &[("two", "M16 4H46L56 14V36H16Z"), ("one", "M23 18H30M36 18H49M23 24H30M36 24H49M23 30H30M36 30H49")]
        }
        Face::Program => {
            &[("two", "M42 8H64V32H42Z"), ("one", "M6 20H34M26 12 34 20 26 28"), ("soft-fill", "M47 13h12v14H47Z")]
        }
        Face::VegaLite => &[
            ("one", "M22 7C16 7 19 19 13 20 19 21 16 33 22 33M50 7C56 7 53 19 59 20 53 21 56 33 50 33"),
            ("two", "M28 14 36 27 44 14"),
        ],
    }
}
