//! What a spec says of a scale: the definitions of all channels that share it; the first word counts.

use grammar::spec::ScaleType;
use serde_json::Value as Json;

use super::Use;
use crate::scene::config::Config;

/// What the uses say of their scale; the first word counts.
pub(crate) struct Said<'a> {
    scales: Vec<&'a grammar::spec::Scale>,
    /// Whether scales of position hold zero where nothing is said.
    pub(super) has_zero: bool,
}

impl<'a> Said<'a> {
    pub(super) fn of(uses: &[Use<'a>], config: Config<'_>) -> Self {
        let scales = uses.iter().filter_map(|used| used.channel.scale.as_ref()).collect();
        Self { scales, has_zero: config.has_zero() }
    }

    pub(super) fn first<T>(&self, said: impl Fn(&'a grammar::spec::Scale) -> Option<T>) -> Option<T> {
        self.scales.iter().find_map(|scale| said(scale))
    }

    /// The type; bands win over points, so that all layers stand alike.
    pub(crate) fn scale_type(&self) -> Option<ScaleType> {
        let band = self.first(|scale| scale.scale_type.filter(|scale_type| *scale_type == ScaleType::Band));
        band.or_else(|| self.first(|scale| scale.scale_type))
    }

    /// The values of an explicit domain.
    pub(crate) fn domain(&self) -> Option<&'a Vec<Json>> {
        self.first(|scale| scale.domain.as_ref().and_then(Json::as_array))
    }

    /// Values that the domain has besides those of the data.
    pub(super) fn union_with(&self) -> Option<&'a Vec<Json>> {
        self.first(|scale| scale.domain.as_ref()?.get("unionWith")?.as_array())
    }

    pub(crate) fn range(&self) -> Option<&'a Json> {
        self.first(|scale| scale.range.as_ref())
    }

    pub(crate) fn scheme(&self) -> Option<&'a Json> {
        self.first(|scale| scale.scheme.as_ref())
    }

    pub(crate) fn rest(&self, name: &str) -> Option<&'a Json> {
        self.first(|scale| scale.rest.get(name))
    }

    pub(crate) fn number(&self, name: &str) -> Option<f64> {
        self.rest(name).and_then(Json::as_f64)
    }

    pub(super) fn reverse(&self) -> bool {
        self.first(|scale| scale.reverse).unwrap_or(false)
    }
}
