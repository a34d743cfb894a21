//! The palette: Okabe and Ito's eight colours, which people with any colour vision tell apart, moved just enough
//! that marks reach 3:1 and text 4.5:1 against the panel of each theme (WCAG 2.2, AA).

use document::Color;

use crate::{frame::Theme, shape::Ink};

/// The colours of one theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// The panel behind the drawing; the page paints it, contrast is measured against it.
    pub surface: Color,
    /// Text that is read first.
    pub text: Color,
    /// Text of axes and other secondary words.
    pub muted: Color,
    /// Lines of the grid, meant to be barely seen.
    pub grid: Color,
    /// The line that marks stand on.
    pub axis: Color,
    /// The colours of the series, in order.
    pub series: [Color; 8],
}

/// The palette of a light panel.
pub const LIGHT: Palette = Palette {
    surface: rgb(0xff_ff_ff),
    text: rgb(0x1f_23_28),
    muted: rgb(0x5c_63_6b),
    grid: rgb(0xe8_ea_ed),
    axis: rgb(0xb4_ba_c1),
    series: [
        rgb(0x00_72_b2),
        rgb(0xd5_5e_00),
        rgb(0x00_96_6d),
        rgb(0xb9_62_92),
        rgb(0xb8_78_00),
        rgb(0x2e_8f_cb),
        rgb(0x8c_82_00),
        rgb(0x4a_4f_55),
    ],
};

/// The palette of a dark panel.
pub const DARK: Palette = Palette {
    surface: rgb(0x1b_1e_23),
    text: rgb(0xe8_ea_ed),
    muted: rgb(0xa3_aa_b3),
    grid: rgb(0x2e_33_3a),
    axis: rgb(0x5a_62_6c),
    series: [
        rgb(0x56_b4_e9),
        rgb(0xf2_7f_2f),
        rgb(0x1f_b8_8a),
        rgb(0xd9_8f_b8),
        rgb(0xe6_9f_00),
        rgb(0x3d_8f_d6),
        rgb(0xf0_e4_42),
        rgb(0xc4_ca_d0),
    ],
};

impl Palette {
    /// The palette of a theme.
    #[must_use]
    pub fn of(theme: Theme) -> &'static Self {
        match theme {
            Theme::Light => &LIGHT,
            Theme::Dark => &DARK,
        }
    }

    /// The colour of a series. After the eighth they come again, each round moved further toward the text's colour.
    #[must_use]
    pub fn series(&self, index: usize) -> Color {
        let rounds = self.series.len();
        let toward_text = 0.3 * ((index / rounds) % 3) as f64;
        mix(self.series[index % rounds], self.text, toward_text)
    }
}

impl From<Color> for Ink {
    fn from(color: Color) -> Self {
        Self::opaque(color.rgb)
    }
}

/// A colour from its hexadecimal number.
const fn rgb(hex: u32) -> Color {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color { rgb: [red, green, blue] }
}

/// So much of the way from one colour to another, 0 to 1.
fn mix(from: Color, to: Color, share: f64) -> Color {
    let blend = |index: usize| {
        let (from, to) = (f64::from(from.rgb[index]), f64::from(to.rgb[index]));
        (from + (to - from) * share).round() as u8
    };
    Color { rgb: [blend(0), blend(1), blend(2)] }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG 2.2 relative luminance.
    fn luminance(color: Color) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = color.rgb.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn contrast(left: Color, right: Color) -> f64 {
        let (left, right) = (luminance(left) + 0.05, luminance(right) + 0.05);
        if left > right { left / right } else { right / left }
    }

    #[test]
    fn text_reaches_aa_and_marks_reach_three_to_one() {
        for palette in [LIGHT, DARK] {
            for text in [palette.text, palette.muted] {
                assert!(contrast(text, palette.surface) >= 4.5, "{text} on {}", palette.surface);
            }
            for index in 0..24 {
                let color = palette.series(index);
                assert!(contrast(color, palette.surface) >= 3.0, "series {index} {color} on {}", palette.surface);
            }
        }
    }

    #[test]
    fn the_first_three_rounds_are_distinct() {
        for palette in [LIGHT, DARK] {
            let mut colors: Vec<_> = (0..24).map(|index| palette.series(index).rgb).collect();
            colors.sort_unstable();
            colors.dedup();
            assert_eq!(colors.len(), 24);
        }
    }
}
