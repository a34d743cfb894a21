//! The pictures of the marks in the form, drawn in 18 by 18 pixels. They come with the form: the sprite of the page has
//! only what the first page shows.

use yew::prelude::*;

/// The picture of a mark or of a chart that is known by name.
pub(super) fn mark_glyph(name: &str) -> Html {
    let (lines, fills) = paths(name);
    html! {
        <svg class="icon mark-glyph" viewBox="0 0 18 18" aria-hidden="true">
            <path d={lines} fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" />
            <path d={fills} fill="currentColor" />
        </svg>
    }
}

/// What is drawn as lines, and what is filled.
fn paths(name: &str) -> (&'static str, &'static str) {
    match name {
        "line" => ("M2 13l4-5 4 3 6-8", ""),
        "area" => ("M2 11l4-4 4 2 6-6", "M2 16v-4l4-4 4 2 6-6v12z"),
        "bar" => ("", "M2 9h3v7H2zM7.5 4h3v12h-3zM13 7h3v9h-3z"),
        "point" => ("M5 12.500a1.5 1.5 0 1 0 .01 0zM9 6a1.5 1.5 0 1 0 .01 0zM14 9a1.5 1.5 0 1 0 .01 0z", ""),
        "circle" => ("", "M5 10.500a2 2 0 1 0 .01 0zM9 4a2 2 0 1 0 .01 0zM14 8a2 2 0 1 0 .01 0z"),
        "square" => ("", "M3 11h4v4H3zM7 4h4v4H7zM12 9h4v4h-4z"),
        "rule" => ("M2 5h14M2 9h14M2 13h14", ""),
        "rect" | "heatmap" => ("M2 2h14v14H2zM2 9h14M9 2v14", "M2 2h7v7H2zM9 9h7v7H9z"),
        "tick" => ("M3 5v8M6 5v8M8 5v8M12 5v8M15 5v8", ""),
        "text" => ("M4 5V4h10v1M9 4v10M7 14h4", ""),
        "arc" => ("M9 2a7 7 0 1 0 .01 0M9 9V2M9 9l6 3", ""),
        "donut" => ("M9 2a7 7 0 1 0 .01 0M9 6a3 3 0 1 0 .01 0M9 6V2M12 10l4 2", ""),
        "trail" => ("", "M2 13l5-6 4 3 4-8 2 1-5 10-5-3-4 4z"),
        "boxplot" => ("M9 2v3M9 13v3M6 2h6M6 16h6M5 5h8v8H5zM5 9h8", ""),
        "error_bar" => ("M9 3v12M6 3h6M6 15h6", "M9 7a2 2 0 1 0 .01 0z"),
        "error_band" => ("M2 9l5-3 4 3 5-4M2 14l5-3 4 3 5-4", ""),
        "histogram" => ("", "M2 12h3v4H2zM5.5 8h3v8h-3zM9 3h3v13H9zM12.5 10h3v6h-3z"),
        _ => ("M5 3v12M12 2v13", "M3 6h4v6H3zM10 4h4v7h-4z"),
    }
}
