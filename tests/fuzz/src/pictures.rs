//! Pictures: any spec of any rows in any frame is drawn or answered in words, and twice the same.

use chart::{Form, Frame, Plot, Spec, Theme, ViewState, plot};
use plotters_svg::SVGBackend;
use table::{Retention, Table};

use super::{
    dice::Dice,
    tables::{self, NAMES},
};

/// Draws what the bytes say.
pub fn chart(bytes: &[u8]) {
    let mut dice = Dice::new(bytes);
    let (spec, frame) = (spec(&mut dice), frame(&mut dice));
    let (x_px, y_px) = (f64::from_bits(dice.number()), f64::from(dice.byte()));
    let batch = tables::batch(&mut dice);
    let mut table = Table::new(batch.schema().clone(), Retention { max_rows: usize::MAX, max_age_ms: None });
    table.append(&batch).expect("the same schema");
    match plot(&spec, &table, &ViewState::default(), frame) {
        Err(problem) => assert!(!problem.to_string().is_empty(), "{problem:?} has no words"),
        Ok(drawn) => {
            let _wherever_it_is = (drawn.nearest(x_px, y_px), drawn.nearest(y_px, y_px));
            assert_eq!(drawn.big_number().is_some(), spec.form == Form::Stat);
            assert!(!drawn.describe().is_empty(), "{spec:?} has no words");
            let again = plot(&spec, &table, &ViewState::default(), frame).expect("what was drawn once is drawn again");
            assert_eq!((drawn.describe(), svg(&drawn, frame)), (again.describe(), svg(&again, frame)));
        }
    }
}

fn svg(plot: &Plot, frame: Frame) -> String {
    let mut text = String::new();
    plot.draw(SVGBackend::with_string(&mut text, (frame.width_px, frame.height_px))).expect("text can be written");
    text
}

fn spec(dice: &mut Dice<'_>) -> Spec {
    let name = |dice: &mut Dice<'_>| (!dice.one_in(5)).then(|| dice.pick(&NAMES[..3]).unwrap_or_default().to_owned());
    let form = if dice.one_in(6) { Form::Stat } else { Form::Chart(dice.draw().unwrap_or(document::Mark::Line)) };
    Spec {
        form,
        table: Some("table".to_owned()),
        x: name(dice),
        y: name(dice),
        color: if dice.one_in(2) { name(dice) } else { None },
        mark_color: dice.draw().unwrap_or_default(),
        aggregate: dice.draw().unwrap_or_default(),
        time_unit: dice.draw().unwrap_or_default(),
        unit: dice.text(),
        levels: dice.draw().into_iter().collect(),
    }
}

fn frame(dice: &mut Dice<'_>) -> Frame {
    const SIDES_PX: [u32; 8] = [0, 1, 7, 64, 320, 1000, 16_384, u32::MAX];
    const SCALES: [f64; 6] = [1.0, 2.0, 0.0, -1.0, f64::NAN, f64::INFINITY];
    Frame {
        width_px: dice.pick(&SIDES_PX).unwrap_or(320),
        height_px: dice.pick(&SIDES_PX).unwrap_or(320),
        scale: dice.pick(&SCALES).unwrap_or(1.0),
        theme: if dice.one_in(2) { Theme::Dark } else { Theme::Light },
        rtl: dice.one_in(2),
        patterns: dice.one_in(2),
    }
}
