//! Merge: what layers share, said again in each of them, as `mergeEncoding` does: a field takes over what its layer says
//! of the channel and it does not say itself; anything else replaces it.

use crate::spec::{AggregateOp, ChannelAggregate, ChannelDef, Encoding, Source};

/// The encoding of a view within layers; what is shared goes on to layers further down, to marks only where it shows
/// something by itself.
pub(super) fn encoding(parent: &Encoding, mut own: Encoding, is_layer: bool) -> Encoding {
    let mut merged = Vec::new();
    for (channel, shared) in &parent.0 {
        let index = own.0.iter().position(|(key, _)| key == channel);
        let definitions = match index.map(|index| own.0.remove(index).1) {
            Some(definitions) => several(shared, definitions),
            None if is_layer || is_whole(shared) => shared.clone(),
            None => continue,
        };
        merged.push((*channel, definitions));
    }
    merged.extend(own.0);
    Encoding(merged)
}

fn is_whole(shared: &[ChannelDef]) -> bool {
    match shared {
        [one] => shows_data(one) || matches!(one.source, Source::Value(_)),
        _ => true,
    }
}

fn several(shared: &[ChannelDef], mut own: Vec<ChannelDef>) -> Vec<ChannelDef> {
    let ([shared], [own_one]) = (shared, &mut own[..]) else { return own };
    if shows_data(own_one) {
        inherit(own_one, shared);
    } else if let [condition] = &mut own_one.conditions[..]
        && shows_data(&condition.then)
    {
        inherit(&mut condition.then, shared);
    }
    own
}

/// Whether it names a field, counts, or says a value of the domain.
pub(super) fn shows_data(definition: &ChannelDef) -> bool {
    match definition.source {
        Source::Field(_) | Source::Repeated(_) | Source::Datum(_) => true,
        Source::None => definition.aggregate == Some(ChannelAggregate::Op(AggregateOp::Count)),
        Source::Value(_) => false,
    }
}

fn inherit(own: &mut ChannelDef, shared: &ChannelDef) {
    let shared = shared.clone();
    if own.source == Source::None {
        own.source = shared.source;
    }
    own.aggregate = own.aggregate.take().or(shared.aggregate);
    own.bin = own.bin.take().or(shared.bin);
    own.time_unit = own.time_unit.or(shared.time_unit);
    own.field_type = own.field_type.or(shared.field_type);
    own.stack = own.stack.or(shared.stack);
    own.sort = own.sort.take().or(shared.sort);
    own.scale = own.scale.take().or(shared.scale);
    own.guide = own.guide.take().or(shared.guide);
    own.title = own.title.take().or(shared.title);
    own.format = own.format.take().or(shared.format);
    own.format_type = own.format_type.take().or(shared.format_type);
    own.band_position = own.band_position.or(shared.band_position);
    own.impute = own.impute.take().or(shared.impute);
    if own.conditions.is_empty() {
        own.conditions = shared.conditions;
    }
    for (key, value) in shared.layout {
        own.layout.entry(key).or_insert(value);
    }
}
