//! Hidden: rows that somebody does not look at because of their colour. They go before anything is stacked or put in
//! order along an axis; colours, symbols and dashes keep their place for them, so that what is left looks as before.

use table::Relation;

use super::{Hides, domain, name, said, scale, steps::Unit};
use crate::spec::{Channel, ChannelDef, Source};

/// The same relations without the rows whose colour is hidden; `None` where none is.
pub(crate) fn without<const N: usize>(
    unit: &Unit<'_>,
    relations: [&Relation; N],
    is_hidden: Hides<'_>,
) -> Option<[Relation; N]> {
    let (channel, definition) = categories(unit)?;
    let say = said::say(definition, channel, unit.encoded, unit.config);
    let column = match &definition.source {
        Source::Datum(datum) => {
            let is_all = is_hidden(&say, &domain::said_value(datum, definition.time_unit));
            return is_all.then(|| relations.map(|relation| relation.take(&[])));
        }
        Source::Field(_) => name::of(definition),
        _ => return None,
    };
    let shown = relations.map(|relation| {
        let values = relation.column(&column);
        let is_shown = |row: &u32| !values.is_some_and(|values| is_hidden(&say, &values.get(*row as usize)));
        relation.take(&(0..relation.rows() as u32).filter(is_shown).collect::<Vec<u32>>())
    });
    let is_less = shown.iter().zip(relations).any(|(shown, all)| shown.rows() < all.rows());
    is_less.then_some(shown)
}

/// Whether a channel says where something stands: what is hidden stands nowhere.
pub(crate) fn is_place(channel: Channel) -> bool {
    matches!(channel, Channel::X | Channel::Y | Channel::XOffset | Channel::YOffset)
}

/// The colour, where it is one of categories.
fn categories<'a>(unit: &Unit<'a>) -> Option<(Channel, &'a ChannelDef)> {
    let colors = [Channel::Color, Channel::Fill, Channel::Stroke];
    colors.into_iter().find_map(|channel| {
        let definition = unit.encoded.get(channel)?;
        let kind = scale::scale_type(channel, definition, unit.mark.mark, unit.encoded)?;
        scale::is_discrete(kind).then_some((channel, definition))
    })
}
